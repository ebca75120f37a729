import type { Database } from './database.ts';

/** The name of this outbox; an evicted browser begins a new one (SPEC D7). */
export async function streamOf(database: Database): Promise<string> {
  return (
    (await database.recall('stream')) ??
    (await database.transaction('rw', database.meta, async () => {
      const kept = await database.recall('stream'); // another tab may have been quicker
      if (kept) return kept;
      const fresh = crypto.randomUUID();
      await database.remember('stream', fresh);
      return fresh;
    }))
  );
}

/** The server has forgotten what it once had (a restored backup): what it lacks goes back into the outbox (SPEC D6). */
export async function resend(database: Database, lastOp: number): Promise<void> {
  await database.transaction('rw', database.sent, database.outbox, database.meta, async () => {
    const lost = await database.sent.where('n').above(lastOp).toArray();
    await database.outbox.bulkPut(lost);
    const first = await database.outbox.orderBy('n').first();
    // The backup that was put back is older than one that was made since: what lies between is no longer here.
    if (first && first.n > lastOp + 1) await renew(database);
  });
}

/** Goes on under a new name, counting from one: so that nothing ever stays stuck (SPEC D11). */
export async function renew(database: Database): Promise<void> {
  await database.transaction('rw', database.sent, database.outbox, database.meta, async () => {
    const unsent = await database.outbox.orderBy('n').toArray();
    await Promise.all([database.outbox.clear(), database.sent.clear()]);
    await database.outbox.bulkAdd(unsent.map((pending, index) => ({ ...pending, n: index + 1 })));
    await database.rememberAll({ stream: crypto.randomUUID(), next: unsent.length + 1 });
  });
}
