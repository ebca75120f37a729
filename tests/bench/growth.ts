import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { TestServer } from '../support/server.ts';
import { settle, type Phone } from './many.ts';
import { median, ms, table } from './table.ts';

/**
 * How the cost of a pull grows with what the server holds: 100 changes out of ten thousand, a hundred thousand and a
 * million rows, over HTTP from a real process on a SQLite file. `npm run bench:growth [-- --times 30]`.
 */
const { values } = parseArgs({ options: { times: { type: 'string', default: '30' } } });
const CHANGES = 100;

if (!existsSync('build/index.js')) execFileSync('npm', ['run', 'build'], { stdio: 'inherit' });
const found: { rows: number; pull: number; push: number }[] = [];
for (const rows of [10_000, 100_000, 1_000_000]) found.push({ rows, ...(await measured(rows)) });
const [least] = found;
const ratio = (value: number, base = 1) => `${(value / base).toFixed(2)} ×`;
console.log(
  table([
    ['rows on the server', `pull of ${CHANGES}`, 'to the least', 'push of 20', 'to the least'],
    ...found.map(({ rows, pull, push }) => [
      rows.toLocaleString('en'),
      ...[`${ms(pull)} ms`, ratio(pull, least?.pull), `${ms(push)} ms`, ratio(push, least?.push)],
    ]),
  ]),
);

/** Medians of many calls, in milliseconds. */
async function measured(rows: number): Promise<{ pull: number; push: number }> {
  const server = await TestServer.start({ ADDRESS_HEADER: 'x-forwarded-for' });
  await server.kill();
  const file = new DatabaseSync(server.database);
  file.exec('begin');
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const [phone] = settle(
    (text, ...values) => {
      const statement = prepared.get(text) ?? file.prepare(text);
      prepared.set(text, statement);
      statement.run(...values);
    },
    1,
    rows,
  ) as [Phone];
  const { seq, epoch } = file.prepare('select seq, epoch from meta').get() as { seq: number; epoch: string };
  const { nonce } = file
    .prepare('select nonce from "commit" where seq >= ? order by seq limit 1')
    .get(seq - CHANGES) as { nonce: string };
  file.exec('commit');
  file.close();
  await server.up();
  const base = {
    protocol: 1,
    stream: phone.stream,
    left: 0,
    limit: 2000,
    app: 'bench',
    kept: true,
    keeps: [],
  };
  const cursor = { epoch, seq: seq - CHANGES, nonce, gen: 1 };
  const pull = async () => {
    const answer = await ask(server, phone, { ...base, cursor, ops: [] });
    if (answer.reset || answer.put.need?.length !== CHANGES) throw new Error('not the pull that was meant');
  };
  let n = 0;
  const push = async () => {
    const ops = Array.from({ length: 20 }, () => ({
      n: ++n,
      name: 'need.claim',
      v: 1,
      at: Date.now(),
      args: { id: `need-${n}` },
    }));
    if ((await ask(server, phone, { ...base, cursor, ops })).lastOp !== n) throw new Error('not heard');
  };
  const pulls = await timed(pull);
  const pushes = await timed(push);
  await server.stop();
  return { pull: median(pulls), push: median(pushes) };
}

async function timed(work: () => Promise<void>): Promise<number[]> {
  await work();
  const times: number[] = [];
  for (let left = Number(values.times); left > 0; left--) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times;
}

async function ask(server: TestServer, phone: Phone, body: object) {
  const response = await fetch(`${server.url}/api/sync`, {
    method: 'POST',
    body: JSON.stringify({ ...body, sent: Date.now() }),
    headers: {
      'content-type': 'application/json',
      cookie: `yardem=${phone.secret}`,
      'x-forwarded-for': '10.0.0.1',
    },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as { lastOp: number; reset: boolean; put: { need?: unknown[] } };
}
