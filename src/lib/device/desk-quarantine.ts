import type { Database } from './database.ts';
import { saidOf, type Said } from './said.ts';

/** What a device said after it was shut out, and who carried it. */
export interface Held extends Said {
  /** The device's name, and the volunteer's where somebody carries it. */
  device: string;
  person: string | undefined;
}

/** What waits for a coordinator's decision, the oldest first. */
export async function held(database: Database): Promise<Held[]> {
  const all = (await database.quarantine.toArray()).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const said = await saidOf(
    database,
    all.map(({ id, command: { name, args }, at }) => ({ key: id, name, args, at })),
  );
  const devices = await database.device.bulkGet(all.map(({ who }) => who.device));
  const people = await database.volunteer.bulkGet(all.map(({ who }) => who.person));
  return said.map((each, index) => ({
    ...each,
    device: devices[index]?.name ?? '',
    person: people[index]?.name,
  }));
}

export const heldCount = (database: Database): Promise<number> => database.quarantine.count();

/** The needs whose households asked at the kiosk to be erased. */
export async function erasuresAsked(database: Database): Promise<{ id: string; number: string }[]> {
  const needs = await database.need.orderBy('erasureAskedAt').toArray();
  return needs.map(({ id, number }) => ({ id, number }));
}

/** Is the household's erasure said here and not yet heard? */
export async function isErasing(database: Database, household: string | undefined): Promise<boolean> {
  const said = await database.outbox.filter(({ name }) => name === 'household.erase').toArray();
  return said.some(({ args }) => args.id === household);
}
