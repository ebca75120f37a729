// A day as the screens know it, and its numbers for the kernel.
import { timesOf, type DayChoice, type DayProblem } from './kernel/day-problem.ts';

/** Somebody who goes out today. Places in km on a flat map, speed in km/h, `readyAt` in minutes of the day. */
export interface DayHelper {
  id: string;
  x: number;
  y: number;
  speed: number;
  readyAt: number;
}

/** One visit: `jobs` are done by different helpers, together or the second `min` to `max` minutes after the first. */
export interface DayVisit {
  id: string;
  x: number;
  y: number;
  earliest: number;
  latest: number;
  jobs: readonly { minutes: number; helpers: readonly string[] }[];
  kind: 'together' | { min: number; max: number };
  /** A start that is already agreed or under way. */
  fixed?: number;
}

export interface DayStop {
  visit: string;
  start: number;
  end: number;
  travel: number;
}

export interface DayPlan {
  routes: { helper: string; stops: DayStop[] }[];
  /** Visits in the order of the plan, and who does which of their jobs; what `repair` goes on from. */
  visits: { visit: string; team: string[] }[];
  travel: number;
  late: number;
  latest: number;
  value: number;
}

/** How much a minute of travel, a minute of lateness, and a minute of the largest lateness weigh. */
export type DayWeights = readonly [travel: number, late: number, latest: number];

// A fixed start may slip only where nothing else is possible.
const FIXED = 1000;

/** Minutes on the road, as the plan of the week counts them: two to set out, and roads are longer than the crow's flight. */
export const roadMinutes = (km: number, speed: number): number => 2 + Math.ceil((60 * 1.3 * km) / speed);

/**
 * The kernel's numbers for these ids, and the way back. Sorted by what people and visits are and only then by id:
 * neither the order of the input nor a new name changes a plan. A visit does not start before the time that was
 * told, if that was in its window.
 */
export function translate(
  helperList: readonly DayHelper[],
  visitList: readonly DayVisit[],
  weights: DayWeights,
  told: ReadonlyMap<string, number> = new Map(),
) {
  const helpers = sorted(helperList, ({ x, y, speed, readyAt }) => [x, y, speed, readyAt]);
  const visits = sorted(visitList, ({ x, y, earliest, latest, jobs, fixed = -1 }) => [
    ...[earliest, latest, fixed, x, y, jobs.length],
    ...jobs.flatMap(({ minutes, helpers }) => [minutes, helpers.length]),
  ]);
  const helperAt = new Map(helpers.map(({ id }, i) => [id, i]));
  const visitAt = new Map(visits.map(({ id }, i) => [id, i]));
  const speeds = [...new Set(helpers.map(({ speed }) => speed))];
  const places = [...visits, ...helpers];
  const jobs = visits.flatMap((visit) => visit.jobs);
  const able = jobs.map((job) =>
    [...new Set(job.helpers)]
      .map((id) => helperAt.get(id))
      .filter((h) => h !== undefined)
      .sort((a, b) => a - b),
  );
  const kind = ({ kind }: DayVisit) => (kind === 'together' ? { min: 0, max: 0 } : kind);
  const firstJob = sums(visits.map((visit) => visit.jobs.length));
  const problem: DayProblem = {
    nodes: places.length,
    travel: roads(places, speeds),
    home: Int32Array.from(helpers, (_, i) => visits.length + i),
    pace: Int32Array.from(helpers, ({ speed }) => speeds.indexOf(speed)),
    ready: Float64Array.from(helpers, ({ readyAt }) => readyAt),
    node: Int32Array.from(visits, (_, i) => i),
    earliest: Float64Array.from(
      visits,
      ({ id, fixed, earliest, latest }) =>
        fixed ?? Math.max(earliest, Math.min(told.get(id) ?? earliest, latest)),
    ),
    latest: Float64Array.from(visits, ({ fixed, latest }) => fixed ?? latest),
    urgency: Float64Array.from(visits, ({ fixed }) => (fixed === undefined ? 1 : FIXED)),
    firstJob,
    gapLow: Float64Array.from(visits, (visit) => kind(visit).min),
    gapHigh: Float64Array.from(visits, (visit) => kind(visit).max),
    minutes: Float64Array.from(jobs, ({ minutes }) => minutes),
    allowedAt: sums(able.map((list) => list.length)),
    allowed: Int32Array.from(able.flat()),
    weights,
  };
  const choice = ({ visits: list }: Pick<DayPlan, 'visits'>): DayChoice => {
    const helper = new Int32Array(jobs.length);
    const order = Int32Array.from(list, ({ visit, team }) => {
      const v = visitAt.get(visit);
      if (v === undefined) throw new Error(`visit ${visit} is not known`);
      for (let j = firstJob[v]!; j < firstJob[v + 1]!; j++)
        helper[j] = helperAt.get(team[j - firstJob[v]!] ?? '') ?? -1;
      return v;
    });
    return { order, helper };
  };
  const plan = (chosen: DayChoice): DayPlan => {
    const { start, ...totals } = timesOf(problem, chosen);
    const routes = helpers.map(({ id }) => ({ helper: id, stops: [] as DayStop[] }));
    const at = Int32Array.from(problem.home);
    const list = [...chosen.order].map((v) => {
      const team: string[] = [];
      for (let j = firstJob[v]!; j < firstJob[v + 1]!; j++) {
        const h = chosen.helper[j]!;
        const travel = problem.travel[(problem.pace[h]! * places.length + at[h]!) * places.length + v]!;
        const [begin, minutes] = [start[j]!, problem.minutes[j]!];
        routes[h]!.stops.push({ visit: visits[v]!.id, start: begin, end: begin + minutes, travel });
        team.push(helpers[h]!.id);
        at[h] = v;
      }
      return { visit: visits[v]!.id, team };
    });
    return { routes, visits: list, ...totals };
  };
  return { problem, choice, plan, visitAt, visitIds: visits.map(({ id }) => id) };
}

const sums = (sizes: readonly number[]): Int32Array => {
  const at = new Int32Array(sizes.length + 1);
  sizes.forEach((size, i) => (at[i + 1] = at[i]! + size));
  return at;
};

/** One matrix of road minutes a speed, row after row, one behind the other. */
function roads(places: readonly { x: number; y: number }[], speeds: readonly number[]): Float64Array {
  const size = places.length;
  const travel = new Float64Array(speeds.length * size * size);
  places.forEach((a, i) =>
    places.forEach((b, j) => {
      const km = Math.hypot(a.x - b.x, a.y - b.y);
      speeds.forEach((speed, k) => (travel[(k * size + i) * size + j] = roadMinutes(km, speed)));
    }),
  );
  return travel;
}

/** By these numbers, one after the other, and by id where they are the same. */
function sorted<T extends { id: string }>(list: readonly T[], key: (one: T) => number[]): T[] {
  return list
    .map((one) => ({ one, key: key(one) }))
    .sort((a, b) => {
      const i = a.key.findIndex((part, k) => part !== b.key[k]);
      return i >= 0 ? a.key[i]! - b.key[i]! : a.one.id < b.one.id ? -1 : 1;
    })
    .map(({ one }) => one);
}
