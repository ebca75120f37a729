import { bends, FAIR, unfair, type WeekProblem } from './week-problem.ts';
import { Teams } from './week-team.ts';

/**
 * What a minute of every volunteer is worth: Lagrange multipliers of the weekly hours, by subgradient steps
 * (Held, Wolfe & Crowder 1974). Under prices each need looks for its cheapest team alone; the sum is a proven bound.
 */
export class WeekPrices {
  /** Points a minute, per volunteer. */
  readonly price: Float64Array;
  /** No plan can be worth less than this. */
  bound = -Infinity;

  private readonly p: WeekProblem;
  private readonly teams: Teams;
  private readonly asked: Float64Array;
  private readonly slope: Float64Array;
  private readonly best: Float64Array;
  private readonly order: Int32Array;
  private readonly keys: Float64Array;
  private readonly bend: Float64Array;
  private readonly steep: Float64Array;
  private sum = 0;
  private step = 1;
  private sinceBetter = 0;

  constructor(p: WeekProblem) {
    const longest = p.pairStart.reduce(
      (most, from, j) => Math.max(most, from - (p.pairStart[j - 1] ?? 0)),
      0,
    );
    this.p = p;
    ({ bend: this.bend, steep: this.steep } = bends(p));
    this.teams = new Teams(p);
    this.price = new Float64Array(p.capacity.length);
    this.best = new Float64Array(p.capacity.length);
    this.asked = new Float64Array(p.capacity.length);
    this.slope = new Float64Array(p.capacity.length);
    this.order = Int32Array.from(p.volunteer, (_, e) => e);
    this.keys = new Float64Array(longest);
  }

  /** Lets the needs from..end look for their cheapest teams; a round is all needs and then `turn`. */
  look(from: number, end: number): void {
    for (let j = from; j < end; j++) this.sum += this.cheapest(j);
  }

  /** Ends a round: moves the prices towards what was asked for; `value` is that of the best plan known. */
  turn(value: number): void {
    const { price, asked, slope } = this;
    let bound = this.sum;
    let norm = 0;
    for (let v = 0; v < price.length; v++) {
      bound += this.offered(v);
      if (price[v] === 0 && asked[v]! < 0) asked[v] = 0;
      slope[v] = 0.3 * slope[v]! + asked[v]!;
      norm += slope[v]! * slope[v]!;
    }
    if (bound > this.bound) {
      this.bound = bound;
      this.best.set(price);
      this.sinceBetter = 0;
    } else if (++this.sinceBetter >= 8) {
      this.step *= 0.7;
      this.sinceBetter = 0;
    }
    this.sum = 0;
    asked.fill(0);
    if (norm === 0) return;
    const stride = (this.step * (value - bound)) / norm;
    for (let v = 0; v < price.length; v++) price[v] = Math.max(0, price[v]! + stride * slope[v]!);
  }

  /** Back to the prices of the best bound. */
  settle(): void {
    this.price.set(this.best);
  }

  /** What need j costs at these prices, adding the minutes it asks for to `asked`. */
  private cheapest(j: number): number {
    const { pairStart, volunteer, cost, minutes, weight, shape, shapes } = this.p;
    const { price, asked } = this;
    const from = pairStart[j]!;
    const end = pairStart[j + 1]!;
    let least = weight[j]!;
    const places = shapes[shape[j]!]!;
    if (places.length === 1 && places[0] === 1) {
      let best = -1;
      for (let e = from; e < end && cost[e]! < least; e++) {
        const points = cost[e]! + price[volunteer[e]!]! * minutes[e]!;
        if (points < least) {
          least = points;
          best = e;
        }
      }
      if (best >= 0) asked[volunteer[best]!]! += minutes[best]!;
      return least;
    }
    const row = this.order.subarray(from, end);
    this.sort(row);
    const team = this.teams.cheapest(j, row, this.keys, row.length, least);
    if (team === Infinity) return least;
    const size = places.reduce((sum, n) => sum + n, 0);
    for (let i = 0; i < size; i++) asked[volunteer[this.teams.found[i]!]!]! += minutes[this.teams.found[i]!]!;
    return team;
  }

  /** Insertion sort of a row by price: it is nearly in order since the last step. */
  private sort(row: Int32Array): void {
    const { volunteer, cost, minutes } = this.p;
    const { price, keys } = this;
    for (let k = 0; k < row.length; k++) {
      const e = row[k]!;
      const key = cost[e]! + price[volunteer[e]!]! * minutes[e]!;
      let i = k;
      for (; i > 0 && keys[i - 1]! > key; i--) {
        keys[i] = keys[i - 1]!;
        row[i] = row[i - 1]!;
      }
      keys[i] = key;
      row[i] = e;
    }
  }

  /** What volunteer v earns by offering the load that pays best; `asked` becomes asked minus offered. */
  private offered(v: number): number {
    const price = this.price[v]!;
    const bend = this.bend[v]!;
    const steep = this.steep[v]!;
    const least = price > FAIR.slope + FAIR.steepMore ? 0 : price > FAIR.slope ? steep : bend;
    const room = this.p.room[v]!;
    const left = Math.min(room, Math.max(0, least));
    this.asked[v]! -= room - left;
    return unfair(bend, steep, left) - price * (room - left);
  }
}
