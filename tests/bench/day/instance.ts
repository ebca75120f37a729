import { timesOf, type DayChoice, type DayProblem } from '../../../src/lib/matching/kernel/day-problem.ts';
import { load } from '../day-plan/validate.mjs';

/** A benchmark instance as validate.mjs reads it: the compact form of FORMAT.md or the original one. */
export interface Instance {
  name: string;
  n: number;
  v: number;
  skills: number[][];
  tw: [number, number][];
  svc: [service: number, minutes: number][][];
  sync: (0 | 1 | [number, number])[];
  D: Float64Array;
}

/**
 * Reads an instance file, zipped or not.
 * @throws where there is no such file, or it is not an instance
 */
export function loadInstance(file: string): Instance {
  let instance: unknown;
  try {
    instance = load(file);
  } catch (error) {
    // The loader takes any JSON for an instance and trips over what is missing.
    if (!(error instanceof TypeError)) throw error;
  }
  if (!isInstance(instance)) throw new Error('not an instance of the day benchmark (see FORMAT.md)');
  return instance;
}

function isInstance(it: unknown): it is Instance {
  const { n, v, skills, tw, svc, sync, D } = (it ?? {}) as Partial<Instance>;
  const lists = (list: unknown, size?: number): boolean =>
    Array.isArray(list) && list.length === size && list.every((one) => Array.isArray(one));
  return (
    lists(skills, v) &&
    lists(tw, n) &&
    lists(svc, n) &&
    Array.isArray(sync) &&
    sync.length === n &&
    D instanceof Float64Array &&
    D.every(Number.isFinite)
  );
}

/** One service is one job, one patient one visit; everybody lives at the office. */
export function fromBenchmark({ n, v, skills, tw, svc, sync, D }: Instance): DayProblem {
  const jobs = svc.flat();
  const able = jobs.map(([service]) => skills.flatMap((list, c) => (list.includes(service) ? [c] : [])));
  const add = (sizes: number[]) =>
    Int32Array.from([0, ...sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b, 0))]);
  const gap = (end: 0 | 1) =>
    Float64Array.from(sync, (rule, p) => (Array.isArray(rule) && svc[p]?.length === 2 ? rule[end] : 0));
  return {
    nodes: n + 1,
    travel: D,
    home: new Int32Array(v),
    pace: new Int32Array(v),
    ready: new Float64Array(v),
    node: Int32Array.from(svc, (_, p) => p + 1),
    earliest: Float64Array.from(tw, ([from]) => from),
    latest: Float64Array.from(tw, ([, to]) => to),
    urgency: new Float64Array(n).fill(1),
    firstJob: add(svc.map((list) => list.length)),
    gapLow: gap(0),
    gapHigh: gap(1),
    minutes: Float64Array.from(jobs, ([, minutes]) => minutes),
    allowedAt: add(able.map((list) => list.length)),
    allowed: Int32Array.from(able.flat()),
    weights: [1 / 3, 1 / 3, 1 / 3],
  };
}

/** The plan as validate.mjs wants it, with times. */
export function toSolution(instance: Instance, problem: DayProblem, choice: DayChoice) {
  const routes: [number, number, number, number][][] = Array.from({ length: instance.v }, () => []);
  const { start } = timesOf(problem, choice);
  for (const v of choice.order)
    for (let j = problem.firstJob[v]!; j < problem.firstJob[v + 1]!; j++) {
      const service = instance.svc[v]![j - problem.firstJob[v]!]![0];
      routes[choice.helper[j]!]!.push([v + 1, service, start[j]!, start[j]! + problem.minutes[j]!]);
    }
  return { routes };
}
