import type { Area } from '$lib/domain/area/area.ts';
import { assignmentOf, closed } from '$lib/domain/need/need.ts';
import type { Status } from '$lib/domain/need/need.ts';
import type { Database, NeedRow } from './database.ts';

/** What this volunteer has agreed to and not finished, in the order to walk it. `now`: the server's time. */
export async function accepted(database: Database, person: string, now: number): Promise<NeedRow[]> {
  const mine = await database.need.where('mine').anyOf('accepted', 'started').toArray();
  return walked(
    database,
    mine.filter((need) => !need.cancelledAt),
    person,
    now,
  );
}

/** Offers that wait for this volunteer's answer, in the order in which he would walk them. `now`: the server's time. */
export async function offered(database: Database, person: string, now: number): Promise<NeedRow[]> {
  const mine = await database.need.where('mine').equals('offered').toArray();
  return walked(
    database,
    mine.filter((need) => !closed(need)),
    person,
    now,
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

async function walked(database: Database, needs: NeedRow[], person: string, now: number): Promise<NeedRow[]> {
  const areas = await database.area.bulkGet([...new Set(needs.map(({ area }) => area))]);
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
