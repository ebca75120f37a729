import { exp, ln, Random } from './random.ts';
import { WeekMoves } from './week-moves.ts';
import { WeekPrices } from './week-prices.ts';
import { teamStarts, worth, type WeekAnswer, type WeekProblem } from './week-problem.ts';
import { rowsByPrice, type WeekRows } from './week-rows.ts';
import { WeekState } from './week-state.ts';

/** How long to search: needs to look at (the same plan on every machine) or milliseconds by a clock from outside. */
export type WeekBudget = { iterations: number } | { milliseconds: number; now: () => number };

const SLICE = 512;
/**
 * Points that a move may lose, on average: at the beginning (less when there is little time for each need), when it
 * goes on from a plan, and before the last tenth, in which the rest of the heat is lost.
 */
const HOT = 300;
const WARM = 15;
const COLD = 3;
const QUENCH = 0.1;
/** Rounds of pricing, and the most they may use of the budget. */
const ROUNDS = 200;
const PRICING = 0.15;

/**
 * Plans a week: prices for everybody's minutes, a plan built by them, then simulated annealing. A valid plan (at
 * first an empty one, or the one it goes on from) exists from the start; `step` works a short while and comes
 * back, so that a worker can listen; `value` and `answer()` are those of the best plan so far at any moment.
 */
export class WeekSearch {
  /** Points of the best plan: weight of what stays unserved, cost of the pairs, unfairness of the loads. */
  value: number;
  /** The best plan: the volunteer in every place (see teamStarts), or -1. */
  readonly best: Int32Array;
  /** Needs looked at so far: priced, or moved. */
  tried = 0;
  readonly #problem: WeekProblem;
  readonly #budget: WeekBudget;
  readonly #random: Random;
  readonly #prices: WeekPrices;
  readonly #began: number;
  readonly #worth: Float64Array;
  readonly #goesOn: boolean;
  readonly #work: Generator<void>;
  #share = 0;

  constructor(problem: WeekProblem, seed: number, budget: WeekBudget, start?: Int32Array) {
    this.#began = 'now' in budget ? budget.now() : 0;
    this.#problem = problem;
    this.#budget = budget;
    this.#random = new Random(seed);
    this.#prices = new WeekPrices(problem);
    this.#worth = worth(problem);
    this.#goesOn = start !== undefined;
    const state = new WeekState(rowsAsTheyAre(problem));
    this.best = new Int32Array(state.pairAt.length).fill(-1);
    if (start) state.take(start);
    this.value = state.value;
    this.#rememberAll(state);
    this.#work = this.#phases(state);
  }

  /** How much of the budget is used, 0 to 1. */
  get share(): number {
    return this.#share;
  }

  /** No plan can be worth less than this, as far as is known. */
  get bound(): number {
    return this.#prices.bound;
  }

  /** Searches for a short while (one to three milliseconds); false when the budget is used up. */
  step(): boolean {
    const budget = this.#budget;
    this.#share = Math.min(
      1,
      'now' in budget
        ? (budget.now() - this.#began) / budget.milliseconds
        : this.tried / Math.max(1, budget.iterations),
    );
    if (this.#share >= 1 || this.#work.next().done) this.#share = 1;
    return this.#share < 1;
  }

  /** Searches until the budget is used up. */
  run(): WeekAnswer {
    while (this.step());
    return this.answer();
  }

  /** The best plan so far. */
  answer(): WeekAnswer {
    const { halves, free } = this.#problem;
    const starts = teamStarts(this.#problem);
    const half = Int8Array.from(halves, (bits, j) => {
      const team = this.best.subarray(starts[j], starts[j + 1]);
      if (team[0] === undefined || team[0] < 0) return -1;
      const common = team.reduce((all, v) => all & free[v]!, bits);
      return 31 - Math.clz32(common & -common);
    });
    return { members: this.best.slice(), half };
  }

  *#phases(first: WeekState): Generator<void> {
    const active = first.teams.servable();
    if (active.length === 0) return;
    yield* this.#fill(first, active);
    yield* this.#price();
    const state = new WeekState(yield* rowsByPrice(this.#problem, this.#prices.price));
    if (this.#goesOn) state.take(this.best);
    yield* this.#fill(state, active);
    yield* this.#anneal(state, active);
  }

  /** Serves what is unserved, the worthiest first. */
  *#fill(state: WeekState, active: Int32Array): Generator<void> {
    const worth = this.#worth;
    const order = active.slice().sort((a, b) => worth[b]! - worth[a]! || a - b);
    for (let i = 0; i < order.length; i++) {
      const j = order[i]!;
      if (!state.served(j)) state.insert(j);
      if (i % 64 === 63) yield;
    }
    state.keep();
    if (state.value >= this.value) return;
    this.value = state.value;
    this.#rememberAll(state);
  }

  *#price(): Generator<void> {
    const needs = this.#problem.weight.length;
    for (let round = 0; round < ROUNDS && this.#share < PRICING; round++) {
      for (let j = 0; j < needs; j += SLICE) {
        const end = Math.min(needs, j + SLICE);
        this.#prices.look(j, end);
        this.tried += end - j;
        yield;
      }
      this.#prices.turn(this.value);
    }
    this.#prices.settle();
  }

  *#anneal(state: WeekState, active: Int32Array): Generator<void> {
    const moves = new WeekMoves(state, this.#random, active, this.#worth);
    const began = this.#share;
    // Needs that differ from the best plan known.
    const stale: number[] = [];
    const isStale = new Uint8Array(this.#problem.weight.length);
    const note = (j: number) => {
      moves.note(j);
      if (isStale[j]) return;
      isStale[j] = 1;
      stale.push(j);
    };
    for (const j of active) note(j);
    for (;;) {
      const heat = this.#heat((this.#share - began) / (1 - began));
      for (let i = 0; i < SLICE; i++) {
        if (!moves.attempt(state.value + heat * this.#random.exponential())) {
          state.undo();
          continue;
        }
        state.changed(note);
        state.keep();
        if (state.value >= this.value - 1e-6) continue;
        this.value = state.value;
        for (const j of stale) {
          this.#remember(state, j);
          isStale[j] = 0;
        }
        stale.length = 0;
      }
      this.tried += SLICE;
      yield;
    }
  }

  /** Points that a move may lose when this part of the annealing is done: first slow cooling, then a quench. */
  #heat(part: number): number {
    const needs = this.#problem.weight.length;
    const budget = this.#budget;
    const moves = 'now' in budget ? budget.milliseconds * 300 : budget.iterations;
    const hot = this.#goesOn ? WARM : Math.min(HOT, Math.max(WARM, (3 * moves) / needs));
    const last = (part - 1 + QUENCH) / QUENCH;
    return last < 0 ? hot * exp((ln(COLD / hot) * part) / (1 - QUENCH)) : COLD * exp(-3 * last);
  }

  #rememberAll(state: WeekState): void {
    for (let j = 0; j < this.#problem.weight.length; j++) this.#remember(state, j);
  }

  #remember(state: WeekState, j: number): void {
    for (let place = state.start[j]!; place < state.start[j + 1]!; place++) {
      const pair = state.pairAt[place]!;
      this.best[place] = pair < 0 ? -1 : state.p.volunteer[pair]!;
    }
  }
}

function rowsAsTheyAre(p: WeekProblem): WeekRows {
  return { ...p, lure: p.cost, keyEnd: p.pairStart.subarray(1) };
}
