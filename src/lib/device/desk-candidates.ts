import { steps, within, type Area } from '$lib/domain/area/area.ts';
import { assignmentOf, closed, free, open, type Need } from '$lib/domain/need/need.ts';
import { fits, type HalfDay, type Volunteer } from '$lib/domain/volunteer/volunteer.ts';

/** Why somebody is not asked first. `hard`: the rules refuse it; otherwise a call can settle it. */
export type Obstacle =
  | { why: 'skill' | 'no-seat' | 'full' | 'closed'; hard: true }
  | { why: 'busy-days' | 'away' | 'answered'; hard: false };

export interface Candidate {
  volunteer: Volunteer;
  /** Places of the team he could fill. */
  can: number[];
  /** Steps through the tree of areas between him and the place. */
  far: number;
  obstacle?: Obstacle;
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Who could be asked, by name and then by nearness: never by how much or how well anybody has helped. Those already in
 * the team are left out; those whom something hinders come last, with the reason.
 */
export function candidates(
  need: Need,
  volunteers: Iterable<Volunteer>,
  areas: Map<string, Area>,
): Candidate[] {
  const there = areas.get(need.area);
  const found: Candidate[] = [];
  for (const volunteer of volunteers) {
    const own = areas.get(volunteer.area);
    if (volunteer.status === 'left' || volunteer.id === need.asker || !own || !there) continue;
    const was = assignmentOf(need, volunteer.id)?.status;
    if (was && ['offered', 'accepted', 'started', 'finished', 'standby'].includes(was)) continue;
    if (own.home !== there.home && !within(there, own.id)) continue;
    const can = fits(volunteer, need.places);
    const obstacle = hindrance(need, volunteer, can, was !== undefined);
    found.push({ volunteer, can, far: steps(own, there), ...(obstacle && { obstacle }) });
  }
  return found.sort(
    (a, b) =>
      Number(!!a.obstacle) - Number(!!b.obstacle) ||
      a.volunteer.name.localeCompare(b.volunteer.name, 'zh-CN') ||
      a.far - b.far,
  );
}

function hindrance(need: Need, volunteer: Volunteer, can: number[], answered: boolean): Obstacle | undefined {
  if (closed(need)) return { why: 'closed', hard: true };
  if (can.length === 0) return { why: 'skill', hard: true };
  if (free(need) === 0) return { why: 'full', hard: true };
  if (!open(need, can)) return { why: 'no-seat', hard: true };
  if (answered) return { why: 'answered', hard: false };
  if (volunteer.awayUntil && volunteer.awayUntil >= need.until) return { why: 'away', hard: false };
  return freeWithin(need, volunteer) ? undefined : { why: 'busy-days', hard: false };
}

/** Has he a free half-day while the need may be met? Somebody who named none is free on any. */
function freeWithin(need: Need, { free: halves, awayUntil }: Volunteer): boolean {
  const from = awayUntil && awayUntil >= need.from ? Date.parse(awayUntil) + DAY : Date.parse(need.from);
  const until = Math.min(Date.parse(need.until), from + 6 * DAY);
  if (halves.length === 0) return from <= until;
  for (let at = from; at <= until; at += DAY) {
    const day = days[new Date(at).getUTCDay()] ?? 'mon';
    const fit: HalfDay[] = need.half ? [`${day}-${need.half}`] : [`${day}-am`, `${day}-pm`];
    if (fit.some((half) => halves.includes(half))) return true;
  }
  return false;
}
