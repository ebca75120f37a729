import type { Area, Level } from '../area/area.ts';
import { status, type Need } from '../need/need.ts';

/** At which level needs were solved: the highest that had heard of each. Small matters stay in the village. */
export interface Solved {
  total: number;
  /** From the nearest level to the farthest; only those that solved something. */
  levels: { level: Level; count: number }[];
  /** How many never left the community, and how many never left the township. */
  inCommunity: number;
  inTownship: number;
}

/** From near to far. A pasture stands beside the grids. */
const outward: readonly Level[] = ['group', 'grid', 'pasture', 'community', 'township', 'county'];
const inside = (level: Level, edge: Level) => outward.indexOf(level) <= outward.indexOf(edge);

/** The moment at which a need was met, epoch milliseconds; undefined if it was not. */
export function metAt(need: Need): number | undefined {
  const stands = status(need);
  if (stands !== 'done' && stands !== 'rated') return undefined;
  const finished = need.assignments.flatMap((each) => each.finishedAt ?? []);
  // The household may have said how it was before the helper's phone could.
  return finished.length > 0 ? Math.max(...finished) : need.rating?.at;
}

/**
 * Shares by the highest level reached, of needs that were met. Those that the household was not content with count too:
 * without them a small village could work out from the difference who was not.
 */
export function solvedBy(met: readonly Need[], areas: ReadonlyMap<string, Area>): Solved {
  const counts = new Map<Level, number>();
  for (const need of met) {
    const reached = areas.get(need.escalations.at(-1)?.to ?? need.area) ?? areas.get(need.area);
    if (reached) counts.set(reached.level, (counts.get(reached.level) ?? 0) + 1);
  }
  const within = (edge: Level) =>
    outward.reduce((sum, level) => sum + (inside(level, edge) ? (counts.get(level) ?? 0) : 0), 0);
  return {
    total: within('county'),
    levels: outward.flatMap((level) => {
      const count = counts.get(level);
      return count ? { level, count } : [];
    }),
    inCommunity: within('community'),
    inTownship: within('township'),
  };
}
