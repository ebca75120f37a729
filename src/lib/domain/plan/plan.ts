import type { Command } from '../command.ts';
import { dayAt } from '../days.ts';
import { free, held, type Assignment, type Need } from '../need/need.ts';
import { seat } from '../need/team.ts';
import type { Place, Skill, Tool } from '../volunteer/volunteer.ts';

/**
 * The morning plan: who goes where on one day, when, and why. It is a proposal and nothing more: once sent, all that is left
 * of it are offers and assignments with a time to begin.
 */
export interface Plan {
  /** 'YYYY-MM-DD' in Beijing time. */
  day: string;
  visits: Visit[];
  unmet: Unmet[];
  /** What a search compares plans by: lower is better. Points mean nothing to people. */
  points: number;
}

/** A need on its way to be met on that day. Times are epoch milliseconds. */
export interface Visit {
  need: string;
  startsAt: number;
  endsAt: number;
  team: Part[];
}

export interface Part {
  volunteer: string;
  /** He has said yes; he was asked and has not answered; the coordinator insists on him; the plan proposes him. */
  by: 'agreed' | 'asked' | 'locked' | 'proposed';
  /** Minutes on the way from where he was before. */
  travel: number;
  reasons: Reason[];
}

/** Why somebody is a good choice for a need. */
export type Reason =
  | { why: 'skill'; skill: Skill }
  | { why: 'tool'; tool: Tool }
  /** Steps through the tree of areas; in km where the areas are on the map. */
  | { why: 'near'; steps: number; km?: number }
  | { why: 'known' }
  /** Minutes already agreed this week, of those he gives. */
  | { why: 'hours'; minutes: number; of: number }
  | { why: 'mentor' | 'learner'; volunteer: string };

/** Why a need has nobody, or not enough, on that day. */
export type Unmet = { need: string } & (
  | { why: 'left-out' }
  /** Of those who could fill this kind of place, `there` are left of `asked` after the rule. */
  | {
      why: 'nobody-able' | 'too-far' | 'all-asked' | 'hours';
      place: Place;
      there: number;
      asked: number;
    }
  | { why: 'nobody-free'; place: Place; there: number; asked: number; later?: Later }
  | { why: 'no-common-half' | 'busy' }
);

/** The first day on which enough could come, and how many; `within` the days the household named, or after them. */
export interface Later {
  day: string;
  count: number;
  within: boolean;
}

/** How a coordinator bends a plan. */
export interface Bends {
  /** These two belong together. */
  locked: readonly Pair[];
  /** Not these two. */
  barred: readonly Pair[];
  /** Needs that are not for this day. */
  leftOut: readonly string[];
}

/** Somebody who could come instead. */
export interface Alternative {
  volunteer: string;
  reasons: Reason[];
  /** What stands against him; the coordinator may still insist on whoever has the skill. */
  against?: Against;
  /** Needs the plan has given him that day. */
  has: string[];
}

export type Against = 'skill' | 'tool' | 'halves' | 'wish' | 'reach' | 'hours' | 'asked' | 'barred';

/** Something that has come apart during the day, and the nearest way to mend it. */
export interface Mending {
  need: string;
  why:
    | { what: 'declined' | 'lapsed' | 'withdrawn' | 'absent'; volunteer: string }
    /** Urgent and nobody asked; the household's last day; not enough for a visit that is planned. */
    | { what: 'urgent' | 'last-day' | 'incomplete' };
  /** Who could come, and when (epoch milliseconds); nobody has to move for it. */
  repair?: { startsAt: number; team: Part[] };
  unmet?: Unmet;
}

export interface Pair {
  need: string;
  volunteer: string;
}

export const straight: Bends = { locked: [], barred: [], leftOut: [] };

export const same = (a: Pair, b: Pair): boolean => a.need === b.need && a.volunteer === b.volunteer;
export const holds = (pairs: readonly Pair[], pair: Pair): boolean => pairs.some((each) => same(each, pair));

/** Those who are in a need's team already: agreed or at work, and those who were asked and have not answered. */
export function inTeam(need: Pick<Need, 'assignments'>): Assignment[] {
  return [...held(need), ...need.assignments.filter(({ status }) => status === 'offered')];
}

