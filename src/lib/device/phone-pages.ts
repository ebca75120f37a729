import type { You } from '$lib/sync/protocol.ts';
import type { Database } from './database.ts';
import { messages } from './inbox.ts';
import { told, type Told } from './phone.ts';

/** Everything he was told. */
export async function correspondence(database: Database, you: You): Promise<Told[]> {
  return told(database, you, await messages(database));
}
