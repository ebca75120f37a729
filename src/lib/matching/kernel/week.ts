import { exp, ln, Random } from './random.ts';
import { WeekPrices } from './week-prices.ts';
import { WeekState } from './week-state.ts';
import { rowsByPrice, type WeekRows } from './week-rows.ts';
import type { WeekProblem } from './week-problem.ts';

const TUNE = {
  hot: 100,
  cold: 1.5,
  pUnserved: 0.3,
  pForce: 0.95,
  rounds: 200,
  share: 1,
  most: 1e9,
  pNext: 0,
  bias: 2,
};

export class WeekSolver {
  p: WeekRows;
  readonly p0: WeekProblem;
  readonly random: Random;
  state: WeekState;
  readonly prices: WeekPrices;
  best: Int32Array;
  bestValue: number;
  temperature = 0;
  moves = 0;
  accepted = 0;
  stats = [0, 0, 0, 0, 0, 0, 0, 0];
  active: Int32Array;
  private dirty: number[] = [];
  private isDirty: Uint8Array;
  private queue = new Int32Array(4096);
  private queued = 0;
  unserved: Int32Array;
  unservedAt: Int32Array;
  unservedCount = 0;

  constructor(p: WeekProblem, seed: number) {
    this.p0 = p;
    this.random = new Random(seed);
    this.prices = new WeekPrices(p);
    this.p = rowsByPrice(p, this.prices.price, 0, TUNE.most);
    this.state = new WeekState(this.p);
    this.isDirty = new Uint8Array(p.weight.length);
    this.active = Int32Array.from(p.weight.keys()).filter((j) => {
      const n = p.pairStart[j + 1]! - p.pairStart[j]!;
      if (n === 0) return false;
      const e = Int32Array.from({ length: n }, (_, i) => p.pairStart[j]! + i);
      return this.state.teams.cheapest(j, e, new Float64Array(n), n, Infinity) < Infinity;
    });
    this.unserved = new Int32Array(p.weight.length);
    this.unservedAt = new Int32Array(p.weight.length).fill(-1);
    for (const j of this.active) this.note(j, true);
    this.best = this.state.pairAt.slice();
    this.bestValue = this.state.value;
    this.fill();
  }
  private fill() {
    const { p } = this;
    const order = Array.from(this.active).sort((a, b) => p.weight[b]! - p.weight[a]! || a - b);
    for (const j of order) if (!this.state.served(j)) this.state.insert(j);
    this.commit();
  }

  price(rounds: number) {
    for (let i = 0; i < rounds; i++) this.prices.improve(this.bestValue);
    this.prices.settle();
  }

  /** build from prices */
  construct() {
    this.p = rowsByPrice(this.p0, this.prices.price, TUNE.share, TUNE.most);
    this.state = new WeekState(this.p);
    for (const j of this.active) this.note(j, true);
    this.bestValue = Infinity;
    this.fill();
    this.best = this.state.pairAt.slice();
  }
  private note(j: number, out: boolean) {
    const { unserved, unservedAt } = this;
    const at = unservedAt[j]!;
    if (out && at < 0) {
      unservedAt[j] = this.unservedCount;
      unserved[this.unservedCount++] = j;
    } else if (!out && at >= 0) {
      const last = unserved[--this.unservedCount]!;
      unserved[at] = last;
      unservedAt[last] = at;
      unservedAt[j] = -1;
    }
  }

  private commit() {
    const { isDirty, dirty, state } = this;
    state.changed((j) => {
      this.note(j, !state.served(j));
      if (!isDirty[j]) {
        isDirty[j] = 1;
        dirty.push(j);
      }
    });
    state.keep();
    if (state.value < this.bestValue - 1e-6) {
      this.bestValue = state.value;
      for (const j of dirty) {
        if (this.best) state.copy(j, this.best);
        isDirty[j] = 0;
      }
      dirty.length = 0;
    }
  }

  anneal(ms: number, now: () => number, report?: (v: number, t: number) => void) {
    const t0 = now();
    const cool = ln(TUNE.cold / TUNE.hot);
    for (;;) {
      const share = (now() - t0) / ms;
      if (share >= 1) break;
      report?.(this.bestValue, now() - t0);
      this.temperature = TUNE.hot * exp(cool * share);
      for (let i = 0; i < 1024; i++) this.step();
    }
  }

