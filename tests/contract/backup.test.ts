import { execFile } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal } from '$lib/server/journal.ts';
import type { Store } from '$lib/server/store/port.ts';
import { household, openStore, pull, word } from './stores.ts';

const root = join(import.meta.dirname, '../..');

describe('scripts/backup.ts', () => {
  let folder: string;
  let live: string;
  let target: string;
  let store: Store;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yardem-backup-'));
    live = join(folder, 'live.sqlite');
    target = join(folder, 'kept/backup.sqlite');
    store = await openStore(live);
    await store.write(async (tx) => {
      await tx.put(Array.from({ length: 500 }, (_, i) => household(`h${i}`)));
      await tx.keepStream({ ...stream, lastOp: 4 });
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const safeOp = async () => (await store.read((tx) => tx.stream('s')))?.safeOp;

  test('given a server at work, when it is backed up, then the copy opens, alone in its folder, and the ops are safe', async () => {
    const { code, out } = await backup([live, target]);
    expect(out).toContain('500 row');
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['backup.sqlite']);
    expect(await safeOp()).toBe(4);
    const copy = await openStore(target);
    expect(await pull(copy, 0, 100)).toEqual(await pull(store, 0, 100));
    expect(await copy.read((tx) => tx.nonce(7))).toBe(await store.read((tx) => tx.nonce(7)));
    await copy.close();
  });

  test('given a server that writes all the while, then the copy is one moment of it, and no later op counts as safe', async () => {
    let over = false;
    const writing = (async () => {
      for (let i = 5; !over; i++) {
        await store.write(async (tx) => {
          await tx.put([household(`op${i}-a`), household(`op${i}-b`)]);
          const was = await tx.stream('s');
          await tx.keepStream({ ...stream, safeOp: was?.safeOp ?? 0, lastOp: i });
        });
        await sleep(1);
      }
    })();
    const { code } = await backup([live, target]);
    over = true;
    await writing;
    expect(code).toBe(0);
    const copy = await openStore(target);
    const covered = (await copy.read((tx) => tx.stream('s')))?.lastOp ?? 0;
    expect(covered).toBeGreaterThan(4);
    expect(await safeOp()).toBe(covered);
    expect((await store.read((tx) => tx.stream('s')))?.lastOp).toBeGreaterThan(covered);
    expect((await pull(copy, 0, 1000)).slice(500).map(word).at(-1)).toBe(`op${covered}-b`);
    await copy.close();
  }, 30_000);

  test('given a journal, then it is copied beside the copy, whole lines only, for its owner alone', async () => {
    const journal = await Journal.open(`${live}.journal.jsonl`);
    await journal.append([
      { at: 1, erase: '户' },
      { at: 2, revoke: 'd' },
    ]);
    appendFileSync(`${live}.journal.jsonl`, '{"at":3,"era');
    const { code, out } = await backup([live, target]);
    expect([code, out]).toEqual([0, expect.stringContaining('2 entries')]);
    expect(readdirSync(join(folder, 'kept')).sort()).toEqual([
      'backup.sqlite',
      'backup.sqlite.journal.jsonl',
    ]);
    const copy = readFileSync(`${target}.journal.jsonl`, 'utf8');
    expect(copy).toBe('{"at":1,"erase":"户"}\n{"at":2,"revoke":"d"}\n');
    expect(statSync(`${target}.journal.jsonl`).mode & 0o777).toBe(0o600);
  });

  test('given a damaged journal, or a name that is taken, then there is no backup, and nothing is marked', async () => {
    writeFileSync(`${live}.journal.jsonl`, 'rubbish\n{"at":2,"revoke":"d"}\n');
    const damaged = await backup([live, target]);
    expect([damaged.code, damaged.err]).toEqual([1, expect.stringContaining('journal.jsonl, line 1')]);
    expect(readdirSync(join(folder, 'kept'))).toEqual([]);
    writeFileSync(`${target}.journal.jsonl`, 'precious');
    expect((await backup([live, target])).code).toBe(2);
    expect(readFileSync(`${target}.journal.jsonl`, 'utf8')).toBe('precious');
    expect([existsSync(target), await safeOp()]).toEqual([false, 0]);
  });

  test('given a target that exists, then it is left as it is, and nothing is marked', async () => {
    const here = join(folder, 'here.sqlite');
    writeFileSync(here, 'precious');
    const { code, err } = await backup([live, here]);
    expect([code, readFileSync(here, 'utf8')]).toEqual([2, 'precious']);
    expect(err).toContain('exists already');
    expect(await safeOp()).toBe(0);
  });

  test.each([
    ['no such file', ['none.sqlite', 'x.sqlite'], 2, 'no file'],
    ['too many words', ['a', 'b', 'c'], 2, 'Usage'],
    ['an option', ['--help'], 2, 'Usage'],
    ['a PostgreSQL address', ['postgres://localhost/x'], 2, 'pg_dump'],
    ['a file that is no database', ['junk', 'x.sqlite'], 1, 'No backup was made'],
    ['another database', ['empty', 'x.sqlite'], 1, 'No backup was made'],
  ])('given %s, then it says so and leaves nothing behind', async (_, words, expected, message) => {
    writeFileSync(join(folder, 'junk'), 'x'.repeat(5000));
    writeFileSync(join(folder, 'empty'), '');
    const { code, err } = await backup(words);
    expect(err).toContain(message);
    expect(code).toBe(expected);
    expect(readdirSync(folder).filter((name) => name.startsWith('x.'))).toEqual([]);
  });

  test('given a damaged file, then there is no backup and nothing is marked', async () => {
    await store.close();
    const bytes = readFileSync(live);
    bytes.fill(0x5a, 4096 * 20, 4096 * 24);
    const damaged = join(folder, 'damaged.sqlite');
    writeFileSync(damaged, bytes);
    const { code, err } = await backup([damaged, target]);
    expect(err).toContain('No backup was made');
    expect([code, existsSync(target)]).toEqual([1, false]);
    store = await openStore(live);
  });

  test('given no arguments, then data/yardem.sqlite goes to data/backup-<time>.sqlite', async () => {
    const data = await openStore(join(folder, 'data/yardem.sqlite'));
    await data.close();
    const { code } = await backup([]);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'data')).filter((name) => name.startsWith('backup-'))).toEqual([
      expect.stringMatching(/^backup-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.sqlite$/),
    ]);
  });

  function backup(words: string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const script = [join(root, 'scripts/backup.ts'), ...words];
      execFile(join(root, 'node_modules/.bin/node'), script, { cwd: folder }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  }
});

const stream = { id: 's', device: 'd', lastOp: 0, safeOp: 0, left: 0, seenAt: 1e12, app: '', kept: null };
