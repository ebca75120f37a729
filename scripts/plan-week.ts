/** Plans an instance of the week benchmark with the product's own code: npm run --silent plan:week -- <instance.json> [--seconds S] [--seed N]. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Helper, Task } from '../src/lib/matching/fit.ts';
import { WeekSolver } from '../src/lib/matching/kernel/week.ts';
import { weekProblem } from '../src/lib/matching/pairs.ts';

interface Instance {
  volunteers: Record<
    'x' | 'y' | 'skills' | 'mower' | 'mode' | 'maxMin' | 'slots' | 'minutes' | 'langs' | 'gender',
    number
  >[];
  needs: (Record<
    | 'x'
    | 'y'
    | 'kind'
    | 'team'
    | 'mower'
    | 'minutes'
    | 'prio'
    | 'slots'
    | 'lang'
    | 'langHard'
    | 'gender'
    | 'genderHard',
    number
  > & { known: number[] })[];
}
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const end = Number(values.seconds) * 1000 - 300;
const { volunteers, needs } = JSON.parse(readFileSync(positionals[0] ?? '', 'utf8')) as Instance;
const helpers = volunteers.map((v, i): Helper => ({
  id: String(i),
  x: v.x,
  y: v.y,
  speed: [5, 16, 32][v.mode] ?? 5,
  reach: v.maxMin,
  skills: v.skills,
  tools: v.mower,
  traits: v.langs | (v.gender ? 32 : 16),
  halves: v.slots,
  minutes: v.minutes,
  agreed: 0,
}));
const tasks = needs.map((h, i): Task => ({
  id: String(i),
  x: h.x,
  y: h.y,
  places: Array.from({ length: h.team }, (_, k) => ({
    skill: 1 << h.kind,
    tool: k === 0 && h.mower ? 1 : 0,
  })),
  halves: h.slots,
  minutes: h.minutes,
  weight: 250 * 2 ** (h.prio - 1) * (1 + h.team),
  wishes: [
    ...(h.lang < 0 ? [] : [{ trait: 1 << h.lang, must: !!h.langHard, points: 15 }]),
    ...(h.gender < 0 ? [] : [{ trait: h.gender ? 32 : 16, must: !!h.genderHard, points: 20 }]),
  ],
  known: h.known.map(String),
}));
const problem = weekProblem(helpers, tasks);
console.error(`${problem.volunteer.length} pairs after ${(performance.now() / 1000).toFixed(1)} s`);
const solver = new WeekSolver(problem, Number(values.seed));
if (performance.now() < end * 0.5) {
  solver.price(200);
  solver.construct();
}
console.error(`start ${solver.bestValue.toFixed(1)}, bound ${solver.prices.bound.toFixed(1)}`);
solver.anneal(Math.max(0, end - performance.now()), () => performance.now());
console.error(`value ${solver.bestValue.toFixed(1)} after ${(performance.now() / 1000).toFixed(1)} s`);
console.log(
  JSON.stringify(
    tasks.map((_, j) => {
      const team = [];
      for (let place = solver.state.start[j]!; place < solver.state.start[j + 1]!; place++)
        if (solver.best[place]! >= 0) team.push(solver.p.volunteer[solver.best[place]!]!);
      return team.length ? { team } : null;
    }),
  ),
);
