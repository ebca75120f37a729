import type { Texts } from '../texts.ts';
import type { levels } from './levels.ts';

export type Level = (typeof levels)[number];

/** A node of the one tree on which every household, volunteer and need hangs. */
export interface Area {
  id: string;
  parent: string | null;
  level: Level;
  name: Texts;
  /** Ids from the root down to this area itself. */
  path: string[];
  /** The community or village it belongs to; above that level, itself. Rows travel by home. */
  home: string;
  /** Where on the map, in degrees, if the committee gave it. */
  point?: { latitude: number; longitude: number };
  /** The telephone of its office, which stands on the slips of all that lies below it. */
  office?: string;
}

const above = { group: 0, grid: 1, pasture: 1, community: 2, township: 3, county: 4 } as const;

/** True where a child of level `child` may hang under a parent of level `parent`. */
export function hangsUnder(child: Level, parent: Level): boolean {
  return above[child] < above[parent];
}

/** The area with its place in the tree worked out from its parent (null for a root). */
export function plant(
  area: Omit<Area, 'path' | 'home' | 'parent'>,
  parent: Pick<Area, 'id' | 'path' | 'home'> | null,
): Area {
  const path = [...(parent?.path ?? []), area.id];
  const home = parent && above[area.level] < above.community ? parent.home : area.id;
  return { ...area, parent: parent?.id ?? null, path, home };
}

/** Is `area` the area `ancestor` or somewhere below it? */
export function within(area: Area | undefined, ancestor: string): boolean {
  return area?.path.includes(ancestor) ?? false;
}

/** The telephone of the nearest office, the area's own or one above it. */
export function officeOf(area: Area | undefined, areas: ReadonlyMap<string, Area>): string | undefined {
  for (const id of [...(area?.path ?? [])].reverse()) {
    const office = areas.get(id)?.office;
    if (office !== undefined) return office;
  }
  return undefined;
}

/** Steps through the tree from one area to another; a stand-in for distance where no map point is known. */
export function steps(from: Area, to: Area): number {
  let common = 0;
  while (common < from.path.length && from.path[common] === to.path[common]) common++;
  return from.path.length + to.path.length - 2 * common;
}

/** The homes whose rows somebody of `area` may have to do with: his village, or all below his township. */
export function homesOf(area: Area, all: Iterable<Area>): string[] {
  if (area.home !== area.id) return [area.home];
  const homes = new Set<string>();
  for (const each of all) if (within(each, area.id)) homes.add(each.home);
  return [...homes];
}
