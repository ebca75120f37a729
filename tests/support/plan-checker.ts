import { within } from '$lib/domain/area/area.ts';
import { DAY, dayAt, endOf, startOf } from '$lib/domain/days.ts';
import { closed, type Assignment, type Need } from '$lib/domain/need/need.ts';
import { seat } from '$lib/domain/need/team.ts';
import { straight, type Bends, type Part, type Plan, type Visit } from '$lib/domain/plan/plan.ts';
import { fits, type Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { Village } from '$lib/matching/village.ts';

/**
 * What is wrong with a plan, a sentence each. Written from what the product promises; it knows nothing of how plans are made,
 * and takes from matching no more than the shape of a village.
 */
export interface Promised {
  village: Village;
  bends?: Bends;
  /** Where each area lies, in km. */
  spots: ReadonlyMap<string, { x: number; y: number }>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const hours = { am: [9.5, 14], pm: [15.5, 20] } as const;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const team = ['accepted', 'started', 'offered'];

export function faults(plan: Plan, promised: Promised): string[] {
  return new Check(plan, promised).all();
}

class Check {
  readonly #found: string[] = [];
  readonly #needs: Map<string, Need>;
  readonly #people: Map<string, Volunteer>;
  readonly #bends: Bends;

  constructor(
    private readonly plan: Plan,
    private readonly promised: Promised,
  ) {
    const { village, bends = straight } = promised;
    this.#needs = new Map(village.needs.map((need) => [need.id, need]));
    this.#people = new Map(village.volunteers.map((each) => [each.id, each]));
    this.#bends = bends;
  }

  all(): string[] {
    const { plan } = this;
    this.#must(plan.day === this.promised.village.day, 'another day');
    this.#must(
      new Set(plan.visits.map(({ need }) => need)).size === plan.visits.length,
      'a need visited twice',
    );
    for (const visit of plan.visits) this.#visit(visit);
    for (const each of this.#people.values()) this.#person(each);
    this.#everyNeed();
    this.#everyLock();
    return this.#found;
  }

  #must(is: boolean, otherwise: string): void {
    if (!is) this.#found.push(otherwise);
  }

  #visit(visit: Visit): void {
    const need = this.#needs.get(visit.need);
    if (!need) return void this.#found.push(`${visit.need} is no need`);
    const { village } = this.promised;
    const called = `visit to ${need.id}`;
    this.#must(!closed(need) && need.from <= village.day, `${called} is not of this day`);
    this.#must(within(village.areas.get(need.area), village.area), `${called} is not ours`);
    this.#must(visit.team.length > 0, `${called} by nobody`);
    this.#must(
      new Set(visit.team.map((p) => p.volunteer)).size === visit.team.length,
      `${called}: one twice`,
    );
    this.#must(visit.endsAt - visit.startsAt === need.minutes * MINUTE, `${called} lasts wrongly`);
    const proposed = visit.team.filter(({ by }) => by === 'proposed');
    for (const part of visit.team) this.#part(part, visit, need);
    if (proposed.length > 0) this.#must(this.#whole(visit, need), `${called}: the team is not whole`);
    const agreed = agreedStart(need, village.day);
    if (agreed !== undefined) this.#must(visit.startsAt === agreed, `${called}: the agreed time is another`);
    else if (proposed.length > 0) this.#must(this.#inHours(visit, need), `${called} is out of hours`);
    if (agreed === undefined && proposed.length > 0)
      this.#must(visit.startsAt >= village.now + 15 * MINUTE, `${called}: too soon`);
    if (proposed.length > 0)
      this.#must(!this.#bends.leftOut.includes(need.id), `${called} that was to be left out`);
  }

  /** Everybody who has agreed or is new sits where he can work, and with those who were asked no seat is empty. */
  #whole(visit: Visit, need: Need): boolean {
    const done = need.assignments.filter((a) => a.status === 'finished' && a.outcome?.result === 'done');
    const of = (is: (by: Part['by']) => boolean) =>
      visit.team.filter(({ by }) => is(by)).map((part) => this.#seats(part, need));
    const sure = [...done.map((each) => each.can), ...of((by) => by !== 'asked')];
    return (
      seat(sure, need.places.length) !== null &&
      seated([...sure, ...of((by) => by === 'asked')], need.places.length) === need.places.length
    );
  }

  #seats({ volunteer }: Part, need: Need): number[] {
    const was = need.assignments.find((each) => each.volunteer === volunteer);
    const one = this.#people.get(volunteer);
    return was && team.includes(was.status) ? was.can : one ? fits(one, need.places) : [];
  }

  #part({ volunteer, by }: Part, visit: Visit, need: Need): void {
    const { village } = this.promised;
    const one = this.#people.get(volunteer);
    const called = `${volunteer} (${by}) at ${need.id}`;
    if (!one || one.status === 'left') return void this.#found.push(`${called} is not there any more`);
    const was = need.assignments.find((each) => each.volunteer === volunteer);
    const locked = this.#bends.locked.some((pair) => pair.need === need.id && pair.volunteer === volunteer);
    if (by === 'agreed') return this.#must(was?.status === 'accepted' || was?.status === 'started', called);
    if (by === 'asked') return this.#must(was?.status === 'offered', called);
    if (by === 'locked') this.#must(locked, `${called} was not insisted on`);
    const [own, there] = [village.areas.get(one.area), village.areas.get(need.area)];
    this.#must(own?.home === there?.home || within(there, one.area), `${called} is of another home`);
    const barred = this.#bends.barred.some((pair) => pair.need === need.id && pair.volunteer === volunteer);
    this.#must(!barred, `${called} was barred`);
    if (by === 'locked') return;
    this.#must(!was, `${called} has given his answer`);
    this.#must(fits(one, need.places).length > 0, `${called} cannot do it`);
    this.#must(one.awayUntil === undefined || one.awayUntil < village.day, `${called} is away`);
    this.#must(this.#isFree(one, visit), `${called} is not free then`);
    this.#must(this.#trip(one.area, need.area) <= 60, `${called} lives too far`);
  }

  /** Within half a day, or through the noon of a day where the work is longer than half of one. */
  #inHours(visit: Visit, need: Need): boolean {
    const [from, until] = this.#clock(visit);
    const halves = need.half ? [need.half] : (['am', 'pm'] as const);
    const long = !need.half && need.minutes > 4.5 * 60;
    if (long) return from >= 9.5 && until <= 20;
    return halves.some((half) => from >= hours[half][0] && until <= hours[half][1]);
  }

  #isFree(one: Volunteer, visit: Visit): boolean {
    if (one.free.length === 0) return true;
    const weekday = weekdays[new Date(`${this.plan.day}T00:00:00Z`).getUTCDay()];
    const [from, until] = this.#clock(visit);
    const touched = (['am', 'pm'] as const).filter((half) => from < hours[half][1] && until > hours[half][0]);
    return touched.every((half) => one.free.some((each) => each === `${weekday}-${half}`));
  }

  #clock({ startsAt, endsAt }: Visit): [from: number, until: number] {
    const midnight = startOf(this.plan.day);
    return [(startsAt - midnight) / HOUR, (endsAt - midnight) / HOUR];
  }

  /** One way, in minutes: two to leave the house, and roads at 12 km/h that are longer than the crow's flight. */
  #trip(from: string, to: string): number {
    const [a, b] = [this.promised.spots.get(from), this.promised.spots.get(to)];
    if (!a || !b) return Infinity;
    return 2 + Math.ceil((1.3 * Math.hypot(a.x - b.x, a.y - b.y) * 60) / 12 - 1e-9);
  }

  #person(one: Volunteer): void {
    const { village } = this.promised;
    const own = this.plan.visits
      .filter(({ team }) => team.some(({ volunteer }) => volunteer === one.id))
      .sort((a, b) => a.startsAt - b.startsAt);
    const by = (visit: Visit) => visit.team.find(({ volunteer }) => volunteer === one.id)!;
    const legs = own.map((visit, nth) => {
      const before = own[nth - 1];
      const need = this.#needs.get(visit.need)!;
      const trip = this.#trip(before ? this.#needs.get(before.need)!.area : one.area, need.area);
      const leaves = before ? before.endsAt : by(visit).by === 'proposed' ? village.now : -Infinity;
      const late = visit.startsAt < leaves + trip * MINUTE;
      const promised = !!before && this.#isPromised(before, one.id) && this.#isPromised(visit, one.id);
      return { visit, need, before, trip, late, promised };
    });
    // What people have agreed to among themselves may be more than anybody can do.
    const clashes = legs.some(({ promised, late }) => promised && late);
    for (const { visit, need, before, trip, late, promised } of legs) {
      const agreed = agreedStart(need, village.day) !== undefined;
      if (!promised && (before || !agreed)) this.#must(!late, `${one.id} cannot be at ${need.id} by then`);
      const { travel } = by(visit);
      this.#must(clashes || travel === trip, `${one.id} travels ${travel}, not ${trip} to ${need.id}`);
    }
    const proposed = own.filter((visit) => by(visit).by === 'proposed');
    const more = proposed.reduce((sum, { need: id }) => {
      const need = this.#needs.get(id)!;
      return sum + need.minutes + 2 * this.#trip(one.area, need.area);
    }, 0);
    const locked = own.filter((visit) => by(visit).by === 'locked');
    const insisted = locked.reduce((sum, { need }) => sum + this.#needs.get(need)!.minutes, 0);
    if (proposed.length > 0)
      this.#must(
        this.#given(one.id) + insisted + more <= one.weeklyHours * 60,
        `${one.id} gives more hours than he has`,
      );
  }

  /** Agreed, asked or insisted on: no plan's doing. */
  #isPromised(visit: Visit, id: string): boolean {
    return visit.team.some(({ volunteer, by }) => volunteer === id && by !== 'proposed');
  }

  /** Minutes given and promised from Monday to Sunday. */
  #given(id: string): number {
    const { village } = this.promised;
    const monday = startOf(village.day) - ((new Date(`${village.day}T00:00:00Z`).getUTCDay() + 6) % 7) * DAY;
    const inWeek = (at: number) => at >= monday && at < monday + 7 * DAY;
    let minutes = 0;
    for (const need of village.needs) {
      for (const each of need.assignments) {
        if (each.volunteer !== id) continue;
        if (each.status === 'finished' && inWeek(each.finishedAt!)) minutes += each.outcome?.minutes ?? 0;
        if (!closed(need) && team.includes(each.status) && this.#isOfWeek(each, need, monday))
          minutes += need.minutes;
      }
      for (const report of need.reports)
        if (report.volunteer === id && inWeek(report.at)) minutes += report.outcome?.minutes ?? 0;
    }
    return minutes;
  }

  /** What is late is still to be done; what has no time is to be done as soon as it may. */
  #isOfWeek({ startsAt }: Assignment, { from, until }: Need, monday: number): boolean {
    const first = startsAt ?? Math.min(startOf(from), endOf(until) - 1);
    return first < monday + 7 * DAY;
  }

  #everyNeed(): void {
    const { village } = this.promised;
    const short = new Map(this.plan.unmet.map((each) => [each.need, each]));
    this.#must(short.size === this.plan.unmet.length, 'a need is unmet twice');
    for (const need of this.#needs.values()) {
      const visit = this.plan.visits.find((each) => each.need === need.id);
      const isHere = within(village.areas.get(need.area), village.area);
      if (!isHere || closed(need) || need.from > village.day) {
        this.#must(!visit && !short.has(need.id), `${need.id} is none of this day's`);
        continue;
      }
      const inTeam = need.assignments.filter(
        (a) => team.includes(a.status) || (a.status === 'finished' && a.outcome?.result === 'done'),
      );
      const isFull =
        seated(
          inTeam.map(({ can }) => can),
          need.places.length,
        ) === need.places.length;
      const waits = inTeam.some(
        ({ status, startedAt, startsAt }) => status !== 'finished' && this.#isElsewhen(startedAt ?? startsAt),
      );
      const proposes = visit?.team.some(({ by }) => by === 'proposed');
      const whole = visit && this.#whole(visit, need);
      this.#must(!(proposes && short.has(need.id)), `${need.id} is met and unmet`);
      this.#must(!(waits && proposes), `${need.id} is planned for another day`);
      this.#must(!(isFull && short.has(need.id)), `${need.id} is unmet with a whole team`);
      if (!isFull && !waits && !whole) this.#must(short.has(need.id), `${need.id} is forgotten`);
      for (const each of inTeam) this.#stays(each, need, visit);
      if (this.#bends.leftOut.includes(need.id) && !isFull && !waits)
        this.#must(short.get(need.id)?.why === 'left-out', `${need.id} was to be left out`);
    }
  }

  /** A time on another day that is not over yet. */
  #isElsewhen(at: number | undefined): boolean {
    const { day, now } = this.promised.village;
    return at !== undefined && dayAt(at) !== day && dayAt(at) >= dayAt(now);
  }

  /** Whoever is at work or has agreed to a time of the day has the visit. */
  #stays({ volunteer, status, startsAt, startedAt }: Assignment, need: Need, visit: Visit | undefined): void {
    const at = startedAt ?? startsAt;
    const one = this.#people.get(volunteer ?? '');
    if (status === 'finished' || at === undefined || dayAt(at) !== this.plan.day || one?.status !== 'active')
      return;
    const stays = visit?.team.some((part) => part.volunteer === volunteer && part.by !== 'proposed');
    this.#must(!!stays, `${volunteer} was moved out of ${need.id}`);
  }

  /** What the coordinator insists on is done wherever the need still has a place for him. */
  #everyLock(): void {
    for (const pair of this.#bends.locked) {
      const need = this.#needs.get(pair.need);
      const one = this.#people.get(pair.volunteer);
      if (!need || !one || one.status === 'left' || closed(need) || need.from > this.plan.day) continue;
      if (need.assignments.length > 0 || fits(one, need.places).length === 0) continue;
      if (this.#bends.locked.filter((each) => each.need === pair.need).length > 1) continue;
      if (this.#bends.leftOut.includes(pair.need) || this.#bends.barred.some((b) => b.need === pair.need))
        continue;
      const own = this.promised.village.areas.get(one.area);
      if (own?.home !== this.promised.village.areas.get(need.area)?.home) continue;
      const visit = this.plan.visits.find((each) => each.need === pair.need);
      const there = visit?.team.some((part) => part.volunteer === pair.volunteer && part.by === 'locked');
      this.#must(!!there, `${pair.volunteer} is not at ${pair.need}, on which the coordinator insists`);
    }
  }
}

/** How many of these find a seat. */
function seated(can: readonly number[][], places: number): number {
  const sitting: number[][] = [];
  for (const each of can) if (seat([...sitting, each], places)) sitting.push(each);
  return sitting.length;
}

/** The time agreed for that day, or at which somebody has begun. */
function agreedStart(need: Need, day: string): number | undefined {
  const times = need.assignments
    .filter(({ status }) => team.includes(status))
    .flatMap(({ startsAt, startedAt }) => startedAt ?? startsAt ?? [])
    .filter((at) => dayAt(at) === day);
  return times.length > 0 ? Math.min(...times) : undefined;
}
