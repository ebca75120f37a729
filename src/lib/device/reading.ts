import { dayAt } from '$lib/domain/days.ts';
import { counts, type Sheet } from '$lib/domain/sheet/sheet.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Database } from './database.ts';
import { Live } from './live.svelte.ts';
import { unseenCount } from './inbox.ts';

/** What there is to read without network. */
export interface Reading {
  /** The newest first. */
  notices: (Sheet & { fresh: boolean })[];
  /** By the service each helps with; what helps with none comes last. */
  knowHow: { service: Service | undefined; sheets: Sheet[] }[];
}

/** All that counts today. */
export async function reading(database: Database): Promise<Reading> {
  const [sheets, services, noticed] = await Promise.all([
    valid(database),
    database.service.toArray(),
    database.recall('noticed'),
  ]);
  const knowHow = sheets.filter(({ about }) => about === 'know-how');
  const groups = services
    .map((service): Reading['knowHow'][number] => ({ service, sheets: about(knowHow, service.id) }))
    .filter((each) => each.sheets.length > 0);
  const known = new Set(services.map(({ id }) => id));
  const rest = knowHow.filter(({ service }) => !service || !known.has(service));
  return {
    notices: noticesOf(sheets).map((each) => ({ ...each, fresh: !noticed?.includes(each.id) })),
    knowHow: rest.length > 0 ? [...groups, { service: undefined, sheets: rest }] : groups,
  };
}

/** The notices that count today, the newest first. */
export async function notices(database: Database): Promise<Sheet[]> {
  return noticesOf(await valid(database));
}

/** The know-how about one service. */
export async function sheetsAbout(database: Database, service: string): Promise<Sheet[]> {
  return about(
    (await valid(database)).filter((each) => each.about === 'know-how'),
    service,
  );
}

/** One sheet with the service it helps with; null where this device has none of that id. */
export async function sheetPage(database: Database, id: string) {
  const sheet = await database.sheet.get(id);
  return sheet ? { sheet, service: await database.service.get(sheet.service ?? '') } : null;
}

/** What waits to be read: messages, and notices that were never seen here. */
export const liveUnread = (database: Database): Live<number> =>
  new Live(async () => {
    const [messages, all, noticed] = await Promise.all([
      unseenCount(database),
      notices(database),
      database.recall('noticed'),
    ]);
    return messages + all.filter(({ id }) => !noticed?.includes(id)).length;
  });

/** The list of notices was seen: none of them is new any more. */
export async function notice(database: Database): Promise<void> {
  await database.remember(
    'noticed',
    (await notices(database)).map(({ id }) => id),
  );
}

async function valid(database: Database): Promise<Sheet[]> {
  const [all, offset] = await Promise.all([database.sheet.toArray(), database.recall('offset')]);
  const today = dayAt(Date.now() + (offset ?? 0));
  return all.filter((each) => counts(each, today)).sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

const noticesOf = (sheets: Sheet[]): Sheet[] => sheets.filter((each) => each.about === 'notice');
const about = (sheets: Sheet[], wanted: string): Sheet[] =>
  sheets.filter(({ service }) => service === wanted);
