// Plans an instance of the week benchmark (tests/bench/week-plan/MODEL.md) with the kernel the product plans with.
//   npm run --silent plan:week -- <instance.json> [--seconds S] [--seed N] [--iterations N]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { WeekSearch } from '../src/lib/matching/kernel/week.ts';
import { fromBenchmark } from '../tests/bench/week/instance.ts';
import type { Instance } from '../tests/bench/week-plan/lib.mjs';

const began = performance.timeOrigin;
const now = () => performance.timeOrigin + performance.now();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    iterations: { type: 'string' },
  },
});

function load(file: string | undefined): Instance {
  if (!file)
    return stop(
      'usage: npm run --silent plan:week -- <instance.json> [--seconds S] [--seed N] [--iterations N]',
    );
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return stop(`cannot read ${file}: ${(error as Error).message}`);
  }
  try {
    const instance = JSON.parse(text) as Partial<Instance>;
    if (Array.isArray(instance.volunteers) && Array.isArray(instance.needs)) return instance as Instance;
  } catch (error) {
    return stop(`${file} is not JSON: ${(error as Error).message}`);
  }
  return stop(`${file} is not an instance of the week benchmark: it has no list of volunteers and of needs`);
}

function stop(why: string): never {
  console.error(why);
  process.exit(2);
}

const { problem, solution } = fromBenchmark(load(positionals[0]));
console.error(`${problem.volunteer.length} pairs after ${((now() - began) / 1000).toFixed(1)} s`);
// The seconds count from the start of the process; a little is kept back for printing.
const keptBack = 150 + problem.weight.length / 50;
const left = Math.max(1, began + Number(values.seconds) * 1000 - now() - keptBack);
const search = new WeekSearch(
  problem,
  Number(values.seed),
  values.iterations ? { iterations: Number(values.iterations) } : { milliseconds: left, now },
);
for (let told = 0; search.step();)
  if (search.share >= told + 0.1) {
    told = search.share;
    console.error(
      `${(told * 100).toFixed(0)} %  ${search.value.toFixed(1)}  bound ${search.bound.toFixed(1)}`,
    );
  }
console.error(`done  ${search.value.toFixed(1)}  ${search.tried} looked at`);
console.log(JSON.stringify(solution(search.answer())));