  /** Cools over exactly so many moves: the same seed and number give the same plan on any machine. */
  annealMoves(total: number): void {
    const cool = ln(TUNE.cold / TUNE.hot);
    for (let i = 0; i < total; i++) {
      if (i % 256 === 0) this.temperature = TUNE.hot * exp((cool * i) / total);
      this.step();
    }
  }

  private pick(): number {
    const { active, random } = this;
    if (this.unservedCount && random.unit() < TUNE.pUnserved)
      return this.unserved[random.below(this.unservedCount)]!;
    return active[random.below(active.length)]!;
  }

  private eject(j: number) {
    this.state.remove(j);
    this.queue[this.queued++] = j;
  }

  private step() {
    const { state, random, p } = this;
    this.moves++;
    const before = state.value;
    const bar = before + this.temperature * random.exponential();
    this.queued = 0;
    const j = this.pick();
    const team = state.start[j + 1]! - state.start[j]!;
    const was = state.pairAt[state.start[j]!]!;
    const kind = (team > 1 ? 4 : 0) + (was < 0 ? 2 : 0);
    if (was >= 0) state.remove(j);
    const from = p.pairStart[j]!;
    if (random.unit() < TUNE.pForce) {
      if (team === 1) {
        const n = p.pairStart[j + 1]! - from;
        const u = random.unit();
        const e = from + ((u * u * n) | 0);
        if (e === was) {
          state.undo();
          return;
        }
        this.loosen(p.volunteer[e]!, p.minutes[e]!);
        state.placeOne(j, e);
      } else if (!this.forceTeam(j)) {
        state.undo();
        return;
      }
    } else {
      const n = p.pairStart[j + 1]! - from;
      const q = team + random.below(3);
      for (let i = 0; i < q; i++) {
        const u = random.unit();
        const e = from + ((u * u * n) | 0);
        this.loosen(p.volunteer[e]!, random.next() & 1 ? p.minutes[e]! : state.room[p.volunteer[e]!]! + 1);
      }
      state.insert(j);
    }
    this.recreate(bar);
    this.stats[kind]!++;
    if (state.value < bar) {
      this.accepted++;
      this.stats[kind + 1]!++;
      this.commit();
    } else state.undo();
  }

  private loosen(v: number, minutes: number) {
    const { state, random } = this;
    while (state.room[v]! < minutes && state.head[v]! >= 0) {
      let n = 0;
      for (let s = state.head[v]!; s >= 0; s = state.next[s]!) n++;
      let k = random.below(n);
      let s = state.head[v]!;
      for (; k > 0; k--) s = state.next[s]!;
      this.eject(state.needAt[s]!);
    }
  }

  private forceTeam(j: number): boolean {
    const { p, state, random } = this;
    const from = p.pairStart[j]!;
    const u = random.unit();
    const e = from + ((u * u * (p.keyEnd[j]! - from)) | 0);
    const v = p.volunteer[e]!;
    let bits = p.halves[j]! & p.free[v]!;
    let n = 0;
    for (let b = bits; b; b &= b - 1) n++;
    for (let k = random.below(n); k > 0; k--) bits &= bits - 1;
    this.loosen(v, p.minutes[e]!);
    const bit = bits & -bits;
    if (state.teamAround(j, e, bit)) {
      state.place(j, state.teams.trial);
      return true;
    }
    return false;
  }

  private recreate(bar: number) {
    const { queue, state, p } = this;
    for (let a = 1; a < this.queued; a++) {
      const j = queue[a]!;
      const w = p.weight[j]!;
      let i = a;
      for (; i > 0 && p.weight[queue[i - 1]!]! < w; i--) queue[i] = queue[i - 1]!;
      queue[i] = j;
    }
    let hope = 0;
    for (let i = 0; i < this.queued; i++) hope += p.weight[queue[i]!]!;
    for (let i = 0; i < this.queued; i++) {
      if (state.value - hope > bar) return;
      const j = queue[i]!;
      hope -= p.weight[j]!;
      state.insert(j);
    }
  }
}
