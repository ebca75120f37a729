import type { Database } from './database.ts';
import { Live } from './live.svelte.ts';
import { byStatus } from './needs.ts';

/** The service of every need that still wants help. */
export const liveOpen = (database: Database): Live<{ service: string }[]> =>
  new Live(async () => {
    const open = ['posted', 'offered', 'taken', 'underway'] as const;
    const found = await Promise.all(open.map((status) => byStatus(database, status)));
    return found.flat().map(({ service }) => ({ service }));
  });
