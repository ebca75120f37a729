import type { You } from '$lib/sync/protocol.ts';
import type { Database, NeedRow } from './database.ts';
import { messages } from './inbox.ts';
import { told, type Told } from './phone.ts';

/** Everything he was told. */
export async function correspondence(database: Database, you: You): Promise<Told[]> {
  return told(database, you, await messages(database));
}

/** The hours this volunteer gave: what he finished, and what was kept as a report. */
export async function given(database: Database, you: You): Promise<{ minutes: number; tasks: number }> {
  let minutes = 0;
  let tasks = 0;
  for (const need of await everMine(database)) {
    const own = [...need.assignments, ...need.reports].filter((each) => each.volunteer === you.person);
    const done = own.flatMap(({ outcome }) => outcome ?? []);
    if (done.length > 0) tasks++;
    for (const outcome of done) minutes += outcome.minutes;
  }
  return { minutes, tasks };
}

/** Every need in which he has or had a part, whatever became of it. */
function everMine(database: Database): Promise<NeedRow[]> {
  return database.need.where('mine').above('').toArray();
}
