import { firstChoice, timesOf, type DayChoice, type DayProblem } from './kernel/day-problem.ts';
import { DaySearch, type DayBudget } from './kernel/day.ts';

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

const EVEN: DayWeights = [1 / 3, 1 / 3, 1 / 3];
// A fixed start may slip only where nothing else is possible.
const FIXED = 1000;

/** Minutes on the road, as the plan of the week counts them: two to set out, and roads are longer than the crow's flight. */
export const roadMinutes = (km: number, speed: number): number => 2 + Math.ceil((60 * 1.3 * km) / speed);

/** A search for the plan of a day; `step` until it says false, read `plan()` whenever you like. */
export function planDay(
  helpers: readonly DayHelper[],
  visits: readonly DayVisit[],
  { seed, budget, weights = EVEN, from }: DaySettings,
): { step(): boolean; share(): number; plan(): DayPlan } {
  const day = translate(helpers, visits, weights);
  const search = new DaySearch(day.problem, seed, budget, from && day.choice(from));
  return {
    step: () => search.step(),
    share: () => search.share,
    plan: () => day.plan(search.best),
  };
}

export interface DaySettings {
  seed: number;
  budget: DayBudget;
  weights?: DayWeights;
  /** A plan of the same visits to go on from. */
  from?: DayPlan;
}

/**
 * Puts what is new into a plan and takes what is gone out of it, at the place and with the team that cost least;
 * the others keep their helpers and their order.
 */
export function repair(
  plan: DayPlan,
  helpers: readonly DayHelper[],
  visits: readonly DayVisit[],
  weights: DayWeights = EVEN,
): DayPlan {
  const known = new Map(visits.map((visit) => [visit.id, visit]));
  const kept = plan.visits.filter(({ visit }) => known.has(visit));
  const there = new Set(kept.map(({ visit }) => visit));
  let now = [...kept];
  for (const visit of visits) {
    if (there.has(visit.id)) continue;
    const some = [...now.map((one) => known.get(one.visit)), visit].filter((one) => one !== undefined);
    const day = translate(helpers, some, weights);
    let best: { value: number; visits: DayPlan['visits'] } | undefined;
    for (const team of teams(visit))
      for (let place = 0; place <= now.length; place++) {
        const tried = now.toSpliced(place, 0, { visit: visit.id, team });
        const { value } = timesOf(day.problem, day.choice({ visits: tried }));
        if (!best || value < best.value) best = { value, visits: tried };
      }
    if (!best) throw new Error(`no team of different helpers for visit ${visit.id}`);
    now = best.visits;
  }
  const day = translate(helpers, visits, weights);
  return day.plan(day.choice({ visits: now }));
}

/** Teams of different helpers for a visit, at most so many that trying each stays quick. */
function teams({ jobs }: DayVisit): string[][] {
  let found: string[][] = [[]];
  for (const { helpers } of jobs)
    found = found
      .flatMap((team) => helpers.filter((h) => !team.includes(h)).map((h) => [...team, h]))
      .slice(0, 2000);
  return found;
}

/** The kernel's numbers for these ids. Sorted by id, so that the order of the input changes nothing. */
function translate(helperList: readonly DayHelper[], visitList: readonly DayVisit[], weights: DayWeights) {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const helpers = [...helperList].sort(byId);
  const visits = [...visitList].sort(byId);
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
    travel: Float64Array.from(
      speeds.flatMap((speed) =>
        places.flatMap((a) => places.map((b) => roadMinutes(Math.hypot(a.x - b.x, a.y - b.y), speed))),
      ),
    ),
    home: Int32Array.from(helpers, (_, i) => visits.length + i),
    pace: Int32Array.from(helpers, ({ speed }) => speeds.indexOf(speed)),
    ready: Float64Array.from(helpers, ({ readyAt }) => readyAt),
    node: Int32Array.from(visits, (_, i) => i),
    earliest: Float64Array.from(visits, ({ fixed, earliest }) => fixed ?? earliest),
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
      team.forEach((id, i) => (helper[firstJob[v]! + i] = helperAt.get(id)!));
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
  return { problem, choice, plan };
}

const sums = (sizes: readonly number[]): Int32Array => {
  const at = new Int32Array(sizes.length + 1);
  sizes.forEach((size, i) => (at[i + 1] = at[i]! + size));
  return at;
};

/** A valid plan at once, without any search. */
export function firstDay(
  helpers: readonly DayHelper[],
  visits: readonly DayVisit[],
  weights: DayWeights = EVEN,
): DayPlan {
  const day = translate(helpers, visits, weights);
  return day.plan(firstChoice(day.problem));
}
