import type { Contact } from '$lib/domain/household/household.ts';
import { serverTime } from './clock.ts';
import { openContact } from './contact-open.ts';
import type { Database } from './database.ts';

/** A household's contact is forgotten when its time has come, or when the server has been silent for so long. */
export const LEASE = 72 * 60 * 60_000;

/** Contacts whose time is over are gone, network or not. */
export async function forgetContacts(database: Database): Promise<void> {
  const now = await serverTime(database);
  if (await outlived(database, now)) await forgetAll(database);
  else {
    const over = await database.contact.where('expiresAt').belowOrEqual(now).primaryKeys();
    if (over.length > 0) await database.contact.bulkDelete(over);
  }
}

/** The households behind these needs in their order, each if this device may still know it, and is not locked. */
export async function readContacts(database: Database, needs: string[]): Promise<(Contact | undefined)[]> {
  if (needs.length === 0) return [];
  const [kept, now] = await Promise.all([database.contact.bulkGet(needs), serverTime(database)]);
  const silent = await outlived(database, now);
  return Promise.all(
    kept.map(async (each) => {
      const over = silent || (each?.expiresAt !== undefined && each.expiresAt <= now);
      return !each || over ? undefined : openContact(database, each);
    }),
  );
}

/** The server tells of what changed since: to be told again of what did not, the device begins anew. */
async function forgetAll(database: Database): Promise<void> {
  if ((await database.contact.count()) === 0) return;
  await database.transaction('rw', database.contact, database.meta, async () => {
    await database.contact.clear();
    await database.meta.delete('cursor');
  });
}

async function outlived(database: Database, now: number): Promise<boolean> {
  const heardAt = await database.recall('heardAt');
  return heardAt !== undefined && now - heardAt > LEASE;
}
