import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstDay, planDay } from '../../src/lib/matching/day.ts';
import { firstChoice, timesOf } from '../../src/lib/matching/kernel/day-problem.ts';
import { DaySearch } from '../../src/lib/matching/kernel/day.ts';
import { DayMoves } from '../../src/lib/matching/kernel/day-moves.ts';
import { Random } from '../../src/lib/matching/kernel/random.ts';
import { DayState } from '../../src/lib/matching/kernel/day-state.ts';
import { fromBenchmark, loadInstance, toSolution } from '../bench/day/instance.ts';
import { validate } from '../bench/day-plan/validate.mjs';
import { faults, searched, village } from './village.ts';

const instance = (name: string) =>
  loadInstance(new URL(`../bench/day-plan/instances/${name}.json`, import.meta.url).pathname);

describe('the kernel', () => {
  test.each(['A1', 'B3', 'C5', 'E1'])('after any random moves %s costs what a full count says', (name) => {
    const problem = fromBenchmark(instance(name));
    const state = new DayState(problem, firstChoice(problem));
    const moves = new DayMoves(state, new Random(3));
    let [taken, refused] = [0, 0];
    for (let i = 0; i < 4000; i++) {
      if (moves.attempt(i % 3 ? state.value + 20 : state.value - 1)) taken++;
      else refused++;
      if (i % 10) continue;
      const choice = { order: state.order, helper: state.helper.subarray(0, state.jobs) };
      const full = timesOf(problem, choice);
      expect(state.value).toBeCloseTo(full.value, 6);
      expect([...state.start.subarray(0, state.jobs)]).toEqual([...full.start]);
    }
    expect(Math.min(taken, refused)).toBeGreaterThan(100);
  });

  test.each(['A1', 'B1', 'C1', 'D3'])(
    'the published validator accepts its plan of %s, at its own cost',
    (name) => {
      const one = instance(name);
      const problem = fromBenchmark(one);
      const search = new DaySearch(problem, 1, { iterations: 20_000 });
      const values = [search.value];
      while (search.step()) values.push(search.value);
      const checked = validate(one, toSolution(one, problem, search.best));
      expect(checked).toMatchObject({ ok: true });
      expect(checked.ok && checked.cost).toBeCloseTo(search.value, 6);
      expect(values).toEqual([...values].sort((a, b) => b - a)); // it never gets worse
      expect(search.value).toBeLessThan(values[0]!);
    },
  );

  test('the same seed and number of moves give the same plan, whatever the slices', () => {
    const problem = fromBenchmark(instance('C3'));
    const plans = [1, 1, 2].map((seed) => {
      const { order, helper } = new DaySearch(problem, seed, { iterations: 9000 }).run();
      return [...order, ...helper].join();
    });
    expect(plans[0]).toBe(plans[1]);
    expect(plans[0]).not.toBe(plans[2]);
  });

  test('a clock from outside ends the search', () => {
    let clock = 0;
    const search = new DaySearch(fromBenchmark(instance('A1')), 1, { milliseconds: 10, now: () => clock++ });
    let steps = 0;
    while (search.step()) steps++;
    expect(steps).toBeLessThan(11);
    expect(search.share).toBe(1);
  });
});

describe('the plan of a day', () => {
  test('breaks no rule, with own homes, paces and teams', () => {
    fc.assert(
      fc.property(village, ({ helpers, visits }) => {
        expect(faults(firstDay(helpers, visits), helpers, visits)).toEqual([]);
        expect(faults(searched(helpers, visits), helpers, visits)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('does not depend on the order in which people and visits are told', () => {
    fc.assert(
      fc.property(village, ({ helpers, visits }) => {
        expect(searched(helpers.toReversed(), visits.toReversed())).toEqual(searched(helpers, visits));
      }),
      { numRuns: 15 },
    );
  });

  test('a fixed start is kept', () => {
    const helpers = [{ id: 'h', x: 0, y: 0, speed: 5, readyAt: 0 }];
    const visit = {
      x: 1,
      y: 0,
      earliest: 0,
      latest: 600,
      kind: 'together' as const,
      jobs: [{ minutes: 30, helpers: ['h'] }],
    };
    const plan = searched(helpers, [
      { ...visit, id: 'a' },
      { ...visit, id: 'b', fixed: 30 },
      { ...visit, id: 'c' },
    ]);
    expect(plan.routes[0]?.stops.find((stop) => stop.visit === 'b')?.start).toBe(30);
  });

  test('a new name for everybody and everything changes nothing but names', () => {
    // Backwards: whoever came first by name now comes last.
    const name = (id: string) => `${id[0]}${String(900 - Number(id.slice(1)))}`;
    fc.assert(
      fc.property(village, ({ helpers, visits }) => {
        const plan = searched(helpers, visits);
        const renamed = searched(
          helpers.map((helper) => ({ ...helper, id: name(helper.id) })),
          visits.map((visit) => ({
            ...visit,
            id: name(visit.id),
            jobs: visit.jobs.map((job) => ({ ...job, helpers: job.helpers.map(name) })),
          })),
        );
        expect(renamed.visits).toEqual(
          plan.visits.map(({ visit, team }) => ({ visit: name(visit), team: team.map(name) })),
        );
        expect(renamed.value).toBe(plan.value);
      }),
      { numRuns: 15, seed: 3 },
    );
  });

  test('may be read at any moment: every plan on the way is whole, and none is worse than the one before', () => {
    fc.assert(
      fc.property(village, ({ helpers, visits }) => {
        const search = planDay(helpers, visits, { seed: 5, budget: { iterations: 12_000 } });
        let last = search.plan();
        expect(faults(last, helpers, visits)).toEqual([]);
        while (search.step()) {
          const plan = search.plan();
          expect(faults(plan, helpers, visits)).toEqual([]);
          expect(plan.value).toBeLessThanOrEqual(last.value + 1e-9);
          last = plan;
        }
      }),
      { numRuns: 20 },
    );
  });

  test('a fixed start that nobody can keep any more does not spoil the rest', () => {
    const helpers = [
      { id: 'h', x: 0, y: 0, speed: 5, readyAt: 100 },
      { id: 'i', x: 4, y: 0, speed: 5, readyAt: 100 },
    ];
    const visits = [0, 1, 2, 3, 4].map((x) => ({
      id: `v${x}`,
      x,
      y: 0,
      earliest: 0,
      latest: 600,
      kind: 'together' as const,
      jobs: [{ minutes: 10, helpers: ['h', 'i'] }],
      ...(x === 0 && { fixed: 50 }),
    }));
    const plan = searched(helpers, visits, 20_000);
    expect(faults(plan, helpers, visits)).toEqual([]);
    expect(plan.late).toBe((100 + 2 - 50) * 1000);
    // One goes next door and back (2 + 2), the other along the road and back (2 + 3 x 18 + 49): no other way is shorter.
    expect(plan.travel).toBe(109);
  });
});
