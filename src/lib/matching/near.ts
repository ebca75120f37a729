import type { Area } from '../domain/area/area.ts';
import { DAY, dayAt, daysAfter, startOf } from '../domain/days.ts';
import { open, type Need } from '../domain/need/need.ts';
import { openPlaces } from '../domain/plan/plan.ts';
import type { Far, Suits } from '../domain/plan/suits.ts';
import { fits, type Volunteer } from '../domain/volunteer/volunteer.ts';
import { agreedMinutes } from './agreed.ts';
import { distance, fit, loadPoints, travelPoints, tripMinutes } from './fit.ts';
import { groundOf, type Spot } from './ground.ts';
import { bitOf, bitsOf, freeBits, halves, minuteOf, weekdayOf } from './hours.ts';
import { SPEED, helperOf, taskOf } from './village.ts';

/** What one volunteer's own device knows. */
export interface Onlooker {
  volunteer: Volunteer;
  areas: ReadonlyMap<string, Area>;
  /** His own needs: what he has agreed to counts against his hours. */
  own: readonly Need[];
  /** Epoch milliseconds. */
  now: number;
}

/** An open need as it suits him: `misses` says what usually stands against it. He may take it all the same. */
export interface Suited<N extends Need = Need> extends Suits {
  need: N;
  points: number;
}

const WEEK = 7;
/** Something urgent may be a quarter of an hour further away. */
const URGENT = 30;
/** A day earlier or later than what he had in mind weighs as much as a quarter of an hour on the way. */
const DAY_APART = 30;
/** He had made up his mind to go there: nearness to that place counts for more than nearness to his home. */
const THERE = 2;
/** What does not suit his days, his hours or his reach stands behind all that does. */
const BEHIND = 10_000;

/**
 * The open needs that he could help with, in the order in which they suit him: by the same rules as the plan of the morning,
 * urgent ones nearer by a quarter of an hour. Where the rules forbid a pair it comes last, the near ones first, with the reason.
 */
export function suited<N extends Need>(onlooker: Onlooker, needs: readonly N[]): Suited<N>[] {
  const { volunteer, areas } = onlooker;
  const spots = groundOf(areas.values());
  const today = dayAt(onlooker.now);
  const days = daysFor(onlooker, today);
  const spot = spots.get(volunteer.area);
  return needs
    .filter((need) => need.asker !== volunteer.id && open(need, fits(volunteer, need.places)))
    .flatMap((need): Suited<N>[] => {
      const there = spots.get(need.area);
      if (!there) return [];
      const { wanted, free, away, half, agreed } = days(need);
      const helper = helperOf(volunteer, spot, { halves: free, agreed, room: Infinity });
      const left = openPlaces(need);
      // Who was asked may decline: a place that is only offered is still his to take.
      const places = fits(volunteer, left).length > 0 ? left : need.places;
      const task = taskOf(need, places, there, { halves: wanted, weight: 0, known: [] });
      const found = fit(helper, task);
      const urgent = need.urgent ? -URGENT : 0;
      const asked = {
        far: farOf(areas, spots, volunteer.area, need.area),
        skills: volunteer.skills.filter((each) => places.some(({ skill }) => skill === each)),
        tools: volunteer.tools.filter((each) => places.some(({ tool }) => tool === each)),
      };
      if (found.allowed) {
        const points = found.cost + loadPoints(helper, helper.room - found.minutes) + urgent;
        return [{ need, points, ...asked, ...(half && { free: half }) }];
      }
      const misses = found.because === 'halves' ? 'days' : found.because === 'reach' ? 'reach' : 'hours';
      const isAway = misses === 'days' && away;
      const way = travelPoints(tripMinutes(distance(helper.x - task.x, helper.y - task.y), SPEED));
      return [{ need, points: BEHIND + way + urgent, ...asked, misses, ...(isAway && { away: true }) }];
    })
    .sort(inOrder);
}

/**
 * What he could do instead of a need that is lost to him: in the order of `all` (an answer of `suited`), but what is near to
 * the lost one comes first. To the points of the fit are added the way from the lost need, weighed twice as any other way, and
 * a quarter of an hour for each day between the two. The lost one itself is left out.
 */
