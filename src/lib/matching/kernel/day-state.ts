import type { DayChoice, DayProblem } from './day-problem.ts';

/**
 * A plan that can be changed and changed back quickly. One order of all visits, of which every route is a
 * subsequence, so nobody can wait for somebody who waits for him. Routes are rings of jobs; ring head of
 * helper h is job number `jobs + h`. After a change only visits whose times move are computed again.
 */
export class DayState {
  readonly problem: DayProblem;
  readonly jobs: number;
  readonly visits: number;
  readonly order: Int32Array;
  readonly place: Int32Array;
  readonly helper: Int32Array;
  readonly next: Int32Array;
  readonly prev: Int32Array;
  readonly visitOf: Int32Array;
  readonly start: Float64Array;
  readonly over: Float64Array;
  road = 0;
  late = 0;
  worst = 0;
  readonly #nodeOf: Int32Array;
  readonly #work: Float64Array;
  readonly #lead: Float64Array;
  readonly #base: Int32Array;
  readonly #dirty: Int32Array;
  readonly #marked: Int32Array;
  #marks = 0;
  // What to undo, last first: [job, predecessor, helper], or [-1 - visit, its former place].
  readonly #deeds: Int32Array;
  #done = 0;
  readonly #movedJob: Int32Array;
  readonly #movedStart: Float64Array;
  readonly #movedOver: Float64Array;
  #moved = 0;
  #wasRoad = 0;
  #wasLate = 0;
  #wasWorst = 0;

  constructor(problem: DayProblem, choice: DayChoice) {
    const { firstJob, node, home, ready, minutes, pace, nodes } = problem;
    const jobs = minutes.length;
    const all = jobs + home.length;
    this.problem = problem;
    this.jobs = jobs;
    this.visits = node.length;
    this.order = choice.order.slice();
    this.place = new Int32Array(this.visits + 1);
    this.helper = new Int32Array(all);
    this.next = new Int32Array(all);
    this.prev = new Int32Array(all);
    this.visitOf = new Int32Array(all).fill(this.visits);
    this.start = new Float64Array(all);
    this.over = new Float64Array(jobs);
    this.#nodeOf = new Int32Array(all);
    this.#work = new Float64Array(all);
    this.#lead = new Float64Array(all);
    this.#base = pace.map((p) => p * nodes * nodes);
    this.#dirty = new Int32Array((this.visits >> 5) + 1);
    this.#marked = new Int32Array(4 * jobs + 16);
    this.#deeds = new Int32Array(12 * jobs + 48);
    this.#movedJob = new Int32Array(jobs + 1);
    this.#movedStart = new Float64Array(jobs + 1);
    this.#movedOver = new Float64Array(jobs + 1);
    for (let v = 0; v < this.visits; v++)
      for (let j = firstJob[v]!; j < firstJob[v + 1]!; j++) {
        this.visitOf[j] = v;
        this.#nodeOf[j] = node[v]!;
        this.#work[j] = minutes[j]!;
      }
    for (let h = 0; h < home.length; h++) {
      this.helper[jobs + h] = h;
      this.#nodeOf[jobs + h] = home[h]!;
      this.start[jobs + h] = ready[h]!;
    }
    this.load(choice);
  }

  get value(): number {
    const [a, b, c] = this.problem.weights;
    return a * this.road + b * this.late + c * this.worst;
  }

  /** Takes over a whole plan. */
  load({ order, helper }: DayChoice): void {
    const { jobs, visits } = this;
    const { firstJob } = this.problem;
    this.order.set(order);
    for (let i = 0; i < visits; i++) this.place[order[i]!] = i;
    this.place[visits] = visits;
    for (let head = jobs; head < this.next.length; head++) this.next[head] = this.prev[head] = head;
    this.road = 0;
    for (let i = 0; i < visits; i++)
      for (let v = order[i]!, j = firstJob[v]!; j < firstJob[v + 1]!; j++) {
        this.#insert(j, this.prev[jobs + helper[j]!]!, helper[j]!);
        this.start[j] = -1;
        this.over[j] = 0;
      }
    this.late = this.worst = 0;
    for (let v = 0; v < visits; v++) this.#dirty[this.place[v]! >> 5]! |= 1 << (this.place[v]! & 31);
    this.#marks = this.#done = this.#moved = 0;
    this.#spread();
    this.keep();
  }

