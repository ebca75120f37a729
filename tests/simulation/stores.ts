import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore } from '$lib/server/store/open.ts';
import type { Store } from '$lib/server/store/port.ts';
import { nature } from './nature.ts';

/** Opens an empty store for one story. */
export type Opener = () => Promise<Store>;

let count = 0;

/**
 * Stores of another kind than memory: 'sqlite', or the address of a PostgreSQL server. Copies that are put back are
 * left out of their stories: how a file is restored has tests of its own.
 */
export function opener(kind: string | undefined): Opener | undefined {
  if (!kind || kind === 'memory') return undefined;
  return kind === 'sqlite' ? sqlite : () => postgres(kind);
}

async function sqlite(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'yardem-sim-'));
  return closing(await openStore(join(folder, 'village.sqlite'), () => nature.now), () =>
    Promise.resolve(rmSync(folder, { recursive: true })),
  );
}

async function postgres(server: string): Promise<Store> {
  const name = `sim_${process.pid}_${++count}`;
  await ask(server, `create database ${name}`);
  const store = await openStore(server.replace('/postgres?', `/${name}?`), () => nature.now);
  return closing(store, () => ask(server, `drop database ${name}`));
}

async function ask(server: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

function closing(store: Store, after: () => Promise<void>): Store {
  return {
    read: (work) => store.read(work),
    write: (work) => store.write(work),
    watch: (heard) => store.watch(heard),
    close: () => store.close().then(after),
  };
}
