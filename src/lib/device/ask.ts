import { MOST_KEPT, MOST_OPS, PROTOCOL, type Request } from '$lib/sync/protocol.ts';
import type { Database, Pending } from './database.ts';
import { ownKey, unseal } from './seal.ts';
import { streamOf } from './stream.ts';

/** A push stays well under what the server takes, whatever the letters weigh. */
const PUSH_BYTES = 200 * 1024;

/** What the desk's list says of a device: its app's version, and whether the browser has promised to keep its data. */
export type About = Pick<Request, 'app' | 'kept' | 'health'>;

/** The next question of this device: what is unsent, as much as fits, and how far it has heard. */
export async function ask(database: Database, about: About): Promise<Request> {
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
  const [stream, keeps] = [await streamOf(database), await keptSubjects(database)];
  return { protocol: PROTOCOL, stream, cursor, ops, left, limit: 2000, sent: Date.now(), ...about, keeps };
}

/** Households and applications that commands kept here tell of; where they are very many, some of them, others the next time. */
async function keptSubjects(database: Database): Promise<string[]> {
  const found = await Promise.all(
    [database.outbox, database.sent].map((table) => table.orderBy('household').uniqueKeys()),
  );
  const all = [...new Set(found.flat() as string[])];
  const from = all.length > MOST_KEPT ? Math.floor(Math.random() * (all.length - MOST_KEPT + 1)) : 0;
  return all.slice(from, from + MOST_KEPT);
}

async function opened({ n, name, v, args, sealed, at }: Pending, key: CryptoKey | undefined) {
  return { n, name, v, at, args: sealed && key ? await unseal<unknown>(key, sealed) : args };
}