  /** Forgets how to undo, and adds the sums up afresh so that rounding errors cannot grow. */
  keep(): void {
    this.#marks = this.#done = this.#moved = 0;
    this.#wasRoad = this.road;
    this.#wasLate = this.late;
    this.#wasWorst = this.worst;
  }

  /** Adds up travel and lateness afresh, so that rounding errors cannot grow. */
  recount(): void {
    this.road = this.late = 0;
    for (let j = 0; j < this.next.length; j++) {
      if (j < this.jobs) this.late += this.over[j]!;
      if (this.prev[j] !== j) this.road += this.#leg(this.prev[j]!, j);
    }
    this.keep();
  }

  /** Takes a job out of its route. Times are wrong until `settle`. */
  unlink(j: number): void {
    const p = this.prev[j]!;
    const n = this.next[j]!;
    this.#note(j, p, this.helper[j]!);
    this.#remove(j);
    if (n < this.jobs) this.#marked[this.#marks++] = this.visitOf[n]!;
  }

  /** Puts a job that was taken out behind job `p` (or a ring head) in the route of `h`. */
  link(j: number, p: number, h: number): void {
    this.#insert(j, p, h);
    this.#note(j, -1, h);
    const n = this.next[j]!;
    this.#marked[this.#marks++] = this.visitOf[j]!;
    if (n < this.jobs) this.#marked[this.#marks++] = this.visitOf[n]!;
  }

  /** The job (or ring head) in the route of `h` behind which a visit at this place of the order belongs. */
  behind(h: number, place: number): number {
    const { jobs, next, visitOf } = this;
    let p = jobs + h;
    for (let n = next[p]!; n < jobs && this.place[visitOf[n]!]! < place; n = next[n]!) p = n;
    return p;
  }

  /** Moves a visit to another place of the order; its jobs must be linked accordingly. */
  moveTo(v: number, place: number): void {
    this.#note(-1 - v, this.place[v]!, 0);
    this.#shift(v, place);
  }

  /** Brings all times up to date; false as soon as the value is sure to pass `limit`: then call `undo`. */
  settle(limit: number): boolean {
    const [a, b, c] = this.problem.weights;
    if (a * this.road > limit) return false;
    for (let i = 0; i < this.#marks; i++) {
      const at = this.place[this.#marked[i]!]!;
      this.#dirty[at >> 5]! |= 1 << (at & 31);
    }
    const sure = this.#spread();
    if (a * this.road + b * this.late > limit) return false;
    if (!sure) {
      let worst = 0;
      const { over, jobs } = this;
      for (let j = 0; j < jobs; j++) if (over[j]! > worst) worst = over[j]!;
      this.worst = worst;
    }
    return a * this.road + b * this.late + c * this.worst <= limit;
  }

  /** Undoes everything since the last `keep`. */
  undo(): void {
    for (let i = this.#moved - 1; i >= 0; i--) {
      const j = this.#movedJob[i]!;
      this.start[j] = this.#movedStart[i]!;
      this.over[j] = this.#movedOver[i]!;
    }
    const deeds = this.#deeds;
    for (let i = this.#done - 3; i >= 0; i -= 3) {
      const j = deeds[i]!;
      if (j < 0) this.#shift(-1 - j, deeds[i + 1]!);
      else if (deeds[i + 1]! < 0) this.#remove(j);
      else this.#insert(j, deeds[i + 1]!, deeds[i + 2]!);
    }
    this.road = this.#wasRoad;
    this.late = this.#wasLate;
    this.worst = this.#wasWorst;
    this.#marks = this.#done = this.#moved = 0;
  }

  /** Where a job could start behind job `p` in the route of `h`, others left aside. */
  estimate(j: number, p: number, h: number): number {
    const leg =
      this.problem.travel[this.#base[h]! + this.#nodeOf[p]! * this.problem.nodes + this.#nodeOf[j]!]!;
    return Math.max(this.problem.earliest[this.visitOf[j]!]!, this.start[p]! + this.#work[p]! + leg);
  }

  #leg(p: number, n: number): number {
    return this.problem.travel[
      this.#base[this.helper[p]!]! + this.#nodeOf[p]! * this.problem.nodes + this.#nodeOf[n]!
    ]!;
  }

  #note(a: number, b: number, c: number): void {
    this.#deeds[this.#done] = a;
    this.#deeds[this.#done + 1] = b;
    this.#deeds[this.#done + 2] = c;
    this.#done += 3;
  }

  #remove(j: number): void {
    const p = this.prev[j]!;
    const n = this.next[j]!;
    this.next[p] = n;
    this.prev[n] = p;
    this.road -= this.#leg(p, j) + this.#leg(j, n);
    if (p === n && p >= this.jobs) return;
    const leg = this.#leg(p, n);
    this.road += leg;
    this.#lead[n] = this.#work[p]! + leg;
  }

