import { daysAfter, startOf } from '$lib/domain/days.ts';
import { WEEK } from '$lib/domain/evening/summary.ts';
import type { Need } from '$lib/domain/need/need.ts';
import type { Database } from './database.ts';
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
