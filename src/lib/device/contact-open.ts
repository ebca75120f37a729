import type { Contact } from '$lib/domain/household/household.ts';
import type { Database, KeptContact } from './database.ts';
import { heldKey } from './lock-key.ts';
import { unseal } from './seal.ts';
import { unsealWith } from './seal-to.ts';

/** What was sealed, by the device's own key or to its lock; undefined where that is locked, or the key is gone. */
export async function openContact(
  database: Database,
  { sealed }: KeptContact,
  own: CryptoKey | undefined,
): Promise<Contact | undefined> {
  if (!('by' in sealed)) return own && unseal<Contact>(own, sealed);
  const held = heldKey(database);
  return held && unsealWith<Contact>(held.key, sealed);
}
