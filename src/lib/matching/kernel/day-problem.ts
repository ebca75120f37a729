/**
 * One day to plan: jobs (one helper's part in a visit), visits, helpers, travel times.
 * A generalised HHCRSP (Mankowska, Meisel & Bierwirth 2014). All times in minutes.
 */
export interface DayProblem {
  readonly nodes: number;
  /** One square matrix of travel times per pace, row after row, all matrices in one array. */
  readonly travel: Float64Array;
  /** Per helper: home node, number of the travel matrix, first minute he may leave. */
  readonly home: Int32Array;
  readonly pace: Int32Array;
  readonly ready: Float64Array;
  /** Per visit: node, window (the end is soft), how much a minute late weighs. */
  readonly node: Int32Array;
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  readonly urgency: Float64Array;
  /** Jobs of visit v: firstJob[v] up to firstJob[v + 1]. */
  readonly firstJob: Int32Array;
  /** Start of the second job minus start of the first; [0, 0] = all start together. A real gap needs two jobs. */
  readonly gapLow: Float64Array;
  readonly gapHigh: Float64Array;
  /** Per job: minutes of work; helpers who may do it: allowed[allowedAt[j]] up to allowedAt[j + 1]. */
  readonly minutes: Float64Array;
  readonly allowedAt: Int32Array;
  readonly allowed: Int32Array;
  /** Weights of total travel, total lateness and the largest lateness. */
  readonly weights: readonly [travel: number, late: number, latest: number];
}

/** What a plan decides: the order of all visits (each route is its subsequence) and the helper of each job. */
export interface DayChoice {
  order: Int32Array;
  helper: Int32Array;
}

/** A choice with its earliest start times, which are optimal for fixed routes. */
export interface DayTimes {
  start: Float64Array;
  travel: number;
  late: number;
  latest: number;
  value: number;
}

/** Earliest start times and value of a choice, from scratch. Visits that are not in the order do not count. */
export function timesOf(problem: DayProblem, { order, helper }: DayChoice): DayTimes {
  const { nodes, travel, home, pace, node, firstJob, minutes, earliest, gapLow, gapHigh } = problem;
  const at = Int32Array.from(home);
  const free = Float64Array.from(problem.ready);
  const work = new Float64Array(home.length);
  const start = new Float64Array(minutes.length);
  const used = new Uint8Array(home.length);
  let road = 0;
  let late = 0;
  let worst = 0;
  for (const v of order) {
    const first = firstJob[v]!;
    const end = firstJob[v + 1]!;
    let together = earliest[v]!;
    for (let j = first; j < end; j++) {
      const h = helper[j]!;
      const leg = travel[(pace[h]! * nodes + at[h]!) * nodes + node[v]!]!;
      road += leg;
      start[j] = Math.max(earliest[v]!, free[h]! + (work[h]! + leg));
      together = Math.max(together, start[j]!);
    }
    if (gapHigh[v]! > 0) {
      start[first + 1] = Math.max(start[first + 1]!, start[first]! + gapLow[v]!);
      start[first] = Math.max(start[first]!, start[first + 1]! - gapHigh[v]!);
    } else start.fill(together, first, end);
    for (let j = first; j < end; j++) {
      const h = helper[j]!;
      used[h] = 1;
      at[h] = node[v]!;
      free[h] = start[j]!;
      work[h] = minutes[j]!;
      const over = Math.max(0, start[j]! - problem.latest[v]!) * problem.urgency[v]!;
      late += over;
      worst = Math.max(worst, over);
    }
  }
  for (let h = 0; h < home.length; h++)
    if (used[h]) road += travel[(pace[h]! * nodes + at[h]!) * nodes + home[h]!]!;
  const [a, b, c] = problem.weights;
  return { start, travel: road, late, latest: worst, value: a * road + b * late + c * worst };
}

/** A first plan at once: visits by the end of their window, each job to the helper it costs least. */
export function firstChoice(problem: DayProblem): DayChoice {
  const { nodes, travel, home, pace, node, firstJob, minutes, earliest, latest, allowed, allowedAt } =
    problem;
  const visits = node.length;
  const order = Int32Array.from({ length: visits }, (_, v) => v);
  order.sort((a, b) => earliest[a]! + latest[a]! - earliest[b]! - latest[b]! || a - b);
  const helper = new Int32Array(minutes.length).fill(-1);
  const at = Int32Array.from(home);
  const free = Float64Array.from(problem.ready);
  for (const v of order) {
    const first = firstJob[v]!;
    const end = firstJob[v + 1]!;
    const arrival = (h: number) =>
      Math.max(earliest[v]!, free[h]! + travel[(pace[h]! * nodes + at[h]!) * nodes + node[v]!]!);
    const price = (h: number) =>
      2 * arrival(h) - free[h]! + 2 * Math.max(0, arrival(h) - latest[v]!) * problem.urgency[v]!;
    // Narrow jobs may need a helper another job took first: an alternating path makes room.
    const seat = (j: number, tried: Set<number>): boolean => {
      const options = Array.from(allowed.subarray(allowedAt[j], allowedAt[j + 1]), (h) => ({
        h,
        cost: price(h),
      }));
      for (const { h } of options.sort((a, b) => a.cost - b.cost || a.h - b.h)) {
        if (tried.has(h)) continue;
        tried.add(h);
        const holder = helper.subarray(first, end).indexOf(h);
        if (holder >= 0 && !seat(first + holder, tried)) continue;
        helper[j] = h;
        return true;
      }
      return false;
    };
    for (let j = first; j < end; j++)
      if (!seat(j, new Set())) throw new Error(`no team of different helpers for visit ${v}`);
    let start = earliest[v]!;
    for (let j = first; j < end; j++) start = Math.max(start, arrival(helper[j]!));
    for (let j = first; j < end; j++) {
      const h = helper[j]!;
      free[h] = start + minutes[j]! + (j > first ? problem.gapLow[v]! : 0);
      at[h] = node[v]!;
    }
  }
  return { order, helper };
}
