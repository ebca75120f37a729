import type { Contact } from '$lib/domain/household/household.ts';
import { serverTime } from './clock.ts';
import { openContact } from './contact-open.ts';
import type { Database, KeptContact } from './database.ts';

/** A household's contact is forgotten when its time has come, or when the server has been silent for so long. */
export const LEASE = 72 * 60 * 60_000;

/** Contacts whose time is over are gone, network or not. */
export async function forgetContacts(database: Database): Promise<void> {
  const now = await serverTime(database);
  if (outlived(await database.recall('heardAt'), now)) await forgetAll(database);
  else {
    const over = await database.contact.where('expiresAt').belowOrEqual(now).primaryKeys();
    if (over.length > 0) await database.contact.bulkDelete(over);
  }
}

/** Contacts in the order in which they were asked for, each if this device may still know it, and the device's own key. */
export interface SealedContacts {
  kept: readonly (KeptContact | undefined)[];
  key: CryptoKey | undefined;
}

/** The households behind these needs in their order, each if this device may still know it, and is not locked. */
export async function readContacts(database: Database, needs: string[]): Promise<(Contact | undefined)[]> {
  return openContacts(database, await sealedContacts(database, needs));
}

/** What of it the database holds, to be read along with other things. */
export async function sealedContacts(database: Database, needs: string[]): Promise<SealedContacts> {
  if (needs.length === 0) return { kept: [], key: undefined };
  const [kept, key, now, heardAt] = await Promise.all([
    database.contact.bulkGet(needs),
    database.key.get('seal'),
    serverTime(database),
    database.recall('heardAt'),
  ]);
  const silent = outlived(heardAt, now);
  const over = (each: KeptContact) => silent || (each.expiresAt !== undefined && each.expiresAt <= now);
  return { kept: kept.map((each) => (each && !over(each) ? each : undefined)), key };
}

/** Unsealing waits for something that is not the database, which a transaction must not. */
export function openContacts(
  database: Database,
  { kept, key }: SealedContacts,
): Promise<(Contact | undefined)[]> {
  return Promise.all(kept.map(async (each) => each && openContact(database, each, key)));
}

/** The server tells of what changed since: to be told again of what did not, the device begins anew. */
async function forgetAll(database: Database): Promise<void> {
  if ((await database.contact.count()) === 0) return;
  await database.transaction('rw', database.contact, database.meta, async () => {
    await database.contact.clear();
    await database.meta.delete('cursor');
  });
}

const outlived = (heardAt: number | undefined, now: number) => heardAt !== undefined && now - heardAt > LEASE;
