import type { Random } from './random.ts';
import type { WeekRows } from './week-rows.ts';
import type { WeekState } from './week-state.ts';

/** How often a move tries an unserved need, otherwise one of a team; and how often it presses one pair in. */
const UNSERVED = 0.25;
const TEAMS = 0.3;
const PRESS = 0.6;
/** How often a served team gets only one other member. */
const SUBSTITUTE = 0.3;
/** Fewer needs than this may be taken out for those that are served again: longer chains cost more time than they gain. */
const CHAIN = 3;
/** Pain of the need that the move is about: nobody is taken out of it again. */
const NEVER = 1e6;
/** How fast is learnt what it costs to take a need out. */
const LEARNING = 0.1;
/** How often somebody is taken out of a need by chance alone, and points of chance otherwise. */
const BLIND = 0.05;
const BLUR = 20;

/**
 * The moves of the search: a need is served by somebody it was not served by, whoever has no room left for it is
 * taken out of other needs, and these are served again by whom they can get.
 */
export class WeekMoves {
  readonly #state: WeekState;
  readonly #rows: WeekRows;
  readonly #random: Random;
  /** Needs that somebody could serve; of them those of a team, and those that nobody serves. */
  readonly #active: Int32Array;
  readonly #teams: Int32Array;
  readonly #unserved: Int32Array;
  readonly #unservedAt: Int32Array;
  #unservedCount = 0;
  /** Points it cost, lately, to serve a need again after it was taken out. */
  readonly #pain: Float64Array;
  /** The most that serving a need can gain. */
  readonly #worth: Float64Array;
  readonly #queue: number[] = [];
  readonly #team: Int32Array;

