import type { Random } from './random.ts';
import type { WeekRows } from './week-rows.ts';
import type { WeekState } from './week-state.ts';

/** How often a move tries an unserved need, and how often it presses one pair in instead of making room and looking. */
const UNSERVED = Number(process.env.UNS ?? 0.5);
const PRESS = Number(process.env.PRESS ?? 0.6);
const E = (n: string, d: number) => Number(process.env[n] ?? d);
const EXTRA = E('EXTRA', 3), WIDE = E('WIDE', 1), FIRST = E('FIRST', 1), BLINK = E('BLINK', 0), ORDER = E('ORDER', 0), TEAMS = E('TEAMS', 0.3);
const NOISE = Number(process.env.NOISE ?? 20);
const RATE = Number(process.env.RATE ?? 0.1);
const RND = Number(process.env.RND ?? 0.05);

/**
 * The moves of the search: a need is served by somebody it was not served by, whoever has no room left for it is
 * taken out of other needs, and these are served again by whom they can get.
 */
export class WeekMoves {
  readonly #state: WeekState;
  readonly #rows: WeekRows;
  readonly #random: Random;
  /** Needs that somebody could serve; of them those that nobody does. */
  readonly #active: Int32Array;
  readonly #teams: Int32Array;
  readonly #unserved: Int32Array;
  readonly #unservedAt: Int32Array;
  #unservedCount = 0;
  #queue: number[] = [];

  constructor(state: WeekState, random: Random, active: Int32Array) {
    this.#state = state;
    this.#rows = state.p;
    this.#random = random;
    this.#active = active;
    this.#teams = active.filter((j) => state.start[j + 1]! - state.start[j]! > 1);
    this.#unserved = new Int32Array(active.length);
    this.#unservedAt = new Int32Array(state.p.weight.length).fill(-1);
    this.#pain = Float64Array.from(state.p.weight, (w) => w / 4);
    for (const j of active) this.note(j);
  }

  /** Must be told of every need that may have become served or unserved. */
  note(j: number): void {
    const at = this.#unservedAt[j]!;
    const served = this.#state.served(j);
    if (!served && at < 0) {
      this.#unservedAt[j] = this.#unservedCount;
      this.#unserved[this.#unservedCount++] = j;
    } else if (served && at >= 0) {
      const last = this.#unserved[--this.#unservedCount]!;
      this.#unserved[at] = last;
      this.#unservedAt[last] = at;
      this.#unservedAt[j] = -1;
    }
  }

  /** Changes the state by one move; false when nothing came of it. What cannot come under `limit` is cut short. */
  attempt(limit: number): boolean {
    const state = this.#state;
    const random = this.#random;
    this.#queue.length = 0;
    const j = this.#pick();
    const was = state.pairAt[state.start[j]!]!;
    if (was >= 0) state.remove(j);
    if (random.unit() >= PRESS) this.#makeRoom(j);
    else if (!this.#press(j, was)) return false;
    this.#serveAgain(limit);
    return state.value < limit;
  }

  #pick(): number {
    const random = this.#random;
    if (this.#unservedCount && random.unit() < UNSERVED)
      return this.#unserved[random.below(this.#unservedCount)]!;
    if (random.unit() < TEAMS) return this.#teams[random.below(this.#teams.length)]!;
    return this.#active[random.below(this.#active.length)]!;
  }

  /** One of the pairs from..end, rather an early one. */
  #early(from: number, end: number): number {
    const u = this.#random.unit();
    return from + ((u * u * (end - from)) | 0);
  }

