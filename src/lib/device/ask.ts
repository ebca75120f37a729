import { MOST_OPS, PROTOCOL, type Request } from '$lib/sync/protocol.ts';
import type { Database, Pending } from './database.ts';
import { ownKey, unseal } from './seal.ts';

/** A push stays well under what the server takes, whatever the letters weigh. */
const PUSH_BYTES = 200 * 1024;

/** The next question of this device: what is unsent, as much as fits, and how far it has heard. */
export async function ask(database: Database): Promise<Request> {
  const waiting = await database.outbox.orderBy('n').limit(MOST_OPS).toArray();
  const key = waiting.some((each) => each.sealed) ? await ownKey(database.key) : undefined;
  const ops: Request['ops'] = [];
  let size = 0;
  for (const pending of waiting) {
    const op = await opened(pending, key);
    size += JSON.stringify(op).length * 2;
    if (ops.length > 0 && size > PUSH_BYTES) break;
    ops.push(op);
  }
  const left = (await database.outbox.count()) - ops.length;
  const cursor = (await database.recall('cursor')) ?? null;
  const stream = await streamOf(database);
  return { protocol: PROTOCOL, stream, cursor, ops, left, limit: 2000, sent: Date.now() };
}

/** The name of this outbox; an evicted browser begins a new one. */
function streamOf(database: Database): Promise<string> {
  return database.transaction('rw', database.meta, async () => {
    const kept = await database.recall('stream');
    if (kept) return kept;
    const fresh = crypto.randomUUID();
    await database.remember('stream', fresh);
    return fresh;
  });
}

/** The server has forgotten what it once had (a restored backup): what it lacks goes back into the outbox. */
export async function resend(database: Database, lastOp: number): Promise<void> {
  await database.transaction('rw', database.sent, database.outbox, async () => {
    const lost = await database.sent.where('n').above(lastOp).toArray();
    await database.outbox.bulkPut(lost);
    const first = await database.outbox.orderBy('n').first();
    // Cannot happen while `sent` is kept until it is safe; if it does, stopping is better than skipping.
    if (first && first.n > lastOp + 1) throw new Error(`commands ${lastOp + 1} to ${first.n - 1} are gone`);
  });
}

async function opened({ n, name, v, args, sealed, at }: Pending, key: CryptoKey | undefined) {
  return { n, name, v, at, args: sealed && key ? await unseal<unknown>(key, sealed) : args };
}
