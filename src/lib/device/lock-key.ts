import type { Database } from './database.ts';

/** The key to the contacts while the phone is unlocked: in memory, never on the disk. */
const held = new WeakMap<Database, { lock: string; key: CryptoKey }>();

export const holdKey = (database: Database, lock: string, key: CryptoKey): unknown =>
  held.set(database, { lock, key });

export const dropKey = (database: Database): unknown => held.delete(database);

export const heldKey = (database: Database): { lock: string; key: CryptoKey } | undefined =>
  held.get(database);
