import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '$lib/domain/row.ts';
import type { Change, Store } from '$lib/server/store/port.ts';
import { HABIT, speech as postgresSpeech } from '$lib/server/store/postgres.ts';
import { speech as sqliteSpeech } from '$lib/server/store/sqlite.ts';
import { statements } from '$lib/server/store/statements.ts';
import { household, key, openStore, postgres, pull, sqlite, word } from './stores.ts';

/** What stores owe that outlive a process, and are shared by several. */
describe.each([sqlite(), postgres()])('$name', (maker) => {
  beforeAll(() => maker.start(), 60_000);
  afterAll(() => maker.stop());

  test('given a store that was closed, when it is opened again, then everything is as it was', async () => {
    const url = await maker.fresh();
    const first = await openStore(url);
    await first.write(async (tx) => {
      const b = { ...household('b'), parent: 'p', dueAt: 9 };
      await tx.put([household('a', ''), b, household('c')]);
      await tx.markErased(['gone for good']);
      await tx.remove([key('c')]);
      const told = { left: 2, seenAt: 1e12, app: '0.2.0', kept: true };
      await tx.keepStream({ id: 's', device: 'd', lastOp: 3, safeOp: 1, ...told });
      await tx.keepReceipts('s', [{ n: 3, ok: true }]);
      await tx.keepCredential({ hash: 'h', device: 'd', gen: 2 });
    });
    const before = await everything(first);
    await first.close();
    const second = await openStore(url);
    expect(await everything(second)).toEqual(before);
    expect(before).toMatchObject({
      meta: { seq: 4 },
      credential: { gen: 2 },
      stream: { series: 1 },
      due: [{}],
    });
    await second.write((tx) => tx.put([household('d')]));
    expect(word((await pull(second, 4, 9))[0]!)).toBe('d');
    await second.close();
  });

  test('given a new database, when many open it at once, then it is made once', async () => {
    const url = await maker.fresh();
    const others = ['x', 'y'].map((name) => start(url, name, 1));
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(url)));
    await Promise.all(others.map(({ ended }) => ended));
    const metas = await Promise.all(stores.map((store) => store.read((tx) => tx.meta())));
    expect(new Set(metas.map(({ epoch }) => epoch)).size).toBe(1);
    expect(metas[0]?.seq).toBe(6);
    await Promise.all(stores.map((store) => store.close()));
  }, 30_000);

  test('given a process that is killed in the midst of writing, then all it acknowledged is there, and no half commit', async () => {
    const url = await maker.fresh();
    let heard = 0;
    for (const [round, name] of ['one', 'two', 'three'].entries()) {
      const { child, said, ended } = start(url, name, 100_000, (count) => {
        if (count >= 20 + round * 7) child.kill('SIGKILL');
      });
      await ended;
      expect(child.signalCode).toBe('SIGKILL');
      const store = await openStore(url);
      // PostgreSQL may still be at the last commit it was sent: wait for its lock.
      await store.write((tx) => tx.meta());
      const changes = await pull(store, heard, 1000);
      const acknowledged = Number(said.at(-1));
      const ids = new Set(changes.map(word));
      for (let i = 1; i <= acknowledged; i++)
        for (const part of 'abc') expect(ids).toContain(`${name}-${i}-${part}`);
      // At most the one commit whose acknowledgement was not heard any more.
      expect([acknowledged * 3, acknowledged * 3 + 3]).toContain(changes.length);
      expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, i) => heard + i + 1));
      const commits = changes.length / 3;
      await store.read(async (tx) => {
        expect(await tx.receipts(name, 1, 1e6)).toHaveLength(commits);
        expect((await tx.meta()).seq).toBe(changes.at(-1)?.seq);
        expect(await tx.nonce(heard + 1)).toBe(await tx.nonce(heard + 3));
        expect(await tx.nonce(changes.at(-1)!.seq + 1)).toBeUndefined();
      });
      heard = changes.at(-1)!.seq;
      await store.close();
    }
  }, 60_000);

  test('I10: given two processes and a pool that write at once, then a reader misses nothing', async () => {
    const url = await maker.fresh();
    const [writer, reader] = [await openStore(url), await openStore(url)];
    const others = ['x', 'y'].map((name) => start(url, name, 60));
    let over = false;
    const reading = (async () => {
      const heard: Change[] = [];
      for (let last = false; ; last = over) {
        heard.push(...(await pull(reader, heard.at(-1)?.seq ?? 0, 7)));
        if (last) return heard;
        await sleep(1);
      }
    })();
    for (let i = 0; i < 60; i++) await writer.write((tx) => tx.put([household(`z-${i}`)]));
    await Promise.all(others.map(({ ended }) => ended));
    over = true;
    const heard = await reading;
    expect(heard.map(({ seq }) => seq)).toEqual(Array.from({ length: 420 }, (_, i) => i + 1));
    expect(new Set(heard.map(word)).size).toBe(420);
    await Promise.all([writer.close(), reader.close()]);
  }, 60_000);
});

