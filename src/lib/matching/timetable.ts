import { planDay, repair, type DayHelper, type DayPlan, type DayVisit, type DayWeights } from './day.ts';

/** A visit of the day with a team that is decided. Minutes after midnight. */
export interface Stop {
  need: string;
  x: number;
  y: number;
  minutes: number;
  team: readonly string[];
  /** First and last minute at which it may begin. */
  earliest: number;
  latest: number;
  /** A start that is agreed. */
  fixed?: number;
}

/** Being late is worse than any way round. */
const WEIGHTS: DayWeights = [1, 50, 50];
const MOVES_A_VISIT = 600;

interface Part {
  stops: Map<string, Stop>;
  plan: DayPlan;
  starts: Map<string, number>;
}

/**
 * When everybody is where. Those who share a visit wait for each other, so they are timed together; everybody else is timed
 * apart, which keeps a city as quick as a village.
 */
export class Timetable {
  readonly #helpers: ReadonlyMap<string, DayHelper>;
  readonly #seed: number;
  readonly #partOf = new Map<string, Part>();

  constructor(helpers: ReadonlyMap<string, DayHelper>, seed: number) {
    this.#helpers = helpers;
    this.#seed = seed;
  }

  /** All stops, in no order. */
  get stops(): Stop[] {
    return [...this.#parts()].flatMap((part) => [...part.stops.values()]);
  }

  /** Times the parts of the day one after the other, each for itself; a generator, so that others can breathe in between. */
  *fill(stops: readonly Stop[]): Generator<void> {
    this.#partOf.clear();
    for (const together of connected(stops)) {
      this.#time(together);
      yield;
    }
  }

  /**
   * Times the stops in the order of the starts given (minutes by need); what has none is put where it costs least. The same
   * people with the same visits begin at the same minutes as before.
   */
  *follow(starts: ReadonlyMap<string, number>, stops: readonly Stop[]): Generator<void> {
    this.#partOf.clear();
    for (const together of connected(stops)) {
      const known = together.filter(({ need }) => starts.has(need));
      if (known.length > 0) this.#keep(this.#ordered(together, byStart(known, starts)));
      else this.#time(together);
      yield;
    }
  }

  /** Minute at which a visit begins. */
  startOf(need: string): number | undefined {
    return this.#partOf.get(need)?.starts.get(need);
  }

  /** Minutes on the way to a visit, for one of its team. */
  travelTo(need: string, helper: string): number {
    const route = this.#partOf.get(need)?.plan.routes.find((each) => each.helper === helper);
    return route?.stops.find((stop) => stop.visit === need)?.travel ?? 0;
  }

  /** Visits that begin after the last minute at which they may. */
  late(): Stop[] {
    return this.stops.filter((stop) => (this.startOf(stop.need) ?? 0) > lastOf(stop));
  }

  /** All visits of those who share a visit, directly or through others, with this one's team. */
  around(need: string): Stop[] {
    return [...(this.#partOf.get(need)?.stops.values() ?? [])];
  }

  /** Takes a visit out; the others of its part keep their order. */
  remove(need: string): void {
    const part = this.#partOf.get(need);
    if (!part) return;
    const rest = [...part.stops.values()].filter((stop) => stop.need !== need);
    const order = this.#byTime(rest);
    this.#partOf.delete(need);
    for (const together of connected(rest))
      this.#keep(
        this.#ordered(
          together,
          order.filter((stop) => together.includes(stop)),
        ),
      );
  }

  /** Gives a need the first of these visits for which nobody comes later anywhere; false, and nothing changed, if there is none. */
  replace(need: string, ways: readonly Stop[]): boolean {
    const before = new Map(this.#partOf);
    this.remove(need);
    if (ways.some((way) => this.#add(way))) return true;
    for (const [id, part] of before) this.#partOf.set(id, part);
    return false;
  }

  /** Puts a visit where it costs least, come what may. */
  put(stop: Stop): void {
    this.#keep(this.#with(stop));
  }

  #add(stop: Stop): boolean {
    const part = this.#with(stop);
    const startOf = ({ need }: Stop) => part.starts.get(need) ?? 0;
    const isLate = (each: Stop) => startOf(each) > lastOf(each);
    for (const each of part.stops.values())
      if (isLate(each) && startOf(each) > (each === stop ? 0 : (this.startOf(each.need) ?? 0))) return false;
    // Nobody is given more who has agreed to more than he can do: his hours say nothing.
    const isIn = ({ team }: Stop) => team.some((id) => stop.team.includes(id));
    for (const each of part.stops.values()) if (isLate(each) && isIn(each)) return false;
    this.#keep(part);
    return true;
  }

  /** The part of the day that would result from one more visit. */
  #with(stop: Stop): Part {
    const before = this.#touchedBy(stop).flatMap((part) => [...part.stops.values()]);
    return this.#ordered([...before, stop], this.#byTime(before));
  }

  #touchedBy({ team }: Stop): Part[] {
    return [...this.#parts()].filter(({ stops }) =>
      [...stops.values()].some((other) => other.team.some((id) => team.includes(id))),
    );
  }

  #time(stops: readonly Stop[]): void {
    const helpers = this.#helpersOf(stops);
    const search = planDay(helpers, stops.map(asVisit), {
      seed: this.#seed,
      budget: { iterations: stops.length > 1 ? MOVES_A_VISIT * stops.length : 0 },
      weights: WEIGHTS,
    });
    while (search.step());
    this.#keep(partOf(stops, search.plan()));
  }

