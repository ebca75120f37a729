/** Where the points of a way stand on a small square sheet, north up. Pure geometry: knows no area, draws nothing. */

export interface Point {
  x: number;
  y: number;
}

export interface Sketch {
  /** On a sheet of SIZE by SIZE, y downwards; in the order they came. */
  marks: Point[];
  /** A round length that the sheet has room for, and how long it is there. */
  bar: { km: number; length: number };
}

/** The side of the sheet and half the width of a mark, in the sheet's own units. */
export const SIZE = 320;
export const RADIUS = 13;
const EDGE = 40;
/** What lies closer together than this many km still gets a whole sheet, not more. */
const LEAST = 0.4;
/** Closer than this many km is one place: there is no way to draw. */
const ONE = 0.05;
const BAR = SIZE / 3;
const TURNS = 200;

/** Fits points (km east and north) onto the sheet, to one scale; those that would lie on one another are moved apart. */
export function sketch(points: readonly Point[]): Sketch {
  const [west, east] = ends(points.map(({ x }) => x));
  const [south, north] = ends(points.map(({ y }) => y));
  const scale = (SIZE - 2 * EDGE) / Math.max(east - west, north - south, LEAST);
  const marks = points.map(({ x, y }) => ({
    x: SIZE / 2 + (x - (west + east) / 2) * scale,
    y: SIZE / 2 - (y - (south + north) / 2) * scale,
  }));
  const km = roundBelow(BAR / scale);
  return { marks: apart(marks), bar: { km, length: km * scale } };
}

/** True where all points (km east and north) are the same place. */
export function onePlace(points: readonly Point[]): boolean {
  const [west, east] = ends(points.map(({ x }) => x));
  const [south, north] = ends(points.map(({ y }) => y));
  return Math.max(east - west, north - south) < ONE;
}

/** The largest of 1, 2 and 5 times a power of ten that is not above the value. */
export function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [5, 2, 1].find((each) => each * power <= value) ?? 1;
  return Number((step * power).toPrecision(1));
}

const WIDE = 2 * RADIUS + 2;

function apart(marks: Point[]): Point[] {
  lineUp(marks);
  for (let turn = 0, moved = true; moved && turn < TURNS; turn++) {
    moved = false;
    for (const [index, a] of marks.entries())
      for (const b of marks.slice(index + 1)) {
        const distance = Math.hypot(b.x - a.x, b.y - a.y);
        if (distance >= WIDE - 0.01) continue;
        const angle = Math.atan2(b.y - a.y, b.x - a.x);
        move(a, angle, (distance - WIDE) / 2);
        move(b, angle, (WIDE - distance) / 2);
        moved = true;
      }
  }
  return marks;
}

/** Those on one spot stand side by side, in their order. */
function lineUp(marks: Point[]): void {
  const spotOf = ({ x, y }: Point) => `${Math.round(x)} ${Math.round(y)}`;
  const spots = marks.map(spotOf);
  for (const [index, mark] of marks.entries()) {
    const together = spots.flatMap((spot, other) => (spot === spots[index] ? other : []));
    mark.x += (together.indexOf(index) - (together.length - 1) / 2) * WIDE;
  }
}

function move(mark: Point, angle: number, by: number): void {
  const inside = (value: number) => Math.min(SIZE - RADIUS - 2, Math.max(RADIUS + 2, value));
  mark.x = inside(mark.x + Math.cos(angle) * by);
  mark.y = inside(mark.y + Math.sin(angle) * by);
}

const ends = (values: number[]): [number, number] =>
  values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
