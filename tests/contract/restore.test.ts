import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal } from '$lib/server/journal.ts';
import type { Store } from '$lib/server/store/port.ts';
import { household, openStore, pull, word } from './stores.ts';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/.bin/node');
const OLD = Array.from({ length: 300 }, (_, i) => `h${i}`);

/** A backup holds 300 households; the live database has 200 more. */
describe('scripts/restore.ts', () => {
  let folder: string;
  let live: string;
  let saved: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yardem-restore-'));
    live = join(folder, 'data/live.sqlite');
    saved = join(folder, 'kept/backup.sqlite');
    const store = await openStore(live);
    await store.write((tx) => tx.put(OLD.map((id) => household(id))));
    expect((await script('backup.ts', [live, saved])).code).toBe(0);
    await store.write((tx) => tx.put(Array.from({ length: 200 }, (_, i) => household(`new${i}`))));
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const restore = (...words: string[]) => script('restore.ts', words);
  const inFolder = () => readdirSync(join(folder, 'data')).sort();
  const asides = () => inFolder().filter((name) => name.includes('before-restore'));
  async function within<T>(path: string, work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(path);
    return work(store).finally(() => store.close());
  }
  const held = (path: string) => within(path, async (store) => (await pull(store, 0, 1000)).map(word));
  const epoch = (path: string) => within(path, async (store) => (await store.read((tx) => tx.meta())).epoch);

  test('given a stopped server, when a backup is put back, then it holds what the backup held, in a new life', async () => {
    const [before, kept] = [await epoch(live), readFileSync(saved)];
    const { code, out } = await restore(saved, live);
    expect([code, out]).toEqual([0, expect.stringContaining('up to change 300')]);
    expect(out).toContain('sends again what it said since this backup');
    expect(await held(live)).toEqual(OLD);
    expect(await epoch(live)).not.toBe(before);
    expect(readFileSync(saved)).toEqual(kept);
    await within(live, (store) => store.write((tx) => tx.put([household('next')])));
    expect((await held(live)).at(-1)).toBe('next');
  });

  test('given the same backup twice, then each time it is another life', async () => {
    await restore(saved, live);
    const first = await epoch(live);
    await sleep(1000); // another name for what is moved aside
    expect((await restore(saved, live)).code).toBe(0);
    expect(await epoch(live)).not.toBe(first);
  });

  test('given the old database, then it lies aside, whole, and can be put back in turn', async () => {
    expect((await restore(saved, live)).out).toContain('before-restore');
    const [aside] = asides();
    expect(aside).toMatch(/^live\.before-restore-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.sqlite$/);
    expect(inFolder()).toEqual([aside, 'live.sqlite', 'live.sqlite.journal.jsonl'].sort());
    await sleep(1000);
    expect((await restore(join(folder, 'data', aside!), live)).code).toBe(0);
    expect(await held(live)).toHaveLength(500);
  });

  test('given a server that was killed, when a backup is put back, then what lay in its -wal is in the old one', async () => {
    const holder = await hold(live);
    await within(live, (store) => store.write((tx) => tx.put([household('late')])));
    holder.child.kill('SIGKILL');
    await holder.ended;
    expect(existsSync(`${live}-wal`)).toBe(true);
    expect((await restore(saved, live)).code).toBe(0);
    expect(existsSync(`${live}-wal`)).toBe(false);
    expect((await held(join(folder, 'data', asides()[0]!))).at(-1)).toBe('late');
    expect(await held(live)).toEqual(OLD);
  });

  test('given a server that has the file open, at rest, then nothing is changed, and it says to stop it', async () => {
    const holder = await hold(live);
    const files = inFolder();
    const { code, err } = await restore(saved, live);
    expect([code, err]).toEqual([1, expect.stringContaining('Stop the server')]);
    expect(inFolder()).toEqual(files);
    expect(await held(live)).toHaveLength(500);
    await holder.stop();
    expect((await restore(saved, live)).code).toBe(0);
  });

  test('given a server that starts in the midst of it, then it waits, and works on the new file, not on what lies aside', async () => {
    const restored = join(folder, 'restored.sqlite');
    expect((await restore(saved, restored)).code).toBe(0);
    // What scripts/restore.ts does, held still at its last step.
    const file = new DatabaseSync(live);
    file.exec('PRAGMA journal_mode=DELETE; begin exclusive');
    const holding = hold(live);
    await sleep(700);
    linkSync(live, join(folder, 'aside.sqlite'));
    renameSync(restored, live);
    file.close();
    const holder = await holding;
    expect(holder.seq).toBe(300);
    await holder.stop();
    expect(await held(live)).toEqual(OLD);
  });

  test('given journals, then they become one: nothing twice, nothing lost, what was there stays first', async () => {
    const [ours, theirs] = [
      await Journal.open(`${live}.journal.jsonl`),
      await Journal.open(`${saved}.journal.jsonl`),
    ];
    await theirs.append([
      { at: 1, erase: 'a' },
      { at: 2, revoke: 'd' },
      { at: 2, revoke: 'd' },
    ]);
    await ours.append([
      { at: 1, erase: 'a' },
      { at: 3, erase: 'b' },
    ]);
    const before = readFileSync(`${live}.journal.jsonl`, 'utf8');
    const { code, out } = await restore(saved, live);
    expect([code, out]).toEqual([0, expect.stringContaining('2 erasures and 1 revocations (1 of them')]);
    expect(readFileSync(`${live}.journal.jsonl`, 'utf8')).toBe(`${before}{"at":2,"revoke":"d"}\n`);
    expect(await ours.entries()).toHaveLength(3);
    expect(await theirs.entries()).toHaveLength(3);
  });

  test('given a new machine, then the database and its journal are there alone', async () => {
    await (await Journal.open(`${saved}.journal.jsonl`)).append([{ at: 1, erase: 'a' }]);
    const there = join(folder, 'new/deep/yardem.sqlite');
    expect((await restore(saved, there)).code).toBe(0);
    expect(await held(there)).toEqual(OLD);
    expect(await Journal.read(`${there}.journal.jsonl`)).toEqual([{ at: 1, erase: 'a' }]);
    expect(readdirSync(join(folder, 'new/deep')).sort()).toEqual([
      'yardem.sqlite',
      'yardem.sqlite.journal.jsonl',
    ]);
  });

  test('given no second word, then data/yardem.sqlite is meant', async () => {
    expect((await restore(saved)).code).toBe(0);
    expect(await held(join(folder, 'data/yardem.sqlite'))).toEqual(OLD);
  });

  test('given a -wal without its database, then it does not get into the new one', async () => {
    const holder = await hold(live);
    await within(live, (store) => store.write((tx) => tx.put([household('late')])));
    holder.child.kill('SIGKILL');
    await holder.ended;
    rmSync(live);
    expect((await restore(saved, live)).code).toBe(0);
    // Any SQLite that comes first would write what lies there into the restored file.
    expect(existsSync(`${live}-wal`)).toBe(false);
    const file = new DatabaseSync(live);
    expect(file.prepare('select count(*) as n from "row"').get()).toEqual({ n: 300 });
    file.close();
    expect(await held(live)).toEqual(OLD);
  });

  test('given a live file that is no database any more, then it is moved aside as it is', async () => {
    const rubbish = 'x'.repeat(20_000);
    writeFileSync(live, rubbish);
    const { code, err } = await restore(saved, live);
    expect([code, err]).toEqual([0, expect.stringContaining('cannot be read')]);
    expect(await held(live)).toEqual(OLD);
    expect(readFileSync(join(folder, 'data', asides()[0]!), 'utf8')).toBe(rubbish);
  });

  const damage: [string, (path: string) => void, string][] = [
    [
      'rubbish in the middle',
      (path) => rewrite(path, (bytes) => bytes.fill(0x5a, 4096 * 8, 4096 * 12)),
      'malformed',
    ],
    ['its end cut off', (path) => rewrite(path, (bytes) => bytes.subarray(0, bytes.length - 9000)), ''],
    ['no head', (path) => rewrite(path, (bytes) => bytes.fill(0, 0, 100)), ''],
    ['nothing in it', (path) => writeFileSync(path, ''), 'not a Yardem database'],
    ['another program’s tables', (path) => change(path, 'drop table receipt'), 'not a Yardem database'],
    ['no life of its own', (path) => change(path, 'delete from meta'), 'not a Yardem database'],
    [
      'steps that this program does not know',
      (path) => change(path, `insert into kysely_migration values ('9999-later', '')`),
      'newer Yardem (9999-later)',
    ],
    [
      'a damaged journal',
      (path) => writeFileSync(`${path}.journal.jsonl`, 'rubbish\n\n'),
      'journal.jsonl, line 1',
    ],
  ];
  test.each(damage)('given a backup with %s, then nothing at all is changed', async (_, spoil, message) => {
    spoil(saved);
    const [files, before] = [inFolder(), readFileSync(live)];
    const { code, err } = await restore(saved, live);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect(err).toContain('Nothing was restored');
    expect(inFolder()).toEqual(files);
    expect(readFileSync(live).equals(before)).toBe(true);
    expect(await held(live)).toHaveLength(500);
  });

  test.each([
    ['nothing', [], 'Usage'],
    ['too many words', ['a', 'b', 'c'], 'Usage'],
    ['an option', ['--help'], 'Usage'],
    ['no such file', ['none.sqlite'], 'no file'],
    ['a PostgreSQL address', ['dump', 'postgres://localhost/x'], 'YARDEM_JOURNAL'],
    ['the database itself', ['data/live.sqlite', 'data/../data/live.sqlite'], 'itself'],
  ])('given %s, then it says so and changes nothing', async (_, words, message) => {
    const files = inFolder();
    const { code, err } = await restore(...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(inFolder()).toEqual(files);
  });

  test('given a restore that is killed at any moment, then the old database is there, or the new one, whole', async () => {
    const original = join(folder, 'original.sqlite');
    await within(live, (store) => store.write((tx) => tx.put([household('last')])));
    copyFileSync(live, original);
    const started = Date.now();
    expect((await restore(saved, live)).code).toBe(0);
    const whole = Date.now() - started;
    const seen = { old: 0, new: 0 };
    for (let round = 0; round < 40; round++) {
      rmSync(join(folder, 'data'), { recursive: true });
      rmSync(`${saved}.journal.jsonl`, { force: true });
      await within(live, () => Promise.resolve()); // makes the folder
      rmSync(live);
      copyFileSync(original, live);
      const child = spawn(node, [join(root, 'scripts/restore.ts'), saved, live], { cwd: folder });
      const ended = once(child, 'close');
      // Most moments near the end, where the files change places.
      await sleep(whole * (round < 8 ? 0.3 + round * 0.05 : 0.7 + ((round - 8) / 32) * 0.4));
      child.kill('SIGKILL');
      await ended;
      expect(existsSync(live)).toBe(true);
      const file = new DatabaseSync(live);
      expect(file.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
      file.close();
      const rows = await held(live);
      if (rows.length === 300) expect(rows).toEqual(OLD);
      else expect([rows.length, rows.at(-1)]).toEqual([501, 'last']);
      seen[rows.length === 300 ? 'new' : 'old']++;
      for (const aside of asides()) expect(await held(join(folder, 'data', aside))).toHaveLength(501);
    }
    expect(seen.old).toBeGreaterThan(0);
    expect(seen.new).toBeGreaterThan(0);
  }, 120_000);

  function script(name: string, words: string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      execFile(node, [join(root, 'scripts', name), ...words], { cwd: folder }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  }

  /** A process that has the database open, as a server has; `seq` is how far it saw it. */
  async function hold(path: string) {
    const child = spawn(node, [join(import.meta.dirname, 'fixtures/holder.ts'), path]);
    const ended = once(child, 'close');
    const spoke = once(child.stdout, 'data').then(([said]) => String(said));
    const said = await Promise.race([spoke, ended.then(() => 'ended before it could open the file')]);
    const stop = async () => {
      child.stdin.end();
      await ended;
    };
    return { child, ended, stop, seq: Number(said) };
  }
});

function rewrite(path: string, spoil: (bytes: Buffer) => Buffer): void {
  writeFileSync(path, spoil(readFileSync(path)));
}

function change(path: string, statement: string): void {
  const file = new DatabaseSync(path);
  file.exec(statement);
  file.close();
}
