import type { DayState } from './day-state.ts';
import type { Random } from './random.ts';

const NEIGHBOURS = 12;

/** The changes the search tries: each is made, settled under a limit, and undone where it costs too much. */
export class DayMoves {
  readonly #state: DayState;
  readonly #random: Random;
  readonly #may: Uint8Array;
  readonly #helpers: number;
  readonly #near: Int32Array;
  readonly #width: number;
  readonly #team: Int32Array;
  readonly #mine: Int32Array;
  readonly #theirs: Int32Array;

  constructor(state: DayState, random: Random) {
    const { allowed, allowedAt, home } = state.problem;
    this.#state = state;
    this.#random = random;
    this.#helpers = home.length;
    this.#team = new Int32Array(state.jobs);
    this.#mine = new Int32Array(state.jobs);
    this.#theirs = new Int32Array(state.jobs);
    this.#may = new Uint8Array(state.jobs * home.length);
    for (let j = 0; j < state.jobs; j++)
      for (let i = allowedAt[j]!; i < allowedAt[j + 1]!; i++) this.#may[j * home.length + allowed[i]!] = 1;
    this.#width = Math.min(NEIGHBOURS, state.visits - 1);
    this.#near = nearVisits(state, this.#width);
  }

  /** Tries one random change; true where the plan has changed. */
  attempt(limit: number): boolean {
    const { visits } = this.#state;
    const v = this.#random.below(visits);
    const kind = this.#random.below(28);
    const ready =
      kind < 14
        ? visits > 1 && this.#besideNeighbour(v)
        : kind < 18
          ? visits > 1 && this.#withinRoute(v)
          : kind < 22
            ? this.#anotherHelper(v)
            : kind < 26
              ? this.#tradeParts(v)
              : visits > 1 && this.#swap(v);
    if (!ready) return false;
    if (this.#state.settle(limit)) {
      this.#state.keep();
      return true;
    }
    this.#state.undo();
    return false;
  }

