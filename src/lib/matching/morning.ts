import { straight, type Bends, type Plan } from '../domain/plan/plan.ts';
import type { DayHelper } from './day.ts';
import { Draft } from './draft.ts';
import { minuteOf } from './hours.ts';
import { keptTeams } from './kept.ts';
import { WeekSearch } from './kernel/week.ts';
import { pairLearners } from './mentors.ts';
import { numbered } from './numbered.ts';
import { weekProblem } from './pairs.ts';
import { Timetable } from './timetable.ts';
import { Ground, SPEED, type Village } from './village.ts';

export interface MorningSettings {
  seed: number;
  /** Moves of the search for who helps whom; the same number gives the same plan on every machine. */
  moves: number;
  bends?: Bends;
  /** A plan to stay near to. */
  before?: Plan;
}

/** Rounds of the search, each with its share of the moves: a plan is there at once, and better ones follow. */
const ROUNDS = [0, 0.02, 0.1, 0.28, 0.6];

/**
 * A search for the plan of a morning. `step` works for some milliseconds; `plan` is the best so far, a valid one from the
 * constructor on. Who comes is the week kernel's question, when is the day kernel's; what does not fit into the hours of the
 * day goes to somebody else, or stays unmet with a reason.
 */
export class MorningSearch {
  readonly #ground: Ground;
  readonly #settings: MorningSettings;
  readonly #before: Plan | undefined;
  readonly #back: (plan: Plan) => Plan;
  readonly #helpers: ReadonlyMap<string, DayHelper>;
  readonly #starts: ReadonlyMap<string, number>;
  readonly #work: Generator<number>;
  #best: Plan | undefined;
  #share = 0;

  constructor(village: Village, settings: MorningSettings) {
    const same = numbered(village, settings.bends ?? straight, settings.before);
    this.#settings = settings;
    this.#before = same.before;
    this.#back = same.back;
    this.#ground = new Ground(same.village, same.bends, same.before);
    this.#helpers = new Map(
      this.#ground.helpers.map(({ id, x, y }) => [id, { id, x, y, speed: SPEED, readyAt: 0 }]),
    );
    const visits = same.before?.visits ?? [];
    this.#starts = new Map(visits.map(({ need, startsAt }) => [need, minuteOf(village.day, startsAt)]));
    this.#work = this.#rounds();
    while (!this.#best && this.step());
  }

  /** How much of the search is done, 0 to 1. */
  get share(): number {
    return this.#share;
  }

  /** The best plan so far. */
  get plan(): Plan {
    if (!this.#best) throw new Error('the constructor makes the first plan');
    return this.#best;
  }

  /** Works for a few milliseconds; false when the search is over. */
  step(): boolean {
    const next = this.#work.next();
    this.#share = next.done ? 1 : next.value;
    return !next.done;
  }

  *#rounds(): Generator<number> {
    const ground = this.#ground;
    const { moves, seed } = this.#settings;
    const problem = weekProblem(ground.helpers, ground.tasks, ground.bend);
    const kept = this.#before && keptTeams(ground, this.#before);
    if (kept) for (const _ of this.#draw(kept, true)) yield 0;
    let done = 0;
    for (const [round, share] of ROUNDS.entries()) {
      const budget = { iterations: Math.round(moves * share) };
      const search = new WeekSearch(problem, seed + round, budget, kept && this.#membersOf(kept));
      while (search.step()) yield done + share * search.share * 0.8;
      const found = this.#teams(search.answer().members);
      for (const _ of this.#draw(found)) yield done + share * 0.9;
      yield (done += share);
    }
  }

  /** Makes a plan of these teams and of whoever else can be found; the best so far is kept. */
  *#draw(found: Map<string, string[]>, held = false): Generator<void> {
    const ground = this.#ground;
    const draft = new Draft(ground, new Timetable(this.#helpers, this.#settings.seed), this.#starts);
    yield* draft.time(found, held);
    draft.makeFit();
    yield* draft.seatTheRest(undefined, held ? ({ id }) => this.#starts.get(id) : undefined);
    const plan = draft.write();
    if (!this.#best || plan.points < this.#best.points) this.#best = this.#back(plan);
  }

  /** Teams as the search reads them: -1 in the places of needs that have none. */
  #membersOf(teams: ReadonlyMap<string, readonly string[]>): Int32Array {
    const index = new Map(this.#ground.helpers.map(({ id }, at) => [id, at]));
    return Int32Array.from(
      this.#ground.tasks.flatMap(({ id, places }) =>
        places.map((_, nth) => index.get(teams.get(id)?.[nth] ?? '') ?? -1),
      ),
    );
  }

  /** Whom the search found for each need, learners beside their mentors. */
  #teams(members: Int32Array): Map<string, string[]> {
    const found = new Map<string, string[]>();
    let place = 0;
    for (const { id, places } of this.#ground.tasks) {
      const team = [...members.subarray(place, (place += places.length))];
      const known = team.flatMap((v) => this.#ground.helpers[v]?.id ?? []);
      if (known.length === places.length) found.set(id, known);
    }
    pairLearners(this.#ground, found);
    return found;
  }
}
