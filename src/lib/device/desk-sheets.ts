import type { Sheet } from '$lib/domain/sheet/sheet.ts';
import type { Database } from './database.ts';
import { Live } from './live.svelte.ts';

/** Every sheet and notice that this desk knows, the newest first; those that are over, too. */
export const liveSheets = (database: Database): Live<Sheet[]> =>
  new Live(async () => (await database.sheet.toArray()).sort((a, b) => b.at - a.at));

/** One of them, or null if it is not here. */
export const liveSheet = (database: Database, id: string): Live<Sheet | null> =>
  new Live(async () => (await database.sheet.get(id)) ?? null);
