import { size, type WeekProblem } from './week-problem.ts';

/**
 * The cheapest team that can be seated. Teams that can be matched to places form a matroid, so taking the cheapest
 * candidate that still leaves everyone a place is exact; whether it does is Hall's condition: for every set of place
 * classes, no more members who can sit only there than places there.
 */
export class Teams {
  /** The pairs and the half-day of the last team found. */
  readonly found: Int32Array;
  half = -1;

  /** Per pair: half-days in which its volunteer is free, beside each other because rows are read in order. */
  readonly when: Uint16Array;

  private readonly p: WeekProblem;
  private readonly sizes: Int32Array;
  /** Per shape and set of classes: places there. One class needs no look: null. */
  private readonly places: (Uint8Array | null)[];
  private readonly within = new Uint8Array(256);
  readonly trial: Int32Array;

  constructor(p: WeekProblem) {
    this.p = p;
    this.when = new Uint16Array(p.volunteer.length);
    for (let e = 0; e < this.when.length; e++) this.when[e] = p.free[p.volunteer[e]!]!;
    this.sizes = Int32Array.from(p.shapes, size);
    this.places = p.shapes.map((counts) => (counts.length === 1 ? null : placesOfSets(counts)));
    const largest = this.sizes.reduce((a, b) => Math.max(a, b), 0);
    this.found = new Int32Array(largest);
    this.trial = new Int32Array(largest);
  }

  /**
   * The cheapest team of need j among `count` candidate pairs, given cheapest first with what each would cost.
   * @returns its cost, or Infinity when there is none under `limit`; the team is then in `found`, `half`.
   */
  cheapest(j: number, pairs: Int32Array, costs: Float64Array, count: number, limit: number): number {
    const { halves, shape } = this.p;
    let best = Infinity;
    for (let bits = halves[j]!; bits; bits &= bits - 1) {
      const bit = bits & -bits;
      const cost = this.cheapestIn(bit, shape[j]!, pairs, costs, count, limit);
      if (cost >= limit) continue;
      best = limit = cost;
      this.found.set(this.trial);
      this.half = 31 - Math.clz32(bit);
    }
    return best;
  }

  /** Needs that somebody could serve if everybody had time for nothing else. */
  servable(): Int32Array {
    const { pairStart, weight } = this.p;
    return Int32Array.from(weight.keys()).filter((j) => {
      const row = Int32Array.from({ length: pairStart[j + 1]! - pairStart[j]! }, (_, i) => pairStart[j]! + i);
      return this.cheapest(j, row, new Float64Array(row.length), row.length, Infinity) < Infinity;
    });
  }

  /** Whether these pairs (the first `n` entries) can all be seated in a team of this shape. */
  seatable(shape: number, pairs: Int32Array, n: number): boolean {
    const places = this.places[shape]!;
    if (!places) return n <= this.sizes[shape]!;
    this.within.fill(0);
    for (let i = 0; i < n; i++) if (!this.seat(places, this.p.mask[pairs[i]!]!)) return false;
    return true;
  }

  /** The same in one half-day (its bit); the team is then in `trial`. */
  cheapestIn(
    bit: number,
    shape: number,
    pairs: Int32Array,
    costs: Float64Array,
    count: number,
    limit: number,
  ): number {
    const counts = this.p.shapes[shape]!;
    if (counts.length === 2) return this.cheapestOfTwo(bit, counts, pairs, costs, count, limit);
    const { mask } = this.p;
    const { trial, within, when } = this;
    const places = this.places[shape]!;
    const n = this.sizes[shape]!;
    if (places) within.fill(0, 0, places.length);
    let taken = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const e = pairs[i]!;
      if (!(when[e]! & bit)) continue;
      const cost = costs[i]!;
      if (sum + cost * (n - taken) >= limit) return Infinity;
      if (places && !this.seat(places, mask[e]!)) continue;
      trial[taken++] = e;
      sum += cost;
      if (taken === n) return sum;
    }
    return Infinity;
  }

  /** The same for two classes of places, the usual team around one tool: there Hall's condition is two counts. */
  private cheapestOfTwo(
    bit: number,
    counts: readonly number[],
    pairs: Int32Array,
    costs: Float64Array,
    count: number,
    limit: number,
  ): number {
    const { mask } = this.p;
    const { trial, when } = this;
    let first = counts[0]!;
    let second = counts[1]!;
    const n = first + second;
    let taken = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const e = pairs[i]!;
      if (!(when[e]! & bit)) continue;
      const cost = costs[i]!;
      if (sum + cost * (n - taken) >= limit) return Infinity;
      const able = mask[e]!;
      if (able === 1 && --first < 0) continue;
      if (able === 2 && --second < 0) continue;
      trial[taken++] = e;
      sum += cost;
      if (taken === n) return sum;
    }
    return Infinity;
  }

  /** Adds one member who could fill the classes of `mask`, if everybody then still finds a place. */
  private seat(places: Uint8Array, mask: number): boolean {
    const { within } = this;
    for (let set = mask; set < places.length; set++)
      if ((set & mask) === mask && within[set]! >= places[set]!) return false;
    for (let set = mask; set < places.length; set++) if ((set & mask) === mask) within[set]!++;
    return true;
  }
}

function placesOfSets(counts: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 1 << counts.length }, (_, set) =>
    size(counts.filter((_, c) => (set >> c) & 1)),
  );
}