describe('SQLite alone', () => {
  const maker = sqlite();
  beforeAll(() => maker.start());
  afterAll(() => maker.stop());

  test('given a file, then it is in WAL mode and every pull walks an index', async () => {
    const url = await maker.fresh();
    const store = await openStore(url);
    await store.close();
    const file = new DatabaseSync(url);
    expect(file.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    const say = statements(sqliteSpeech);
    for (const text of [
      say.changed[0],
      say.changed[2],
      say.changed[16],
      say.rows,
      say.children,
      say.nonce,
      say.due,
      say.remind,
      say.erased,
      say.pruneGone,
      say.pruneCommits,
      say.remove,
    ]) {
      const plan = file.prepare(`explain query plan ${text}`).all();
      const steps = plan.map(({ detail }) => String(detail)).join('\n');
      expect(steps).not.toMatch(/SCAN (?!k\b)|TEMP B-TREE/);
    }
    file.close();
  });

  test('given a file of the first release, then it is brought up to date, and what it held is as it was', async () => {
    const url = await maker.fresh();
    const young = await openStore(url);
    await young.write((tx) => tx.put([household('a'), household('b')]));
    await young.write(async (tx) => {
      await tx.remove([key('a')]);
      await tx.keepStream({
        id: 's',
        device: 'd',
        lastOp: 3,
        safeOp: 1,
        left: 2,
        seenAt: 5,
        app: '',
        kept: null,
      });
    });
    const before = await everything(young);
    await young.close();
    const file = new DatabaseSync(url);
    // Back to what the first release made.
    file.exec(`drop index row_due_at; alter table "row" drop column due_at; drop table erased;
      alter table "commit" drop column at; alter table stream drop column app; alter table stream drop column kept;
      alter table stream drop column health; drop table badge; drop index row_slip; alter table "row" drop column slip;
      delete from kysely_migration where name <> '0001-first'`);
    file.close();
    const store = await openStore(url, () => 1000);
    expect(await everything(store)).toEqual(before);
    await store.write((tx) => tx.prune(9e12));
    expect((await store.read((tx) => tx.meta())).floor).toBe(0); // nobody knows how old it is
    await store.write((tx) => tx.put([{ ...household('c'), dueAt: 7 }]));
    await store.write((tx) => tx.prune(9e12));
    expect((await store.read((tx) => tx.changed(0, 9, null))).map(word)).toEqual(['b', 'c']);
    expect((await store.read((tx) => tx.due(7, 9))).map(word)).toEqual(['c']);
    await store.close();
  });

  test('given a file of the second release, then the clock looks at its needs, and forgets the rest when it was due', async () => {
    const url = await maker.fresh();
    const young = await openStore(url);
    const need = (id: string) => ({
      row: { kind: 'need', id, body: { id } } as unknown as Row,
      home: 'north',
    });
    await young.write((tx) =>
      tx.put([
        need('on'),
        { ...need('over'), dueAt: 500 },
        { ...household('asked'), dueAt: 7 },
        household('not'),
      ]),
    );
    const before = await young.read((tx) => tx.changed(0, 9, null));
    await young.close();
    const file = new DatabaseSync(url);
    file.exec(`drop index row_due_at; alter table "row" rename column due_at to forget_at;
      create index row_forget_at on "row" (forget_at, seq) where forget_at is not null;
      alter table stream drop column health; drop table badge; drop index row_slip; alter table "row" drop column slip;
      delete from kysely_migration where name > '0002-forgetting'`);
    file.close();
    const store = await openStore(url);
    const after = await store.read((tx) => tx.changed(0, 9, null));
    expect(after).toEqual(before.map((each) => (word(each) === 'on' ? { ...each, dueAt: 0 } : each)));
    expect((await store.read((tx) => tx.due(500, 9))).map(word)).toEqual(['on', 'asked', 'over']);
    await store.close();
  });

  test("given ':memory:', then reads and writes share it", async () => {
    const store = await openStore(':memory:');
    await store.write((tx) => tx.put([household('a')]));
    expect((await pull(store, 0, 9)).map(word)).toEqual(['a']);
    await store.close();
  });
});

describe('PostgreSQL alone', () => {
  const maker = postgres();
  beforeAll(() => maker.start(), 60_000);
  afterAll(() => maker.stop());

  test('given two servers on one database, then each hears the commits of both, also after its line broke (S16)', async () => {
    const url = await maker.fresh();
    const [one, other] = [await openStore(url), await openStore(url)];
    const [heard, heardToo]: number[][] = [[], []];
    await one.watch((seq) => heard!.push(seq));
    await other.watch((seq) => heardToo!.push(seq));
    await one.write((tx) => tx.put([household('a')]));
    await other.write((tx) => tx.put([household('b'), household('c')]));
    await expect
      .poll(() => [heard, heardToo])
      .toEqual([
        [1, 3],
        [1, 3],
      ]);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const listening = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'idle' and query not like 'commit%'`;
    for (let broken = 0; broken < 3; broken++) {
      heard!.length = heardToo!.length = 0;
      expect((await client.query(listening)).rowCount).toBeGreaterThanOrEqual(2);
      // In the dark: nobody listens now.
      await other.write((tx) => tx.put([household('d')]));
      const { seq } = await one.read((tx) => tx.meta());
      await expect.poll(() => [heard!.at(-1), heardToo!.at(-1)], { timeout: 5000 }).toEqual([seq, seq]);
      await one.write((tx) => tx.put([household('e')]));
      await expect.poll(() => [heard!.at(-1), heardToo!.at(-1)]).toEqual([seq + 1, seq + 1]);
    }
    await Promise.all([one.close(), other.close()]);
    const left = 'select count(*)::int as n from pg_stat_activity where datname = current_database()';
    await expect.poll(async () => (await client.query<{ n: number }>(left)).rows[0]?.n).toBe(1);
    await client.end();
  });

  test('given a line that breaks just when the store is closed, then it ends all the same', async () => {
    const url = await maker.fresh();
    for (let round = 0; round < 10; round++) {
      const store = await openStore(url);
      await store.watch(() => {});
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
      await new Promise((resolve) => setTimeout(resolve, round * 15));
      await store.close();
      const left = 'select count(*)::int as n from pg_stat_activity where datname = current_database()';
      await expect.poll(async () => (await client.query<{ n: number }>(left)).rows[0]?.n).toBe(1);
      await client.end();
    }
  });

  test('given many rows that were never analysed, then a page of changes reads no more than it gives', async () => {
    const url = await maker.fresh();
    const store = await openStore(url);
    const rows = Array.from({ length: 20_000 }, (_, i) => household(`h${i}`, `v${i % 5}`));
    await store.write((tx) => tx.put(rows));
    await store.close();
    const say = statements(postgresSpeech);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(HABIT);
    const plans: string[] = [];
    for (const [text, parameters] of [
      [say.changed[0], [50, 50, 100]],
      [say.changed[2], ['v1', 50, 'v1', 50, 'v2', 50, 'v2', 50, 100]],
    ] as const) {
      const plan = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...parameters]);
      plans.push(plan.rows.map((step) => step['QUERY PLAN']).join('\n'));
    }
    await client.end();
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on "?row|Bitmap|Sort {2}\(/);
  });
});

async function everything(store: Store) {
  return store.read(async (tx) => ({
    meta: await tx.meta(),
    changed: await tx.changed(0, 100, null),
    children: await tx.children('household', 'p'),
    nonces: [await tx.nonce(0), await tx.nonce(2), await tx.nonce(5)],
    stream: await tx.stream('s'),
    streams: await tx.streams(null),
    due: await tx.due(9, 9),
    erased: await tx.erased(['gone for good']),
    receipts: await tx.receipts('s', 0, 9),
    credential: await tx.credential('h'),
  }));
}

/** Starts fixtures/writer.ts; `said` grows by the commits it acknowledges. */
function start(url: string, name: string, commits: number, heard: (count: number) => void = () => {}) {
  const script = join(import.meta.dirname, 'fixtures/writer.ts');
  const child: ChildProcess = spawn(join('node_modules/.bin/node'), [script, url, name, String(commits)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint += text.toString()));
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (line) => {
    if (line === 'open') return;
    said.push(line);
    heard(said.length);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code ? reject(new Error(complaint)) : resolve()));
  });
  return { child, said, ended };
}
