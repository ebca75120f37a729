// How good the plan of a week is: our value beside the rivals', one thread, one after the other; judged by the benchmark's own checker.
//   npm run bench:week [-- --county] [-- --seeds 1,2,3]
import highs from 'highs';
import { parseArgs } from 'node:util';
import { WeekSearch } from '../../src/lib/matching/kernel/week.ts';
import { fromBenchmark } from './week/instance.ts';
import { model } from './week/model.ts';
import { generate } from './week-plan/generate.mjs';
import { evaluate } from './week-plan/lib.mjs';
import { table } from './table.ts';

const { values } = parseArgs({
  options: { county: { type: 'boolean', default: false }, seeds: { type: 'string', default: '1' } },
});

/** Figures of tests/bench/week-plan/RESULTS.md (seed 1), measured on another day. */
const PUBLISHED: Record<string, string[][]> = {
  village: [
    ['glpk.js MILP', '23807.8', '281.9'],
    ['HiGHS LP + rounding', '26009.7', '1.4'],
    ['greedy, marginal cost', '33225.4', '0.0'],
  ],
  city: [
    ['HiGHS LP + rounding', '563758.0', '76.8'],
    ['greedy, marginal cost', '765695.1', '0.8'],
    ['HiGHS MILP', '6653675.0', '314.0'],
  ],
  county: [['greedy, marginal cost', '8060350.0', '12.2']],
};

const rows = [['instance', 'how', 'Z', 'seconds']];
for (const seed of values.seeds.split(',').map(Number)) {
  ours('village', seed, 1);
  await optimum(seed);
  rivals('village', seed);
  ours('city', seed, 10);
  ours('city', seed, 60);
  rivals('city', seed);
  if (!values.county) continue;
  ours('county', seed, 60);
  rivals('county', seed);
}
console.log(table(rows));

/** Plans for so many seconds, building the pairs included. */
function ours(name: 'village' | 'city' | 'county', seed: number, seconds: number): void {
  const instance = generate(name, seed);
  const before = performance.now();
  const { problem, solution } = fromBenchmark(instance);
  const pairs = performance.now() - before;
  const search = new WeekSearch(problem, 1, {
    milliseconds: seconds * 1000 - pairs,
    now: () => performance.now(),
  });
  const plan = solution(search.run());
  const took = (performance.now() - before) / 1000;
  tell(`${name}:${seed}`, `ours (pairs in ${(pairs / 1000).toFixed(1)} s)`, evaluate(instance, plan).Z, took);
}

/** What HiGHS proves to be the best, up to 1e-4, in this very session. */
async function optimum(seed: number): Promise<void> {
  const { problem } = fromBenchmark(generate('village', seed));
  const { text, lost } = model(problem);
  const solver = await highs();
  const before = performance.now();
  const found = solver.solve(text, { mip_rel_gap: 1e-4, time_limit: 300, output_flag: false });
  const how = `HiGHS MILP, ${found.Status}`;
  tell(`village:${seed}`, how, found.ObjectiveValue + lost, (performance.now() - before) / 1000);
}

function rivals(name: 'village' | 'city' | 'county', seed: number): void {
  if (seed === 1)
    for (const [how, ...figures] of PUBLISHED[name] ?? []) rows.push([`${name}:1`, `${how} *`, ...figures]);
}

function tell(instance: string, how: string, value: number, seconds: number): void {
  rows.push([instance, how, value.toFixed(1), seconds.toFixed(1)]);
  console.error(rows.at(-1)?.join('  '));
}
console.log('\n* from tests/bench/week-plan/RESULTS.md, measured on another day');
