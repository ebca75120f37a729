import type { Bends, Pair, Plan } from '$lib/domain/plan/plan.ts';
import type { Village } from '$lib/matching/village.ts';

/** Other ids for the same people and needs, in another order: nothing that matters has changed. */
export function relabelled(village: Village) {
  const people = others(village.volunteers, 'someone');
  const needs = others(village.needs, 'something');
  const one = (id: string) => people.get(id) ?? id;
  const need = (id: string) => needs.get(id) ?? id;
  const pair = (each: Pair): Pair => ({ need: need(each.need), volunteer: one(each.volunteer) });
  const renamed: Village = {
    ...village,
    volunteers: village.volunteers
      .map((each) => ({ ...each, id: one(each.id), ...(each.mentor && { mentor: one(each.mentor) }) }))
      .reverse(),
    needs: village.needs
      .map((each) => ({
        ...each,
        id: need(each.id),
        assignments: each.assignments.map((a) => ({ ...a, volunteer: a.volunteer && one(a.volunteer) })),
        reports: each.reports.map((r) => ({ ...r, volunteer: r.volunteer && one(r.volunteer) })),
      }))
      .reverse(),
    known: new Map([...village.known].map(([household, ids]) => [household, ids.map(one)])),
  };
  const bends = ({ locked, barred, leftOut }: Bends): Bends => ({
    locked: locked.map(pair),
    barred: barred.map(pair),
    leftOut: leftOut.map(need),
  });
  return { village: renamed, bends, plan: (plan: Plan) => comparable(plan, one, need) };
}

/** A plan with its lists in an order that does not hang on ids, so that two can be laid side by side. */
export function comparable(plan: Plan, one = same, need = same) {
  const visits = plan.visits.map(({ need: id, startsAt, team }) => ({
    need: need(id),
    startsAt,
    team: team
      .map(({ volunteer, by, travel }) => `${one(volunteer)} ${by} ${travel}`)
      .sort((a, b) => (a < b ? -1 : 1)),
  }));
  const unmet = plan.unmet.map((each) => ({ ...each, need: need(each.need) }));
  const byNeed = (a: { need: string }, b: { need: string }) => (a.need < b.need ? -1 : 1);
  return { points: Math.round(plan.points * 1000), visits: visits.sort(byNeed), unmet: unmet.sort(byNeed) };
}

const same = (id: string) => id;

/** New ids whose order is another one: mixed up by a multiplication. */
function others(list: readonly { id: string }[], noun: string): Map<string, string> {
  return new Map(list.map(({ id }, nth) => [id, `${noun}-${((nth + 1) * 7919) % 10007}`]));
}
