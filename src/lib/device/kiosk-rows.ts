import { officeOf, type Area } from '$lib/domain/area/area.ts';
import { inSeason, type Service } from '$lib/domain/service/service.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { Database, NeedRow } from './database.ts';
import { Live } from './live.svelte.ts';

/** Those who agreed to stand on the wall, in an order that says nothing about them. */
export async function wall(database: Database): Promise<Volunteer[]> {
  const all = await database.volunteer.toArray();
  return all
    .filter((each) => each.wall && each.status === 'active')
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The need on a slip, if number and code belong together. */
export async function bySlip(database: Database, number: string, code: string): Promise<NeedRow | undefined> {
  const need = await database.need.where('number').equals(number).first();
  return need?.code === code ? need : undefined;
}

export interface Week {
  /** Needs that were met, thanks that were said, helpers who are at work now. */
  done: number;
  thanks: number;
  going: number;
}

/** What was done since a moment, in counts; no household, no helper. */
export async function weekSince(database: Database, since: number): Promise<Week> {
  const week: Week = { done: 0, thanks: 0, going: 0 };
  await database.need.each((need) => {
    const met = need.stands === 'done' || need.stands === 'rated';
    // The kiosk is not told when a helper finished, only when he agreed: the latest time that is known counts.
    const times = need.assignments.map((each) => each.finishedAt ?? each.takenAt ?? 0);
    if (met && Math.max(need.rating?.at ?? 0, ...times) >= since) week.done++;
    if (need.rating?.face === 'good' && need.rating.at >= since) week.thanks++;
    week.going += need.assignments.filter((each) => each.status === 'started').length;
  });
  return week;
}

/** What can be asked for on this day. */
export async function servicesOn(database: Database, day: string): Promise<Service[]> {
  const all = await database.service.toArray();
  return all.filter((each) => each.active && inSeason(each, day));
}

/** The parts of the kiosk's own village, or the village itself where it has none. */
export async function partsOf(database: Database): Promise<Area[]> {
  const you = await database.recall('you');
  const all = await database.area.toArray();
  const own = all.find((each) => each.id === you?.area);
  const parts = all.filter((each) => each.home === own?.home && each.id !== own.home);
  return parts.length === 0 && own ? [own] : parts;
}

/** The telephone of the kiosk's own office, where somebody has written one down. */
export async function officeHere(database: Database): Promise<string | undefined> {
  const you = await database.recall('you');
  const all = new Map((await database.area.toArray()).map((area) => [area.id, area]));
  return officeOf(all.get(you?.area ?? ''), all);
}

/** A need and what was asked for in it, fresh as long as it is looked at. */
export function foundBy(database: Database, id: string) {
  return new Live(async () => {
    const need = await database.need.get(id);
    return need && { need, service: await database.service.get(need.service) };
  });
}

/** Has the server heard what was asked for here? Until then only this kiosk knows of it. */
export function heardOf(database: Database, need: string): Live<boolean> {
  return new Live(async () => {
    const said = await database.outbox.toArray();
    return !said.some(({ name, args }) => name === 'need.post' && args.id === need);
  });
}

/** The areas and services that this kiosk knows, by id. */
export async function groundOf(
  database: Database,
): Promise<[areas: Map<string, Area>, services: Map<string, Service>]> {
  const [areas, services] = [await database.area.toArray(), await database.service.toArray()];
  return [new Map(areas.map((each) => [each.id, each])), new Map(services.map((each) => [each.id, each]))];
}