  constructor(state: WeekState, random: Random, active: Int32Array, worth: Float64Array) {
    this.#worth = worth;
    this.#state = state;
    this.#rows = state.p;
    this.#random = random;
    this.#active = active;
    this.#teams = active.filter((j) => state.start[j + 1]! - state.start[j]! > 1);
    this.#unserved = new Int32Array(active.length);
    this.#unservedAt = new Int32Array(state.p.weight.length).fill(-1);
    this.#pain = Float64Array.from(state.p.weight, (w) => w / 4);
    this.#team = new Int32Array(state.teams.found.length);
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
    const team = state.start[j + 1]! - state.start[j]! > 1;
    if (team && was >= 0 && random.unit() < SUBSTITUTE) {
      if (!this.#substitute(j)) return false;
    } else {
      if (was >= 0) state.remove(j);
      if (random.unit() >= PRESS) this.#makeRoom(j);
      else if (!this.#press(j, was)) return false;
    }
    this.#serveAgain(limit, j);
    return state.value < limit;
  }

  #pick(): number {
    const random = this.#random;
    if (this.#unservedCount && random.unit() < UNSERVED)
      return this.#unserved[random.below(this.#unservedCount)]!;
    if (this.#teams.length && random.unit() < TEAMS) return this.#teams[random.below(this.#teams.length)]!;
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
    if (!state.teamAround(j, key, half, this.#pain)) return false;
    const team = state.teams.trial;
    for (let i = state.start[j + 1]! - state.start[j]! - 1; i >= 0; i--)
      this.#loosen(volunteer[team[i]!]!, minutes[team[i]!]!);
    state.place(j, team);
    return true;
  }

  /** Puts somebody else into one place of a served team, whoever has to leave for it. */
  #substitute(j: number): boolean {
    const { pairStart, keyEnd, volunteer, minutes, halves, free, shape } = this.#rows;
    const state = this.#state;
    const random = this.#random;
    const team = this.#team;
    const first = state.start[j]!;
    const n = state.start[j + 1]! - first;
    const out = random.below(n);
    let common = halves[j]!;
    for (let i = 0; i < n; i++) {
      team[i] = state.pairAt[first + i]!;
      if (i !== out) common &= free[volunteer[team[i]!]!]!;
    }
    // Whoever fills a scarce place is rather replaced by somebody who can fill it too.
    const key = team[out]! < keyEnd[j]! && random.unit() < 0.8;
    const pair = this.#early(pairStart[j]!, key ? keyEnd[j]! : pairStart[j + 1]!);
    if (!(free[volunteer[pair]!]! & common)) return false;
    for (let i = 0; i < n; i++) if (team[i] === pair) return false;
    team[out] = pair;
    if (!state.teams.seatable(shape[j]!, team, n)) return false;
    state.remove(j);
    this.#loosen(volunteer[pair]!, minutes[pair]!);
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
    const { pairStart, volunteer, minutes } = this.#rows;
    const state = this.#state;
    const random = this.#random;
    const many = state.start[j + 1]! - state.start[j]! + random.below(4);
    for (let i = 0; i < many; i++) {
      const pair = this.#early(pairStart[j]!, pairStart[j + 1]!);
      const v = volunteer[pair]!;
      this.#loosen(v, random.next() & 1 ? minutes[pair]! : state.room[v]! + 1);
    }
    state.insert(j);
  }

  /** Takes volunteer v out of needs until they have so many minutes, rather out of those that are easily served otherwise. */
  #loosen(v: number, minutes: number): void {
    const { room, head, next, needAt, pairAt } = this.#state;
    const taken = this.#rows.minutes;
    const random = this.#random;
    while (room[v]! < minutes && head[v]! >= 0) {
      const lacking = minutes - room[v]!;
      const blind = random.unit() < BLIND;
      let least = Infinity;
      let found = -1;
      for (let place = head[v]!; place >= 0; place = next[place]!) {
        const chance = random.unit();
        const freed = Math.min(taken[pairAt[place]!]!, lacking);
        const points = blind ? chance : (this.#pain[needAt[place]!]! + BLUR * chance) / freed;
        if (points >= least) continue;
        least = points;
        found = needAt[place]!;
      }
      this.#state.remove(found);
      this.#queue.push(found);
    }
  }

  /** Serves those taken out for need `main`, the worthiest first, and learns what it cost. */
  #serveAgain(limit: number, main: number): void {
    const worth = this.#worth;
    const weight = this.#rows.weight;
    const state = this.#state;
    const queue = this.#queue;
    const held = this.#pain[main]!;
    let chain = this.#random.below(CHAIN);
    let hope = 0;
    let sorted = 0;
    for (let at = 0; ; at++) {
      for (; sorted < queue.length; sorted++) {
        const j = queue[sorted]!;
        hope += worth[j]!;
        let i = sorted;
        for (; i > at && worth[queue[i - 1]!]! < worth[j]!; i--) queue[i] = queue[i - 1]!;
        queue[i] = j;
      }
      if (at === queue.length || state.value - hope > limit) return;
      const j = queue[at]!;
      hope -= worth[j]!;
      let points;
      if (chain > 0) {
        this.#pain[main] = NEVER;
        points = this.#pressCheapest(j);
        chain += sorted - queue.length;
        this.#pain[main] = held;
      } else {
        const before = state.value;
        state.insert(j);
        points = state.value - before + weight[j]!;
      }
      this.#pain[j]! += LEARNING * (points - this.#pain[j]!);
    }
  }

  /** Serves a need by whom it seems cheapest, whoever has to leave for it; comes back with the cost. */
  #pressCheapest(j: number): number {
    const { volunteer, minutes, weight } = this.#rows;
    const state = this.#state;
    const n = state.start[j + 1]! - state.start[j]!;
    if (n === 1) {
      const pair = state.cheapestPair(j, weight[j], this.#pain);
      const points = state.points;
      if (pair < 0) return points;
      this.#loosen(volunteer[pair]!, minutes[pair]!);
      state.placeOne(j, pair);
      return points;
    }
    const found = state.cheapestTeam(j, weight[j], this.#pain);
    const points = state.points;
    if (!found) return points;
    const team = state.teams.found;
    for (let i = 0; i < n; i++) this.#loosen(volunteer[team[i]!]!, minutes[team[i]!]!);
    state.place(j, team);
    return points;
  }
}