/**
 * The places that nobody in the team fills yet. Whoever is there takes the most demanding place he can fill; where more were
 * asked than find a seat, the last of them will stand by.
 */
export function openPlaces(
  need: Pick<Need, 'assignments' | 'places'>,
  more: readonly number[][] = [],
): Place[] {
  const demand = (place: number) => Object.keys(need.places[place] ?? {}).length;
  const all = [...inTeam(need).map((each) => each.can), ...more].map((places) =>
    [...places].sort((a, b) => demand(b) - demand(a) || a - b),
  );
  const sitting: number[][] = [];
  for (const can of all) if (seat([...sitting, can], need.places.length)) sitting.push(can);
  const taken = seat(sitting, need.places.length) ?? [];
  return need.places.filter((_, place) => !taken.includes(place));
}

export interface Figures {
  /** Needs that will be met, and needs looked at. */
  met: number;
  needs: number;
  people: number;
  /** Minutes, of everybody. */
  travel: number;
  work: number;
}

/** What the plan comes to. */
export function figures({ visits, unmet }: Plan): Figures {
  const parts = visits.flatMap((visit) => visit.team.map((part) => ({ part, visit })));
  const short = new Set(unmet.map(({ need }) => need));
  return {
    met: visits.filter(({ need }) => !short.has(need)).length,
    needs: new Set([...visits.map(({ need }) => need), ...short]).size,
    people: new Set(parts.map(({ part }) => part.volunteer)).size,
    travel: sum(parts.map(({ part }) => part.travel)),
    work: sum(parts.map(({ visit }) => (visit.endsAt - visit.startsAt) / 60_000)),
  };
}

export interface Difference {
  /** Pairs that are new, pairs that are gone. */
  came: Pair[];
  left: Pair[];
  /** Pairs that stay but begin at another time. */
  moved: Pair[];
}

/** What another plan of the same day changes: as little as it can, and each change is told. */
export function difference(before: Plan, after: Plan): Difference {
  const old = startsOf(before);
  const now = startsOf(after);
  const pick = (from: Map<string, Start>, wanted: (start: Start, key: string) => boolean) =>
    [...from].filter(([key, start]) => wanted(start, key)).map(([, { pair }]) => pair);
  return {
    came: pick(now, (_, key) => !old.has(key)),
    left: pick(old, (_, key) => !now.has(key)),
    moved: pick(now, ({ at }, key) => old.has(key) && old.get(key)?.at !== at),
  };
}

interface Start {
  pair: Pair;
  at: number;
}

function startsOf(plan: Plan): Map<string, Start> {
  return new Map(
    plan.visits.flatMap(({ need, startsAt, team }) =>
      team.map(
        ({ volunteer }) => [`${need} ${volunteer}`, { pair: { need, volunteer }, at: startsAt }] as const,
      ),
    ),
  );
}

/**
 * What sending a plan says: everybody new is offered the work or assigned to it, with the time to begin; whoever was in the
 * team without a time is told it. Visits in which nobody is new are not touched.
 */
export function commandsOf(
  plan: Plan,
  needs: ReadonlyMap<string, Need>,
  as: 'need.offer' | 'need.assign',
): Command[] {
  return plan.visits.flatMap(({ need: id, startsAt, team }): Command[] => {
    const need = needs.get(id);
    if (!need || !team.some(({ by }) => by === 'proposed' || by === 'locked')) return [];
    return team.flatMap(({ volunteer, by }): Command[] => {
      if (by === 'proposed' || by === 'locked')
        return free(need) > 0 ? [{ name: as, args: { id, volunteer, startsAt } }] : [];
      const was = need.assignments.find((each) => each.volunteer === volunteer);
      // A time that was told stands; one of another day was for another day.
      const told = was?.startsAt !== undefined && dayAt(was.startsAt) === plan.day;
      const untold = !told && (was?.status === 'accepted' || was?.status === 'offered');
      return untold ? [{ name: 'need.offer', args: { id, volunteer, startsAt } }] : [];
    });
  });
}

const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
