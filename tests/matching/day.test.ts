import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planDay, repair, firstDay, roadMinutes } from '../../src/lib/matching/day.ts';
import type { DayHelper, DayPlan, DayVisit } from '../../src/lib/matching/day.ts';
import { firstChoice, timesOf } from '../../src/lib/matching/kernel/day-problem.ts';
import { DaySearch } from '../../src/lib/matching/kernel/day.ts';
import { DayMoves } from '../../src/lib/matching/kernel/day-moves.ts';
import { Random } from '../../src/lib/matching/kernel/random.ts';
import { DayState } from '../../src/lib/matching/kernel/day-state.ts';
import { fromBenchmark, loadInstance, toSolution } from '../bench/day/instance.ts';
import { validate } from '../bench/day-plan/validate.mjs';

const instance = (name: string) =>
  loadInstance(new URL(`../bench/day-plan/instances/${name}.json`, import.meta.url).pathname);

/** A village for a day: own homes, two paces, single visits, teams of up to four, pairs one after the other. */
const village = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    helpers: fc.integer({ min: 5, max: 9 }),
    visits: fc.integer({ min: 1, max: 14 }),
  })
  .map(({ seed, helpers: many, visits: count }) => {
    const random = new Random(seed);
    const helpers: DayHelper[] = Array.from({ length: many }, (_, i) => ({
      id: `h${i}`,
      x: random.below(80) / 10,
      y: random.below(80) / 10,
      speed: i % 2 ? 12 : 4,
      readyAt: random.below(60),
    }));
    const visits: DayVisit[] = Array.from({ length: count }, (_, i) => {
      const earliest = random.below(300);
      const shape = random.below(3);
      const team = shape === 0 ? 1 : shape === 1 ? 2 : 2 + random.below(3);
      const skip = random.below(many);
      return {
        id: `v${i}`,
        x: random.below(80) / 10,
        y: random.below(80) / 10,
        earliest,
        latest: earliest + 60,
        kind: shape === 1 ? { min: 5, max: 40 } : 'together',
        jobs: Array.from({ length: team }, () => ({
          minutes: 10 + random.below(50),
          helpers: helpers.map(({ id }) => id).filter((_, h) => h !== skip),
        })),
      };
    });
    return { helpers, visits };
  });

/** What is wrong with a plan; written from the rules, knows nothing of the kernel. */
function faults(plan: DayPlan, helpers: readonly DayHelper[], visits: readonly DayVisit[]): string[] {
  const found: string[] = [];
  let [travel, late, latest] = [0, 0, 0];
  const starts = new Map<string, Map<string, number>>();
  for (const { helper: id, stops } of plan.routes) {
    const helper = helpers.find((one) => one.id === id)!;
    let at: { x: number; y: number } = helper;
    let free = helper.readyAt;
    for (const stop of stops) {
      const visit = visits.find((one) => one.id === stop.visit)!;
      const leg = roadMinutes(Math.hypot(at.x - visit.x, at.y - visit.y), helper.speed);
      if (stop.travel !== leg) found.push(`${id} needs ${leg} to ${visit.id}`);
      if (stop.start < free + leg) found.push(`${id} cannot be at ${visit.id} yet`);
      if (stop.start < (visit.fixed ?? visit.earliest)) found.push(`${visit.id} is not open yet`);
      if (starts.get(visit.id)?.has(id)) found.push(`${id} is twice at ${visit.id}`);
      starts.set(visit.id, (starts.get(visit.id) ?? new Map<string, number>()).set(id, stop.start));
      const over =
        Math.max(0, stop.start - (visit.fixed ?? visit.latest)) * (visit.fixed === undefined ? 1 : 1000);
      [travel, late, latest] = [travel + leg, late + over, Math.max(latest, over)];
      [at, free] = [visit, stop.end];
    }
    if (stops.length) travel += roadMinutes(Math.hypot(at.x - helper.x, at.y - helper.y), helper.speed);
  }
  for (const visit of visits) {
    const team = plan.visits.find((one) => one.visit === visit.id)?.team ?? [];
    const begun = team.map((id) => starts.get(visit.id)?.get(id) ?? NaN);
    if (team.length !== visit.jobs.length || begun.some(Number.isNaN))
      found.push(`${visit.id} lacks somebody`);
    visit.jobs.forEach((job, i) => {
      if (!job.helpers.includes(team[i]!)) found.push(`${team[i]} may not help at ${visit.id}`);
      const stop = plan.routes
        .find((one) => one.helper === team[i])
        ?.stops.find((one) => one.visit === visit.id);
      if (stop && stop.end - stop.start !== job.minutes) found.push(`${visit.id} takes ${job.minutes}`);
    });
    if (visit.kind === 'together' && new Set(begun).size > 1)
      found.push(`${visit.id} does not start together`);
    if (visit.kind !== 'together') {
      const gap = begun[1]! - begun[0]!;
      if (gap < visit.kind.min || gap > visit.kind.max) found.push(`${visit.id} has a gap of ${gap}`);
    }
  }
  if (Math.abs(plan.travel - travel) + Math.abs(plan.late - late) + Math.abs(plan.latest - latest) > 1e-6)
    found.push('the sums are wrong');
  return found;
}

const searched = (helpers: DayHelper[], visits: DayVisit[], iterations = 3000, from?: DayPlan) => {
  const search = planDay(helpers, visits, { seed: 7, budget: { iterations }, ...(from && { from }) });
  while (search.step());
  return search.plan();
};

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

  test('repair keeps the helpers and the order of all others', () => {
    fc.assert(
      fc.property(village, fc.nat(), ({ helpers, visits }, pick) => {
        const plan = searched(helpers, visits, 1000);
        const gone = visits[pick % visits.length]!;
        const rest = visits.filter((visit) => visit !== gone);
        const without = repair(plan, helpers, rest);
        const others = plan.visits.filter(({ visit }) => visit !== gone.id);
        expect(without.visits).toEqual(others);
        expect(faults(without, helpers, rest)).toEqual([]);
        const again = repair(without, helpers, visits);
        expect(again.visits.filter(({ visit }) => visit !== gone.id)).toEqual(others);
        expect(faults(again, helpers, visits)).toEqual([]);
        expect(again.value).toBeLessThanOrEqual(plan.value + 1e-9); // the place it had is among those tried
      }),
      { numRuns: 25 },
    );
  });
});
