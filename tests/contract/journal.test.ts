import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal, journalPath, type Entry } from '$lib/server/journal.ts';

const erase = (id: string, at = 1): Entry => ({ at, erase: id });
const revoke = (id: string, at = 1): Entry => ({ at, revoke: id });

describe('the journal', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yardem-journal-'));
    path = join(folder, 'new/deep/yardem.sqlite.journal.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('given no file, when it is opened, then it is there, empty, and for its owner alone', async () => {
    const journal = await Journal.open(path);
    expect(await journal.entries()).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['a file', () => Journal.open(path)],
    ['memory', () => Promise.resolve(Journal.inMemory())],
  ])(
    'given %s, when entries are appended, then they come back in order, as often as they were said',
    async (_, make) => {
      const journal = await make();
      await journal.append([erase('h1', 5), revoke('d1', 6)]);
      await journal.append([]);
      await Promise.all([journal.append([erase('户"\n\\', 7)]), journal.append([erase('h1', 5)])]);
      const all = [erase('h1', 5), revoke('d1', 6), erase('户"\n\\', 7), erase('h1', 5)];
      expect(await journal.entries()).toEqual(all);
    },
  );

  test('given a journal that was closed with the process, when it is opened again, then it goes on', async () => {
    await (await Journal.open(path)).append([erase('a')]);
    const journal = await Journal.open(path);
    await journal.append([revoke('b')]);
    expect(await journal.entries()).toEqual([erase('a'), revoke('b')]);
    expect(readFileSync(path, 'utf8')).toBe('{"at":1,"erase":"a"}\n{"at":1,"revoke":"b"}\n');
  });

  test('given a last line torn anywhere by a crash, then it is passed over, and what comes later stands apart', async () => {
    const journal = await Journal.open(path);
    const whole = '{"at":1,"erase":"户"}\n';
    const torn = Buffer.from('{"at":2,"erase":"家庭"}');
    for (let cut = 1; cut < torn.length; cut++) {
      writeFileSync(path, Buffer.concat([Buffer.from(whole), torn.subarray(0, cut)]));
      expect(await journal.entries()).toEqual([erase('户')]);
      await journal.append([revoke('d')]);
      await journal.append([erase('e')]);
      expect(await journal.entries()).toEqual([erase('户'), revoke('d'), erase('e')]);
    }
  });

  test('given a crash that took only the end of the line, then the entry counts', async () => {
    const journal = await Journal.open(path);
    await journal.append([erase('a'), erase('b')]);
    truncateSync(path, statSync(path).size - 1);
    expect(await journal.entries()).toEqual([erase('a'), erase('b')]);
    await journal.append([erase('c')]);
    expect(await journal.entries()).toEqual([erase('a'), erase('b'), erase('c')]);
  });

  test.each([
    ['no JSON', '{"at":1,"era'],
    ['an entry that nobody here knows', '{"at":1,"forgive":"a"}'],
    ['an entry that says too much', '{"at":1,"erase":"a","revoke":"b"}'],
    ['an entry without its time', '{"erase":"a"}'],
    ['an id that is no text', '{"at":1,"erase":7}'],
    ['another value', 'null'],
    ['noughts, as a disk leaves them', '\0\0\0\0'],
  ])('given %s in the middle, then it is an error that names file and line', async (_, line) => {
    const journal = await Journal.open(path);
    appendFileSync(path, `{"at":1,"erase":"a"}\n${line}\n{"at":1,"erase":"b"}\n`);
    await expect(journal.entries()).rejects.toThrow(`${path}, line 2`);
  });

  test('given a file that was moved away, when more is appended, then it goes where the journal belongs', async () => {
    const journal = await Journal.open(path);
    await journal.append([erase('a')]);
    renameSync(path, `${path}.old`);
    await journal.append([erase('b')]);
    expect(await journal.entries()).toEqual([erase('b')]);
    expect(readFileSync(`${path}.old`, 'utf8')).toContain('"a"');
  });

  test('given a place where nothing can be written, then opening says so', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(Journal.open(join(folder, 'file/journal'))).rejects.toThrow();
  });

  test('given processes that append at once and are killed, then all that stood is there, whole', async () => {
    const journal = await Journal.open(path);
    const stood = new Map<string, number>();
    for (let round = 0; round < 5; round++) {
      const names = ['x', 'y', 'z'].map((name) => name + round);
      const heard = await Promise.all(names.map((name, i) => killed(path, name, 10 + 7 * i)));
      for (const [index, name] of names.entries()) stood.set(name, heard[index]!);
      await journal.append([erase(`between ${round}`)]);
    }
    const entries = await journal.entries();
    const said = new Set(entries.map((entry) => ('erase' in entry ? entry.erase : entry.revoke)));
    for (const [name, count] of stood) {
      expect(count).toBeGreaterThanOrEqual(10);
      for (let i = 1; i <= count; i++) {
        expect(said).toContain(`${name}-${i}`);
        expect(said).toContain(`${name}-${i}-${'x'.repeat(200)}`);
      }
    }
    for (let round = 0; round < 5; round++) expect(said).toContain(`between ${round}`);
  }, 60_000);

  /** Runs fixtures/diarist.ts until so many appends stood, kills it, and gives how many it said. */
  function killed(at: string, name: string, after: number): Promise<number> {
    const script = join(import.meta.dirname, 'fixtures/diarist.ts');
    const child = spawn('node_modules/.bin/node', [script, at, name, '100000']);
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.split('\n').length > after + 2) child.kill('SIGKILL');
    });
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === null) resolve(Number(said.split('\n').at(-2)));
        else reject(new Error(complaint));
      });
    });
  }
});

test.each([
  ['data/yardem.sqlite', {}, 'data/yardem.sqlite.journal.jsonl'],
  ['/srv/x.db', { YARDEM_JOURNAL: '/other' }, '/srv/x.db.journal.jsonl'],
  ['postgres://host/db', {}, 'data/yardem.journal.jsonl'],
  ['postgresql://host/db', { YARDEM_JOURNAL: '/srv/j.jsonl' }, '/srv/j.jsonl'],
  ['postgres://host/db', { YARDEM_JOURNAL: '' }, 'data/yardem.journal.jsonl'],
  ['memory:', {}, undefined],
  [':memory:', { YARDEM_JOURNAL: '/other' }, undefined],
])('given the database %s and %o, then its journal is %s', (url, env, path) => {
  expect(journalPath(url, env)).toBe(path);
});
