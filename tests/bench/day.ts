// How good the plan of a day is on the HHCRSP benchmark: our cost beside the published ones, one thread, one after the other.
//   npm run bench:day [-- --seconds 60] [-- --instances A1,F,G] [-- --seeds 1,2,3]
// Instances are named one by one or by family; each plan is checked by validate.mjs, which knows nothing of the kernel.
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DaySearch } from '../../src/lib/matching/kernel/day.ts';
import { fromBenchmark, loadInstance, toSolution } from './day/instance.ts';
import { validate } from './day-plan/validate.mjs';
import { table } from './table.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    instances: { type: 'string', default: 'A,B,C,D,E,F,G' },
    seeds: { type: 'string', default: '1' },
  },
});
const folder = new URL('./day-plan/', import.meta.url).pathname;
const [, ...known] = readFileSync(`${folder}best-known.csv`, 'utf8').trim().split('\n');
const wanted = values.instances.split(',');
const seeds = values.seeds.split(',').map(Number);
const rows = [['instance', 'seed', 'ours', 'best', 'BRKGA', 's', 'AVNS', 's', 'gap %', 'moves/s', '']];
const gaps = new Map<string, number[]>();
const files = new Set(readdirSync(`${folder}instances`));

for (const line of known) {
  const [name = '', validated, published, brkga = '', brkgaSeconds = '', avns = '', avnsSeconds = ''] =
    line.split(',');
  if (!wanted.some((one) => one === name || one === name.charAt(0)) || !files.has(`${name}.json`)) continue;
  const best = Math.min(Number(validated), Number(published));
  const instance = loadInstance(`${folder}instances/${name}.json`);
  const problem = fromBenchmark(instance);
  for (const seed of seeds) {
    const before = performance.now();
    const milliseconds = Number(values.seconds) * 1000;
    const search = new DaySearch(problem, seed, { milliseconds, now: () => performance.now() });
    search.run();
    const rate = (search.tried / (performance.now() - before)) * 1000;
    const checked = validate(instance, toSolution(instance, problem, search.best));
    if (!checked.ok) throw new Error(`${name}: ${checked.error}`);
    const gap = (checked.cost / best - 1) * 100;
    for (const group of [name.charAt(0), 'all']) gaps.set(group, [...(gaps.get(group) ?? []), gap]);
    // Published values are rounded: only what lies clearly under them is new.
    const mark = checked.cost < best - 0.05 ? 'RECORD' : '';
    const ours = [name, String(seed), checked.cost.toFixed(3), best.toFixed(3)];
    rows.push([...ours, brkga, brkgaSeconds, avns, avnsSeconds, gap.toFixed(2), rate.toFixed(0), mark]);
    console.error(rows.at(-1)?.join('  '));
  }
}
console.log(table(rows));
const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
console.log('');
console.log(
  table([
    ['family', 'mean gap %'],
    ...[...gaps]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([group, list]) => [group, mean(list).toFixed(2)]),
  ]),
);