  #insert(j: number, p: number, h: number): void {
    const n = this.next[p]!;
    this.helper[j] = h;
    if (n !== p) this.road -= this.#leg(p, n);
    this.next[p] = this.prev[n] = j;
    this.prev[j] = p;
    this.next[j] = n;
    const to = this.#leg(p, j);
    const from = this.#leg(j, n);
    this.road += to + from;
    this.#lead[j] = this.#work[p]! + to;
    this.#lead[n] = this.#work[j]! + from;
  }

  #shift(v: number, to: number): void {
    const { order, place } = this;
    let at = place[v]!;
    for (; at < to; at++) {
      const w = (order[at] = order[at + 1]!);
      place[w] = at;
    }
    for (; at > to; at--) {
      const w = (order[at] = order[at - 1]!);
      place[w] = at;
    }
    order[to] = v;
    place[v] = to;
  }

  /** Works off the marked visits in their order; false where the largest lateness must be looked for anew. */
  #spread(): boolean {
    const dirty = this.#dirty;
    const { order, prev, start } = this;
    const { firstJob, earliest, gapHigh, gapLow } = this.problem;
    const lead = this.#lead;
    let sure = true;
    for (let word = 0; word < dirty.length; word++)
      for (let bits = dirty[word]!; bits; bits = dirty[word]!) {
        const bit = bits & -bits;
        dirty[word] = bits & ~bit;
        const v = order[(word << 5) + 31 - Math.clz32(bit)]!;
        const first = firstJob[v]!;
        const end = firstJob[v + 1]!;
        let s = earliest[v]!;
        let t = start[prev[first]!]! + lead[first]!;
        if (t > s) s = t;
        if (gapHigh[v]! > 0) {
          const second = Math.max(earliest[v]!, start[prev[first + 1]!]! + lead[first + 1]!, s + gapLow[v]!);
          if (second - gapHigh[v]! > s) s = second - gapHigh[v]!;
          if (s !== start[first]) sure = this.#begin(first, s, v) && sure;
          if (second !== start[first + 1]) sure = this.#begin(first + 1, second, v) && sure;
          continue;
        }
        for (let j = first + 1; j < end; j++) {
          t = start[prev[j]!]! + lead[j]!;
          if (t > s) s = t;
        }
        for (let j = first; j < end; j++) if (s !== start[j]) sure = this.#begin(j, s, v) && sure;
      }
    return sure;
  }

  /** Gives a job its new start and marks who comes next. */
  #begin(j: number, s: number, v: number): boolean {
    const m = this.#moved++;
    const was = this.over[j]!;
    this.#movedJob[m] = j;
    this.#movedStart[m] = this.start[j]!;
    this.#movedOver[m] = was;
    this.start[j] = s;
    const n = this.next[j]!;
    if (n < this.jobs) {
      const at = this.place[this.visitOf[n]!]!;
      this.#dirty[at >> 5]! |= 1 << (at & 31);
    }
    const gap = s - this.problem.latest[v]!;
    const over = gap > 0 ? gap * this.problem.urgency[v]! : 0;
    if (over === was) return true;
    this.over[j] = over;
    this.late += over - was;
    if (over >= this.worst) this.worst = over;
    else if (was >= this.worst) return false;
    return true;
  }
}
