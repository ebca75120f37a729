import type { WeekProblem } from './week-problem.ts';

/** A week whose pairs are in the order in which a search should try them. */
export interface WeekRows extends WeekProblem {
  /** Cost plus what the volunteer's minutes are worth to others: what a search compares by, ascending within each of the two parts of a row. */
  lure: Float32Array;
  /** Pairs of need j up to here can fill its scarcest class of places; from here on the others. */
  keyEnd: Int32Array;
}

const SLICE = 64;

/** Orders the pairs of every need by cost + price x minutes; comes back every few needs, so that a worker can listen. */
export function* rowsByPrice(p: WeekProblem, price: Float64Array): Generator<void, WeekRows> {
  const needs = p.weight.length;
  const pairStart = new Int32Array(needs + 1);
  const keyEnd = new Int32Array(needs);
  const order = new Int32Array(p.volunteer.length);
  let n = 0;
  let keys = new Float64Array(1024);
  for (let j = 0; j < needs; j++) {
    const from = p.pairStart[j]!;
    const count = p.pairStart[j + 1]! - from;
    if (keys.length < count) keys = new Float64Array(2 * count);
    const key = scarcestClass(p, j);
    // Key class first, then by lure; the position in the row rides along in the lower bits.
    for (let i = 0; i < count; i++) {
      const e = from + i;
      const lure = p.cost[e]! + price[p.volunteer[e]!]! * p.minutes[e]!;
      const other = p.mask[e]! & key ? 0 : 2 ** 26;
      keys[i] = (other + Math.min(Math.round((Math.max(lure, -1e5) + 1e5) * 32), 2 ** 26 - 1)) * 2 ** 26 + i;
    }
    const row = keys.subarray(0, count).sort();
    keyEnd[j] = n;
    for (let i = 0; i < count; i++) {
      if (row[i]! < 2 ** 52) keyEnd[j] = n + 1;
      order[n++] = from + ((row[i]! % 2 ** 26) | 0);
    }
    pairStart[j + 1] = n;
    if (j % SLICE === SLICE - 1) yield;
  }
  return { ...p, pairStart, keyEnd, ...picked(p, order.subarray(0, n), price) };
}

/** The bit of the class of places that fewest of the need's pairs could fill. */
function scarcestClass(p: WeekProblem, j: number): number {
  const classes = p.shapes[p.shape[j]!]!.length;
  if (classes === 1) return 1;
  const able = new Int32Array(classes);
  for (let e = p.pairStart[j]!; e < p.pairStart[j + 1]!; e++)
    for (let c = 0; c < classes; c++) able[c]! += (p.mask[e]! >> c) & 1;
  return 1 << able.indexOf(Math.min(...able));
}

function picked(p: WeekProblem, order: Int32Array, price: Float64Array) {
  const volunteer = order.map((e) => p.volunteer[e]!);
  const minutes = Uint16Array.from(order, (e) => p.minutes[e]!);
  const cost = Float32Array.from(order, (e) => p.cost[e]!);
  const lure = cost.map((points, i) => points + price[volunteer[i]!]! * minutes[i]!);
  return { volunteer, minutes, cost, lure, mask: Uint8Array.from(order, (e) => p.mask[e]!) };
}
