import { firstChoice, timesOf, type DayChoice, type DayProblem } from './day-problem.ts';
import { DayRandom } from './day-random.ts';
import { DayMoves } from './day-moves.ts';
import { DayState } from './day-state.ts';

/** How long to search: moves to try (the same plan on every machine) or milliseconds by a clock from outside. */
export type DayBudget = { iterations: number } | { milliseconds: number; now: () => number };

const SLICE = 2000;

/**
 * Plans a day by simulated annealing. A valid plan exists from the start; `step` works a short while and comes
 * back, so that a worker can listen; `best` is the best plan so far at any moment.
 */
export class DaySearch {
  readonly best: DayChoice;
  value: number;
  tried = 0;
  readonly #problem: DayProblem;
  readonly #budget: DayBudget;
  readonly #state: DayState;
  readonly #moves: DayMoves;
  readonly #random: DayRandom;
  readonly #began: number;
  readonly #hot: number;
  readonly #cold: number;
  readonly #rounds: number;
  #round = 0;
  #share = 0;

  constructor(problem: DayProblem, seed: number, budget: DayBudget, start?: DayChoice) {
    this.#began = 'now' in budget ? budget.now() : 0;
    this.#problem = problem;
    this.#budget = budget;
    const choice = start ?? firstChoice(problem);
    this.best = { order: choice.order.slice(), helper: choice.helper.slice() };
    this.#state = new DayState(problem, choice);
    this.value = this.#state.value;
    this.#random = new DayRandom(seed);
    this.#moves = new DayMoves(this.#state, this.#random);
    const legs = problem.minutes.length + 1;
    const scale = (problem.weights[0] * this.#state.road) / legs;
    this.#hot = scale * HOT;
    this.#cold = scale * COLD;
    // A short budget is spent on one slow cooling; what lies far beyond need is spent on starting again.
    const moves = 'now' in budget ? budget.milliseconds * 500 : budget.iterations;
    this.#rounds = Math.max(1, Math.min(6, Math.round(moves / (legs * 40_000))));
  }

  /** How much of the budget is used, 0 to 1. */
  get share(): number {
    return this.#share;
  }

  /** Searches for a short while (about a millisecond); false when the budget is used up. */
  step(): boolean {
    const budget = this.#budget;
    this.#share =
      'now' in budget
        ? (budget.now() - this.#began) / budget.milliseconds
        : this.tried / Math.max(1, budget.iterations);
    if (this.#share >= 1 || this.#problem.minutes.length === 0) {
      this.#share = 1;
      return false;
    }
    const state = this.#state;
    const at = this.#share * this.#rounds;
    if (at >= this.#round + 1) {
      this.#round = Math.floor(at);
      // Every other round goes on from the best plan, less hot.
      if (this.#round % 2) state.load(this.best);
    }
    const hot = this.#round % 2 ? this.#hot * 0.3 : this.#hot;
    const heat = hot * power(this.#cold / hot, at - this.#round);
    const end = 'iterations' in budget ? Math.min(SLICE, budget.iterations - this.tried) : SLICE;
    let current = state.value;
    for (let i = 0; i < end; i++) {
      const limit = current + heat * GRACE[this.#random.below(GRACE.length)]!;
      if (!this.#moves.attempt(limit)) continue;
      current = state.value;
      if (current < this.value - 1e-7) {
        this.value = current;
        this.best.order.set(state.order);
        this.best.helper.set(state.helper.subarray(0, state.jobs));
      }
    }
    state.recount();
    this.tried += end;
    return true;
  }

  /** Searches until the budget is used up. */
  run(): DayChoice {
    while (this.step());
    this.value = timesOf(this.#problem, this.best).value;
    return this.best;
  }
}

const HOT = 0.5;
const COLD = 0.01;

/** -ln of even steps in (0, 1), by plain arithmetic: library logarithms differ in the last digit between engines. */
const GRACE = Float64Array.from({ length: 4096 }, (_, i) => -logarithm((i + 0.5) / 4096));

function logarithm(x: number): number {
  let halvings = 0;
  for (; x < 0.5; halvings++) x *= 2;
  const y = (x - 1) / (x + 1);
  let sum = 0;
  for (let k = 41; k > 0; k -= 2) sum = sum * y * y + 1 / k;
  return 2 * y * sum - halvings * 0.6931471805599453;
}

/** base ** share for a share of 0 to 1, near enough for cooling and the same on every engine. */
function power(base: number, share: number): number {
  let x = 1 + (logarithm(base) * share) / 4096;
  for (let i = 0; i < 12; i++) x *= x;
  return x;
}