  /** Lets one pair serve need j, in a team of the cheapest others, whoever has to leave for it. */
  #press(j: number, was: number): boolean {
    const { pairStart, keyEnd, volunteer, minutes, halves, free } = this.#rows;
    const state = this.#state;
    const from = pairStart[j]!;
    if (state.start[j + 1]! - state.start[j]! === 1) {
      const pair = this.#early(from, pairStart[j + 1]!);
      if (pair === was) return false;
      this.#loosen(volunteer[pair]!, minutes[pair]!);
      state.placeOne(j, pair);
      return true;
    }
    const key = this.#early(from, keyEnd[j]!);
    const v = volunteer[key]!;
    const half = this.#oneOf(halves[j]! & free[v]!);
    if (!state.teamAround(j, key, half, this.#easing)) return false;
    const team = state.teams.trial;
    for (let i = state.start[j + 1]! - state.start[j]! - 1; i >= 0; i--)
      this.#loosen(volunteer[team[i]!]!, minutes[team[i]!]!);
    state.place(j, team);
    return true;
  }

  #oneOf(halves: number): number {
    let many = 0;
    for (let bits = halves; bits; bits &= bits - 1) many++;
    let bits = halves;
    for (let k = this.#random.below(many); k > 0; k--) bits &= bits - 1;
    return bits & -bits;
  }

  /** Frees a few of those who could serve need j, and serves it in the cheapest way. */
  #makeRoom(j: number): void {
    const { pairStart, keyEnd, volunteer, minutes, halves, free } = this.#rows;
    const state = this.#state;
    const size = state.start[j + 1]! - state.start[j]!;
    const random = this.#random;
    const many = size + random.below(EXTRA);
    const half = size === 1 || random.unit() < WIDE ? -1 : this.#oneOf(halves[j]! & free[volunteer[this.#early(pairStart[j]!, keyEnd[j]!)]!]!);
    for (let i = 0; i < many; i++) {
      let pair = this.#early(pairStart[j]!, pairStart[j + 1]!);
      for (let k = 0; k < 4 && !(free[volunteer[pair]!]! & half); k++) pair = this.#early(pairStart[j]!, pairStart[j + 1]!);
      const v = volunteer[pair]!;
      this.#loosen(v, random.next() & 1 ? minutes[pair]! : state.room[v]! + 1);
    }
    if (random.unit() < FIRST) state.insert(j); else this.#queue.push(j);
  }

  readonly #pain: Float64Array;
  readonly #easing = (v: number, lacking: number): number => {
    const { head, next, needAt, pairAt } = this.#state;
    const { minutes } = this.#rows;
    let best = Infinity;
    let all = 0;
    let sum = 0;
    for (let place = head[v]!; place >= 0; place = next[place]!) {
      const pain = this.#pain[needAt[place]!]!;
      const m = minutes[pairAt[place]!]!;
      if (m >= lacking && pain < best) best = pain;
      if (sum < lacking) { all += pain; sum += m; }
    }
    return (best < all ? best : all) + NOISE * this.#random.unit();
  };

  /** Takes volunteer v out of needs until they have so many minutes, rather out of those that are easily served otherwise. */
  #loosen(v: number, minutes: number): void {
    const { room, head, next, needAt, pairAt } = this.#state;
    const random = this.#random;
    while (room[v]! < minutes && head[v]! >= 0) {
      const lacking = minutes - room[v]!;
      let best = Infinity;
      let found = -1;
      const chance = random.unit() < RND;
      for (let place = head[v]!; place >= 0; place = next[place]!) {
        const m = this.#rows.minutes[pairAt[place]!]!;
        const pain = chance ? random.unit() : (this.#pain[needAt[place]!]! + NOISE * random.unit()) / (m < lacking ? m : lacking);
        if (pain < best) { best = pain; found = place; }
      }
      const j = needAt[found]!;
      this.#state.remove(j);
      this.#queue.push(j);
    }
  }

  keys = new Float64Array(4096);
  /** Serves those taken out, the weightiest first. */
  #serveAgain(limit: number): void {
    const weight = this.#rows.weight;
    const queue = this.#queue;
    let hope = 0;
    const keys = this.keys;
    for (let a = 0; a < queue.length; a++) {
      const j = queue[a]!;
      hope += weight[j]!;
      const key = weight[j]! * (1 + ORDER * this.#random.unit());
      let i = a;
      for (; i > 0 && keys[i - 1]! < key; i--) { queue[i] = queue[i - 1]!; keys[i] = keys[i - 1]!; }
      queue[i] = j;
      keys[i] = key;
    }
    for (const j of queue) {
      if (this.#state.value - hope > limit) return;
      hope -= weight[j]!;
      const before = this.#state.value;
      const done = this.#state.insert(j);
      this.#pain[j] = this.#pain[j]! + RATE * ((done ? this.#state.value - before + weight[j]! : weight[j]!) - this.#pain[j]!);
    }
  }
}
