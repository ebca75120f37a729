import type { You } from '$lib/sync/protocol.ts';
import type { Database, Meta } from './database.ts';

/** What outlives the rows: what was said, its numbering, and the key without which the sealed part cannot be sent. */
const LASTING = ['outbox', 'sent', 'meta', 'key'];
const COUNTERS: (keyof Meta)[] = ['stream', 'next', 'slips', 'was'];

/** As whom this browser spoke, while it holds what was said. */
export const wasOf = ({ role, area, person, device }: You): NonNullable<Meta['was']> => ({
  role,
  area,
  ...(person !== device && { volunteer: person }),
});

/** Forgets all that this device was ever told, at once. What it said stays until it was heard. */
export async function forgetRows(database: Database): Promise<void> {
  await database.transaction('rw', database.tables, async () => {
    const you = await database.recall('you');
    if (you) await database.remember('was', wasOf(you));
    for (const table of database.tables) if (!LASTING.includes(table.name)) await table.clear();
    const told = await database.meta.toCollection().primaryKeys();
    await database.meta.bulkDelete(told.filter((key) => !COUNTERS.includes(key)));
  });
}

/**
 * The server has shut this device out, or it has signed itself out: rows go at once, the database when the last thing
 * that was said has been heard (SPEC D12). True when nothing is left.
 */
export async function wipe(database: Database, lastOp: number): Promise<boolean> {
  await forgetRows(database);
  await database.outbox.where('n').belowOrEqual(lastOp).delete();
  // A restored server may lack what it had heard: that is said again, too.
  await database.outbox.bulkPut(await database.sent.where('n').above(lastOp).toArray());
  await database.sent.clear();
  if ((await database.outbox.count()) > 0) return false;
  await database.delete();
  return true;
}
