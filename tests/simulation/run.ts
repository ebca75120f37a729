import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '../support/postgres.ts';
import { bundle } from './bundle.ts';
import { mutants, type Mutant } from './mutants.ts';

/**
 * Plays seeded stories of phones, kiosks, desks and a server that fail in every way, and checks the promises of sync.
 * `npm run sim -- --seeds 2000 [--store sqlite|postgres]`, `-- --seed 17` for one of them in full, `-- --mutants` to see that each defence is missed.
 */
interface Report {
  seed: number;
  violations: string[];
  story: string[];
  commands: number;
  faults: { [fault: string]: number };
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    seed: { type: 'string' },
    mutants: { type: 'boolean' },
    store: { type: 'string', default: 'memory' },
    only: { type: 'string', default: '' },
    story: { type: 'boolean' },
  },
});
const root = process.cwd();
/** A process waits now and then: more of them than cores keep those busy. */
const PROCESSES = availableParallelism() * 2;
/** Within so many seeds each mutant must be caught. */
const PATIENCE = Number(process.env.PATIENCE ?? 50);

const server = values.store === 'postgres' ? await startPostgres() : undefined;
try {
  process.exitCode = (values.mutants ? await hunt() : await survey()) ? 0 : 1;
} finally {
  await server?.stop();
}

/** Plays many seeds, or one. True if every promise was kept. */
async function survey(): Promise<boolean> {
  const seeds = values.seed
    ? [Number(values.seed)]
    : Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
  const began = Date.now();
  const sum = { commands: 0, faults: {} as Report['faults'] };
  const broken: Report[] = [];
  const worker = await bundle(root);
  await each(worker, seeds, PROCESSES, true, (report) => {
    sum.commands += report.commands;
    for (const [fault, count] of Object.entries(report.faults))
      sum.faults[fault] = (sum.faults[fault] ?? 0) + count;
    if (values.story) console.log(report.story.join('\n'));
    if (report.violations.length > 0) {
      broken.push(report);
      tell(report);
    }
    return broken.length < 5;
  });
  const all = Object.values(sum.faults).reduce((a, b) => a + b, 0);
  const faults = Object.entries(sum.faults).sort(([, a], [, b]) => b - a);
  console.log(
    `${seeds.length} seeds, ${sum.commands} commands, ${all} faults in ${((Date.now() - began) / 1000).toFixed(0)} s`,
  );
  console.log(faults.map(([fault, count]) => `${fault} ${count}`).join(', '));
  console.log(`${broken.length} seeds with a broken promise`);
  return broken.length === 0;
}

/** Takes out one defence at a time. True if each was missed soon enough. */
async function hunt(): Promise<boolean> {
  const escaped: string[] = [];
  for (const mutant of mutants.filter(({ name }) => name.includes(values.only))) {
    const seed = await caught(mutant);
    if (seed === undefined) escaped.push(mutant.name);
    console.log(
      seed === undefined
        ? `ESCAPED  ${mutant.name}`
        : `seed ${String(seed.seed).padStart(2)}  ${mutant.name}: ${seed.why}`,
    );
  }
  console.log(
    `${mutants.length - escaped.length} of ${mutants.length} mutants caught within ${PATIENCE} seeds`,
  );
  return escaped.length === 0;
}

async function caught(mutant: Mutant): Promise<{ seed: number; why: string } | undefined> {
  let found: { seed: number; why: string } | undefined;
  const seeds = Array.from({ length: PATIENCE }, (_, index) => index + 1);
  await each(await bundle(root, mutant), seeds, PROCESSES, false, ({ seed, violations }) => {
    if (violations.length > 0) found ??= { seed, why: (violations[0] ?? '').slice(0, 90) };
    return !found;
  });
  return found;
}

/** Has the seeds played by so many processes, until there are none left or `heard` has had enough. */
async function each(
  worker: string,
  seeds: number[],
  processes: number,
  shrink: boolean,
  heard: (report: Report) => boolean,
): Promise<void> {
  const waiting = [...seeds];
  let enough = false;
  await Promise.all(
    Array.from({ length: Math.min(processes, seeds.length) }, async () => {
      const child = fork(worker, {
        env: { ...process.env, SHRINK: shrink ? '1' : '', STORE: server?.url ?? values.store },
      });
      try {
        for (let seed = waiting.shift(); seed !== undefined && !enough; seed = waiting.shift()) {
          const report = await new Promise<Report>((resolve, reject) => {
            child.once('message', (message) => resolve(message as Report));
            child.once('exit', (code) => reject(new Error(`seed ${seed}: the process ended (${code})`)));
            child.send(seed);
          });
          child.removeAllListeners();
          if (!heard(report)) enough = true;
        }
      } finally {
        child.kill();
      }
    }),
  );
}

function tell({ seed, violations, story }: Report): void {
  console.log(`\nseed ${seed} breaks a promise: npm run sim -- --seed ${seed}`);
  for (const violation of violations.slice(0, 5)) console.log(`  ${violation.slice(0, 900)}`);
  console.log('the shortest story that does:');
  for (const line of story) console.log(`  ${line}`);
}
