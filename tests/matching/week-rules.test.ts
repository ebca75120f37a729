import { describe, expect, test } from 'vitest';
import { fit, type Helper, type Task } from '../../src/lib/matching/fit.ts';
import { Random } from '../../src/lib/matching/kernel/random.ts';
import { WeekSearch } from '../../src/lib/matching/kernel/week.ts';
import { teamStarts } from '../../src/lib/matching/kernel/week-problem.ts';
import { weekProblem, type Bend } from '../../src/lib/matching/pairs.ts';

/** Teams whose places ask for different skills and tools, wishes, and people who already have work. */
function village(seed: number): { helpers: Helper[]; tasks: Task[] } {
  const r = new Random(seed);
  const helpers = Array.from({ length: 30 }, (_, i): Helper => {
    const minutes = 240 + 60 * r.below(5);
    const agreed = 30 * r.below(3);
    return {
      id: `h${i}`,
      x: r.unit() * 3,
      y: r.unit() * 3,
      speed: 16,
      reach: 15,
      skills: 1 + r.below(7),
      tools: r.below(2),
      traits: r.below(4),
      halves: 1 + r.below(2 ** 14 - 1),
      minutes,
      agreed,
      room: Math.min(minutes - agreed, 180 + 60 * r.below(4)),
    };
  });
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

function planned(helpers: Helper[], tasks: Task[], bend?: Bend, iterations = 20_000) {
  const problem = weekProblem(helpers, tasks, bend);
  const search = new WeekSearch(problem, 1, { iterations });
  const { members } = search.run();
  const starts = teamStarts(problem);
  const teams = tasks.map((_, j) => [...members.subarray(starts[j], starts[j + 1])].filter((v) => v >= 0));
  return { teams, search };
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
  const { helpers, tasks } = village(seed);
  const { teams, search } = planned(helpers, tasks);
  const given = helpers.map(() => 0);
  let points = 0;
  tasks.forEach((task, j) => {
    if (teams[j]!.length === 0) points += task.weight;
    for (const v of teams[j]!) {
      const found = fit(helpers[v]!, task);
      given[v]! += found.allowed ? found.minutes : Infinity;
      points += found.allowed ? found.cost : Infinity;
    }
  });

  test('then every team is whole, has a common half-day and everybody a place they can fill', () => {
    const served = tasks.flatMap((task, j) => (teams[j]!.length ? [{ task, team: teams[j]! }] : []));
    expect(served.length).toBeGreaterThan(10);
    for (const { task, team } of served) {
      expect(new Set(team).size).toBe(task.places.length);
      const people = team.map((v) => helpers[v]!);
      expect(people.reduce((bits, h) => bits & h.halves, task.halves)).not.toBe(0);
      expect(seats(people, task.places)).toBe(true);
    }
  });

  test('then nobody is given more than their room, and what is agreed counts as load', () => {
    expect(helpers.some((h) => h.room < h.minutes - h.agreed)).toBe(true);
    const unfair = helpers.map((h, v) => {
      expect(given[v]).toBeLessThanOrEqual(h.room);
      const load = h.agreed + given[v]!;
      return 0.1 * Math.max(0, load - h.minutes / 2) + 0.3 * Math.max(0, load - 0.8 * h.minutes);
    });
    expect(search.value).toBeCloseTo(
      unfair.reduce((a, b) => a + b, points),
      4,
    );
    expect(search.value).toBeGreaterThanOrEqual(search.bound - 1e-6);
  });

  test('then a barred pair is never planned, though it was the choice before', () => {
    const barred = new Set(teams.flatMap((team, j) => team.slice(0, 1).map((v) => `${v} ${j}`)));
    const at = (h: Helper, t: Task) => `${helpers.indexOf(h)} ${tasks.indexOf(t)}`;
    const without = planned(helpers, tasks, (h, t) => (barred.has(at(h, t)) ? null : 0)).teams;
    const pairs = without.flatMap((team, j) => team.map((v) => `${v} ${j}`));
    expect(pairs.length).toBeGreaterThan(10);
    expect(pairs.filter((one) => barred.has(one))).toEqual([]);
  });

  test('then a bonus for what is planned keeps it, though an easier plan has come up', () => {
    // Somebody who could do much of the work next door moves in.
    const more = [
      ...helpers,
      { ...helpers[0]!, id: 'new', skills: 7, tools: 1, traits: 3, halves: 2 ** 14 - 1 },
    ];
    const kept = (bonus: number) => {
      const was = (h: Helper, t: Task) => teams[tasks.indexOf(t)]!.includes(more.indexOf(h));
      const now = planned(more, tasks, (h, t) => (was(h, t) ? -bonus : 0)).teams;
      return teams.flatMap((team, j) => team.filter((v) => now[j]!.includes(v))).length;
    };
    const all = teams.flat().length;
    expect(kept(0)).toBeLessThan(all);
    expect(kept(5000)).toBe(all);
  });
});

test('given two who are equally near, when one must come, then a bonus decides', () => {
  const [a, b] = ['a', 'b'].map((id): Helper => ({
    ...village(1).helpers[0]!,
    id,
    skills: 3,
    tools: 1,
    traits: 3,
    halves: 1,
    agreed: 0,
    room: 240,
  }));
  const task = { ...village(1).tasks[0]!, x: a!.x, y: a!.y, halves: 1, places: [{ skill: 1, tool: 0 }] };
  for (const one of [a!, b!])
    expect(planned([a!, b!], [task], (h) => (h === one ? -5 : 0)).teams).toEqual([[one === a ? 0 : 1]]);
  expect(planned([a!, b!], [task], () => null).teams).toEqual([[]]);
});
