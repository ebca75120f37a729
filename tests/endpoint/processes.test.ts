import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, home, op, volunteer } from '../support/client.ts';
import { startPostgres } from '../support/postgres.ts';
import { TestServer } from '../support/server.ts';

/** Two processes of the same app on one PostgreSQL, as behind one address. */
let database: Awaited<ReturnType<typeof startPostgres>>;
let one: TestServer;
let two: TestServer;
let desk: Client;
let village: string;
const folder = mkdtempSync(join(tmpdir(), 'yardem-processes-'));

beforeAll(async () => {
  database = await startPostgres();
  const env = {
    ADDRESS_HEADER: 'x-forwarded-for',
    DATABASE_URL: database.url,
    YARDEM_JOURNAL: join(folder, 'journal.jsonl'),
  };
  one = await TestServer.start(env);
  const setUp = /join#(\w+)/.exec(one.log)?.[1] ?? '';
  desk = await new Client(one.url).enrol(setUp, '杏园村');
  village = (JSON.parse((await desk.sync()).text) as { you: { area: string } }).you.area;
  two = await TestServer.start(env);
  await desk.say(
    { name: 'volunteer.keep', args: { ...volunteer('anna'), area: village } },
    { name: 'household.keep', args: { ...home, area: village } },
  );
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await database.stop();
  rmSync(folder, { recursive: true });
});

/** The same device, at the other process. */
function at(server: TestServer, client: Client): Client {
  const other = new Client(server.url);
  other.cookie = client.cookie;
  return other;
}

async function query<T extends object>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

test('what one process has written, those who listen at the other hear of (S16)', async () => {
  const stop = new AbortController();
  const response = await fetch(`${two.url}/api/poke`, {
    headers: { cookie: desk.cookie, 'x-forwarded-for': '10.1.1.1' },
    signal: stop.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read(); // how soon to come again
  await desk.say({ name: 'household.keep', args: { ...home, area: village, phone: '110' } });
  expect((await reader?.read())?.value).toMatch(/^data: \{"seq":\d+\}\n\n$/);
  stop.abort();
});

test('a device that was shut out at one process is shut out at the other, and so is its open line', async () => {
  const phone = await new Client(two.url).enrol(
    await desk.invite({ role: 'volunteer', area: village, volunteer: 'anna', name: '手机' }),
  );
  const { you } = JSON.parse((await phone.sync()).text) as { you: { device: string } };
  await desk.say({ name: 'device.revoke', args: { id: you.device } });
  expect(JSON.parse((await phone.sync()).text)).toMatchObject({ wipe: true });
});

test('pushes at both, and one dies: each command runs once, none is lost, and nobody misses a row (I1, I10, S12)', async () => {
  const phones = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async () =>
      new Client(one.url).enrol(await desk.invite({ role: 'kiosk', area: village, name: '终端' })),
    ),
  );
  const EACH = 40;
  const killed = setTimeout(() => void one.kill(), 400);
  await Promise.all(
    phones.map(async (phone, index) => {
      const doors = [phone, at(two, phone)];
      for (let n = 1; n <= EACH;) {
        const id = `p${index}-${n}`;
        const keep = op(n, 'household.keep', { ...home, id, area: village });
        const door = doors[(n + index) % doors.length] ?? phone;
        // No answer: the same is said again, at the other door if need be.
        const reply = await door.post('/api/sync', phone.request([keep])).catch(() => undefined);
        if (reply?.status === 200) n++;
        else doors.splice(doors.indexOf(door), doors.length > 1 ? 1 : 0);
      }
    }),
  );
  clearTimeout(killed);
  const [receipts] = await query<{ count: string }>(
    `select count(*) from receipt where result like '%"ok":true%' and stream in (select id from stream where last_op = ${EACH})`,
  );
  expect(Number(receipts?.count)).toBe(phones.length * EACH);
  const [rows] = await query<{ count: string }>(
    `select count(*) from "row" where kind = 'household' and id like 'p%'`,
  );
  expect(Number(rows?.count)).toBe(phones.length * EACH);
  // A reader who pages in small steps has them all.
  const seen = new Set<string>();
  const reader = at(two, desk);
  for (let cursor: unknown = null, more = true; more;) {
    const reply = JSON.parse((await reader.sync([], { cursor: cursor as null, limit: 50 })).text) as {
      more: boolean;
      cursor: unknown;
      put: { household?: { id: string }[] };
    };
    for (const { id } of reply.put.household ?? []) seen.add(id);
    ({ more, cursor } = reply);
  }
  expect([...seen].filter((id) => id.startsWith('p'))).toHaveLength(phones.length * EACH);
  await one.up();
  expect((await at(one, desk).sync()).status).toBe(200);
});
