import type { Area } from '$lib/domain/area/area.ts';
import { assignmentOf, closed } from '$lib/domain/need/need.ts';
import type { Assignment, Status } from '$lib/domain/need/need.ts';
import type { Database, NeedRow } from './database.ts';

/** What this volunteer agreed to and has not finished, what waits for his answer, where he stands by; in no order. */
export async function standing(database: Database) {
  const of = (mine: Assignment['status']) => database.need.where('mine').equals(mine).toArray();
  const [taken, begun, offers, standby] = await Promise.all([
    of('accepted'),
    of('started'),
    of('offered'),
    of('standby'),
  ]);
  return {
    tasks: [...taken, ...begun].filter((need) => !need.cancelledAt),
    offers: offers.filter((need) => !closed(need)),
    standby: standby.filter((need) => !closed(need)),
  };
}

/** The needs of one status, the urgent and the soonest first. */
export function byStatus(database: Database, stands: Status, limit = Infinity): Promise<NeedRow[]> {
  return database.need.where('[stands+due]').between([stands, ''], [stands, '\uffff']).limit(limit).toArray();
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
