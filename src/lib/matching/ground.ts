import type { Area, Level } from '../domain/area/area.ts';

export interface Spot {
  /** km on a flat map. */
  x: number;
  y: number;
  /** The committee put it on the map; otherwise it is drawn beside the area above it. */
  mapped: boolean;
}

/** How far an area that is not on the map is taken to be from the middle of the one above it, in km. */
const AWAY: Record<Level, number> = {
  group: 0.4,
  grid: 1,
  pasture: 12,
  community: 6,
  township: 25,
  county: 0,
};
const KM_A_DEGREE = 111.2;
const TURNS = 16;

/** Where each area lies, in km. Areas without a point stand in a ring around the one above, so that near stays near. */
export function groundOf(areas: Iterable<Area>): Map<string, Spot> {
  const all = [...areas].sort((a, b) => a.path.length - b.path.length || (a.id < b.id ? -1 : 1));
  const first = all.find(({ point }) => point)?.point;
  const spots = new Map<string, Spot>();
  const children = new Map<string, number>();
  for (const { id, parent, level, point } of all) {
    if (point && first) {
      const x = (point.longitude - first.longitude) * KM_A_DEGREE * cosine(first.latitude);
      spots.set(id, { x, y: (point.latitude - first.latitude) * KM_A_DEGREE, mapped: true });
      continue;
    }
    const above = spots.get(parent ?? '') ?? { x: 0, y: 0 };
    const nth = children.get(parent ?? '') ?? 0;
    children.set(parent ?? '', nth + 1);
    const turn = (2 * Math.PI * (nth % TURNS)) / TURNS;
    // Rounded: the engines' own sines differ in the last digit, and a plan must not.
    const step = (share: number) => Math.round(AWAY[level] * share * 1000) / 1000;
    spots.set(id, { x: above.x + step(Math.cos(turn)), y: above.y + step(Math.sin(turn)), mapped: false });
  }
  return spots;
}

/** Cosine of degrees, rounded for the same reason. */
const cosine = (degrees: number): number => Math.round(Math.cos((degrees * Math.PI) / 180) * 1e6) / 1e6;
