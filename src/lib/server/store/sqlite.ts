import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { migrate } from './migrations.ts';
import { SqlStore, type Database, type Run } from './sql.ts';
import type { Speech } from './statements.ts';

/** How long a writer waits for another process (a backup, say) to finish its own write. */
const PATIENCE = 10_000;

/** How SQLite wants the store's statements said. */
export const speech: Speech = {
  each: 'json_each(?) as k',
  lock: 'select epoch, seq, floor from meta',
  part: (select) => select,
  spell: (text) => text,
};

/** Opens a SQLite file, with its folder made where it is missing, or ':memory:'. `clock` dates the commits. */
export async function openSqlite(path: string, clock = () => Date.now()): Promise<SqlStore> {
  const alone = path === ':memory:';
  if (!alone) mkdirSync(dirname(path), { recursive: true });
  // Whoever waited for scripts/restore.ts to let go of the file holds the old one, which SQLite refuses to write to.
  const writer = await connect(path).catch((error) => {
    if (moved(error)) return connect(path);
    throw error;
  });
  // A connection of their own lets readers go on while a writer is between two statements; memory has only one.
  const reader = alone ? writer : await connect(path);
  const close = () => {
    for (const { file } of new Set([reader, writer])) if (file.isOpen) file.close();
    return Promise.resolve();
  };
  try {
    await within(writer, 'begin immediate', ({ db }) => migrate(db));
  } catch (error) {
    await close();
    throw error;
  }
  const database: Database = {
    speech,
    read: (work) => within(reader, 'begin', ({ run }) => work(run)),
    write: (work) => within(writer, 'begin immediate', ({ run }) => work(run)),
    close,
  };
  return new SqlStore(database, clock);
}

interface Connection {
  file: DatabaseSync;
  db: Kysely<unknown>;
}

async function connect(path: string): Promise<Connection> {
  const file = new DatabaseSync(path, { timeout: 5000 });
  try {
    // Turning a new file to WAL needs it for oneself, and SQLite does not wait for that.
    await patiently(() => Promise.resolve(file.exec('PRAGMA journal_mode=WAL')));
  } catch (error) {
    file.close();
    throw error;
  }
  // `begin` waits by itself (see below), without holding up everybody else on this thread.
  for (const pragma of ['synchronous=FULL', 'foreign_keys=ON', 'busy_timeout=50'])
    file.exec(`PRAGMA ${pragma}`);
  return { file, db: new Kysely<unknown>({ dialect: new SqliteDialect({ database: adapt(file) }) }) };
}

/** One transaction on the one connection; Kysely lets the next in when it is over. */
function within<T>(
  { db: on }: Connection,
  begin: string,
  work: (tx: { db: Kysely<unknown>; run: Run }) => Promise<T>,
): Promise<T> {
  return on.connection().execute(async (db) => {
    const run: Run = async <R>(text: string, parameters: readonly unknown[] = []) =>
      (await db.executeQuery<R>(CompiledQuery.raw(text, parameters as unknown[]))).rows;
    await patiently(() => run(begin));
    try {
      const result = await work({ db, run });
      await run('commit');
      return result;
    } catch (error) {
      await run('rollback').catch(() => undefined); // SQLite may have rolled back already
      throw error;
    }
  });
}

/** Tries again while another process holds the file. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!busy(error) || Date.now() > until) throw error;
      await sleep(5 + Math.random() * 20);
    }
  }
}

const codeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
const busy = (error: unknown): boolean => (codeOf(error) & 0xff) === 5;
/** SQLITE_READONLY_DBMOVED: the file that was opened bears another name by now. */
const moved = (error: unknown): boolean => codeOf(error) === 1032;

/** node:sqlite in the shape Kysely expects of better-sqlite3, with statements compiled once. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const compiled = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = compiled.get(text);
      if (known) return known;
      const statement = database.prepare(text);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      const adapted: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) =>
          statement.iterate(...values(parameters)) as IterableIterator<Record<string, unknown>>,
      };
      compiled.set(text, adapted);
      return adapted;
    },
  };
}
