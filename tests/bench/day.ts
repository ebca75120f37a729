// How good the plan of a day is on the HHCRSP benchmark: our cost beside the published ones, one thread, one after the other.
//   npm run bench:day [-- --seconds 10] [-- --families B,C] [--seed N]
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DaySearch } from '../../src/lib/matching/kernel/day.ts';
import { fromBenchmark, loadInstance, toSolution } from './day/instance.ts';
import { validate } from './day-plan/validate.mjs';
import { table } from './table.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    families: { type: 'string', default: 'A,B,C,D,E,F,G' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = new URL('./day-plan/', import.meta.url).pathname;
const [, ...known] = readFileSync(`${folder}best-known.csv`, 'utf8').trim().split('\n');
const families = values.families.split(',');
const rows = [['instance', 'ours', 'best', 'published', 'BRKGA', 's', 'AVNS', 'gap %', 'moves/s', '']];
const gaps = new Map<string, number[]>();
const files = new Set(readdirSync(`${folder}instances`));

for (const line of known) {
  const [name = '', best = '', published = '', brkga = '', brkgaSeconds = '', avns = ''] = line.split(',');
  if (!families.includes(name.slice(0, 1)) || !files.has(`${name}.json`)) continue;
  const instance = loadInstance(`${folder}instances/${name}.json`);
  const problem = fromBenchmark(instance);
  const before = performance.now();
  const search = new DaySearch(problem, Number(values.seed), {
    milliseconds: Number(values.seconds) * 1000,
    now: () => performance.now(),
  });
  search.run();
  const seconds = (performance.now() - before) / 1000;
  const checked = validate(instance, toSolution(instance, problem, search.best));
  if (!checked.ok) throw new Error(`${name}: ${checked.error}`);
  const gap = (checked.cost / Number(best) - 1) * 100;
  for (const group of [name.slice(0, 1), 'all']) gaps.set(group, [...(gaps.get(group) ?? []), gap]);
  // Published values are rounded: only what lies clearly under them is new.
  const mark = checked.cost < Number(published) - 0.05 ? 'RECORD' : '';
  const rate = (search.tried / seconds).toFixed(0);
  rows.push([
    name,
    checked.cost.toFixed(3),
    best,
    published,
    brkga,
    brkgaSeconds,
    avns,
    gap.toFixed(2),
    rate,
    mark,
  ]);
  console.error(rows.at(-1)?.join('  '));
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
