import type { Need } from '../domain/need/need.ts';
import type { Bends, Pair, Plan, Reason } from '../domain/plan/plan.ts';
import type { Volunteer } from '../domain/volunteer/volunteer.ts';
import type { Village } from './village.ts';

/**
 * The village with numbers for ids. Equally good plans are told apart by ids, and ids are chance: numbered by name and by slip,
 * the same people and needs have the same plan whatever a device called them.
 */
export interface Numbered {
  village: Village;
  bends: Bends;
  before?: Plan;
  /** A plan with the ids it came with, in their order. */
  back: (plan: Plan) => Plan;
}

export function numbered(village: Village, bends: Bends, before?: Plan): Numbered {
  const people = numbers(village.volunteers, ({ name, phone = '', area }) => `${name}\n${phone}\n${area}`);
  const needs = numbers(village.needs, ({ number, area }) => `${number}\n${area}`);
  const one = (id: string) => people.to.get(id) ?? id;
  const need = (id: string) => needs.to.get(id) ?? id;
  const pair = (each: Pair): Pair => ({ need: need(each.need), volunteer: one(each.volunteer) });
  return {
    village: {
      ...village,
      volunteers: village.volunteers.map((each) => renamed(each, one)),
      needs: village.needs.map((each) => renumbered(each, need(each.id), one)),
      known: new Map([...village.known].map(([household, ids]) => [household, ids.map(one)])),
    },
    bends: {
      locked: bends.locked.map(pair),
      barred: bends.barred.map(pair),
      leftOut: bends.leftOut.map(need),
    },
    ...(before && { before: planIn(before, one, need) }),
    back: (plan) =>
      planIn(
        plan,
        (id) => people.from.get(id) ?? id,
        (id) => needs.from.get(id) ?? id,
      ),
  };
}

type Name = (id: string) => string;

function numbers<T extends { id: string }>(list: readonly T[], key: (each: T) => string) {
  const keyed = list.map((each) => ({ id: each.id, key: key(each) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1));
  const pairs = keyed.map(({ id }, nth) => [id, String(nth).padStart(7, '0')] as const);
  return { to: new Map(pairs), from: new Map(pairs.map(([id, number]) => [number, id])) };
}

const renamed = (each: Volunteer, one: Name): Volunteer => ({
  ...each,
  id: one(each.id),
  ...(each.mentor !== undefined && { mentor: one(each.mentor) }),
});

const renumbered = (each: Need, id: string, one: Name): Need => ({
  ...each,
  id,
  ...(each.asker !== undefined && { asker: one(each.asker) }),
  assignments: each.assignments.map((part) => ({
    ...part,
    volunteer: part.volunteer && one(part.volunteer),
  })),
  reports: each.reports.map((report) => ({
    ...report,
    volunteer: report.volunteer && one(report.volunteer),
  })),
});

const byNeed = (a: { need: string }, b: { need: string }): number => (a.need < b.need ? -1 : 1);

function planIn(plan: Plan, one: Name, need: Name): Plan {
  const reason = (each: Reason): Reason =>
    'volunteer' in each ? { ...each, volunteer: one(each.volunteer) } : each;
  const visits = plan.visits.map((visit) => ({
    ...visit,
    need: need(visit.need),
    team: visit.team.map((part) => ({
      ...part,
      volunteer: one(part.volunteer),
      reasons: part.reasons.map(reason),
    })),
  }));
  const unmet = plan.unmet.map((each) => ({ ...each, need: need(each.need) }));
  return { ...plan, visits: visits.sort(byNeed), unmet: unmet.sort(byNeed) };
}
