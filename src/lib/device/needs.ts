import type { Area } from '$lib/domain/area/area.ts';
import type { Contact } from '$lib/domain/household/household.ts';
import { assignmentOf, closed } from '$lib/domain/need/need.ts';
import type { Status } from '$lib/domain/need/need.ts';
import type { Database, NeedRow } from './database.ts';
import { serverTime } from './clock.ts';
import { readContact } from './contact.ts';

/** What this volunteer has agreed to and not finished, in the order to walk it. */
export async function accepted(database: Database, person: string): Promise<NeedRow[]> {
  const mine = await database.need.where('mine').anyOf('accepted', 'started').toArray();
  return walked(
    database,
    mine.filter((need) => !need.cancelledAt),
    person,
  );
}

/** Offers that wait for this volunteer's answer, in the order in which he would walk them. */
export async function offered(database: Database, person: string): Promise<NeedRow[]> {
  const mine = await database.need.where('mine').equals('offered').toArray();
  return walked(
    database,
    mine.filter((need) => !closed(need)),
    person,
  );
}

/** Where he stands by: he said yes when the team was full. */
export async function standby(database: Database): Promise<NeedRow[]> {
  return (await database.need.where('mine').equals('standby').toArray()).filter((need) => !closed(need));
}

/** The needs of one status, the urgent and the soonest first. */
export function byStatus(database: Database, stands: Status, limit = Infinity): Promise<NeedRow[]> {
  return database.need.where('[stands+due]').between([stands, ''], [stands, '\uffff']).limit(limit).toArray();
}

/** The household behind an accepted need, as long as this device may know it. */
export function contactOf(database: Database, need: string): Promise<Contact | undefined> {
  return readContact(database, need);
}

async function walked(database: Database, needs: NeedRow[], person: string): Promise<NeedRow[]> {
  const areas = await database.area.bulkGet([...new Set(needs.map(({ area }) => area))]);
  const now = await serverTime(database);
  return needs.sort(
    walk(
      areas.flatMap((area) => area ?? []),
      person,
      now,
    ),
  );
}

/**
 * What is begun comes first, then the day, the hour or else the half of it, what presses; houses of one lane stand together.
 * `now`: the server's time, epoch milliseconds.
 */
export function walk(areas: Iterable<Area>, person: string, now: number): (a: NeedRow, b: NeedRow) => number {
  const today = inBeijing(now).slice(0, 10);
  const lanes = new Map([...areas].map((area) => [area.id, area.path.join(' ')]));
  const key = (need: NeedRow) => {
    const startsAt = assignmentOf(need, person)?.startsAt;
    return [
      need.mine === 'started' ? 0 : 1,
      startsAt ? inBeijing(startsAt) : need.from < today ? today : need.from,
      { am: 'T12', pm: 'T20', none: 'T16' }[need.half ?? 'none'],
      need.urgent ? 0 : 1,
      lanes.get(need.area) ?? '',
      need.due,
    ].join('');
  };
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}

/** All days of needs go by Beijing time. */
const inBeijing = (at: number) => new Date(at + 8 * 60 * 60_000).toISOString();
