import * as rule from './fit.ts';
import type { Helper, Task } from './fit.ts';
import type { WeekProblem } from './kernel/week-problem.ts';

/** Points to add to the cost of an allowed pair (less than 0 to keep it), or null to bar it. */
export type Bend = (helper: Helper, task: Task) => number | null;

/**
 * All allowed pairs of a week by the rules of fit.ts, cheapest first, as the kernel reads them; its indexes are
 * those of the two lists. Equally good plans are told apart by index: sort both lists by what does not depend on
 * where they come from (see `inOrder`) and the same people and tasks have the same plan.
 */
export function weekProblem(helpers: readonly Helper[], tasks: readonly Task[], bend?: Bend): WeekProblem {
  const shapes: number[][] = [];
  const shapeAt = new Map<string, number>();
  const shape = Int32Array.from(tasks, (task) => {
    const counts = rule.placeClasses(task.places).map((one) => one.count);
    const key = counts.join();
    if (!shapeAt.has(key)) shapeAt.set(key, shapes.push(counts) - 1);
    return shapeAt.get(key)!;
  });
  const pairStart = new Int32Array(tasks.length + 1);
  const volunteer: number[] = [];
  const cost: number[] = [];
  const minutes: number[] = [];
  const mask: number[] = [];
  const near = cells(helpers);
  tasks.forEach((task, j) => {
    const row: { v: number; cost: number; minutes: number; mask: number }[] = [];
    near(task, (v) => {
      const found = rule.fit(helpers[v]!, task);
      if (!found.allowed) return;
      const more = bend ? bend(helpers[v]!, task) : 0;
      if (more !== null) row.push({ v, cost: found.cost + more, minutes: found.minutes, mask: found.mask });
    });
    row.sort((a, b) => a.cost - b.cost || a.v - b.v);
    for (const pair of row) {
      volunteer.push(pair.v);
      cost.push(pair.cost);
      minutes.push(pair.minutes);
      mask.push(pair.mask);
    }
    pairStart[j + 1] = volunteer.length;
  });
  return {
    capacity: Int32Array.from(helpers, (h) => h.minutes),
    agreed: Int32Array.from(helpers, (h) => h.agreed),
    room: Int32Array.from(helpers, (h) => h.room),
    free: Int32Array.from(helpers, (h) => h.halves),
    weight: Float64Array.from(tasks, (t) => t.weight),
    halves: Int32Array.from(tasks, (t) => t.halves),
    shape,
    shapes,
    pairStart,
    volunteer: Int32Array.from(volunteer),
    cost: Float32Array.from(cost),
    minutes: Uint16Array.from(minutes),
    mask: Uint8Array.from(mask),
  };
}

/**
 * Sorted by place, half-days and minutes, and only where all of these are the same by id (by code unit): an order
 * that stays when the list is shuffled or everybody gets another id.
 */
export function inOrder<T extends Pick<Helper & Task, 'x' | 'y' | 'halves' | 'minutes' | 'id'>>(
  list: readonly T[],
): T[] {
  return [...list].sort(
    (a, b) =>
      a.x - b.x ||
      a.y - b.y ||
      a.halves - b.halves ||
      a.minutes - b.minutes ||
      (a.id < b.id ? -1 : +(a.id > b.id)),
  );
}

/** A grid of 1 km cells for every doubling of reach: who could come is looked for only where they could come from. */
function cells(helpers: readonly Helper[]) {
  const rings = new Map<number, Map<number, number[]>>();
  const key = (cx: number, cy: number) => cx * 100003 + cy;
  helpers.forEach((h, v) => {
    const ring = Math.max(1, 2 ** Math.ceil(Math.log2(Math.max(1e-3, rule.kmWithin(h.reach, h.speed)))));
    const grid = rings.get(ring) ?? new Map<number, number[]>();
    rings.set(ring, grid);
    const at = key(Math.floor(h.x), Math.floor(h.y));
    const cell = grid.get(at);
    if (cell) cell.push(v);
    else grid.set(at, [v]);
  });
  return (task: Task, tell: (v: number) => void) => {
    const common = task.places.reduce((bits, place) => bits & place.skill, -1);
    for (const [ring, grid] of rings)
      for (let cx = Math.floor(task.x - ring); cx <= Math.floor(task.x + ring); cx++)
        for (let cy = Math.floor(task.y - ring); cy <= Math.floor(task.y + ring); cy++)
          for (const v of grid.get(key(cx, cy)) ?? []) if (rule.has(helpers[v]!.skills, common)) tell(v);
  };
}
