import type { Household } from '$lib/domain/household/household.ts';
import type { Assignment, Need } from '$lib/domain/need/need.ts';
import type { Part, Plan, Visit } from '$lib/domain/plan/plan.ts';
import type { Standing } from '../row.ts';

/** Somebody's day in the plan, in the order in which it goes. */
export interface PersonDay {
  volunteer: string;
  stops: { visit: Visit; part: Part }[];
  /** Minutes. */
  travel: number;
  work: number;
}

/** Everybody who goes out, by name: nobody stands above another. */
export function peopleOf(plan: Plan, nameOf: (volunteer: string) => string): PersonDay[] {
  const days = new Map<string, PersonDay>();
  for (const visit of plan.visits)
    for (const part of visit.team) {
      const { volunteer, travel } = part;
      const day = days.get(volunteer) ?? { volunteer, stops: [], travel: 0, work: 0 };
      day.stops.push({ visit, part });
      day.travel += travel;
      day.work += (visit.endsAt - visit.startsAt) / 60_000;
      days.set(volunteer, day);
    }
  for (const { stops } of days.values()) stops.sort((a, b) => a.visit.startsAt - b.visit.startsAt);
  return [...days.values()].sort((a, b) => nameOf(a.volunteer).localeCompare(nameOf(b.volunteer), 'zh-CN'));
}

/** What has become of a part since it was planned: the need itself knows better than the plan. */
export function standingOf(
  { volunteer, by }: Part,
  need: Pick<Need, 'assignments'> | undefined,
): { status: Assignment['status'] } | { by: Part['by'] } {
  const status = need?.assignments.find((each) => each.volunteer === volunteer)?.status;
  return status ? { status } : { by };
}

/** Can the coordinator still bend this part? What was said to people is no longer his alone. */
export const isDraft = (part: Part, need: Pick<Need, 'assignments'> | undefined): boolean =>
  'by' in standingOf(part, need) && (part.by === 'proposed' || part.by === 'locked');

/** The visits of people who share work, directly or through others: a sheet of paper each. */
export function teamsOf(plan: Plan): Visit[][] {
  const teams: { people: Set<string>; visits: Visit[] }[] = [];
  for (const visit of plan.visits) {
    const people = new Set(visit.team.map(({ volunteer }) => volunteer));
    const touched = teams.filter((team) => [...people].some((each) => team.people.has(each)));
    const merged = {
      people: new Set([...people, ...touched.flatMap((team) => [...team.people])]),
      visits: [...touched.flatMap((team) => team.visits), visit],
    };
    teams.splice(0, teams.length, ...teams.filter((team) => !touched.includes(team)), merged);
  }
  return teams
    .map(({ visits }) => visits.toSorted((a, b) => a.startsAt - b.startsAt))
    .sort((a, b) => (a[0]?.startsAt ?? 0) - (b[0]?.startsAt ?? 0));
}

/** Somebody has said yes to this visit: only then its sheet says whose door it is. */
export const agreedTo = (visit: Plan['visits'][number], need: Standing | undefined): boolean =>
  visit.team.some((part) => {
    const standing = standingOf(part, need);
    return 'status' in standing && ['accepted', 'started', 'finished'].includes(standing.status);
  });

/** The households whose numbers the sheets of a plan tell. */
export function numbersOn(
  plan: Plan,
  needs: ReadonlyMap<string, Standing>,
  households: ReadonlyMap<string, Household>,
): string[] {
  const agreed = plan.visits.filter((visit) => agreedTo(visit, needs.get(visit.need)));
  const behind = agreed.flatMap((visit) => needs.get(visit.need)?.household ?? []);
  return [...new Set(behind)].filter((id) => households.get(id)?.phone);
}