  /** Puts a visit right before or behind one nearby, with that one's helper. */
  #besideNeighbour(v: number): boolean {
    const state = this.#state;
    const random = this.#random;
    const { firstJob } = state.problem;
    const w = this.#near[v * this.#width + random.below(this.#width)]!;
    const x = firstJob[w]! + random.below(firstJob[w + 1]! - firstJob[w]!);
    const a = firstJob[v]! + random.below(firstJob[v + 1]! - firstJob[v]!);
    return this.#put(v, a, state.helper[x]!, random.below(2) ? x : state.prev[x]!);
  }

  /** Lets a visit come some stops earlier or later among its helper's own: what an overloaded helper's route needs. */
  #withinRoute(v: number): boolean {
    const { next, prev, helper, jobs, problem } = this.#state;
    const random = this.#random;
    const first = problem.firstJob[v]!;
    const a = first + random.below(problem.firstJob[v + 1]! - first);
    const later = random.below(2) === 1;
    let p = a;
    let steps = 1 + random.below(8);
    if (later) for (; steps > 0 && next[p]! < jobs; steps--) p = next[p]!;
    else for (; steps >= 0 && p < jobs; steps--) p = prev[p]!;
    return p !== a && p !== prev[a] && this.#put(v, a, helper[a]!, p);
  }

  /** Puts a visit behind job (or ring head) `p` of helper `h`, who is to do its job `a`. */
  #put(v: number, a: number, h: number, p: number): boolean {
    const state = this.#state;
    const { firstJob } = state.problem;
    if (!this.#chooseTeam(v, a, h)) return false;
    if (state.visitOf[p] === v) p = state.prev[p]!;
    let n = state.next[p]!;
    if (state.visitOf[n] === v) n = state.next[n]!;
    if (p === state.prev[a] && h === state.helper[a] && firstJob[v + 1]! - firstJob[v]! === 1) return false;
    let low = p < state.jobs ? state.place[state.visitOf[p]!]! + 1 : 0;
    let high = n < state.jobs ? state.place[state.visitOf[n]!]! : state.visits;
    const wish = state.estimate(a, p, h);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (state.start[firstJob[state.order[middle]!]!]! < wish) low = middle + 1;
      else high = middle;
    }
    this.#seat(v, low);
    return true;
  }

  /** Gives one job of a visit to another helper, at the same place of the order or a random one. */
  #anotherHelper(v: number): boolean {
    const state = this.#state;
    const random = this.#random;
    const { firstJob, allowed, allowedAt } = state.problem;
    const a = firstJob[v]! + random.below(firstJob[v + 1]! - firstJob[v]!);
    const choices = allowedAt[a + 1]! - allowedAt[a]!;
    const h = allowed[allowedAt[a]! + random.below(choices)]!;
    if (h === state.helper[a] && choices > 1) return false;
    if (!this.#chooseTeam(v, a, h)) return false;
    const near = Math.max(0, Math.min(state.visits, state.place[v]! - 12 + random.below(26)));
    this.#seat(v, random.below(2) ? state.place[v]! : near);
    return true;
  }

  /** Two helpers trade what they do in one part of the order, or in all the rest of it; the order stays. */
  #tradeParts(v: number): boolean {
    const state = this.#state;
    const random = this.#random;
    const { jobs, next, helper, place, visitOf } = state;
    const { firstJob, allowed, allowedAt } = state.problem;
    const mine = this.#mine;
    const theirs = this.#theirs;
    const a = firstJob[v]! + random.below(firstJob[v + 1]! - firstJob[v]!);
    const h = helper[a]!;
    const g = allowed[allowedAt[a]! + random.below(allowedAt[a + 1]! - allowedAt[a]!)]!;
    if (g === h) return false;
    const most = random.below(3) ? 1 + random.below(4) : jobs;
    const begin = place[v]!;
    let given = 0;
    let j = a;
    for (; given < most && j < jobs; j = next[j]!) {
      if (!this.#may[j * this.#helpers + g]) return false;
      mine[given++] = j;
    }
    const end = j < jobs ? place[visitOf[j]!]! : state.visits;
    const before = state.behind(g, begin);
    let taken = 0;
    for (j = next[before]!; j < jobs && place[visitOf[j]!]! < end; j = next[j]!) {
      if (!this.#may[j * this.#helpers + h]) return false;
      theirs[taken++] = j;
    }
    const former = state.prev[a]!;
    for (let i = 0; i < given; i++) state.unlink(mine[i]!);
    for (let i = 0; i < taken; i++) state.unlink(theirs[i]!);
    this.#chain(theirs, taken, former, h);
    this.#chain(mine, given, before, g);
    return true;
  }

  /** Links jobs one after the other behind job (or ring head) `p` of helper `h`. */
  #chain(list: Int32Array, count: number, p: number, h: number): void {
    for (let i = 0; i < count; i++) {
      this.#state.link(list[i]!, p, h);
      p = list[i]!;
    }
  }

  /** Lets two visits change places, and helpers where both are for one. */
  #swap(v: number): boolean {
    const state = this.#state;
    const { firstJob } = state.problem;
    const w = this.#near[v * this.#width + this.#random.below(this.#width)]!;
    const a = firstJob[v]! + this.#random.below(firstJob[v + 1]! - firstJob[v]!);
    const b = firstJob[w]! + this.#random.below(firstJob[w + 1]! - firstJob[w]!);
    const g = state.helper[a]!;
    const h = state.helper[b]!;
    const trade = g !== h;
    if (trade && !(this.#may[a * this.#helpers + h] && this.#may[b * this.#helpers + g])) return false;
    if (trade)
      for (let j = firstJob[v]!; j < firstJob[v + 1]!; j++)
        if (j !== a && state.helper[j] === h) return false;
    if (trade)
      for (let j = firstJob[w]!; j < firstJob[w + 1]!; j++)
        if (j !== b && state.helper[j] === g) return false;
    // Only helpers change where both keep their time; else the visits change places too.
    if (trade && this.#random.below(2)) {
      state.unlink(a);
      state.unlink(b);
      state.link(a, state.behind(h, state.place[v]!), h);
      state.link(b, state.behind(g, state.place[w]!), g);
      return true;
    }
    for (let j = firstJob[v]!; j < firstJob[v + 1]!; j++) state.unlink(j);
    for (let j = firstJob[w]!; j < firstJob[w + 1]!; j++) state.unlink(j);
    const from = state.place[v]!;
    const to = state.place[w]!;
    state.moveTo(v, to);
    state.moveTo(w, from);
    for (let j = firstJob[v]!; j < firstJob[v + 1]!; j++) {
      const helper = j === a ? h : state.helper[j]!;
      state.link(j, state.behind(helper, state.place[v]!), helper);
    }
    for (let j = firstJob[w]!; j < firstJob[w + 1]!; j++) {
      const helper = j === b ? g : state.helper[j]!;
      state.link(j, state.behind(helper, state.place[w]!), helper);
    }
    return true;
  }

  /** A team for a visit with `h` in job `a`; the others mostly stay. */
  #chooseTeam(v: number, a: number, h: number): boolean {
    const state = this.#state;
    const { firstJob, allowed, allowedAt } = state.problem;
    if (!this.#may[a * this.#helpers + h]) return false;
    const first = firstJob[v]!;
    const end = firstJob[v + 1]!;
    const team = this.#team;
    for (let j = first; j < end; j++) team[j - first] = state.helper[j]!;
    team[a - first] = h;
    for (let j = first; j < end; j++) {
      if (j === a) continue;
      // Two of a team may trade their parts.
      if (team[j - first] === h) team[j - first] = state.helper[a]!;
      else if (this.#random.below(3) === 0)
        team[j - first] = allowed[allowedAt[j]! + this.#random.below(allowedAt[j + 1]! - allowedAt[j]!)]!;
      if (!this.#may[j * this.#helpers + team[j - first]!]) return false;
    }
    for (let i = 1; i < end - first; i++) for (let k = 0; k < i; k++) if (team[i] === team[k]) return false;
    return true;
  }

  /** Seats the chosen team of a visit before what stands at `gap` in the order. */
  #seat(v: number, gap: number): void {
    const state = this.#state;
    const first = state.problem.firstJob[v]!;
    const end = state.problem.firstJob[v + 1]!;
    for (let j = first; j < end; j++) state.unlink(j);
    for (let j = first; j < end; j++) {
      const h = this.#team[j - first]!;
      state.link(j, state.behind(h, gap), h);
    }
    const to = gap > state.place[v]! ? gap - 1 : gap;
    if (to !== state.place[v]) state.moveTo(v, to);
  }
}

/** For each visit those that are near in space and whose windows can follow one another. */
function nearVisits(state: DayState, width: number): Int32Array {
  const { node, nodes, travel, earliest, latest } = state.problem;
  const near = new Int32Array(state.visits * width);
  const cost = new Float64Array(state.visits);
  const others: number[] = [];
  for (let v = 0; v < state.visits; v++) {
    others.length = 0;
    for (let w = 0; w < state.visits; w++) {
      if (w === v) continue;
      others.push(w);
      const road = Math.min(travel[node[v]! * nodes + node[w]!]!, travel[node[w]! * nodes + node[v]!]!);
      const apart = Math.max(0, earliest[v]! - latest[w]!, earliest[w]! - latest[v]!);
      cost[w] = road + apart * 0.2;
    }
    others.sort((a, b) => cost[a]! - cost[b]! || a - b);
    for (let i = 0; i < width; i++) near[v * width + i] = others[i]!;
  }
  return near;
}
