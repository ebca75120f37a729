import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { MemoryStore } from '$lib/server/store/memory.ts';
import { openStore } from '$lib/server/store/open.ts';
import type { Change, Placed, Store, Stream } from '$lib/server/store/port.ts';
import type { Household } from '$lib/domain/household/household.ts';
import { startPostgres } from '../support/postgres.ts';

/** A kind of database, started once for a file of tests. */
export interface Maker {
  name: string;
  /** Whether a second store can be opened on what the first one holds. */
  lasting: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The address of a new, empty database. */
  fresh(): Promise<string>;
}

export const memory: Maker = {
  name: 'memory',
  lasting: false,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  fresh: () => Promise.resolve('memory:'),
};

export function sqlite(): Maker {
  let folder = '';
  let count = 0;
  return {
    name: 'SQLite',
    lasting: true,
    start() {
      folder = mkdtempSync(join(tmpdir(), 'yardem-store-'));
      return Promise.resolve();
    },
    stop() {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
    fresh: () => Promise.resolve(join(folder, `new/${++count}.sqlite`)),
  };
}

export function postgres(): Maker {
  let server: Awaited<ReturnType<typeof startPostgres>> | undefined;
  let client: pg.Client | undefined;
  let count = 0;
  return {
    name: 'PostgreSQL',
    lasting: true,
    async start() {
      server = await startPostgres();
      client = await answering(server.url);
    },
    async stop() {
      await client?.end();
      await server?.stop();
    },
    async fresh() {
      if (!server || !client) throw new Error('PostgreSQL was not started');
      const name = `test_${++count}`;
      await client.query(`create database ${name}`);
      return server.url.replace('/postgres?', `/${name}?`);
    },
  };
}

/** Its socket is there a moment before the server answers on it. */
async function answering(url: string): Promise<pg.Client> {
  for (let tries = 1; ; tries++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(50);
    }
  }
}

export { MemoryStore, openStore };

export function household(id: string, home = 'north', more: Partial<Household> = {}): Placed {
  const body: Household = { id, area: home, name: `Family ${id}`, place: 'Behind the well', ...more };
  return { row: { kind: 'household', id, body }, home };
}

export const key = (id: string) => ({ kind: 'household' as const, id });

/** A change in one word: 'a' or, for a tombstone, '-a'. */
export const word = (change: Change): string => ('gone' in change ? `-${change.gone.id}` : change.row.id);

/** Everything after `after`, page by page, each page in a snapshot of its own. */
export async function pull(
  store: Store,
  after: number,
  limit: number,
  homes: string[] | null = null,
): Promise<Change[]> {
  const heard: Change[] = [];
  for (;;) {
    const page = await store.read((tx) => tx.changed(heard.at(-1)?.seq ?? after, limit, homes));
    heard.push(...page);
    if (page.length < limit) return heard;
  }
}

/** A device's series of words, as it stands at first. */
export const stream = (id: string): Omit<Stream, 'series'> => ({
  id,
  device: `device of ${id}`,
  lastOp: 0,
  safeOp: 0,
  left: 0,
  seenAt: 1_700_000_000_000,
  app: '',
  kept: null,
});

/** A volunteer's card for the kiosk. */
export const badge = {
  ...{ volunteer: 'v', home: 'north', number: '4711', pin: 'salt$hash', token: 't', tries: 0 },
  lockedUntil: 0,
};

export const invitation = {
  hash: 'i',
  role: 'volunteer' as const,
  area: 'north',
  name: '艾力',
  invitedBy: 'd',
  expiresAt: 1_800_000_000_000,
};
