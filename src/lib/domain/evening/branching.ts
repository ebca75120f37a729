import type { Area } from '../area/area.ts';

/** Where to look first: a county with one township of one village is looked at in the village, where people live. */
export function branching(area: string, all: ReadonlyMap<string, Area>): string {
  const level = all.get(area)?.level;
  const below = [...all.values()].filter(({ parent }) => parent === area);
  const [only] = below;
  if (!only || below.length > 1 || (level !== 'county' && level !== 'township')) return area;
  return branching(only.id, all);
}
