// Plans a day of the HHCRSP benchmark (tests/bench/day-plan/FORMAT.md) with the kernel the product plans with.
//   npm run --silent plan:day -- <instance.json[.gz]> [--seconds S] [--seed N] [--iterations N]
import { parseArgs } from 'node:util';
import { fromBenchmark, loadInstance, toSolution } from '../tests/bench/day/instance.ts';
import { DaySearch } from '../src/lib/matching/kernel/day.ts';

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
const [file] = positionals;
if (!file) {
  console.error(
    'usage: npm run --silent plan:day -- <instance.json> [--seconds S] [--seed N] [--iterations N]',
  );
  process.exit(2);
}
const instance = loadInstance(file);
const problem = fromBenchmark(instance);
// The seconds count from the start of the process; a little is kept back for printing.
const left = Math.max(1, began + Number(values.seconds) * 1000 - now() - 60);
const search = new DaySearch(
  problem,
  Number(values.seed),
  values.iterations ? { iterations: Number(values.iterations) } : { milliseconds: left, now },
);
for (let told = 0; search.step();)
  if (search.share >= told + 0.1) {
    told = search.share;
    console.error(`${(told * 100).toFixed(0)} %  ${search.value.toFixed(3)}  ${search.tried} moves`);
  }
console.error(`done  ${search.value.toFixed(3)}  ${search.tried} moves`);
console.log(JSON.stringify(toSolution(instance, problem, search.best)));
