import { straight, type Bends, type Plan } from '$lib/domain/plan/plan.ts';
import { MorningSearch } from '$lib/matching/morning.ts';
import { momentOf } from '$lib/matching/hours.ts';
import type { Village } from '$lib/matching/village.ts';
import { areas, need, NOW } from './village.ts';

/** A Wednesday, planned on the Tuesday morning before. */
export const WEDNESDAY = '2025-07-02';
export const at = (hour: number, day = WEDNESDAY): number => momentOf(day, hour * 60);

/** The small village as a plan of its Wednesday reads it. */
export const village = (more: Partial<Village>): Village => ({
  day: WEDNESDAY,
  now: NOW,
  area: 'village',
  areas,
  volunteers: [],
  needs: [],
  known: new Map(),
  ...more,
});

/** A need for one helper, until Thursday; its number is its id's. */
export const ask = (id: string, more: Partial<Parameters<typeof need>[0]> = {}) =>
  need({ id, number: id, places: [{}], ...more });

/** The plan after a short search. */
export function planned(of: Village, bends: Bends = straight, before?: Plan): Plan {
  const search = new MorningSearch(of, { seed: 1, moves: 2000, bends, ...(before && { before }) });
  while (search.step());
  return search.plan;
}

/** Who goes to a need, in the order of their ids. */
export const teamOf = (plan: Plan, id: string): string[] =>
  (plan.visits.find(({ need }) => need === id)?.team ?? []).map(({ volunteer }) => volunteer).sort();
