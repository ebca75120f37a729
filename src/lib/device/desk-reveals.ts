import type { Database } from './database.ts';

/** Who was shown a household's number, when, and for which of its needs; `need` is absent where it was at the desk. */
export interface Seen {
  at: number;
  /** The volunteer, or the desk's device; undefined where it is no longer known here. */
  name: string | undefined;
  need?: { number: string; service: string };
}

/** Everybody who was shown the number of this household, the latest first. Kept no longer than the needs and the household are. */
export async function seenBy(database: Database, household: string): Promise<Seen[]> {
  const own = (await database.household.get(household))?.reveals ?? [];
  const needs = await database.need.where('household').equals(household).toArray();
  const said = [
    ...own.map((reveal) => ({ reveal })),
    ...needs.flatMap(({ number, service, reveals = [] }) =>
      reveals.map((reveal) => ({ reveal, need: { number, service } })),
    ),
  ];
  const people = said.map(({ reveal }) => reveal.person);
  const [volunteers, devices] = [
    await database.volunteer.bulkGet(people),
    await database.device.bulkGet(people),
  ];
  return said
    .map(({ reveal, ...about }, index) => ({
      at: reveal.at,
      name: volunteers[index]?.name ?? devices[index]?.name,
      ...about,
    }))
    .sort((a, b) => b.at - a.at);
}
