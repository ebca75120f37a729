import { Teams } from './week-team.ts';
import { bends, teamStarts, unfair } from './week-problem.ts';
import type { WeekRows } from './week-rows.ts';

/** Candidates looked at for a team: those who have room, and beyond twice the team when somebody must be freed. */
const TEAM_CANDIDATES = 40;
const SPARE = 4;

/**
 * A plan being worked on: who serves what, who has how much room, what it is worth, and how to go back.
 * Places are numbered through all needs; a volunteer's places are a linked list.
 */
export class WeekState {
  readonly p: WeekRows;
  readonly teams: Teams;
  readonly start: Int32Array;
  /** Per place: its pair or -1, its need. Per volunteer: minutes left. */
  readonly pairAt: Int32Array;
  readonly needAt: Int32Array;
  readonly room: Int32Array;
  readonly head: Int32Array;
  readonly next: Int32Array;
  /** The objective: weight of unserved needs + cost of pairs + unfairness of loads. Lower is better. */
  value = 0;
  /** What the pair or team found last would cost. */
  points = 0;
  private kept: number;

  private readonly before: Int32Array;
  private readonly bend: Float64Array;
  private readonly steep: Float64Array;
  private readonly unfairNow: Float64Array;
  private readonly log: number[] = [];
  private readonly candidate: Int32Array;
  private readonly candidateCost: Float64Array;
  /** Half-days in which one of those gathered last is free. */
  private gathered = 0;

  constructor(p: WeekRows) {
    const needs = p.weight.length;
    this.p = p;
    this.teams = new Teams(p);
    this.start = teamStarts(p);
    const places = this.start[needs]!;
    this.pairAt = new Int32Array(places).fill(-1);
    this.needAt = new Int32Array(places);
    for (let j = 0; j < needs; j++) this.needAt.fill(j, this.start[j], this.start[j + 1]);
    this.room = p.room.slice();
    ({ bend: this.bend, steep: this.steep } = bends(p));
    this.head = new Int32Array(p.capacity.length).fill(-1);
    this.next = new Int32Array(places).fill(-1);
    this.before = new Int32Array(places).fill(-1);
    this.unfairNow = Float64Array.from(this.room, (room, v) => unfair(this.bend[v]!, this.steep[v]!, room));
    let longest = 0;
    for (let j = 0; j < needs; j++) longest = Math.max(longest, p.pairStart[j + 1]! - p.pairStart[j]!);
    this.candidate = new Int32Array(longest + 1);
    this.candidateCost = new Float64Array(longest + 1);
    for (let j = 0; j < needs; j++) this.value += p.weight[j]!;
    for (const points of this.unfairNow) this.value += points;
    this.kept = this.value;
  }

  served(j: number): boolean {
    return this.pairAt[this.start[j]!]! >= 0;
  }

  /** Takes the whole team of a served need out. */
  remove(j: number): void {
    const { start, pairAt, log } = this;
    for (let place = start[j]!; place < start[j + 1]!; place++) {
      log.push(pairAt[place]!);
      this.leave(place);
    }
    log.push(~j);
    this.value += this.p.weight[j]!;
  }

  /** Lets need j be served by these pairs, which must fit. */
  place(j: number, pairs: Int32Array): void {
    const first = this.start[j]!;
    for (let i = this.start[j + 1]! - first - 1; i >= 0; i--) this.join(first + i, pairs[i]!);
    this.log.push(j);
    this.value -= this.p.weight[j]!;
  }

  /** Lets a need of one person be served by this pair, which must fit. */
  placeOne(j: number, pair: number): void {
    this.join(this.start[j]!, pair);
    this.log.push(j);
    this.value -= this.p.weight[j]!;
  }

  /** Serves need j in the cheapest way that fits. */
  insert(j: number): void {
    if (this.start[j + 1]! - this.start[j]! > 1) {
      if (this.cheapestTeam(j)) this.place(j, this.teams.found);
      return;
    }
    const pair = this.cheapestPair(j);
    if (pair >= 0) this.placeOne(j, pair);
  }

