import type { Contact } from '$lib/domain/household/household.ts';
import type { Database } from './database.ts';
import { ownKey, unseal } from './seal.ts';

/** A household's contact is forgotten when its time has come, or when the server has been silent for so long. */
export const LEASE = 72 * 60 * 60_000;

/** Contacts whose time is over are gone, network or not. */
export async function forgetContacts(database: Database, now: number): Promise<void> {
  const lastSync = (await database.recall('lastSync')) ?? now;
  if (now - lastSync > LEASE) await database.contact.clear();
  else await database.contact.where('expiresAt').below(now).delete();
}

/** The household behind a need, if this device may still know it. */
export async function readContact(
  database: Database,
  need: string,
  now: number,
): Promise<Contact | undefined> {
  const kept = await database.contact.get(need);
  if (!kept || (kept.expiresAt !== undefined && kept.expiresAt <= now)) return undefined;
  return unseal<Contact>(await ownKey(database.key), kept.sealed);
}
