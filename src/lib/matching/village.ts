import { steps, within, type Area } from '../domain/area/area.ts';
import { daysAfter } from '../domain/days.ts';
import { closed, type Need } from '../domain/need/need.ts';
import { holds, inTeam, openPlaces, straight, type Bends, type Plan } from '../domain/plan/plan.ts';
import { fits, skills, tools, type Place, type Volunteer } from '../domain/volunteer/volunteer.ts';
import {
  agreedMinutes,
  fixedStart,
  inTeamStill,
  isElsewhen,
  lockedTeams,
  meantFor,
  teamToday,
} from './agreed.ts';
import { distance, tripMinutes, type Helper, type Place as FitPlace, type Task } from './fit.ts';
import { groundOf, type Spot } from './ground.ts';
import { inOrder } from './pairs.ts';
import { bitsOf, freeBits, halves, minuteOf, minutesIn, type Half } from './hours.ts';

/** What a morning is planned from: the rows as they are, and nothing that they do not say. */
export interface Village {
  /** 'YYYY-MM-DD', and the server's time in epoch milliseconds. */
  day: string;
  now: number;
  /** The area whose needs are planned, with all below it. */
  area: string;
  areas: ReadonlyMap<string, Area>;
  volunteers: readonly Volunteer[];
  /** Open needs, and those that were closed this week: their hours count. */
  needs: readonly Need[];
  /** Who has helped a household before. */
  known: ReadonlyMap<string, readonly string[]>;
}

/** On foot or by bicycle, on village roads. The app does not ask what anybody drives. */
export const SPEED = 12;
/** Nobody is sent further than an hour away, one way. */
export const REACH = 60;
/** What is kept when a plan is bent: a pair has to be worse by so many points to be given up. */
const KEEP = 60;
const WEIGHT = 250;

/** Half an hour before a half-day ends nothing is begun in it any more. */
const SHORTEST = 30;
/** Minutes a household waits at least between the sending of a plan and somebody at the door. */
const NOTICE = 15;

/** The village as the rules of fit.ts read it, with the ways back to the rows. */
export class Ground {
  readonly helpers: Helper[];
  readonly tasks: Task[];
  /** Needs of that day, those with a whole team among them. */
  readonly needs: Map<string, Need>;
  readonly people: Map<string, Volunteer>;
  readonly spots: Map<string, Spot>;
  readonly helperById: Map<string, Helper>;
  /** Who is locked to which need. */
  readonly locked: Map<string, string[]>;
  /** Minutes already agreed this week. */
  readonly agreed: Map<string, number>;
  readonly #kept: Set<string>;
  readonly #gone: Set<string>;

