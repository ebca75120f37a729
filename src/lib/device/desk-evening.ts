import { daysAfter, startOf } from '$lib/domain/days.ts';
import { WEEK } from '$lib/domain/evening/summary.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { row } from '$lib/domain/row.ts';
import { laid, type Database } from './database.ts';
import { Live } from './live.svelte.ts';
import { byStatus } from './needs.ts';

/** How many days back a summary can be looked up: about as long as what is personal in a need is kept. */
const LOOK_BACK = 30;

/** What a day's summary is made from: all that is open, and what has closed since a week before the day; no older history. */
export const liveEvening = (database: Database, day: string): Live<Need[]> =>
  new Live(() => eveningNeeds(database, day));

export async function eveningNeeds(database: Database, day: string): Promise<Need[]> {
  const open = ['posted', 'offered', 'taken', 'underway'] as const;
  const since = startOf(daysAfter(day, 1 - WEEK));
  const [ended, ...running] = await Promise.all([
    database.need.where('endedAt').aboveOrEqual(since).toArray(),
    ...open.map((status) => byStatus(database, status)),
  ]);
  return [...ended, ...running.flat()];
}

/**
 * Dates what had closed before this desk's app looked back. Costs a few counts where there is nothing to do; the code is
 * here and not in the database's own upgrade, because a phone should not have to load it.
 */
export async function dateEnded(database: Database): Promise<void> {
  const { need } = database;
  const ended = need.where('[stands+due]');
  const closed = ['done', 'rated', 'cancelled', 'unfilled'] as const;
  await database.transaction('rw', need, async () => {
    let missing = -(await need.where('endedAt').aboveOrEqual(0).count());
    for (const stands of closed) missing += await ended.between([stands, ''], [stands, '\uffff']).count();
    if (missing === 0) return;
    const undated = need.filter(
      (each) => each.endedAt === undefined && closed.some((is) => is === each.stands),
    );
    const who = { role: 'coordinator', person: '' } as const; // whoever the desk is, it is nobody's helper
    await undated.modify((each) => void Object.assign(each, laid(row('need', each), who)));
  });
}

/** The days that can be looked up, today first. */
export const daysBack = (today: string): string[] =>
  Array.from({ length: LOOK_BACK + 1 }, (_, back) => daysAfter(today, -back));

/** The day and the area that an address asks for; a day that cannot be looked up is today. */
export function eveningAsked(query: URLSearchParams, today: string): { day: string; area: string } {
  const day = daysBack(today).find((each) => each === query.get('day')) ?? today;
  return { day, area: query.get('area') ?? '' };
}

/** The same as an address's query; today is left out, so that the page goes along with the day. */
export function eveningQuery({ day, area }: { day: string; area: string }, today: string): '' | `?${string}` {
  const query = new URLSearchParams();
  if (area) query.set('area', area);
  if (day !== today) query.set('day', day);
  const text = query.toString();
  return text ? `?${text}` : '';
}
