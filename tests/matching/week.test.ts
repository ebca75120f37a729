import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WeekSearch } from '../../src/lib/matching/kernel/week.ts';
import { fromBenchmark } from '../bench/week/instance.ts';
import { generate } from '../bench/week-plan/generate.mjs';
import { evaluate, pair, type Instance, type Solution } from '../bench/week-plan/lib.mjs';

/** A hamlet of the benchmark: its rules, but few people. `evaluate` knows nothing of our code. */
const hamlet = (volunteers: number, needs: number, seed: number): Instance =>
  generate({ volunteers, needs, communities: 1, grids: 1, groups: 1 }, seed);

const hamlets = fc
  .record({
    volunteers: fc.integer({ min: 1, max: 25 }),
    needs: fc.integer({ min: 1, max: 40 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ volunteers, needs, seed }) => hamlet(volunteers, needs, seed));

function planned(instance: Instance, seed = 1, iterations = 6000) {
  const { problem, solution } = fromBenchmark(instance);
  const search = new WeekSearch(problem, seed, { iterations });
  return { plan: solution(search.run()), search };
}

/** Every way to serve a need, or not, by people who are allowed to. */
function ways({ volunteers, needs }: Instance, j: number): Solution {
  const need = needs[j]!;
  const able = volunteers.flatMap((v, i) => (pair(v, i, need) ? [i] : []));
  let teams: number[][] = [[]];
  for (let n = 0; n < need.team; n++)
    teams = teams.flatMap((team) => able.filter((i) => i > (team.at(-1) ?? -1)).map((i) => [...team, i]));
  return [null, ...teams.map((team) => ({ team }))];
}

/** The least value of all plans that the checker accepts, by trying each. */
function optimum(instance: Instance): number {
  let plans: Solution[] = [[]];
  for (let j = 0; j < instance.needs.length; j++)
    plans = plans.flatMap((plan) => ways(instance, j).map((way) => [...plan, way]));
  return plans.reduce((least, plan) => {
    try {
      return Math.min(least, evaluate(instance, plan).Z);
    } catch {
      return least;
    }
  }, Infinity);
}

const teams = (plan: Solution) => plan.map((served) => served?.team.toSorted((a, b) => a - b) ?? null);

describe('given a week of the benchmark, judged by its own checker', () => {
  test('then no plan breaks a rule, from the first to the last, and none is worse than the one before', () => {
    fc.assert(
      fc.property(hamlets, (instance) => {
        const { problem, solution } = fromBenchmark(instance);
        const search = new WeekSearch(problem, 1, { iterations: 4000 });
        let before = Infinity;
        do {
          if (search.value < before)
            expect(evaluate(instance, solution(search.answer())).Z).toBeCloseTo(search.value, 2);
          expect(search.value).toBeLessThanOrEqual(before);
          before = search.value;
        } while (search.step());
        expect(evaluate(instance, solution(search.answer())).Z).toBeCloseTo(search.value, 2);
        expect(search.value).toBeGreaterThanOrEqual(search.bound - 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('then a small one is planned as well as all plans together allow', () => {
    let [served, unserved] = [0, 0];
    for (let seed = 1; seed <= 30; seed++) {
      const instance = hamlet(6, 5, seed);
      const { plan, search } = planned(instance);
      expect(search.value).toBeCloseTo(optimum(instance), 2);
      served += plan.filter(Boolean).length;
      unserved += plan.filter((one) => !one).length;
    }
    expect(Math.min(served, unserved)).toBeGreaterThan(20);
  });

  test('then the half-day of each team is one that all of them have free', () => {
    const instance = hamlet(40, 60, 5);
    const { plan } = planned(instance);
    const halves = plan.flatMap((served, j) =>
      served?.slot === undefined
        ? []
        : [instance.needs[j]!, ...served.team.map((i) => instance.volunteers[i]!)].map(
            ({ slots }) => (slots >> served.slot!) & 1,
          ),
    );
    expect(halves.length).toBeGreaterThan(60);
    expect(new Set(halves)).toEqual(new Set([1]));
  });

  test('then the village is planned far better than by taking the cheapest each time', () => {
    const instance = generate('village', 1);
    const { plan } = planned(instance, 1, 150_000);
    expect(evaluate(instance, plan).Z).toBeLessThan(20_900); // greedy: 33,225; the optimum: 20,567
  });
});

describe('given the same week again', () => {
  test('when seed and iterations are the same, then the plan is', () => {
    const instance = hamlet(25, 50, 3);
    const [one, again, other] = [1, 1, 2].map((seed) => planned(instance, seed, 3000));
    expect(teams(again!.plan)).toEqual(teams(one!.plan));
    expect(again!.search.tried).toBe(one!.search.tried);
    expect(teams(other!.plan)).not.toEqual(teams(one!.plan));
  });

  test('when people and needs are shuffled and numbered anew, then the plan is the same', () => {
    fc.assert(
      fc.property(hamlets, fc.integer({ min: 1, max: 1e6 }), (instance, seed) => {
        const { volunteers, needs } = instance;
        const people = shuffled(volunteers.length, seed);
        const wishes = shuffled(needs.length, seed + 1);
        const numbered = {
          volunteers: people.map((i) => volunteers[i]!),
          needs: wishes.map((j) => ({ ...needs[j]!, known: needs[j]!.known.map((i) => people.indexOf(i)) })),
        };
        const plan = planned(numbered, 1, 3000).plan;
        const back = needs.map((_, j) => {
          const served = plan[wishes.indexOf(j)];
          return served ? { team: served.team.map((i) => people[i]!) } : null;
        });
        expect(teams(back)).toEqual(teams(planned(instance, 1, 3000).plan));
      }),
      { numRuns: 40 },
    );
  });

  test('when a clock from outside says that time is up, then the search ends', () => {
    let clock = 0;
    const { problem } = fromBenchmark(hamlet(10, 20, 1));
    const search = new WeekSearch(problem, 1, { milliseconds: 10, now: () => clock++ });
    let steps = 0;
    while (search.step()) steps++;
    expect(steps).toBeLessThan(11);
    expect(search.share).toBe(1);
  });

  test('when it goes on from a plan, then it never falls behind it', () => {
    const { problem } = fromBenchmark(hamlet(25, 50, 3));
    const before = new WeekSearch(problem, 1, { iterations: 8000 });
    const { members } = before.run();
    const after = new WeekSearch(problem, 2, { iterations: 500 }, members);
    expect(after.value).toBeCloseTo(before.value, 6);
    expect([...after.answer().members]).toEqual([...members]);
    after.run();
    expect(after.value).toBeLessThanOrEqual(before.value + 1e-6);
  });
});

/** 0 .. n - 1 in another order. */
function shuffled(n: number, seed: number): number[] {
  const key = (i: number) => ((i + 1) * (2 * seed + 1) * 2654435761) % 4294967291;
  return Array.from({ length: n }, (_, i) => i).sort((a, b) => key(a) - key(b) || a - b);
}
