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
  const shape = new Int32Array(tasks.length);
  const pairStart = new Int32Array(tasks.length + 1);
  const pairs = new Pairs();
  const near = grids(helpers);
  tasks.forEach((task, j) => {
    const classes = rule.placeClasses(task.places);
    const counts = classes.map((one) => one.count);
    const key = counts.join();
    if (!shapeAt.has(key)) shapeAt.set(key, shapes.push(counts) - 1);
    shape[j] = shapeAt.get(key)!;
    const fit = rule.fitFor(task, classes);
    near(task, (v) => {
      const found = fit(helpers[v]!);
      if (!found.allowed) return;
      const more = bend ? bend(helpers[v]!, task) : 0;
      if (more !== null) pairs.add(v, found.cost + more, found.minutes, found.mask);
    });
    pairStart[j + 1] = pairs.endRow();
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
    ...pairs.columns(),
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

/** The pairs as columns that grow by doubling; each row is sorted by cost when it ends. */
class Pairs {
  #volunteer = new Int32Array(1024);
  #cost = new Float32Array(1024);
  #minutes = new Uint16Array(1024);
  #mask = new Uint8Array(1024);
  #count = 0;
  #rowCount = 0;
  #row = {
    volunteer: new Int32Array(64),
    key: new Float64Array(64),
    minutes: new Uint16Array(64),
    mask: new Uint8Array(64),
  };

  add(volunteer: number, cost: number, minutes: number, mask: number): void {
    const i = this.#rowCount++;
    if (i === this.#row.key.length) {
      const { volunteer: v, key, minutes: m, mask: k } = this.#row;
      this.#row = { volunteer: longer(v), key: longer(key), minutes: longer(m), mask: longer(k) };
    }
    this.#row.volunteer[i] = volunteer;
    this.#row.minutes[i] = minutes;
    this.#row.mask[i] = mask;
    // Costs count to a 32nd of a point; who was found first rides along below it.
    this.#row.key[i] = Math.round(cost * COST_STEPS) * ROW + i;
  }

  /** Ends the row of a need; the number of pairs so far. */
  endRow(): number {
    const { volunteer, minutes, mask } = this.#row;
    while (this.#count + this.#rowCount > this.#cost.length) this.#grow();
    for (const key of this.#row.key.subarray(0, this.#rowCount).sort()) {
      const steps = Math.floor(key / ROW);
      const i = key - steps * ROW;
      this.#volunteer[this.#count] = volunteer[i]!;
      this.#cost[this.#count] = steps / COST_STEPS;
      this.#minutes[this.#count] = minutes[i]!;
      this.#mask[this.#count++] = mask[i]!;
    }
    this.#rowCount = 0;
    return this.#count;
  }

  columns(): Pick<WeekProblem, 'volunteer' | 'cost' | 'minutes' | 'mask'> {
    const n = this.#count;
    return {
      volunteer: this.#volunteer.slice(0, n),
      cost: this.#cost.slice(0, n),
      minutes: this.#minutes.slice(0, n),
      mask: this.#mask.slice(0, n),
    };
  }

  #grow(): void {
    this.#volunteer = longer(this.#volunteer);
    this.#cost = longer(this.#cost);
    this.#minutes = longer(this.#minutes);
    this.#mask = longer(this.#mask);
  }
}

const NOBODY: readonly number[] = [];
const COST_STEPS = 32;
const ROW = 2 ** 24;

function longer<T extends Int32Array | Float32Array | Float64Array | Uint16Array | Uint8Array>(list: T): T {
  const twice = new (list.constructor as new (length: number) => T)(2 * list.length);
  twice.set(list);
  return twice;
}

/** A grid for every doubling of reach, with cells of half that: who could come is looked for only where they could come from. */
function grids(helpers: readonly Helper[]): (task: Task, tell: (v: number) => void) => void {
  const rings = new Map<number, Map<number, number[]>>();
  const key = (cx: number, cy: number) => cx * 100003 + cy;
  const skills = Int32Array.from(helpers, (h) => h.skills);
  const halves = Int32Array.from(helpers, (h) => h.halves);
  const x = Float64Array.from(helpers, (h) => h.x);
  const y = Float64Array.from(helpers, (h) => h.y);
  // A hair more than the reach: the last word is that of the rules, in whole minutes.
  const reach = Float64Array.from(helpers, (h) => (rule.kmWithin(h.reach, h.speed) + 1e-6) ** 2);
  helpers.forEach((h, v) => {
    let ring = 1;
    while (ring < rule.kmWithin(h.reach, h.speed)) ring *= 2;
    const grid = rings.get(ring) ?? new Map<number, number[]>();
    rings.set(ring, grid);
    const at = key(Math.floor((2 * h.x) / ring), Math.floor((2 * h.y) / ring));
    const cell = grid.get(at);
    if (cell) cell.push(v);
    else grid.set(at, [v]);
  });
  const sorted = [...rings].sort(([a], [b]) => a - b);
  return (task, tell) => {
    const common = task.places.reduce((bits, place) => bits & place.skill, -1);
    for (const [ring, grid] of sorted) {
      const cx = Math.floor((2 * task.x) / ring);
      const cy = Math.floor((2 * task.y) / ring);
      for (let column = cx - 2; column <= cx + 2; column++)
        for (let row = cy - 2; row <= cy + 2; row++)
          for (const v of grid.get(key(column, row)) ?? NOBODY) {
            if (!rule.has(skills[v]!, common) || !rule.shareHalfDay(halves[v]!, task.halves)) continue;
            const dx = x[v]! - task.x;
            const dy = y[v]! - task.y;
            if (dx * dx + dy * dy <= reach[v]!) tell(v);
          }
    }
  };
}
