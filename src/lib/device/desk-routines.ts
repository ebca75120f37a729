import type { Routine } from '$lib/domain/routine/routine.ts';
import type { Database } from './database.ts';
import { Live } from './live.svelte.ts';

/** The routines that go on or are paused; those that ended are only kept until everybody has heard of it. */
export const liveRoutines = (database: Database): Live<Routine[]> =>
  new Live(() => database.routine.filter(({ endedAt }) => !endedAt).toArray());

/** One routine, or null if it is not here or has ended. */
export const liveRoutine = (database: Database, id: string): Live<Routine | null> =>
  new Live(async () => {
    const found = await database.routine.get(id);
    return found && !found.endedAt ? found : null;
  });
