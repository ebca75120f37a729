import { describe, expect, test } from 'vitest';
import { roadMinutes } from '../../src/lib/matching/day.ts';
import type { DayHelper, DayVisit } from '../../src/lib/matching/day.ts';
import { Random } from '../../src/lib/matching/kernel/random.ts';
import { faults, searched } from './village.ts';

/** A day small enough to try everything: three helpers, five visits, of which one is for two. */
function smallDay(seed: number): { helpers: DayHelper[]; visits: DayVisit[] } {
  const random = new Random(seed);
  const spot = () => ({ x: random.below(60) / 10, y: random.below(60) / 10 });
  const helpers = ['a', 'b', 'c'].map((id, i) => ({ ...spot(), id, speed: i ? 5 : 12, readyAt: 0 }));
  const all = helpers.map(({ id }) => id);
  const visits = [0, 1, 2, 3, 4].map((i): DayVisit => {
    const earliest = random.below(90);
    const job = () => ({ minutes: 10 + random.below(30), helpers: all });
    return {
      ...spot(),
      ...{ id: `v${i}`, earliest, latest: earliest + random.below(60) },
      kind: i === 0 && seed % 2 ? { min: 5, max: 20 } : 'together',
      jobs: i ? [{ ...job(), helpers: all.slice(random.below(2)) }] : [job(), job()],
    };
  });
  return { helpers, visits };
}

/** What the best of all plans costs: every order of the visits with every team, each counted by the rules. */
function leastCost(helpers: DayHelper[], visits: DayVisit[]): number {
  let least = Infinity;
  const cost = (order: DayVisit[], teams: Map<DayVisit, string[]>) => {
    const state = new Map<string, { at: { x: number; y: number }; free: number }>(
      helpers.map((one) => [one.id, { at: one, free: 0 }]),
    );
    let [travel, late, worst] = [0, 0, 0];
    for (const visit of order) {
      const come = teams.get(visit)!.map((id) => {
        const { at, free } = state.get(id)!;
        const speed = helpers.find((one) => one.id === id)!.speed;
        const leg = roadMinutes(Math.hypot(at.x - visit.x, at.y - visit.y), speed);
        travel += leg;
        return Math.max(visit.earliest, free + leg);
      });
      if (visit.kind === 'together') come.fill(Math.max(...come));
      else {
        come[1] = Math.max(come[1]!, come[0]! + visit.kind.min);
        come[0] = Math.max(come[0]!, come[1] - visit.kind.max);
      }
      teams.get(visit)!.forEach((id, i) => {
        state.set(id, { at: visit, free: come[i]! + visit.jobs[i]!.minutes });
        late += Math.max(0, come[i]! - visit.latest);
        worst = Math.max(worst, come[i]! - visit.latest);
      });
    }
    for (const helper of helpers) {
      const { at } = state.get(helper.id)!;
      if (at !== helper) travel += roadMinutes(Math.hypot(at.x - helper.x, at.y - helper.y), helper.speed);
    }
    return (travel + late + worst) / 3;
  };
  const teamsOf = ({ jobs: [one, two] }: DayVisit) =>
    one!.helpers.flatMap((a) => (two ? two.helpers.filter((b) => b !== a).map((b) => [a, b]) : [[a]]));
  const go = (order: DayVisit[], teams: Map<DayVisit, string[]>) => {
    if (order.length === visits.length) least = Math.min(least, cost(order, teams));
    for (const visit of visits)
      if (!order.includes(visit))
        for (const team of teamsOf(visit)) go([...order, visit], new Map(teams).set(visit, team));
  };
  go([], new Map());
  return least;
}

describe('a small day', () => {
  test.each([1, 2, 3, 4, 5, 6])('number %i is planned as well as can be', (seed) => {
    const { helpers, visits } = smallDay(seed);
    const plan = searched(helpers, visits, 20_000);
    expect(faults(plan, helpers, visits)).toEqual([]);
    expect(plan.value).toBeCloseTo(leastCost(helpers, visits), 9);
  });
});
