import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, realpathSync, renameSync } from 'node:fs';
import { dirname, parse, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { Journal, type Entry } from '../src/lib/server/journal.ts';
import { migrationNames } from '../src/lib/server/store/migrations.ts';
import {
  accountOf,
  discard,
  Failure,
  flush,
  keep,
  mustBeSound,
  reason,
  run,
  stamp,
} from './database-file.ts';

/**
 * Puts a backup in the place of the database: `node scripts/restore.ts <backup-file> [data-file]`. The server is stopped.
 * The backup is only read, and checked before anything is touched. The old database is moved aside, never deleted; at
 * every moment its name leads to a whole database, the old one or the new. Whoever was erased or shut out since the
 * backup stays so: the two journals are merged, and the server applies them when it starts.
 *
 * Exit codes: 0 done; 1 it failed and the database is as it was; 2 wrong arguments.
 */
const USAGE = 'Usage: node scripts/restore.ts <backup-file> [data-file, else data/yardem.sqlite]';
const BUSY = 5;

await run(main);

async function main(words: string[]): Promise<void> {
  const [source, live = 'data/yardem.sqlite'] = words;
  if (!source || words.length > 2 || words.some((word) => word.startsWith('-'))) throw new Failure(2, USAGE);
  if (words.some((word) => /^postgres(ql)?:/.test(word)))
    throw new Failure(
      2,
      'PostgreSQL has its own tools: use pg_restore, and leave the journal (YARDEM_JOURNAL, else data/yardem.journal.jsonl) as it is: the server applies it when it starts.',
    );
  if (!existsSync(source)) throw new Failure(2, `There is no file ${source}.\n${USAGE}`);
  if (existsSync(live) && realpathSync(source) === realpathSync(live))
    throw new Failure(2, `${source} is the database itself.`);
  const partial = `${live}.restoring-${process.pid}`;
  const { dir, name, ext } = parse(resolve(live));
  const aside = `${dir}/${name}.before-restore-${stamp()}${ext}`;
  let seq: number;
  let kept: string | undefined;
  let journal: { all: Entry[]; added: number };
  try {
    mkdirSync(dir, { recursive: true });
    seq = await prepare(source, partial);
    const journals = [`${source}.journal.jsonl`, `${live}.journal.jsonl`] as const;
    for (const each of journals) await Journal.read(each); // one that cannot be read is found before anything is touched
    const held = hold(live);
    try {
      // Before the database is there: whoever starts on it finds everybody who must not come back.
      journal = await mergeJournals(...journals);
      kept = await putAside(live, held, aside);
      if (kept) {
        flush(partial);
        renameSync(partial, live); // one step from the old database to the new
        flush(dir);
      } else keep(partial, live);
    } finally {
      held?.close();
    }
  } catch (error) {
    throw new Failure(1, `Nothing was restored, the database is as it was: ${reason(error)}`);
  } finally {
    discard(partial);
  }
  const erased = journal.all.filter((entry) => 'erase' in entry).length;
  console.log(`${live} is now what ${source} holds, up to change ${seq}, and is sound.`);
  if (kept) console.log(`The database that was there before is kept as ${kept}.`);
  console.log(
    `The journal has ${erased} erasures and ${journal.all.length - erased} revocations (${journal.added} of them from the backup's). The server applies them when it starts.`,
  );
  console.log(
    'Start the server now. At its next contact every phone, kiosk and desk takes over the restored rows, keeps what it has not sent yet, and sends again what it said since this backup.',
  );
}

/** Copies one moment of the backup to `partial`, checks all of it and makes it a database of a new life; gives its seq. */
async function prepare(source: string, partial: string): Promise<number> {
  const original = new DatabaseSync(source, { readOnly: true, timeout: 10_000 });
  try {
    await backup(original, partial, { rate: 1000 });
  } finally {
    original.close();
  }
  const file = new DatabaseSync(partial);
  try {
    file.exec('PRAGMA journal_mode=DELETE'); // one file, without a -wal beside it
    file.exec('PRAGMA synchronous=FULL');
    mustBeSound(file);
    const { seq } = accountOf(file);
    const steps = file.prepare('select name from kysely_migration').all();
    const unknown = steps.map((step) => String(step.name)).filter((step) => !migrationNames.includes(step));
    if (unknown.length > 0) throw new Error(`it was made by a newer Yardem (${unknown.join(', ')})`);
    // Another epoch: every cursor that was ever given is void, so every device asks for everything anew.
    file.prepare('update meta set epoch = ?').run(randomUUID());
    return seq;
  } finally {
    file.close();
  }
}

/**
 * Takes the database for ourselves alone until it is closed, with its -wal written into it.
 * Undefined where there is none, or none that SQLite can read. @throws while a server (or a backup) has it open.
 */
function hold(live: string): DatabaseSync | undefined {
  if (!existsSync(live)) return undefined;
  const file = new DatabaseSync(live, { timeout: 1000 });
  try {
    file.exec('PRAGMA journal_mode=DELETE'); // possible only while nobody else has it open
    file.exec('begin exclusive');
    // A server that came in between has turned it back, and would not be kept out by our lock.
    if (file.prepare('PRAGMA journal_mode').get()?.journal_mode === 'delete') return file;
    throw Object.assign(new Error('database is locked'), { errcode: BUSY });
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY)
      throw new Error(`a server or a backup is using ${live}. Stop the server and try again.`, {
        cause: error,
      });
    console.warn(`${live} cannot be read (${reason(error)}), so it is moved aside as it is.`);
    return undefined;
  }
}

/** Adds to the live journal what only the backup's has; it never gets shorter. */
async function mergeJournals(source: string, live: string): Promise<{ all: Entry[]; added: number }> {
  const [theirs, ours] = [await Journal.read(source), await Journal.read(live)];
  const known = new Set(ours.map((entry) => JSON.stringify(entry)));
  const missing = new Map(
    theirs.map((entry) => [JSON.stringify(entry), entry] as const).filter(([line]) => !known.has(line)),
  );
  await (await Journal.open(live)).append([...missing.values()]);
  return { all: [...ours, ...missing.values()], added: missing.size };
}

/**
 * Gives the old database a second name, under which it stays; undefined where there is none.
 * `live` must not be opened here while it is `held`: closing it would end the lock.
 */
async function putAside(
  live: string,
  held: DatabaseSync | undefined,
  aside: string,
): Promise<string | undefined> {
  if (existsSync(aside)) throw new Error(`${aside} exists already`);
  // Where there was nothing to read, these may be left; SQLite would write them into the new database.
  for (const end of held ? [] : ['-wal', '-shm', '-journal'])
    if (existsSync(live + end)) renameSync(live + end, aside + end);
  if (!existsSync(live)) return undefined;
  try {
    linkSync(live, aside);
  } catch {
    // A disk that knows no links.
    if (held) await backup(held, aside, { rate: 1000 });
    else renameSync(live, aside);
  }
  flush(dirname(aside));
  return aside;
}
