import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Listener, NOTIFY } from './listener.ts';
import { migrate } from './migrations.ts';
import { SqlStore, type Database, type Run } from './sql.ts';
import type { Speech } from './statements.ts';

const INT8 = 20;
/** Before a table is first analysed, the planner would rather collect and sort a whole home than walk its index. */
export const HABIT = 'set enable_bitmapscan = off';

/** How PostgreSQL wants the store's statements said. */
export const speech: Speech = {
  each: 'json_array_elements(?::json) as k(value)',
  // A bare sequence would let a reader see 8 before 7 is committed, and skip 7 for ever.
  lock: 'update meta set seq = seq returning epoch, seq, floor',
  notify: NOTIFY,
  // PostgreSQL does not merge sorted parts as SQLite does: without limits of their own it would read them whole.
  part: (select, limit) => `(${select} order by seq limit $${limit})`,
  spell(text) {
    let n = 0;
    return text.replaceAll('?', () => `$${++n}`);
  },
};

/**
 * Opens a PostgreSQL database by its address, `postgres://…`. Several servers may share it.
 * `clock` dates the commits; `say` is another speech only where a test takes something out of it.
 */
export async function openPostgres(url: string, clock = () => Date.now(), say = speech): Promise<SqlStore> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    // Counts stay far below 2^53, so a bigint need not arrive as text.
    types: {
      getTypeParser: (id: number, format?: 'text' | 'binary') =>
        id === INT8 ? Number : (pg.types.getTypeParser(id, format) as (value: string) => unknown),
    },
  });
  // An idle connection that breaks is replaced by the pool; unheard, the event would end the process.
  let closing = false;
  pool.on('error', (error) => {
    if (!closing) console.error('PostgreSQL:', error.message);
  });
  const dialect = new PostgresDialect({
    pool,
    onCreateConnection: async (connection) => void (await connection.executeQuery(CompiledQuery.raw(HABIT))),
  });
  const db = new Kysely<unknown>({ dialect });
  try {
    await migrate(db); // Kysely takes an advisory lock for it
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const runOn =
    (on: Kysely<unknown>): Run =>
    async <R>(text: string, parameters: readonly unknown[] = []) =>
      (await on.executeQuery<R>(CompiledQuery.raw(text, parameters as unknown[]))).rows;
  let listener: Listener | undefined;
  const database: Database = {
    speech: say,
    read: (work) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((tx) => work(runOn(tx))),
    // Read committed, so that what follows the lock sees what the writer before has committed.
    write: (work) =>
      db
        .transaction()
        .setIsolationLevel('read committed')
        .execute((tx) => work(runOn(tx))),
    async listen(heard) {
      listener = new Listener(url, heard);
      await listener.open();
    },
    async close() {
      closing = true;
      await listener?.close();
      await db.destroy();
    },
  };
  return new SqlStore(database, clock);
}
