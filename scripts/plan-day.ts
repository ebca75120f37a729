// Plans a day of the HHCRSP benchmark (tests/bench/day-plan/FORMAT.md) with the kernel the product plans with.
//   npm run --silent plan:day -- <instance.json[.gz]> [--seconds S] [--seed N] [--iterations N]
// The plan goes to stdout, progress to stderr. Exit code 2 where the file or an option is wrong.
import { parseArgs } from 'node:util';
import { fromBenchmark, loadInstance, toSolution } from '../tests/bench/day/instance.ts';
import { DaySearch } from '../src/lib/matching/kernel/day.ts';

const usage =
  'usage: npm run --silent plan:day -- <instance.json[.gz]> [--seconds S] [--seed N] [--iterations N]';
const now = () => performance.timeOrigin + performance.now();

/** Says what is wrong and ends. */
function refuse(why: string): never {
  console.error(`plan:day: ${why}`);
  process.exit(2);
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        iterations: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    if (!file || more.length) return refuse(usage);
    const number = (name: 'seconds' | 'seed' | 'iterations') => {
      const value = Number(values[name] ?? NaN);
      if (values[name] !== undefined && !(value >= 0)) refuse(`--${name} must be a number\n${usage}`);
      return value;
    };
    return { file, seconds: number('seconds'), seed: number('seed'), iterations: number('iterations') };
  } catch (error) {
    return refuse(`${(error as Error).message}\n${usage}`);
  }
}

function read(file: string) {
  try {
    const instance = loadInstance(file);
    return { instance, problem: fromBenchmark(instance) };
  } catch (error) {
    return refuse(`cannot read ${file}: ${(error as Error).message}`);
  }
}

const { file, seconds, seed, iterations } = options();
const { instance, problem } = read(file);
// The seconds count from the start of the process; a little is kept back for printing.
const left = Math.max(1, performance.timeOrigin + seconds * 1000 - now() - 60);
const begin = () => {
  try {
    return new DaySearch(problem, seed, iterations >= 0 ? { iterations } : { milliseconds: left, now });
  } catch (error) {
    return refuse(`${file} has no plan: ${(error as Error).message}`);
  }
};
const search = begin();
for (let told = 0; search.step();)
  if (search.share >= told + 0.1) {
    told = search.share;
    console.error(`${(told * 100).toFixed(0)} %  ${search.value.toFixed(3)}  ${search.tried} moves`);
  }
console.error(`done  ${search.value.toFixed(3)}  ${search.tried} moves`);
console.log(JSON.stringify(toSolution(instance, problem, search.best)));