  /**
   * The cheapest team for need j in this half-day around the pair `key`, when whoever has no room for it can be
   * freed: `pain` is what it costs, per need, to take it out.
   * @returns whether there is one; the pairs are then in teams.trial.
   */
  teamAround(j: number, key: number, bit: number, pain: Float64Array): boolean {
    const { pairStart, keyEnd, volunteer, lure, minutes, shape } = this.p;
    const { room, unfairNow, candidate, candidateCost, bend, steep } = this;
    const when = this.teams.when;
    candidate[0] = key;
    candidateCost[0] = -1e9;
    let count = 1;
    const most = 2 * (this.start[j + 1]! - this.start[j]!) + SPARE;
    const end = pairStart[j + 1]!;
    for (let e = pairStart[j]!; e < end; e++) {
      if (count === most && lure[e]! >= candidateCost[count - 1]!) {
        // The rest of this part of the row is no better.
        if (e >= keyEnd[j]!) break;
        e = keyEnd[j]! - 1;
        continue;
      }
      if (!(when[e]! & bit) || e === key) continue;
      const v = volunteer[e]!;
      const left = room[v]! - minutes[e]!;
      const points =
        lure[e]! + (left < 0 ? this.ease(v, -left, pain) : unfair(bend[v]!, steep[v]!, left) - unfairNow[v]!);
      if (count === most && points >= candidateCost[count - 1]!) continue;
      let i = count === most ? count - 1 : count++;
      for (; i > 0 && candidateCost[i - 1]! > points; i--) {
        candidate[i] = candidate[i - 1]!;
        candidateCost[i] = candidateCost[i - 1]!;
      }
      candidate[i] = e;
      candidateCost[i] = points;
    }
    return this.teams.cheapestIn(bit, shape[j]!, candidate, candidateCost, count, Infinity) < Infinity;
  }

  /** About what it costs to give volunteer v so many more minutes by taking needs out. */
  private ease(v: number, lacking: number, pain: Float64Array): number {
    const { head, next, needAt, pairAt } = this;
    const minutes = this.p.minutes;
    let one = Infinity;
    let all = 0;
    let sum = 0;
    for (let place = head[v]!; place >= 0; place = next[place]!) {
      const points = pain[needAt[place]!]!;
      const freed = minutes[pairAt[place]!]!;
      if (freed >= lacking && points < one) one = points;
      if (sum >= lacking) continue;
      all += points;
      sum += freed;
    }
    return one < all ? one : all;
  }

  /** Keeps everything since the last keep or undo. */
  keep(): void {
    this.log.length = 0;
    this.kept = this.value;
  }

  /** Needs changed since the last keep or undo, with repetitions, through a callback. */
  changed(tell: (j: number) => void): void {
    const { log, start } = this;
    for (let i = log.length - 1; i >= 0; i--) {
      const entry = log[i]!;
      const j = entry < 0 ? ~entry : entry;
      tell(j);
      if (entry < 0) i -= start[j + 1]! - start[j]!;
    }
  }

  /** Goes back to the last keep. */
  undo(): void {
    const { log, start, pairAt } = this;
    while (log.length) {
      const entry = log.pop()!;
      if (entry >= 0) {
        for (let place = start[entry]!; place < start[entry + 1]!; place++)
          if (pairAt[place]! >= 0) this.leave(place);
      } else {
        const j = ~entry;
        for (let place = start[j + 1]! - 1; place >= start[j]!; place--) this.join(place, log.pop()!);
      }
    }
    // Not counted back: what is added and taken away again leaves a trace in the last digits.
    this.value = this.kept;
  }

  /** Serves the needs as a plan says; a team that is no longer allowed, or has no room, stays out. */
  take(members: Int32Array): void {
    const { pairStart, volunteer, halves, shape, free, minutes } = this.p;
    const found = this.teams.found;
    for (let j = 0; j < pairStart.length - 1; j++) {
      const team = members.subarray(this.start[j], this.start[j + 1]);
      const row = volunteer.subarray(pairStart[j], pairStart[j + 1]);
      let common = halves[j]!;
      for (let i = 0; i < team.length; i++) {
        const at = row.indexOf(team[i]!);
        found[i] = pairStart[j]! + at;
        if (at < 0 || this.room[team[i]!]! < minutes[found[i]!]!) common = 0;
        else common &= free[team[i]!]!;
      }
      if (team.length > 0 && common && this.teams.seatable(shape[j]!, found, team.length))
        this.place(j, found);
    }
    this.keep();
  }

