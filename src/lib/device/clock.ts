import type { Database } from './database.ts';

/** How far the written-down time may lag behind: a phone that dies forgets no more of the time gone by. */
const WRITTEN_EVERY = 60_000;

const running = new WeakMap<Database, { at: number; since: number }>();

/**
 * The server's time as far as this device can tell, epoch milliseconds. It never runs back, and goes on while the app
 * is open, whatever is done to the phone's clock: what was to be forgotten is forgotten (SPEC D9).
 */
export async function serverTime(database: Database): Promise<number> {
  const [written = 0, offset = 0] = (await database.meta.bulkGet(['clock', 'offset'])) as (
    number | undefined
  )[];
  const before = running.get(database);
  const went = before ? before.at + performance.now() - before.since : 0;
  const at = Math.max(Date.now() + offset, written, went);
  running.set(database, { at, since: performance.now() });
  // A live query may not write; then whoever asks next outside of one does, at the latest the next exchange.
  if (at - written > WRITTEN_EVERY) await database.remember('clock', at).catch(() => undefined);
  return at;
}

/** The server has just said what time it is: nothing that was believed before counts. */
export function trust(database: Database, at: number): void {
  running.set(database, { at, since: performance.now() });
}
