// An instance of the week benchmark (tests/bench/week-plan/MODEL.md) in the product's own words, and back.
import { inOrder, weekProblem } from '../../../src/lib/matching/pairs.ts';
import type { Helper, Task, Wish } from '../../../src/lib/matching/fit.ts';
import {
  teamStarts,
  type WeekAnswer,
  type WeekProblem,
} from '../../../src/lib/matching/kernel/week-problem.ts';
import type { Instance, Need, Solution, Volunteer } from '../week-plan/lib.mjs';

const KM_PER_HOUR = [5, 16, 32];
const WOMAN = 32;
const MAN = 16;

/** The instance as the kernel reads it, and what turns its answer into a solution that the benchmark can check. */
export function fromBenchmark({ volunteers, needs }: Instance): {
  problem: WeekProblem;
  solution: (answer: WeekAnswer) => Solution;
} {
  const helpers = inOrder(volunteers.map(toHelper));
  const tasks = inOrder(needs.map(toTask));
  const problem = weekProblem(helpers, tasks);
  const starts = teamStarts(problem);
  return {
    problem,
    solution: ({ members, half }) => {
      const found: Solution = needs.map(() => null);
      tasks.forEach((task, j) => {
        const team = Array.from(members.subarray(starts[j], starts[j + 1]), (v) => Number(helpers[v]?.id));
        if (half[j]! >= 0) found[Number(task.id)] = { team, slot: half[j]! };
      });
      return found;
    },
  };
}

const toHelper = (v: Volunteer, i: number): Helper => ({
  id: String(i),
  x: v.x,
  y: v.y,
  speed: KM_PER_HOUR[v.mode] ?? NaN,
  reach: v.maxMin,
  skills: v.skills,
  tools: v.mower,
  traits: v.langs | (v.gender ? WOMAN : MAN),
  halves: v.slots,
  minutes: v.minutes,
  agreed: 0,
  room: v.minutes,
});

const toTask = (h: Need, i: number): Task => ({
  id: String(i),
  x: h.x,
  y: h.y,
  places: Array.from({ length: h.team }, (_, k) => ({
    skill: 1 << h.kind,
    tool: k === 0 && h.mower ? 1 : 0,
  })),
  halves: h.slots,
  minutes: h.minutes,
  weight: 250 * 2 ** (h.prio - 1) * (1 + h.team),
  wishes: wishes(h),
  known: h.known.map(String),
});

const wishes = (h: Need): Wish[] => [
  ...(h.lang < 0 ? [] : [{ trait: 1 << h.lang, must: h.langHard === 1, points: 15 }]),
  ...(h.gender < 0 ? [] : [{ trait: h.gender ? WOMAN : MAN, must: h.genderHard === 1, points: 20 }]),
];
