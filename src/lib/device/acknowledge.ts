import type { Result } from '$lib/sync/protocol.ts';
import type { Database, Message, Pending } from './database.ts';

/** How far the server has heard this outbox, and up to where a backup covers it. */
export interface Heard {
  lastOp: number;
  safe: number;
}

/** Moves what the server has run out of the outbox, to where it waits for a backup. Answers what that was. */
export async function acknowledge(database: Database, { lastOp, safe }: Heard): Promise<Pending[]> {
  const heard = database.outbox.where('n').belowOrEqual(lastOp);
  const done = await heard.toArray();
  if (done.length > 0) {
    await heard.delete(); // a range, and so one step for the database
    await database.sent.bulkPut(done.filter(({ n }) => n > safe));
  }
  await database.sent.where('n').belowOrEqual(safe).delete();
  // The server has run less than it once had: it was restored. What it lost is said again (SPEC D6).
  const lost = await database.sent.where('n').above(lastOp).toArray();
  if (lost.length > 0) await database.outbox.bulkPut(lost);
  return done;
}

/** What the person has to be told of how commands came out: refusals, places on standby, reports. */
export async function outcomes(
  database: Database,
  results: readonly Result[],
  done: readonly Pending[],
  at: number,
): Promise<Message[]> {
  // Numbers begin anew with every stream; a message that was not read yet must not be taken for another.
  const stream = await database.recall('stream');
  const said = new Map(done.map((pending) => [pending.n, pending]));
  return results.flatMap((result) => {
    const what = result.ok ? result.told : result.code;
    const pending = said.get(result.n);
    if (!what || !pending) return [];
    return { id: `op ${stream} ${result.n}`, deed: pending.name, need: pending.args.id, what, at, seen: 0 };
  });
}