export function insteadOf<N extends Need>(
  { areas, now }: Pick<Onlooker, 'areas' | 'now'>,
  lost: Need,
  all: readonly Suited<N>[],
): Suited<N>[] {
  const spots = groundOf(areas.values());
  const today = dayAt(now);
  const from = spots.get(lost.area);
  return all
    .filter(({ need }) => need.id !== lost.id)
    .map((each) => {
      const there = spots.get(each.need.area);
      const km = from && there ? distance(from.x - there.x, from.y - there.y) : 0;
      const way = THERE * travelPoints(tripMinutes(km, SPEED));
      return { ...each, points: each.points + way + DAY_APART * daysApart(lost, each.need, today) };
    })
    .sort(inOrder);
}

/** The cheapest first, then what has to be done first. */
function inOrder(a: Suited, b: Suited): number {
  const byDay = a.need.until < b.need.until ? -1 : a.need.until > b.need.until ? 1 : 0;
  return a.points - b.points || byDay || (a.need.id < b.need.id ? -1 : 1);
}

/** Whole days between the days of two needs, 0 where they share one. What was to be done by yesterday is for today. */
function daysApart(a: Need, b: Need, today: string): number {
  const days = ({ from, until }: Need) => ({
    first: startOf(from > today ? from : today),
    last: startOf(until > today ? until : today),
  });
  const [one, other] = [days(a), days(b)];
  return Math.max(0, one.first - other.last, other.first - one.last) / DAY;
}

/** What the days of a need mean to him. */
interface Days {
  /** Half-days of the week from the first possible day on which the need can be met, and those of them on which he is free. */
  wanted: number;
  free: number;
  /** He would be free, were he not away. */
  away: boolean;
  /** The first half-day on which both can; undefined for who named no days. */
  half: Suits['free'];
  /** Minutes he has promised or given in the week of the first possible day. */
  agreed: number;
}

/** The answer for any need, worked out once for all that have the same days: there are far fewer of these than of needs. */
function daysFor({ volunteer, own, now }: Onlooker, today: string): (need: Need) => Days {
  const known = new Map<string, Days>();
  const weeks = new Map<string, number>();
  const agreedIn = (monday: string) => {
    const minutes = weeks.get(monday) ?? agreedMinutes(own, monday, now).get(volunteer.id) ?? 0;
    weeks.set(monday, minutes);
    return minutes;
  };
  return ({ from, until, half }) => {
    const key = `${from} ${until} ${half}`;
    const before = known.get(key);
    if (before) return before;
    const first = from > today ? from : today;
    const { wanted, free, away } = halvesOf({ first, until, half }, volunteer);
    const named = volunteer.free.length > 0 ? firstHalf(first, wanted & free, now) : undefined;
    const agreed = agreedIn(daysAfter(first, -weekdayOf(first)));
    const days = { wanted, free, away, half: named, agreed };
    known.set(key, days);
    return days;
  };
}

function halvesOf(
  { first, until, half }: Pick<Need, 'until' | 'half'> & { first: string },
  { free, awayUntil }: Volunteer,
) {
  const usual = freeBits(free);
  let [wanted, mine] = [0, 0];
  for (let ahead = 0; ahead < WEEK; ahead++) {
    const day = daysAfter(first, ahead);
    if (ahead > 0 && day > until) break;
    const bits = bitsOf(day, half);
    wanted |= bits;
    if (awayUntil === undefined || awayUntil < day) mine |= bits & usual;
  }
  return { wanted, free: mine, away: mine === 0 && (usual & wanted) !== 0 };
}

/** The first half-day of `bits` from a day on that is not over yet. */
function firstHalf(first: string, bits: number, now: number): Suits['free'] {
  for (let ahead = 0; ahead < WEEK; ahead++) {
    const day = daysAfter(first, ahead);
    for (const half of ['am', 'pm'] as const)
      if (bits & bitOf(weekdayOf(day), half) && minuteOf(day, now) < halves[half].until) return { day, half };
  }
  return undefined;
}

function farOf(
  areas: ReadonlyMap<string, Area>,
  spots: ReadonlyMap<string, Spot>,
  from: string,
  to: string,
): Far {
  const place = placeOf(areas.get(from), areas.get(to));
  const [a, b] = [spots.get(from), spots.get(to)];
  if (from === to || !a?.mapped || !b?.mapped) return { place };
  return { place, km: distance(a.x - b.x, a.y - b.y) };
}

function placeOf(own: Area | undefined, there: Area | undefined): Far['place'] {
  if (!own || !there || own.home !== there.home) return 'beyond';
  if (own.id === own.home || there.id === own.home) return 'village';
  if (own.id === there.id) return own.level === 'group' ? 'group' : 'close';
  if (own.parent === there.id || there.parent === own.id) return 'close';
  return own.parent === there.parent && own.parent !== own.home ? 'next' : 'village';
}
