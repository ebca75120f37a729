import type { Database, Message } from './database.ts';

/** More than this nobody looks back through; older ones are forgotten when something is read. */
const KEPT = 200;

/** What the person was told, the latest first. */
export async function messages(database: Database): Promise<Message[]> {
  return (await database.inbox.toArray()).sort(latest);
}

/** What the person has not read yet, the latest first. */
export async function unseen(database: Database): Promise<Message[]> {
  return (await database.inbox.where('seen').equals(0).toArray()).sort(latest);
}

export function unseenCount(database: Database): Promise<number> {
  return database.inbox.where('seen').equals(0).count();
}

/** Read, and told no more: these messages, or all of them. */
export async function markSeen(database: Database, ids?: readonly string[]): Promise<void> {
  await database.transaction('rw', database.inbox, async () => {
    const fresh = await unseen(database);
    const read = fresh.filter(({ id }) => !ids || ids.includes(id));
    await database.inbox.bulkPut(read.map((message) => ({ ...message, seen: 1 as const })));
    const old = (await messages(database)).slice(KEPT).filter(({ seen }) => seen);
    await database.inbox.bulkDelete(old.map(({ id }) => id));
  });
}

/** Whoever acts on a need has read what was told about it. */
export async function markSeenAbout(database: Database, need: string): Promise<void> {
  const about = (await unseen(database)).filter((message) => message.need === need);
  if (about.length > 0)
    await markSeen(
      database,
      about.map(({ id }) => id),
    );
}

const latest = (a: Message, b: Message) => b.at - a.at || (a.id < b.id ? 1 : -1);
