// The plan of a day: who goes where in which order. Ids in, ids out; the search itself is in kernel/day.ts.
import { translate } from './day-numbers.ts';
import type { DayHelper, DayPlan, DayVisit, DayWeights } from './day-numbers.ts';
import { firstChoice, type DayChoice } from './kernel/day-problem.ts';
import { insertVisit } from './kernel/day-insert.ts';
import { DaySearch, type DayBudget } from './kernel/day.ts';

export { roadMinutes } from './day-numbers.ts';
export type { DayHelper, DayPlan, DayStop, DayVisit, DayWeights } from './day-numbers.ts';

const EVEN: DayWeights = [1 / 3, 1 / 3, 1 / 3];

/** A search for the plan of a day; `step` until it says false, read `plan()` whenever you like. */
export function planDay(
  helpers: readonly DayHelper[],
  visits: readonly DayVisit[],
  { seed, budget, weights = EVEN, from }: DaySettings,
): { step(): boolean; share(): number; plan(): DayPlan } {
  const day = translate(helpers, visits, weights);
  const start = from && day.choice(repair(from, helpers, visits, weights));
  const search = new DaySearch(day.problem, seed, budget, start);
  return {
    step: () => search.step(),
    share: () => search.share,
    plan: () => day.plan(search.best),
  };
}

export interface DaySettings {
  seed: number;
  budget: DayBudget;
  weights?: DayWeights;
  /** A plan to go on from; what has changed since is repaired first. */
  from?: DayPlan;
}

/**
 * The nearest plan that fits the people and visits of now. What is gone is taken out. Where somebody may no longer
 * do his part, the cheapest other person does it, at the same place of the order, and the rest of the team stays.
 * What is new is put where it costs least. All others keep their helpers and their order, and their start unless
 * they must start later (or were late and need not be).
 * @throws where a visit has no team of different helpers
 */
export function repair(
  plan: DayPlan,
  helpers: readonly DayHelper[],
  visits: readonly DayVisit[],
  weights: DayWeights = EVEN,
): DayPlan {
  const day = translate(helpers, visits, weights, toldStarts(plan));
  const { allowed, allowedAt, firstJob } = day.problem;
  const kept = plan.visits.filter(({ visit }) => day.visitAt.has(visit));
  const was = day.choice({ visits: kept });
  const may = (j: number, h: number) => allowed.subarray(allowedAt[j], allowedAt[j + 1]).includes(h);
  const jobsOf = (v: number) =>
    Array.from({ length: firstJob[v + 1]! - firstJob[v]! }, (_, i) => firstJob[v]! + i);
  /** Who stays in each job of a visit; -1 where somebody must be found. */
  const staying = (v: number) => {
    const team = jobsOf(v).map((j) => was.helper[j]!);
    return jobsOf(v).map((j, i) => (may(j, team[i]!) && team.indexOf(team[i]!) === i ? team[i]! : -1));
  };
  const whole = (v: number) => !staying(v).includes(-1);
  let now: DayChoice = { order: was.order.filter(whole), helper: was.helper };
  const insert = (v: number, places: readonly [number, number], stay: readonly number[]) => {
    const free = stay.map(() => -1);
    const found =
      insertVisit(day.problem, now, v, places, stay) ?? insertVisit(day.problem, now, v, places, free);
    if (!found) throw new Error(`no team of different helpers for visit ${day.visitIds[v]}`);
    now = found;
  };
  was.order.forEach((v, place) => whole(v) || insert(v, [place, place], staying(v)));
  const there = new Set(was.order);
  for (let v = 0; v < visits.length; v++)
    if (!there.has(v))
      insert(
        v,
        [0, now.order.length],
        jobsOf(v).map(() => -1),
      );
  return day.plan(now);
}

/** When each visit of a plan starts. */
function toldStarts(plan: DayPlan): Map<string, number> {
  const told = new Map<string, number>();
  for (const { stops } of plan.routes)
    for (const { visit, start } of stops) told.set(visit, Math.min(start, told.get(visit) ?? Infinity));
  return told;
}

/** How many visits of both plans have another team or another start: what must be told to somebody. */
export function moved(before: DayPlan, after: DayPlan): number {
  const told = (plan: DayPlan) => {
    const parts = new Map<string, string[]>(plan.visits.map(({ visit }) => [visit, []]));
    for (const { helper, stops } of plan.routes)
      for (const { visit, start } of stops) parts.get(visit)?.push(`${helper} ${start}`);
    return new Map([...parts].map(([visit, list]) => [visit, list.sort().join()]));
  };
  const then = told(before);
  return [...told(after)].filter(([visit, now]) => then.has(visit) && then.get(visit) !== now).length;
}

/** A valid plan at once, without any search. */
export function firstDay(
  helpers: readonly DayHelper[],
  visits: readonly DayVisit[],
  weights: DayWeights = EVEN,
): DayPlan {
  const day = translate(helpers, visits, weights);
  return day.plan(firstChoice(day.problem));
}
