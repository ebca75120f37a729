import type { Contact } from '$lib/domain/household/household.ts';
import type { Database, KeptContact } from './database.ts';
import { seal, ownKey } from './seal.ts';
import { sealTo } from './seal-to.ts';

export interface SealedContacts {
  /** The lock they are sealed for; undefined where the phone has none. */
  lock: string | undefined;
  rows: KeptContact[];
}

/** Contacts as they may lie on the disk: sealed to the lock where there is one, which takes no PIN, else by the device's own key. */
export async function sealContacts(database: Database, contacts: Contact[]): Promise<SealedContacts> {
  const lock = await database.recall('lock');
  if (contacts.length === 0) return { lock: lock?.id, rows: [] };
  const sealed = lock
    ? (contact: Contact) => sealTo(lock.publicKey, contact)
    : seal.bind(null, await ownKey(database.key));
  const rows = contacts.map(async (contact) => ({
    id: contact.id,
    sealed: await sealed(contact),
    // When it ends stays readable, so that it goes in time whether locked or not.
    ...(contact.expiresAt !== undefined && { expiresAt: contact.expiresAt }),
  }));
  return { lock: lock?.id, rows: await Promise.all(rows) };
}

/** Must be asked where they are written: the lock may have been turned on or off since they were sealed. */
export async function stillSealedFor(database: Database, { lock }: SealedContacts): Promise<boolean> {
  return (await database.recall('lock'))?.id === lock;
}