  constructor(
    readonly village: Village,
    readonly bends: Bends = straight,
    before?: Plan,
  ) {
    const { volunteers, needs, areas, area, day } = village;
    this.spots = groundOf(areas.values());
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
    const active = volunteers.filter(({ status }) => status !== 'left').sort(byId);
    this.#gone = new Set(volunteers.flatMap(({ id, status }) => (status === 'left' ? [id] : [])));
    this.people = new Map(active.map((each) => [each.id, each]));
    const here = needs.filter(
      (need) => !closed(need) && isFor(need, day) && within(areas.get(need.area), area),
    );
    this.needs = new Map(here.sort(byId).map((need) => [need.id, need]));
    this.locked = lockedTeams(bends, this.needs, this.people, (one, need) => this.reaches(one, need));
    this.agreed = agreedMinutes(needs, day, village.now);
    for (const [id, team] of this.locked)
      for (const volunteer of team)
        this.agreed.set(volunteer, (this.agreed.get(volunteer) ?? 0) + (this.needs.get(id)?.minutes ?? 0));
    const today = this.#todaysMinutes();
    this.helpers = inOrder(active.map((each) => this.#helper(each, today.get(each.id) ?? 0)));
    this.helperById = new Map(this.helpers.map((each) => [each.id, each]));
    this.#kept = new Set(
      before?.visits.flatMap(({ need, team }) => team.map(({ volunteer }) => `${need} ${volunteer}`)),
    );
    this.tasks = inOrder([...this.needs.values()].flatMap((need) => this.#task(need) ?? []));
  }

  /** Points added to a pair, or null where the rules of the house forbid it whatever it costs. */
  bend = ({ id: volunteer }: Helper, { id }: Task): number | null => {
    const need = this.needs.get(id);
    const own = this.people.get(volunteer);
    if (!need || !own || !this.reaches(own, need) || this.asked(need, volunteer)) return null;
    if (holds(this.bends.barred, { need: id, volunteer })) return null;
    return this.#kept.has(`${id} ${volunteer}`) ? -KEEP : 0;
  };

  /** Rows travel by home: a volunteer can only be sent where his phone can follow; and nobody answers his own question. */
  reaches(volunteer: Volunteer, need: Need): boolean {
    if (need.asker === volunteer.id) return false;
    const own = this.village.areas.get(volunteer.area);
    const there = this.village.areas.get(need.area);
    return !!own && !!there && (own.home === there.home || within(there, own.id));
  }

  /** He is in the team, or has given his answer: nobody is asked twice by a plan. */
  asked(need: Need, volunteer: string): boolean {
    if (this.locked.get(need.id)?.includes(volunteer)) return true;
    return need.assignments.some((each) => each.volunteer === volunteer);
  }

  /** Who has said yes, or was asked, and not for another day. */
  waiting(need: Need): string[] {
    const { day, now } = this.village;
    return inTeamStill(need)
      .filter((each) => meantFor(each, day, now) !== 'other')
      .flatMap(({ volunteer }) => (volunteer && this.people.has(volunteer) ? [volunteer] : []));
  }

  /** Those whose part in a need on this day is not a question any more. */
  own(need: Need): string[] {
    const { day, now } = this.village;
    const told = inTeamStill(need).filter((each) => meantFor(each, day, now) === 'day');
    const locked = this.locked.get(need.id) ?? [];
    // Who is away and has no time for this day does what he has agreed to when he is back.
    return teamToday(need, locked, day, now).filter(
      (id) =>
        this.people.has(id) &&
        (!this.#isAway(id) || locked.includes(id) || told.some(({ volunteer }) => volunteer === id)),
    );
  }

  /** The first minute of the day for which anything can still be planned. */
  get soonest(): number {
    const now = minuteOf(this.village.day, this.village.now) + NOTICE;
    return Math.ceil(now / 5) * 5;
  }

  /** The first minute at which all of these could be there, if they set out from home now. */
  soonestFor(team: readonly string[], { x, y }: Spot): number {
    const now = minuteOf(this.village.day, this.village.now);
    const trips = team
      .flatMap((id) => this.helperById.get(id) ?? [])
      .map((each) => tripMinutes(distance(each.x - x, each.y - y), SPEED));
    return Math.max(this.soonest, Math.ceil((now + Math.max(0, ...trips)) / 5) * 5);
  }

  /** How far it is, as people would say it. */
  nearness(volunteer: Volunteer, need: Need): { steps: number; km?: number } {
    const { areas } = this.village;
    const [own, there] = [areas.get(volunteer.area), areas.get(need.area)];
    if (!own || !there) return { steps: 0 };
    const [a, b] = [this.spots.get(own.id), this.spots.get(there.id)];
    if (!a?.mapped || !b?.mapped || own.id === there.id) return { steps: steps(own, there) };
    return { steps: steps(own, there), km: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  /** The places the plan has to fill. */
  openPlaces(need: Need): Place[] {
    const locked = (this.locked.get(need.id) ?? []).flatMap((id) => this.people.get(id) ?? []);
    return openPlaces(
      need,
      locked.map((each) => fits(each, need.places)),
    );
  }

  /** The half-days of the day on which a need can be met, as bits: its own, those of a time that is agreed, those of its team. */
  halvesOf(need: Need): number {
    const { day } = this.village;
    const own = bitsOf(day, need.half) & this.#left;
    const startsAt = fixedStart(need, day);
    // Whoever has left keeps his seat until the desk takes him out: till then no team is whole.
    if (inTeamStill(need).some(({ volunteer }) => this.#gone.has(volunteer ?? ''))) return 0;
    // A team is not whole while one of it is away, unless he has agreed to this very time.
    if (startsAt === undefined && this.waiting(need).some((id) => this.#isAway(id))) return 0;
    const asAgreed =
      startsAt === undefined ? own : bitsOf(day, minuteOf(day, startsAt) < 14.5 * 60 ? 'am' : 'pm');
    const team = [...inTeam(need).map((each) => each.volunteer ?? ''), ...(this.locked.get(need.id) ?? [])];
    const common = team.reduce(
      (bits, id) => bits & (this.helperById.get(id)?.halves ?? -1),
      asAgreed & bitsOf(day),
    );
    // Who said yes has said it to the household's days, whatever he usually does.
    return common || asAgreed;
  }

  /** The halves of the day that are not over yet, or nearly. */
  get #left(): number {
    const { day } = this.village;
    const over = (half: Half) => (this.soonest > halves[half].until - SHORTEST ? bitsOf(day, half) : 0);
    return bitsOf(day) & ~over('am') & ~over('pm');
  }

  #isAway(id: string): boolean {
    return (this.people.get(id)?.awayUntil ?? '') >= this.village.day;
  }

  /** Minutes of the day that are given away already: agreed for it, asked for it, or locked. */
  #todaysMinutes(): Map<string, number> {
    const minutes = new Map<string, number>();
    for (const need of this.needs.values())
      for (const id of this.own(need)) minutes.set(id, (minutes.get(id) ?? 0) + need.minutes);
    return minutes;
  }

  #helper(volunteer: Volunteer, busyToday: number): Helper {
    const { day } = this.village;
    const free = this.#isAway(volunteer.id) ? 0 : freeBits(volunteer.free) & this.#left;
    const agreed = this.agreed.get(volunteer.id) ?? 0;
    const room = minutesIn(day, free) - busyToday;
    return helperOf(volunteer, this.spots.get(volunteer.area), { halves: free, agreed, room });
  }

  #task(need: Need): Task | undefined {
    const { day, now } = this.village;
    if (this.bends.leftOut.includes(need.id) || isElsewhen(need, day, now)) return undefined;
    const spot = this.spots.get(need.area);
    const places = this.openPlaces(need);
    if (places.length === 0 || !spot) return undefined;
    const known = this.village.known.get(need.household ?? '') ?? [];
    return taskOf(need, places, spot, {
      halves: this.halvesOf(need),
      weight: weightOf(need, places.length, this.village),
      known: [...known],
    });
  }
}

/** A volunteer as the rules of fit.ts read him; `room`: minutes he can be given, if the week has them. */
export function helperOf(
  { id, weeklyHours, skills: can, tools: has }: Volunteer,
  spot: Spot | undefined,
  { halves, agreed, room }: Pick<Helper, 'halves' | 'agreed' | 'room'>,
): Helper {
  const minutes = weeklyHours * 60;
  return {
    id,
    x: spot?.x ?? 0,
    y: spot?.y ?? 0,
    speed: SPEED,
    reach: REACH,
    skills: bitsIn(skills, can),
    tools: bitsIn(tools, has),
    traits: 0,
    halves,
    minutes,
    agreed,
    room: Math.max(0, Math.min(minutes - agreed, room)),
  };
}

/** The open places of a need as the rules of fit.ts read them. */
export function taskOf(
  { id, minutes }: Need,
  places: readonly Place[],
  { x, y }: Spot,
  more: Pick<Task, 'halves' | 'weight' | 'known'>,
): Task {
  return { id, x, y, minutes, places: places.map(fitPlace), wishes: [], ...more };
}

/** A place of a team as the rules of fit.ts read it. */
const fitPlace = ({ skill, tool }: Place): FitPlace => ({
  skill: skill ? 1 << skills.indexOf(skill) : 0,
  tool: tool ? 1 << tools.indexOf(tool) : 0,
});

/** Needs that ended longer ago than so many days say nothing of this week's hours. */
export const LOOK_BACK = 14;

/** Has a plan of that day anything to learn from the need: is it open, or did it end not long ago? */
export const matters = (need: Need, day: string): boolean =>
  !closed(need) || need.until >= daysAfter(day, -LOOK_BACK);

/** Is the need for this day: begun, and either still within the household's days or late? */
export const isFor = (need: Pick<Need, 'from' | 'until'>, day: string): boolean => need.from <= day;

/**
 * What it costs to leave a need unmet: more than anything that meeting it can cost, so that serving comes first, by urgency
 * and team (matching.md). Urgent before late, late before due tomorrow, then the rest.
 */
function weightOf(need: Need, team: number, { now, day }: Village): number {
  const late = need.until <= day || need.takeBy < now || need.escalations.length > 0;
  const level = need.urgent ? 8 : late ? 4 : need.until <= daysAfter(day, 1) ? 2 : 1;
  return WEIGHT * level * (1 + team);
}

/** Who has helped each household before. */
export function knownHelpers(needs: Iterable<Need>): Map<string, string[]> {
  const known = new Map<string, string[]>();
  for (const { household, assignments } of needs) {
    if (!household) continue;
    for (const { volunteer, status, outcome } of assignments) {
      if (!volunteer || status !== 'finished' || outcome?.result !== 'done') continue;
      const there = known.get(household) ?? [];
      if (!there.includes(volunteer)) known.set(household, [...there, volunteer]);
    }
  }
  return known;
}

const bitsIn = <T>(all: readonly T[], some: readonly T[]): number =>
  some.reduce((bits, each) => bits | (1 << all.indexOf(each)), 0);
