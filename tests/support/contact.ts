import { readContacts } from '$lib/device/contact.ts';
import type { Database } from '$lib/device/database.ts';
import type { Contact } from '$lib/domain/household/household.ts';

/** The household behind one need, as a screen of this device would be told of it. */
export async function readContact(database: Database, need: string): Promise<Contact | undefined> {
  return (await readContacts(database, [need]))[0];
}
