import { describe, expect, it } from 'vitest';
import { fit, type Helper, type Task } from '../../src/lib/matching/fit.ts';
import { Random } from '../../src/lib/matching/kernel/random.ts';
import { WeekSearch } from '../../src/lib/matching/kernel/week.ts';
import { teamStarts } from '../../src/lib/matching/kernel/week-problem.ts';
import { weekProblem } from '../../src/lib/matching/pairs.ts';

function village(seed: number): { helpers: Helper[]; tasks: Task[] } {
  const r = new Random(seed);
  const helpers = Array.from({ length: 30 }, (_, i): Helper => ({
    room: 240,
    id: `h${i}`,
    x: r.unit() * 3,
    y: r.unit() * 3,
    speed: 16,
    reach: 15,
    skills: 1 + r.below(7),
    tools: r.below(2),
    traits: r.below(4),
    halves: 1 + r.below(2 ** 14 - 1),
    minutes: 240 + 60 * r.below(5),
    agreed: 30 * r.below(3),
  }));
  const tasks = Array.from({ length: 60 }, (_, i): Task => {
    const size = 1 + r.below(3);
    return {
      id: `t${i}`,
      x: r.unit() * 3,
      y: r.unit() * 3,
      halves: 1 + r.below(2 ** 14 - 1),
      minutes: 60,
      places: Array.from({ length: size }, (_, k) => ({
        skill: 1 << r.below(2),
        tool: k === 0 && size > 1 ? 1 : 0,
      })),
      weight: 500 * (1 + r.below(4)) * size,
      wishes: [{ trait: 1, must: r.below(5) === 0, points: 15 }],
      known: [],
    };
  });
  return { helpers, tasks };
}

function planned(seed: number) {
  const { helpers, tasks } = village(seed);
  const free = helpers.map((h) => ({ ...h, room: h.minutes - h.agreed }));
  const problem = weekProblem(free, tasks);
  const search = new WeekSearch(problem, seed, { iterations: 30_000 });
  const { members } = search.run();
  const starts = teamStarts(problem);
  const teams = tasks.map((_, j) => [...members.subarray(starts[j], starts[j + 1])].filter((v) => v >= 0));
  return { helpers: free, tasks, teams, value: search.value, bound: search.bound };
}

/** Whether everybody finds a place: tried out, every order. */
const seats = (team: Helper[], places: Task['places']): boolean =>
  places.length === 0 ||
  team.some(
    (h, i) =>
      (h.skills & places[0]!.skill) === places[0]!.skill &&
      (h.tools & places[0]!.tool) === places[0]!.tool &&
      seats(team.toSpliced(i, 1), places.slice(1)),
  );

describe.each([1, 2, 3, 4, 5])('given invented village %i, when its week is planned', (seed) => {
  const { helpers, tasks, teams, value, bound } = planned(seed);
  it('then no hard rule is broken and the value is what the rules say', () => {
    const load = helpers.map((h) => h.agreed);
    let sum = 0;
    let served = 0;
    tasks.forEach((task, j) => {
      const team = teams[j]!.map((v) => helpers[v]!);
      if (team.length === 0) return void (sum += task.weight);
      served++;
      expect(new Set(teams[j]).size).toBe(task.places.length);
      expect(team.reduce((bits, h) => bits & h.halves, task.halves)).not.toBe(0);
      expect(seats(team, task.places)).toBe(true);
      for (const v of teams[j]!) {
        const found = fit(helpers[v]!, task);
        if (!found.allowed) throw new Error(found.because);
        load[v]! += found.minutes;
        sum += found.cost;
      }
    });
    helpers.forEach((h, v) => {
      expect(load[v]).toBeLessThanOrEqual(h.minutes);
      sum += 0.1 * Math.max(0, load[v]! - h.minutes / 2) + 0.3 * Math.max(0, load[v]! - 0.8 * h.minutes);
    });
    expect(served).toBeGreaterThan(10);
    expect(value).toBeCloseTo(sum, 4);
  });
  it('then it lies above the bound', () => {
    expect(value).toBeGreaterThanOrEqual(bound - 1e-6);
  });
  it('then planning again gives the very same plan', () => expect(planned(seed).teams).toEqual(teams));
});