  /**
   * The cheapest pair under `limit` for a need of one person, or -1; its cost is then in `points`.
   * With `pain`, what it costs to take a need out, also somebody who must be freed for it.
   */
  cheapestPair(j: number, limit = Infinity, pain?: Float64Array): number {
    const { pairStart, volunteer, lure, minutes } = this.p;
    const { room, unfairNow, bend, steep } = this;
    let best = -1;
    let least = limit;
    for (let e = pairStart[j]!, end = pairStart[j + 1]!; e < end && lure[e]! < least; e++) {
      const v = volunteer[e]!;
      const left = room[v]! - minutes[e]!;
      if (left < 0 && !pain) continue;
      const more = left < 0 ? this.ease(v, -left, pain!) : unfair(bend[v]!, steep[v]!, left) - unfairNow[v]!;
      if (lure[e]! + more >= least) continue;
      least = lure[e]! + more;
      best = e;
    }
    this.points = least;
    return best;
  }

  /** The same for a need of several: whether there is a team under `limit`, which is then in `teams.found`. */
  cheapestTeam(j: number, limit = Infinity, pain?: Float64Array): boolean {
    const { pairStart, keyEnd, halves } = this.p;
    let count = this.gather(pairStart[j]!, keyEnd[j]!, halves[j]!, 0, pain);
    this.points = limit;
    if (count === 0) return false;
    count = this.gather(keyEnd[j]!, pairStart[j + 1]!, halves[j]! & this.gathered, count, pain);
    if (count < this.start[j + 1]! - this.start[j]!) return false;
    const points = this.teams.cheapest(j, this.candidate, this.candidateCost, count, limit);
    if (points < limit) this.points = points;
    return points < limit;
  }

  /** Adds the pairs from..end that fit, or with `pain` could be freed, in one of `halves` to the sorted candidates. */
  private gather(from: number, end: number, halves: number, count: number, pain?: Float64Array): number {
    const { volunteer, lure, minutes } = this.p;
    const { room, unfairNow, candidate, candidateCost, bend, steep } = this;
    const when = this.teams.when;
    this.gathered = 0;
    const most = count + TEAM_CANDIDATES;
    for (let e = from; e < end && count < most; e++) {
      if (!(when[e]! & halves)) continue;
      const v = volunteer[e]!;
      const left = room[v]! - minutes[e]!;
      if (left < 0 && !pain) continue;
      this.gathered |= when[e]!;
      const more = left < 0 ? this.ease(v, -left, pain!) : unfair(bend[v]!, steep[v]!, left) - unfairNow[v]!;
      const points = lure[e]! + more;
      let i = count++;
      for (; i > 0 && candidateCost[i - 1]! > points; i--) {
        candidate[i] = candidate[i - 1]!;
        candidateCost[i] = candidateCost[i - 1]!;
      }
      candidate[i] = e;
      candidateCost[i] = points;
    }
    return count;
  }

  private join(place: number, pair: number): void {
    const v = this.p.volunteer[pair]!;
    const first = this.head[v]!;
    this.pairAt[place] = pair;
    this.next[place] = first;
    this.before[place] = -1;
    if (first >= 0) this.before[first] = place;
    this.head[v] = place;
    this.load(v, this.p.minutes[pair]!, this.p.cost[pair]!);
  }

  private leave(place: number): void {
    const pair = this.pairAt[place]!;
    const v = this.p.volunteer[pair]!;
    const before = this.before[place]!;
    const next = this.next[place]!;
    if (before >= 0) this.next[before] = next;
    else this.head[v] = next;
    if (next >= 0) this.before[next] = before;
    this.pairAt[place] = -1;
    this.load(v, -this.p.minutes[pair]!, -this.p.cost[pair]!);
  }

  private load(v: number, minutes: number, points: number): void {
    const room = this.room[v]! - minutes;
    const after = unfair(this.bend[v]!, this.steep[v]!, room);
    this.value += points + after - this.unfairNow[v]!;
    this.room[v] = room;
    this.unfairNow[v] = after;
  }
}
