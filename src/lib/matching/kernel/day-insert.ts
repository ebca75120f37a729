import { timesOf, type DayChoice, type DayProblem } from './day-problem.ts';

// Full counts and teams looked at, over all places: what a phone does in a blink.
const COUNTS = 4000;
const TEAMS = 100_000;
// A visit that others have been told of and that must start later is worth a detour of so many minutes.
const TOLD = 10;

/**
 * Puts visit `v`, which is not in the order, where it costs least; all others keep team and order, and few their start.
 * @param places first and last place of the order to try
 * @param stay helper who keeps the job, for each job of the visit; -1 where anybody allowed may come
 * @returns the plan with the visit, or nothing where no team of different helpers exists
 */
export function insertVisit(
  problem: DayProblem,
  { order, helper }: DayChoice,
  v: number,
  [from, to]: readonly [number, number],
  stay: readonly number[],
): DayChoice | undefined {
  const { nodes, travel, home, pace, node, firstJob, minutes, latest, urgency, weights } = problem;
  const [a, b, c] = weights;
  const base = timesOf(problem, { order, helper });
  const leg = (h: number, p: number, n: number) => travel[(pace[h]! * nodes + p) * nodes + n]!;
  const first = firstJob[v]!;
  const size = firstJob[v + 1]! - first;

  // Where each helper is before the place that is tried, and his job after it (-1: he goes home).
  const at = Int32Array.from(home);
  const free = Float64Array.from(problem.ready);
  const coming = new Int32Array(home.length).fill(-1);
  const following = new Int32Array(minutes.length);
  const visitOf = new Int32Array(minutes.length);
  const busy = new Uint8Array(home.length);
  for (const w of order.toReversed())
    for (let j = firstJob[w]!; j < firstJob[w + 1]!; j++) {
      const h = helper[j]!;
      [following[j], coming[h], visitOf[j], busy[h]] = [coming[h]!, j, w, 1];
    }

  const begins = (h: number) => Math.max(problem.earliest[v]!, free[h]! + leg(h, at[h]!, node[v]!));
  /** The least that helper `h` in this job adds: the detour, and the lateness of what he does next. */
  const price = (j: number, h: number) => {
    const next = coming[h]!;
    const goal = next < 0 ? home[h]! : node[visitOf[next]!]!;
    const back = leg(h, node[v]!, goal);
    const detour = leg(h, at[h]!, node[v]!) + back - (busy[h] ? leg(h, at[h]!, goal) : 0);
    if (next < 0) return a * detour;
    const w = visitOf[next]!;
    const push = begins(h) + minutes[j]! + back - Math.max(latest[w]!, base.start[next]!);
    return a * detour + b * Math.max(0, push) * urgency[w]!;
  };
  /** The least that the visit's own lateness adds with this team. */
  const ownLateness = () => {
    let sum = 0;
    let worst = base.latest;
    let start = 0;
    for (let i = 0; i < size; i++) start = Math.max(start, begins(team[i]!));
    for (let i = 0; i < size; i++) {
      const own = problem.gapHigh[v]! > 0 ? begins(team[i]!) : start;
      const over = Math.max(0, own - latest[v]!) * urgency[v]!;
      sum += over;
      worst = Math.max(worst, over);
    }
    return b * sum + c * (worst - base.latest);
  };

  const shifts = (w: number, start: Float64Array) => {
    for (let j = firstJob[w]!; j < firstJob[w + 1]!; j++) if (start[j] !== base.start[j]) return true;
    return false;
  };

  let best: DayChoice | undefined;
  let value = Infinity;
  let place = from;
  let counts = 0;
  let teams = 0;
  const team: number[] = [];
  let options: { h: number; cost: number }[][] = [];
  /** Branch and bound over the jobs of the visit at this place, cheapest helpers first. */
  const fill = (i: number, bound: number): void => {
    if (i === size) {
      teams++;
      if (bound + ownLateness() >= value) return;
      counts++;
      const tried = { order: new Int32Array(order.length + 1), helper: helper.slice() };
      tried.order.set(order.subarray(0, place));
      tried.order[place] = v;
      tried.order.set(order.subarray(place), place + 1);
      tried.helper.set(team, first);
      const { start, value: full } = timesOf(problem, tried);
      const cost = full + TOLD * a * order.reduce((sum, w) => sum + Number(shifts(w, start)), 0);
      if (cost < value) [best, value] = [tried, cost];
      return;
    }
    for (const { h, cost } of options[i]!) {
      if (bound + cost >= value || counts >= COUNTS / places || teams >= TEAMS / places) break;
      if (team.includes(h)) continue;
      team.push(h);
      fill(i + 1, bound + cost);
      team.pop();
    }
  };
  const places = to - from + 1;
  for (let i = 0; i <= to; i++) {
    if (i >= from) {
      [place, counts, teams] = [i, 0, 0];
      options = stay.map((kept, k) =>
        candidates(problem, first + k, kept)
          .map((h) => ({ h, cost: price(first + k, h) }))
          .sort((x, y) => x.cost - y.cost || x.h - y.h),
      );
      fill(0, base.value);
    }
    if (i === to) break;
    const w = order[i]!;
    for (let j = firstJob[w]!; j < firstJob[w + 1]!; j++) {
      const h = helper[j]!;
      [at[h], free[h], coming[h]] = [node[w]!, base.start[j]! + minutes[j]!, following[j]!];
    }
  }
  return best;
}

function candidates({ allowed, allowedAt }: DayProblem, j: number, kept: number): number[] {
  return kept >= 0 ? [kept] : [...allowed.subarray(allowedAt[j], allowedAt[j + 1])];
}
