import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { Journal } from '../src/lib/server/journal.ts';
import {
  accountOf,
  discard,
  Failure,
  keep,
  mustBeSound,
  reason,
  run,
  stamp,
  type Account,
} from './database-file.ts';

/**
 * Backs up a running server's SQLite file: `node scripts/backup.ts [data-file] [target]`.
 * Copies one moment of it (and its journal) while others go on writing, checks the copy, and only then notes in the
 * live file which commands it covers: phones keep what they said until a checked backup holds it. Never overwrites anything.
 *
 * Exit codes: 0 done; 1 the backup failed and nothing was kept; 2 wrong arguments; 3 the backup is good, but the live
 * file could not be told (phones keep more than they need; the next backup makes up for it).
 */
const USAGE =
  'Usage: node scripts/backup.ts [data-file, else data/yardem.sqlite] [target, a file that does not exist yet]';

await run(main);

async function main(words: string[]): Promise<void> {
  if (words.length > 2 || words.some((word) => word.startsWith('-'))) throw new Failure(2, USAGE);
  const source = words[0] ?? 'data/yardem.sqlite';
  const target = words[1] ?? `data/backup-${stamp()}.sqlite`;
  if (/^postgres(ql)?:/.test(source))
    throw new Failure(
      2,
      'PostgreSQL has its own tools: use pg_dump or a base backup, and then copy the journal (YARDEM_JOURNAL, else data/yardem.journal.jsonl).',
    );
  if (!existsSync(source)) throw new Failure(2, `There is no file ${source}.\n${USAGE}`);
  const [journal, journalTarget] = [`${source}.journal.jsonl`, `${target}.journal.jsonl`];
  refuseToOverwrite(target);
  refuseToOverwrite(journalTarget);

  mkdirSync(dirname(resolve(target)), { recursive: true });
  const partial = `${target}.partial-${process.pid}`;
  let covered: Account;
  let lines: number | undefined;
  try {
    const live = await copy(source, partial);
    covered = check(partial, live);
    // After the database, so that it lacks nothing that the copy has; and named first, so that no copy is without it.
    lines = await copyJournal(journal, `${partial}.journal`, journalTarget);
    try {
      keep(partial, target);
    } catch (error) {
      if (lines !== undefined) rmSync(journalTarget);
      throw error;
    }
  } catch (error) {
    throw new Failure(1, `No backup was made: ${reason(error)}`);
  } finally {
    discard(partial);
    discard(`${partial}.journal`);
  }
  console.log(`${target} holds ${source} up to change ${covered.seq}, and is sound:`);
  console.log(
    Object.entries(covered.counts)
      .map(([table, rows]) => `${rows} ${table}`)
      .join(', '),
  );
  console.log(
    lines === undefined
      ? `There is no ${journal}: nobody has been erased or shut out yet.`
      : `${journalTarget} holds its journal, ${lines} entries: keep the two together.`,
  );

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
    mustBeSound(file);
    const account = accountOf(file);
    if (JSON.stringify(account) !== JSON.stringify(live))
      throw new Error('the copy differs from the original');
    return account;
  } finally {
    file.close();
  }
}

/** Copies the journal beside the copy, if there is one, and gives the number of its entries. */
async function copyJournal(journal: string, partial: string, target: string): Promise<number | undefined> {
  if (!existsSync(journal)) return undefined;
  const entries = await Journal.read(journal);
  writeFileSync(partial, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
  if (JSON.stringify(await Journal.read(partial)) !== JSON.stringify(entries))
    throw new Error('the copy of the journal differs from the original');
  keep(partial, target);
  return entries.length;
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

function refuseToOverwrite(target: string): void {
  if (existsSync(target))
    throw new Failure(2, `${target} exists already, and a backup never overwrites anything.`);
}
