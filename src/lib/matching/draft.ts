import type { Part, Plan, Visit } from '../domain/plan/plan.ts';
import { fixedStart } from './agreed.ts';
import { fit, loadPoints, travelPoints, type Task } from './fit.ts';
import { bitsOf, halfOf, halves, minuteOf, momentOf, windowOf } from './hours.ts';
import { reasonsFor } from './reasons.ts';
import { teamsFor } from './teams.ts';
import type { Stop, Timetable } from './timetable.ts';
import { whyUnmet } from './unmet.ts';
import type { Ground } from './village.ts';

const MINUTE = 60_000;
/** What it costs to give somebody another hour than an earlier plan did. */
const MOVED = 15;

/** A plan being made: the ground it stands on and when everybody is where. */
export class Draft {
  readonly #tasks: ReadonlyMap<string, Task>;

  /** `starts`: when an earlier plan of the day began its visits, minutes by need. */
  constructor(
    readonly ground: Ground,
    readonly timetable: Timetable,
    readonly starts: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#tasks = new Map(ground.tasks.map((task) => [task.id, task]));
  }

  /**
   * Times the visits of the day, where `found` says whom the plan proposes for a need; a breath after each part. What an earlier
   * plan has timed keeps its order and begins no sooner; not later either if it is `held`.
   */
  *time(found: ReadonlyMap<string, readonly string[]>, held = false): Generator<void> {
    const { timetable, starts } = this;
    const stops = this.#stops(found).map((stop) => notBefore(stop, starts.get(stop.need), held));
    yield* starts.size > 0 ? timetable.follow(starts, stops) : timetable.fill(stops);
    const fell = new Map(stops.map(({ need }) => [need, timetable.startOf(need) ?? 0]));
    yield* timetable.follow(
      fell,
      stops.map((stop) => inHalf(stop, fell.get(stop.need) ?? 0)),
    );
  }

