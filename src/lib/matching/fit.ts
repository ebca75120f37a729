import { FAIR, unfair } from './kernel/week-problem.ts';

/** What makes a pair of helper and task allowed, and what it costs. One named function a rule; no words for the screen here. */
export interface Helper {
  id: string;
  /** Home, in km. */
  x: number;
  y: number;
  /** km/h. */
  speed: number;
  /** Longest one-way trip, minutes. */
  reach: number;
  skills: number;
  tools: number;
  traits: number;
  /** Free half-days, 14 bits. */
  halves: number;
  /** Minutes a week, minutes of them already agreed, and minutes that this plan may still give (at most the rest). */
  minutes: number;
  agreed: number;
  room: number;
}
export interface Place {
  /** Bits that the one in this place must all have; 0 = anybody. */
  skill: number;
  tool: number;
}
export interface Wish {
  trait: number;
  must: boolean;
  points: number;
}
export interface Task {
  id: string;
  x: number;
  y: number;
  places: Place[];
  halves: number;
  /** Minutes of work, each helper. */
  minutes: number;
  weight: number;
  wishes: Wish[];
  /** Ids of helpers whom the household knows. */
  known: string[];
}
export type Rule = 'skill' | 'tool' | 'halves' | 'wish' | 'reach' | 'hours';
export type Fit =
  { allowed: false; because: Rule } | { allowed: true; cost: number; minutes: number; mask: number };

const SETUP_MINUTES = 2;
const DETOUR = 1.3;
const NOT_KNOWN_POINTS = 10;

export const has = (bits: number, asked: number): boolean => (bits & asked) === asked;
export const distance = (dx: number, dy: number): number => Math.sqrt(dx * dx + dy * dy);
/** One way, in minutes: streets are longer than the straight line, and leaving the house takes a moment. */
export const tripMinutes = (km: number, speed: number): number =>
  SETUP_MINUTES + Math.ceil((DETOUR * km * 60) / speed);
export const kmWithin = (reach: number, speed: number): number =>
  (Math.max(0, reach - SETUP_MINUTES) / 60) * (speed / DETOUR);
export const withinReach = (trip: number, reach: number): boolean => trip <= reach;
export const shareHalfDay = (a: number, b: number): boolean => (a & b) !== 0;
export const workMinutes = (minutes: number, trip: number): number => minutes + 2 * trip;
export const fitsRoom = (work: number, room: number): boolean => work <= room;
export const travelPoints = (trip: number): number => 2 * trip;
export const meetsWish = (traits: number, wish: Wish): boolean => (traits & wish.trait) !== 0;
export const meetsHardWishes = (traits: number, wishes: readonly Wish[]): boolean =>
  wishes.every((wish) => !wish.must || meetsWish(traits, wish));
export const wishPoints = (traits: number, wishes: readonly Wish[]): number =>
  wishes.reduce((sum, wish) => sum + (wish.must || meetsWish(traits, wish) ? 0 : wish.points), 0);
export const isKnown = (known: readonly string[], id: string): boolean => known.includes(id);
/** A household that knows somebody would rather see them again. */
export const strangerPoints = (known: readonly string[], id: string): number =>
  known.length > 0 && !isKnown(known, id) ? NOT_KNOWN_POINTS : 0;

/** Share the load fairly: what somebody's week costs who has `left` minutes of his room left; the curve of matching's model. */
export function loadPoints({ agreed, room, minutes }: Helper, left: number): number {
  const bend = (share: number) => agreed + room - share * minutes;
  return unfair(bend(FAIR.from), bend(FAIR.steepFrom), left);
}

/** The task's kinds of places, each with how many there are. */
export function placeClasses(places: readonly Place[]): (Place & { count: number })[] {
  const classes: (Place & { count: number })[] = [];
  for (const { skill, tool } of places) {
    const same = classes.find((one) => one.skill === skill && one.tool === tool);
    if (same) same.count++;
    else classes.push({ skill, tool, count: 1 });
  }
  return classes;
}

/** A bit for every kind of place that somebody with these skills and tools could fill. */
export function placeMask(skills: number, tools: number, classes: readonly Place[]): number {
  let mask = 0;
  for (let c = 0; c < classes.length; c++)
    if (has(skills, classes[c]!.skill) && has(tools, classes[c]!.tool)) mask |= 1 << c;
  return mask;
}

/** Whether this helper may take part in this task; the first rule that forbids it, or what it costs. */
export function fit(helper: Helper, task: Task): Fit {
  return fitFor(task, placeClasses(task.places))(helper);
}

/** The same for many helpers: the task's kinds of places (see placeClasses) are worked out once. */
export function fitFor(task: Task, classes: readonly Place[]): (helper: Helper) => Fit {
  return (helper) => {
    const mask = placeMask(helper.skills, helper.tools, classes);
    if (!mask) return task.places.some((p) => has(helper.skills, p.skill)) ? NO.tool : NO.skill;
    if (!shareHalfDay(helper.halves, task.halves)) return NO.halves;
    if (!meetsHardWishes(helper.traits, task.wishes)) return NO.wish;
    const trip = tripMinutes(distance(helper.x - task.x, helper.y - task.y), helper.speed);
    if (!withinReach(trip, helper.reach)) return NO.reach;
    const minutes = workMinutes(task.minutes, trip);
    if (!fitsRoom(minutes, helper.room)) return NO.hours;
    const cost =
      travelPoints(trip) + wishPoints(helper.traits, task.wishes) + strangerPoints(task.known, helper.id);
    return { allowed: true, cost, minutes, mask };
  };
}

const NO = {
  skill: { allowed: false, because: 'skill' },
  tool: { allowed: false, because: 'tool' },
  halves: { allowed: false, because: 'halves' },
  wish: { allowed: false, because: 'wish' },
  reach: { allowed: false, because: 'reach' },
  hours: { allowed: false, because: 'hours' },
} as const satisfies Record<Rule, Fit>;