  /** These stops with `kept` in the order given, and the others each where it costs least. */
  #ordered(stops: readonly Stop[], kept: readonly Stop[]): Part {
    const visits = kept.map(({ need, team }) => ({ visit: need, team: [...team] }));
    const from: DayPlan = { routes: [], visits, travel: 0, late: 0, latest: 0, value: 0 };
    return partOf(stops, repair(from, this.#helpersOf(stops), stops.map(asVisit), WEIGHTS));
  }

  #byTime(stops: readonly Stop[]): Stop[] {
    return byStart(stops, new Map(stops.map(({ need }) => [need, this.startOf(need) ?? 0])));
  }

  #helpersOf(stops: readonly Stop[]): DayHelper[] {
    const ids = new Set(stops.flatMap(({ team }) => team));
    return [...ids].flatMap((id) => this.#helpers.get(id) ?? []);
  }

  #keep(part: Part): void {
    for (const need of part.stops.keys()) this.#partOf.set(need, part);
  }

  #parts(): Set<Part> {
    return new Set(this.#partOf.values());
  }
}

const partOf = (stops: readonly Stop[], plan: DayPlan): Part => ({
  stops: new Map(stops.map((stop) => [stop.need, stop])),
  plan,
  starts: new Map(plan.routes.flatMap((route) => route.stops.map(({ visit, start }) => [visit, start]))),
});

/** The last minute at which a visit may begin. */
const lastOf = ({ fixed, latest }: Stop): number => fixed ?? latest;

const asVisit = ({ need, x, y, earliest, latest, minutes, team, fixed }: Stop): DayVisit => ({
  id: need,
  x,
  y,
  earliest,
  latest,
  jobs: team.map((id) => ({ minutes, helpers: [id] })),
  kind: 'together',
  ...(fixed !== undefined && { fixed }),
});

const byStart = (stops: readonly Stop[], starts: ReadonlyMap<string, number>): Stop[] =>
  stops.toSorted(
    (a, b) => (starts.get(a.need) ?? 0) - (starts.get(b.need) ?? 0) || (a.need < b.need ? -1 : 1),
  );

/** The stops in groups that have nobody in common. */
function connected(stops: readonly Stop[]): Stop[][] {
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    let top = id;
    for (let up = leader.get(top); up !== undefined && up !== top; up = leader.get(top)) top = up;
    leader.set(id, top);
    return top;
  };
  for (const { team } of stops)
    for (const id of team) {
      const [a, b] = [find(team[0] ?? id), find(id)];
      if (a !== b) leader.set(b, a);
    }
  const groups = new Map<string, Stop[]>();
  for (const stop of stops) {
    const top = find(stop.team[0] ?? '');
    groups.set(top, [...(groups.get(top) ?? []), stop]);
  }
  return [...groups.values()];
}