  /** Takes out what does not fit into the hours of the day, the least weighty first. */
  makeFit(): void {
    const { timetable } = this;
    for (let late = timetable.late(); late.length > 0; late = timetable.late()) {
      const [out] = late
        .flatMap(({ need }) => timetable.around(need))
        .filter((stop) => this.#proposed(stop).length > 0)
        .sort((a, b) => this.#weight(a.need) - this.#weight(b.need) || (a.need < b.need ? -1 : 1));
      if (!out) return;
      this.#leaveToItsOwn(out.need);
    }
  }

  /**
   * Gives the tasks that nobody has to the cheapest team with the hours and the time, the weightiest first; a breath after each.
   * `at`: the minute at which somebody is expected already, if that can be kept.
   */
  *seatTheRest(
    wanted: (task: Task) => boolean = () => true,
    at: (task: Task) => number | undefined = () => undefined,
  ): Generator<void> {
    for (const task of this.#unserved().filter(wanted)) {
      const teams = [...teamsFor(this.ground, task, this.#roomLeft())];
      const minute = at(task);
      if (minute === undefined || !teams.some((team) => this.#seat(task.id, team, minute)))
        teams.some((team) => this.#seat(task.id, team));
      yield;
    }
  }

  /** The plan that people read. */
  write(): Plan {
    const { ground, timetable } = this;
    const { day } = ground.village;
    const stops = timetable.stops.toSorted((a, b) => (a.need < b.need ? -1 : 1));
    const served = new Set(stops.filter((stop) => this.#proposed(stop).length > 0).map(({ need }) => need));
    const room = this.#roomLeft();
    const unmet = [...ground.needs.values()].flatMap((need) =>
      served.has(need.id) ? [] : (whyUnmet(ground, need, room) ?? []),
    );
    const visits = stops.map((stop): Visit => {
      const need = ground.needs.get(stop.need);
      const team = stop.team.map((volunteer) => this.#part(stop, volunteer));
      // What is agreed stands, to the second, even where people have agreed to more than they can do.
      const startsAt =
        (need && fixedStart(need, day)) ?? momentOf(day, timetable.startOf(stop.need) ?? stop.earliest);
      return { need: stop.need, startsAt, endsAt: startsAt + stop.minutes * MINUTE, team };
    });
    return { day, visits, unmet, points: this.#points(stops, room) };
  }

  #stops(found: ReadonlyMap<string, readonly string[]>): Stop[] {
    return [...this.ground.needs.keys()].flatMap((id) => this.#stop(id, found.get(id) ?? []) ?? []);
  }

  /** The visit to a need by its own team of the day and by these people; nothing if nobody comes. */
  #stop(id: string, proposed: readonly string[]): Stop | undefined {
    const { ground } = this;
    const { day } = ground.village;
    const need = ground.needs.get(id);
    const spot = need && ground.spots.get(need.area);
    if (!need || !spot) return undefined;
    // Whoever has said yes to some day comes on this one if the rest of the team does.
    const waiting = proposed.length > 0 ? ground.waiting(need) : [];
    const team = [...new Set([...ground.own(need), ...waiting, ...proposed])];
    if (team.length === 0) return undefined;
    const { minutes } = need;
    const startsAt = fixedStart(need, day);
    const stop = { need: id, x: spot.x, y: spot.y, minutes, team };
    if (startsAt !== undefined) {
      const fixed = minuteOf(day, startsAt);
      return { ...stop, earliest: fixed, latest: fixed, fixed };
    }
    // Those who are new come when they are free; the others have said yes to the household's days.
    const common = [...proposed, ...team].reduce(
      (bits, each) => bits & (ground.helperById.get(each)?.halves ?? 0) || bits,
      ground.halvesOf(need) || bitsOf(day),
    );
    const window = windowOf(day, common) ?? { from: halves.am.from, until: halves.pm.until };
    const earliest = Math.max(window.from, ground.soonestFor(team, spot));
    return { ...stop, earliest, latest: window.until - minutes };
  }

  /** Lets a team have a need where nobody comes later for it; at this very minute, if one is given. */
  #seat(id: string, team: readonly string[], minute?: number): boolean {
    const stop = this.#stop(id, team);
    if (!stop) return false;
    const ways =
      minute === undefined
        ? [inHalf(stop, halves.am.from), inHalf(stop, halves.pm.from)]
        : minute >= stop.earliest && minute <= stop.latest
          ? [{ ...stop, earliest: minute, latest: minute }]
          : [];
    return this.timetable.replace(id, ways);
  }

  /** Whoever has the need on his day anyway goes on having it. */
  #leaveToItsOwn(id: string): void {
    this.timetable.remove(id);
    const own = this.#stop(id, []);
    if (own) this.timetable.put(inHalf(own, own.earliest));
  }

  #proposed({ need, team }: Stop): string[] {
    return team.filter((id) => this.#standing(need, id) === 'proposed');
  }

  #standing(id: string, volunteer: string): Part['by'] {
    if (this.ground.locked.get(id)?.includes(volunteer)) return 'locked';
    const was = this.ground.needs.get(id)?.assignments.find((each) => each.volunteer === volunteer);
    return was ? (was.status === 'offered' ? 'asked' : 'agreed') : 'proposed';
  }

  #part(stop: Stop, volunteer: string): Part {
    const need = this.ground.needs.get(stop.need);
    return {
      volunteer,
      by: this.#standing(stop.need, volunteer),
      travel: this.timetable.travelTo(stop.need, volunteer),
      reasons: need ? reasonsFor(this.ground, need, volunteer, stop.team) : [],
    };
  }

  #weight(need: string): number {
    return this.#tasks.get(need)?.weight ?? Infinity;
  }

  #unserved(): Task[] {
    const served = new Set(
      this.timetable.stops.filter((stop) => this.#proposed(stop).length > 0).map(({ need }) => need),
    );
    return this.ground.tasks
      .filter(({ id }) => !served.has(id))
      .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  }

  /** Minutes that everybody has left, counted as the week counts them: work and the way there and back. */
  #roomLeft(): Map<string, number> {
    const left = new Map(this.ground.helpers.map(({ id, room }) => [id, room]));
    for (const stop of this.timetable.stops)
      for (const id of this.#proposed(stop)) {
        const found = this.#fit(id, stop.need);
        left.set(id, (left.get(id) ?? 0) - (found?.allowed ? found.minutes : stop.minutes));
      }
    return left;
  }

  #fit(volunteer: string, need: string) {
    const [helper, task] = [this.ground.helperById.get(volunteer), this.#tasks.get(need)];
    return helper && task && fit(helper, task);
  }

  /** The weight of what stays unmet, what the pairs cost, the ways of the day, and how unevenly the week is shared. */
  #points(stops: readonly Stop[], room: ReadonlyMap<string, number>): number {
    let points = 0;
    for (const { weight } of this.#unserved()) points += weight;
    for (const stop of stops) {
      for (const id of stop.team) points += travelPoints(this.timetable.travelTo(stop.need, id));
      for (const id of this.#proposed(stop)) points += this.#wishPoints(id, stop);
      const was = this.starts.get(stop.need);
      if (was !== undefined && was !== this.timetable.startOf(stop.need)) points += MOVED * stop.team.length;
    }
    for (const helper of this.ground.helpers)
      points += loadPoints(helper, room.get(helper.id) ?? helper.room);
    return points;
  }

  /** What a pair costs beside the way, of which the timetable knows better. */
  #wishPoints(id: string, stop: Stop): number {
    const [helper, task, found] = [
      this.ground.helperById.get(id),
      this.#tasks.get(stop.need),
      this.#fit(id, stop.need),
    ];
    if (!helper || !task || !found?.allowed) return 0;
    const alone = travelPoints((found.minutes - task.minutes) / 2);
    return found.cost - alone + (this.ground.bend(helper, task) ?? 0);
  }
}

/** A visit that is not to begin sooner than it did, nor later if it is `held`, as far as it still may. */
const notBefore = (stop: Stop, start: number | undefined, held: boolean): Stop => {
  if (start === undefined || stop.fixed !== undefined || start < stop.earliest || start > stop.latest)
    return stop;
  return { ...inHalf(stop, start), earliest: start, ...(held && { latest: start }) };
};

/** A visit within half a day: the half in which it would begin. */
const inHalf = (stop: Stop, start: number): Stop =>
  stop.fixed === undefined ? { ...stop, ...halfOf(stop, stop.minutes, start) } : stop;
