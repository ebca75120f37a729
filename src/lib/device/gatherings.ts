/** Gatherings, as the three faces look at them: none of these shows more than its device was told. */
import type { Area } from '$lib/domain/area/area.ts';
import { dayAt, startOf } from '$lib/domain/days.ts';
import { heads, type Attendance, type Gathering } from '$lib/domain/gathering/gathering.ts';
import type { You } from '$lib/sync/protocol.ts';
import { serverTime } from './clock.ts';
import type { Database } from './database.ts';

/** A gathering with what a volunteer's screen says about it. */
export interface Meeting {
  gathering: Gathering;
  area: Area | undefined;
  /** In whose yard it is, where this phone may know it. */
  host: string | undefined;
  own: Attendance | undefined;
  coming: number;
  came: number;
  unsent: boolean;
}

/** The gatherings from the start of a day's moment on (epoch milliseconds, by Beijing's day), the next first. */
export function gatheringsFrom(database: Database, at: number): Promise<Gathering[]> {
  return database.gathering
    .where('startsAt')
    .aboveOrEqual(startOf(dayAt(at)))
    .sortBy('startsAt');
}

/** What a volunteer can come to; what was cancelled, only where he wanted to come: he has to know. */
export async function meetings(database: Database, { person }: You): Promise<Meeting[]> {
  const [all, outbox] = await Promise.all([
    gatheringsFrom(database, await serverTime(database)),
    database.outbox.toArray(),
  ]);
  const seen = all.map((gathering) => ({
    gathering,
    own: gathering.attendance.find(({ volunteer }) => volunteer === person),
  }));
  const shown = seen.filter(({ gathering, own }) => !gathering.cancelledAt || own?.comes);
  const [areas, hosts] = await Promise.all([
    database.area.bulkGet(shown.map(({ gathering }) => gathering.area)),
    database.volunteer.bulkGet(shown.map(({ gathering }) => gathering.host ?? '')),
  ]);
  return shown.map((each, index) => ({
    ...each,
    ...heads(each.gathering),
    area: areas[index],
    host: hosts[index]?.name,
    unsent: outbox.some(({ name, args }) => name.startsWith('gathering.') && args.id === each.gathering.id),
  }));
}

/** The next gatherings that have not ended, at most `limit`, for a screen that everybody sees. */
export async function nextGatherings(database: Database, limit: number): Promise<Gathering[]> {
  const now = await serverTime(database);
  const all = await gatheringsFrom(database, now);
  return all
    .filter(({ cancelledAt, startsAt, minutes }) => !cancelledAt && startsAt + minutes * 60_000 > now)
    .slice(0, limit);
}

/** All gatherings of a desk: what is to come, the next first, then what was, the latest first. */
export async function allGatherings(database: Database, now: number): Promise<Gathering[]> {
  const today = startOf(dayAt(now));
  const all = await database.gathering.orderBy('startsAt').toArray();
  return [
    ...all.filter(({ startsAt }) => startsAt >= today),
    ...all.filter(({ startsAt }) => startsAt < today).reverse(),
  ];
}
