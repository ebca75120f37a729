import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { gzip } from 'node:zlib';
import pg from 'pg';
import { startPostgres } from '../support/postgres.ts';
import { TestServer } from '../support/server.ts';
import { settle, type Phone } from './many.ts';
import { ms, percentile, table } from './table.ts';

/**
 * The return of a whole village after a week without network: so many phones, each with unsent work and rows to fetch,
 * all in the same minute, against real server processes. `npm run bench:return [-- --phones 300 --commands 20 --rows 2000
 * --store sqlite|postgres]`; without a store, one process on SQLite and then two on PostgreSQL.
 */
const { values } = parseArgs({
  options: {
    phones: { type: 'string', default: '300' },
    commands: { type: 'string', default: '20' },
    rows: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '10' },
    store: { type: 'string' },
  },
});
const [PHONES, COMMANDS, ROWS, SPREAD] = [values.phones, values.commands, values.rows, values.seconds].map(
  Number,
) as [number, number, number, number];
const deflate = promisify(gzip);

interface Outcome {
  calls: number[];
  seconds: number;
  shed: number;
  errors: string[];
  peak: number;
}

if (!existsSync('build/index.js')) execFileSync('npm', ['run', 'build'], { stdio: 'inherit' });
const lines = [
  ['store', 'all in sync', 'call p50', 'p95', 'p99', 'peak memory', 'sent away (503)', 'errors'],
];
let failed = false;
for (const store of values.store ? [values.store] : ['sqlite', 'postgres']) {
  const { calls, seconds, shed, errors, peak } = store === 'sqlite' ? await onSqlite() : await onPostgres();
  failed ||= errors.length > 0;
  const name = store === 'sqlite' ? '1 process, SQLite' : '2 processes, PostgreSQL';
  const times = [0.5, 0.95, 0.99].map((part) => `${ms(percentile(calls, part))} ms`);
  lines.push([
    name,
    `${seconds.toFixed(1)} s`,
    ...times,
    `${(peak / 2 ** 20).toFixed(0)} MB`,
    String(shed),
    String(errors.length),
  ]);
  for (const error of errors.slice(0, 5)) console.error(error);
}
console.log(
  `${PHONES} phones within ${SPREAD} s, each with ${COMMANDS} commands to send and ${ROWS} rows to fetch`,
);
console.log(table(lines));
process.exitCode = failed ? 1 : 0;

async function onSqlite(): Promise<Outcome> {
  const server = await TestServer.start({ ADDRESS_HEADER: 'x-forwarded-for' });
  await server.kill();
  const file = new DatabaseSync(server.database);
  const phones = settle((text, ...values) => void file.prepare(text).run(...values), PHONES, ROWS);
  file.close();
  await server.up();
  const outcome = await storm([server], phones);
  const check = new DatabaseSync(server.database, { readOnly: true });
  const heard = Number(check.prepare('select sum(last_op) as n from stream').get()?.n);
  const receipts = Number(check.prepare('select count(*) as n from receipt').get()?.n);
  check.close();
  await server.stop();
  return judged(outcome, heard, receipts);
}

async function onPostgres(): Promise<Outcome> {
  const database = await startPostgres();
  const env = { ADDRESS_HEADER: 'x-forwarded-for', DATABASE_URL: database.url };
  const [one, two] = [await TestServer.start(env), await TestServer.start(env)];
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const statements: [string, unknown[]][] = [];
  const phones = settle((text, ...values) => statements.push([text, values]), PHONES, ROWS);
  for (const [text, values] of statements) {
    let n = 0;
    await client.query(
      text.replaceAll('?', () => `$${++n}`),
      values,
    );
  }
  await client.query('analyze');
  const outcome = await storm([one, two], phones);
  const { rows } = await client.query<{ heard: string; receipts: string }>(
    'select (select sum(last_op) from stream) as heard, (select count(*) from receipt) as receipts',
  );
  await client.end();
  await Promise.all([one.stop(), two.stop()]);
  await database.stop();
  return judged(outcome, Number(rows[0]?.heard), Number(rows[0]?.receipts));
}

/** All of them come back. Each pushes what it has said, then fetches until nothing is left. */
async function storm(servers: TestServer[], phones: Phone[]): Promise<Outcome> {
  const outcome: Outcome = { calls: [], seconds: 0, shed: 0, errors: [], peak: 0 };
  let over = false;
  const watch = (async () => {
    while (!over) {
      outcome.peak = Math.max(outcome.peak, ...servers.map((server) => memoryOf(server.pid)));
      await sleep(100);
    }
  })();
  const began = performance.now();
  await Promise.all(
    phones.map(async (phone, index) => {
      await sleep(((index * 7919) % PHONES) * ((SPREAD * 1000) / PHONES));
      try {
        await comeBack(servers[index % servers.length] as TestServer, phone, index, outcome);
      } catch (error) {
        outcome.errors.push(`${phone.volunteer}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  outcome.seconds = (performance.now() - began) / 1000;
  over = true;
  await watch;
  return outcome;
}

async function comeBack(server: TestServer, phone: Phone, index: number, outcome: Outcome): Promise<void> {
  const at = Date.now() - 7 * 86_400_000;
  // A week's work: needs taken, begun, done; each volunteer has some of his own and some that others took, too.
  const ops = Array.from({ length: COMMANDS }, (_, nth) => {
    const id = `need-${(index * 7 + Math.floor(nth / 3)) % ROWS}`;
    const name = (['need.claim', 'need.start', 'need.finish'] as const)[nth % 3] as string;
    return {
      n: nth + 1,
      name,
      v: 1,
      at: at + nth * 60_000,
      args: name === 'need.finish' ? { id, result: 'done', minutes: 60 } : { id },
    };
  });
  const seen = new Set<string>();
  let cursor: unknown = null;
  for (let unsent = ops, more = true; more;) {
    const request = {
      protocol: 1,
      stream: phone.stream,
      cursor,
      ops: unsent,
      left: 0,
      limit: 2000,
      sent: Date.now(),
    };
    const body = await deflate(JSON.stringify({ ...request, app: 'bench', kept: true, keeps: [] }));
    const began = performance.now();
    const response = await fetch(`${server.url}/api/sync`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: {
        ...{ 'content-type': 'application/json', 'content-encoding': 'gzip' },
        ...{ cookie: `yardem=${phone.secret}`, 'x-forwarded-for': `10.0.${index >> 8}.${index & 255}` },
      },
    });
    if (response.status === 503) {
      outcome.shed++;
      await response.text();
      await sleep(Number(response.headers.get('retry-after')) * 1000 * (1 + Math.random()));
      continue;
    }
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const answer = (await response.json()) as {
      lastOp: number;
      more: boolean;
      cursor: unknown;
      put: { need?: { id: string }[] };
    };
    outcome.calls.push(performance.now() - began);
    for (const { id } of answer.put.need ?? []) seen.add(id);
    if (answer.lastOp !== COMMANDS) throw new Error(`heard ${answer.lastOp} of ${COMMANDS}`);
    unsent = [];
    ({ cursor, more } = answer);
  }
  if (seen.size < ROWS) throw new Error(`got ${seen.size} of ${ROWS} rows`);
}

/** Everything that was said was run, and nothing twice. */
function judged(outcome: Outcome, heard: number, receipts: number): Outcome {
  const should = PHONES * COMMANDS;
  if (heard !== should || receipts !== should)
    outcome.errors.push(`${heard} ops heard and ${receipts} receipts instead of ${should}`);
  return outcome;
}

/** Bytes that the process holds in memory now. */
function memoryOf(pid: number | undefined): number {
  const status = pid === undefined ? '' : readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
