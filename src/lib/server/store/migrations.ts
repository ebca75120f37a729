import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

/** The tables, in the order in which they came to be. A migration that was released is never edited. */
const migrations: Record<string, Migration> = {
  '0001-first': {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      await schema
        .createTable('meta')
        .addColumn('one', 'integer', (c) => c.primaryKey().check(sql`one = 1`))
        .addColumn('epoch', 'text', (c) => c.notNull())
        .addColumn('seq', 'bigint', (c) => c.notNull())
        .addColumn('floor', 'bigint', (c) => c.notNull())
        .execute();
      await schema
        .createTable('row')
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('seq', 'bigint', (c) => c.notNull())
        .addColumn('home', 'text', (c) => c.notNull())
        .addColumn('parent', 'text')
        .addColumn('body', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('row_key', ['kind', 'id'])
        .execute();
      await schema.createIndex('row_seq').on('row').column('seq').unique().execute();
      await schema.createIndex('row_home_seq').on('row').columns(['home', 'seq']).execute();
      await schema.createIndex('row_kind_parent').on('row').columns(['kind', 'parent']).execute();
      await schema
        .createTable('gone')
        .addColumn('seq', 'bigint', (c) => c.primaryKey())
        .addColumn('home', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .execute();
      await schema.createIndex('gone_home_seq').on('gone').columns(['home', 'seq']).execute();
      await schema
        .createTable('commit')
        .addColumn('seq', 'bigint', (c) => c.primaryKey())
        .addColumn('nonce', 'text', (c) => c.notNull())
        .execute();
      await schema
        .createTable('stream')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('device', 'text', (c) => c.notNull())
        .addColumn('series', 'bigint', (c) => c.notNull().unique())
        .addColumn('last_op', 'bigint', (c) => c.notNull())
        .addColumn('safe_op', 'bigint', (c) => c.notNull())
        .addColumn('unsent', 'bigint', (c) => c.notNull())
        .addColumn('seen_at', 'bigint', (c) => c.notNull())
        .execute();
      await schema
        .createTable('receipt')
        .addColumn('stream', 'text', (c) => c.notNull())
        .addColumn('n', 'bigint', (c) => c.notNull())
        .addColumn('result', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('receipt_key', ['stream', 'n'])
        .execute();
      await schema
        .createTable('credential')
        .addColumn('device', 'text', (c) => c.primaryKey())
        .addColumn('hash', 'text', (c) => c.notNull().unique())
        .addColumn('gen', 'bigint', (c) => c.notNull())
        .execute();
      await schema
        .createTable('invitation')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute();
      await sql`insert into meta (one, epoch, seq, floor) values (1, ${randomUUID()}, 0, 0)`.execute(db);
      // The birth counts as a commit, so that a cursor taken from an empty database has a nonce too.
      await sql`insert into "commit" (seq, nonce) values (0, ${randomUUID()})`.execute(db);
    },
  },
  '0002-forgetting': {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      await schema.alterTable('row').addColumn('forget_at', 'bigint').execute();
      // Few rows have one, and the longest overdue is asked for first.
      await sql`create index row_forget_at on "row" (forget_at, seq) where forget_at is not null`.execute(db);
      await schema
        .createTable('erased')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .execute();
      // 0: nobody knows when.
      await schema
        .alterTable('commit')
        .addColumn('at', 'bigint', (c) => c.notNull().defaultTo(0))
        .execute();
      await schema
        .alterTable('stream')
        .addColumn('app', 'text', (c) => c.notNull().defaultTo(''))
        .execute();
      await schema.alterTable('stream').addColumn('kept', 'integer').execute();
    },
  },
  '0003-clock': {
    async up(db: Kysely<unknown>) {
      // The clock now looks at rows for more reasons than to forget them.
      await sql`drop index row_forget_at`.execute(db);
      await sql`alter table "row" rename column forget_at to due_at`.execute(db);
      // What there is to say about the needs that are on, nobody has worked out yet: the clock does, when it first strikes.
      await sql`update "row" set due_at = 0 where kind = 'need' and due_at is null`.execute(db);
      await sql`create index row_due_at on "row" (due_at, seq) where due_at is not null`.execute(db);
    },
  },
  '0004-health': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('stream').addColumn('health', 'text').execute();
    },
  },
  '0005-slips': {
    async up(db: Kysely<unknown>) {
      // No slip from before has a page, so no row needs a number here yet.
      await db.schema.alterTable('row').addColumn('slip', 'text').execute();
      await sql`create index row_slip on "row" (slip) where slip is not null`.execute(db);
    },
  },
  '0006-badges': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('badge')
        .addColumn('volunteer', 'text', (c) => c.primaryKey())
        .addColumn('home', 'text', (c) => c.notNull())
        .addColumn('number', 'text', (c) => c.notNull())
        .addColumn('pin', 'text', (c) => c.notNull())
        .addColumn('token', 'text', (c) => c.notNull().unique())
        .addColumn('tries', 'bigint', (c) => c.notNull())
        .addColumn('locked_until', 'bigint', (c) => c.notNull())
        .addUniqueConstraint('badge_number', ['home', 'number'])
        .execute();
    },
  },
};

/** A database that knows others was made by a later version. */
export const migrationNames: readonly string[] = Object.keys(migrations);

/** Brings the tables up to date. Callers see to it that only one process does so at a time. */
export async function migrate(db: Kysely<unknown>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error('The database could not be brought up to date', { cause: error });
}
