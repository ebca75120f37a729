import type { Status } from '$lib/domain/need/need.ts';
import type { Database, NeedRow } from './database.ts';
import { fold } from './desk-search.ts';
import { Live } from './live.svelte.ts';
import { byStatus } from './needs.ts';

/** What the board and the list have in common; all of it may stand in an address, nothing in it is about a person. */
export interface Filter {
  view: 'board' | 'list';
  service: string;
  area: string;
  status: string;
}

export const columns = ['posted', 'offered', 'taken', 'underway', 'done'] as const satisfies Status[];
export const closings = ['rated', 'cancelled', 'unfilled'] as const satisfies Status[];

/** Closed needs are history: the latest are enough to look something up. */
const MOST_CLOSED = 500;

/** One need, or null if it is not here. A function, so that a `$derived` that calls it depends on the id. */
export const liveNeed = (database: Database, id: string): Live<NeedRow | null> =>
  new Live(async () => (await database.need.get(id)) ?? null);

/** The needs of the board's columns, or of the one status that is asked for. */
export const liveNeeds = (database: Database, status: string): Live<NeedRow[]> =>
  new Live(() => deskNeeds(database, status));

async function deskNeeds(database: Database, status: string): Promise<NeedRow[]> {
  const wanted = [...columns, ...closings].filter((each) => each === status);
  const asked = wanted.length ? wanted : columns;
  const found = await Promise.all(asked.map((each) => read(database, each)));
  return found.flat();
}

function read(database: Database, status: Status): Promise<NeedRow[]> {
  if (!closings.some((each) => each === status)) return byStatus(database, status);
  return database.need
    .where('[stands+due]')
    .between([status, ''], [status, '\uffff'])
    .reverse()
    .limit(MOST_CLOSED)
    .toArray();
}

export function filterOf(query: URLSearchParams): Filter {
  return {
    view: query.get('view') === 'list' ? 'list' : 'board',
    service: query.get('service') ?? '',
    area: query.get('area') ?? '',
    status: query.get('status') ?? '',
  };
}

/** The filter as an address's query; what is not asked for is left out. */
export function queryOf(filter: Filter): '' | `?${string}` {
  const query = new URLSearchParams();
  if (filter.view === 'list') query.set('view', 'list');
  for (const key of ['service', 'area', 'status'] as const) if (filter[key]) query.set(key, filter[key]);
  const text = query.toString();
  return text ? `?${text}` : '';
}

interface Known {
  areas: Map<string, { path: string[] }>;
  households: Map<string, { name: string }>;
}

/** The needs that match the filter and the searched words (a number, or a part of a household's name). */
export function matching(needs: NeedRow[], filter: Filter, words: string, known: Known): NeedRow[] {
  const wanted = fold(words);
  return needs.filter((need) => {
    if (filter.service && need.service !== filter.service) return false;
    if (filter.area && !known.areas.get(need.area)?.path.includes(filter.area)) return false;
    if (!wanted) return true;
    const name = known.households.get(need.household ?? '')?.name ?? '';
    return need.number.startsWith(words.trim()) || fold(name).includes(wanted);
  });
}
