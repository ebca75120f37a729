/** The week as numbers: who may serve what, and what that costs. Indices instead of ids, bits instead of words. */
export interface WeekProblem {
  /**
   * Per volunteer: minutes a week, minutes of them already agreed, minutes this plan may still give (at most
   * capacity - agreed; less when the plan is for a part of the week), free half-days (14 bits).
   */
  capacity: Int32Array;
  agreed: Int32Array;
  room: Int32Array;
  free: Int32Array;
  /** Per need: points lost when it stays unserved, half-days it allows, the kind of team it asks for. */
  weight: Float64Array;
  halves: Int32Array;
  shape: Int32Array;
  /** Every kind of team once: how many places of each class (1 to 8 classes). */
  shapes: readonly (readonly number[])[];
  /**
   * Allowed pairs of need j: from pairStart[j] up to pairStart[j + 1], cheapest first. Each with its volunteer,
   * cost in points (a bonus for keeping a pair may make it negative), minutes of capacity, and the place
   * classes that the volunteer could fill there (a bit each).
   */
  pairStart: Int32Array;
  volunteer: Int32Array;
  cost: Float32Array;
  minutes: Uint16Array;
  mask: Uint8Array;
}

/**
 * A plan: need j has the volunteers from teamStarts(problem)[j] on, or -1 in all its places; `half` is the first
 * half-day in which all of them can come together, or -1.
 */
export interface WeekAnswer {
  members: Int32Array;
  half: Int8Array;
}

/** What a load costs, as points a minute above a share of the capacity: the curve of fairness. */
export const FAIR = { from: 0.5, slope: 0.1, steepFrom: 0.8, steepMore: 0.3 } as const;

/** Room at which each bend of the fairness curve begins, per volunteer: what is given is counted down from `room`. */
export function bends(p: WeekProblem): { bend: Float64Array; steep: Float64Array } {
  const at = (share: number) =>
    Float64Array.from(p.room, (room, v) => p.agreed[v]! + room - share * p.capacity[v]!);
  return { bend: at(FAIR.from), steep: at(FAIR.steepFrom) };
}

/** Points for a volunteer who has `room` minutes left, with the bends of their curve. */
export function unfair(bend: number, steep: number, room: number): number {
  return (
    (room < bend ? FAIR.slope * (bend - room) : 0) + (room < steep ? FAIR.steepMore * (steep - room) : 0)
  );
}

/** The most that serving each need can gain: its weight, and what bonus its pairs may bring. */
export function worth(p: WeekProblem): Float64Array {
  return p.weight.map((weight, j) => {
    let bonus = 0;
    // The cheapest come first.
    for (
      let e = p.pairStart[j]!, n = size(p.shapes[p.shape[j]!]!);
      n > 0 && e < p.pairStart[j + 1]!;
      e++, n--
    )
      bonus -= Math.min(0, p.cost[e]!);
    return weight + bonus;
  });
}

/** People in a team of this shape. */
export const size = (places: readonly number[]): number => places.reduce((sum, n) => sum + n, 0);

/** First place of every need in a plan's `members`; the last entry is the number of places. */
export function teamStarts(p: WeekProblem): Int32Array {
  const starts = new Int32Array(p.shape.length + 1);
  const sizes = p.shapes.map(size);
  p.shape.forEach((shape, j) => (starts[j + 1] = starts[j]! + sizes[shape]!));
  return starts;
}
