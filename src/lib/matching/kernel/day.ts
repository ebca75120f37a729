import { firstChoice, timesOf, type DayChoice, type DayProblem } from './day-problem.ts';
import { DayMoves } from './day-moves.ts';
import { DayState } from './day-state.ts';
import { exp, ln, Random } from './random.ts';

/** How long to search: moves to try (the same plan on every machine) or milliseconds by a clock from outside. */
export type DayBudget = { iterations: number } | { milliseconds: number; now: () => number };

// Warmest and coldest, in parts of what a leg of the first plan costs.
const HOT = 1.2;
const COLD = 0.009;

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
  readonly #random: Random;
  readonly #began: number;
  readonly #hot: number;
  readonly #cold: number;
  #rounds: number;
  readonly #slice: number;
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
    this.#random = new Random(seed);
    this.#moves = new DayMoves(this.#state, this.#random);
    const legs = problem.minutes.length + 1;
    // Lateness that nothing can mend (a fixed start missed) must not keep the search hot for ever.
    const road = problem.weights[0] * this.#state.road;
    const scale = (road > 0 ? Math.min(this.value, 3 * road) : this.value) / legs;
    this.#hot = scale * HOT;
    this.#cold = scale * COLD;
    this.#rounds = 'now' in budget ? 1 : this.#roundsFor(budget.iterations);
    // A slice is about a millisecond, on a slow tablet four.
    this.#slice = Math.max(250, Math.min(2000, Math.round(250_000 / legs)));
  }

  /** A short budget is spent on one slow cooling; what lies far beyond need is spent on starting again. */
  #roundsFor(moves: number): number {
    const legs = this.#problem.minutes.length + 1;
    return Math.max(1, Math.min(10, Math.round(moves / (legs * legs * 250 + 500_000))));
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
        : budget.iterations > 0
          ? this.tried / budget.iterations
          : 1;
    if (this.#share >= 1 || this.#problem.minutes.length === 0) {
      this.#share = 1;
      return false;
    }
    const state = this.#state;
    // How far a clock's budget goes is known only when the search has begun.
    if ('now' in budget && this.#share < 0.03 && this.tried > 0)
      this.#rounds = this.#roundsFor(this.tried / this.#share);
    const at = this.#share * this.#rounds;
    if (at >= this.#round + 1) {
      this.#round = Math.floor(at);
      // Every other round goes on from the best plan, less hot.
      if (this.#round % 2) state.load(this.best);
    }
    const hot = this.#round % 2 ? this.#hot * 0.3 : this.#hot;
    const heat = hot * exp(ln(this.#cold / hot) * (at - this.#round));
    const end = 'iterations' in budget ? Math.min(this.#slice, budget.iterations - this.tried) : this.#slice;
    let current = state.value;
    for (let i = 0; i < end; i++) {
      const limit = current + heat * this.#random.exponential();
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
