import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';

/**
 * Backs up a running server's SQLite file: `node scripts/backup.ts [data-file] [target]`.
 * Copies one moment of it while others go on writing, checks the copy, and only then notes in the live file which
 * commands it covers: phones keep what they said until a checked backup holds it. Never overwrites anything.
 *
 * Exit codes: 0 done; 1 the backup failed and nothing was kept; 2 wrong arguments; 3 the backup is good, but the live
 * file could not be told (phones keep more than they need; the next backup makes up for it).
 */
const USAGE =
  'Usage: node scripts/backup.ts [data-file, else data/yardem.sqlite] [target, a file that does not exist yet]';
const TABLES = ['row', 'gone', 'commit', 'stream', 'receipt', 'credential', 'invitation'] as const;

/** What a database holds at one moment, to compare a copy with. */
interface Account {
  epoch: string;
  seq: number;
  counts: Record<string, number>;
  /** The last op of every stream. */
  ops: Record<string, number>;
}

class Failure extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof Failure ? error.code : 1;
}

async function main(words: string[]): Promise<void> {
  if (words.length > 2 || words.some((word) => word.startsWith('-'))) throw new Failure(2, USAGE);
  const source = words[0] ?? 'data/yardem.sqlite';
  const stamp = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const target = words[1] ?? `data/backup-${stamp}.sqlite`;
  if (/^postgres(ql)?:/.test(source))
    throw new Failure(2, 'PostgreSQL has its own tools: use pg_dump or a base backup.');
  if (!existsSync(source)) throw new Failure(2, `There is no file ${source}.\n${USAGE}`);
  refuseToOverwrite(target);

  mkdirSync(dirname(resolve(target)), { recursive: true });
  const partial = `${target}.partial-${process.pid}`;
  let covered: Account;
  try {
    const live = await copy(source, partial);
    covered = check(partial, live);
    keep(partial, target);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(1, `No backup was made: ${reason(error)}`);
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(partial + end, { force: true });
  }
  console.log(`${target} holds ${source} up to change ${covered.seq}, and is sound:`);
  console.log(TABLES.map((table) => `${covered.counts[table]} ${table}`).join(', '));

  try {
    const marked = markSafe(source, covered);
    console.log(
      `The live file knows it: ${marked} of ${Object.keys(covered.ops).length} outboxes may forget more.`,
    );
  } catch (error) {
    throw new Failure(3, `The backup is good, but ${source} could not be told: ${reason(error)}`);
  }
}

/** Copies one moment of `source` into the new file `partial` and says what it then held. */
async function copy(source: string, partial: string): Promise<Account> {
  const live = new DatabaseSync(source, { timeout: 10_000 });
  try {
    // Holding the moment open keeps writers from making the copy start over, however long it takes.
    live.exec('begin');
    const account = accountOf(live);
    await backup(live, partial, { rate: 1000 });
    live.exec('commit');
    return account;
  } finally {
    live.close();
  }
}

/** Reads the whole copy back; throws unless it is sound and holds just what the original held. */
function check(partial: string, live: Account): Account {
  const file = new DatabaseSync(partial);
  try {
    file.exec('PRAGMA journal_mode=DELETE'); // one file to carry away, without a -wal beside it
    const faults = file.prepare('PRAGMA integrity_check').all();
    if (faults.length !== 1 || faults[0]?.integrity_check !== 'ok')
      throw new Error(`the copy is damaged: ${JSON.stringify(faults.slice(0, 3))}`);
    const account = accountOf(file);
    if (JSON.stringify(account) !== JSON.stringify(live))
      throw new Error('the copy differs from the original');
    return account;
  } finally {
    file.close();
  }
}

/** Gives the checked copy its name, in one step, and sees it safely on the disk. */
function keep(partial: string, target: string): void {
  flush(partial);
  try {
    linkSync(partial, target); // unlike a rename, never replaces a file that came meanwhile
  } catch {
    refuseToOverwrite(target);
    renameSync(partial, target); // for disks that know no links, such as memory sticks
  }
  flush(dirname(resolve(target)));
}

/** Tells the live file which ops the backup covers; those that came since are not among them. */
function markSafe(source: string, covered: Account): number {
  const live = new DatabaseSync(source, { timeout: 10_000 });
  try {
    live.exec('PRAGMA synchronous=FULL');
    live.exec('begin immediate');
    const { epoch } = accountOf(live);
    if (epoch !== covered.epoch) throw new Error('it has become another database since');
    const mark = live.prepare(
      'update stream set safe_op = min(last_op, :op) where id = :id and safe_op < min(last_op, :op)',
    );
    let marked = 0;
    for (const [id, op] of Object.entries(covered.ops)) marked += Number(mark.run({ id, op }).changes);
    live.exec('commit');
    return marked;
  } finally {
    live.close();
  }
}

function accountOf(file: DatabaseSync): Account {
  const meta = file.prepare('select epoch, seq from meta').get();
  if (!meta) throw new Error('it is not a Yardem database');
  const counts: Record<string, number> = {};
  for (const table of TABLES)
    counts[table] = Number(file.prepare(`select count(*) as n from "${table}"`).get()?.n);
  const streams = file.prepare('select id, last_op from stream order by id').all();
  const ops = Object.fromEntries(streams.map(({ id, last_op }) => [String(id), Number(last_op)]));
  return { epoch: String(meta.epoch), seq: Number(meta.seq), counts, ops };
}

function refuseToOverwrite(target: string): void {
  if (existsSync(target))
    throw new Failure(2, `${target} exists already, and a backup never overwrites anything.`);
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
