import { daysAfter } from '../domain/days.ts';
import type { Need } from '../domain/need/need.ts';
import { seat } from '../domain/need/team.ts';
import type { Later, Unmet } from '../domain/plan/plan.ts';
import { fits, type Place, type Volunteer } from '../domain/volunteer/volunteer.ts';
import { fit, shareHalfDay, type Helper, type Task } from './fit.ts';
import { bitsOf, freeBits } from './hours.ts';
import type { Ground } from './village.ts';

/** How many days ahead somebody is looked for. */
const AHEAD = 14;

type Rule = Exclude<Unmet['why'], 'left-out' | 'no-common-half' | 'busy'>;
type Sieve = readonly [why: Rule, passes: (one: Helper, task: Task) => boolean];

/**
 * Why a need has not enough people on that day, by the rules that the plan goes by: the first rule after which too few are
 * left for one kind of place. `room` is what everybody has left in the plan. Nothing if its team is whole.
 */
export function whyUnmet(ground: Ground, need: Need, room: ReadonlyMap<string, number>): Unmet | undefined {
  const places = ground.openPlaces(need);
  if (places.length === 0) return undefined;
  if (ground.bends.leftOut.includes(need.id)) return { need: need.id, why: 'left-out' };
  const task = ground.tasks.find(({ id }) => id === need.id);
  if (!task) return undefined;
  const reachable = ground.helpers.filter(({ id }) => ground.reaches(ground.people.get(id)!, need));
  let left = reachable;
  for (const [why, passes] of sieves(ground, room)) {
    const willing = left;
    left = left.filter((one) => passes(one, task));
    const short = shortOf(ground, left, places);
    if (!short) continue;
    const told = { need: need.id, ...short };
    if (why !== 'nobody-free') return { ...told, why };
    const later = laterDay(ground, need, places, short.place, willing);
    return { ...told, why, ...(later && { later }) };
  }
  return { need: need.id, why: shareHalf(left, task, ground, places) ? 'busy' : 'no-common-half' };
}

/** The rules in the order in which people would ask: can anybody, is it too far, was everybody asked, who is free, who has hours. */
function sieves(ground: Ground, room: ReadonlyMap<string, number>): Sieve[] {
  const passes = (one: Helper, task: Task, ...but: string[]) => {
    const found = fit({ ...one, room: Infinity, halves: 1 }, { ...task, halves: 1 });
    return found.allowed || but.includes(found.because);
  };
  return [
    ['nobody-able', (one, task) => passes(one, task, 'reach')],
    ['too-far', (one, task) => passes(one, task)],
    ['all-asked', (one, task) => ground.bend(one, task) !== null],
    ['nobody-free', (one, task) => shareHalfDay(one.halves, task.halves)],
    ['hours', (one, task) => fit({ ...one, room: room.get(one.id) ?? one.room }, task).allowed],
  ];
}

/** The kind of place for which too few of these are there, and how many are. */
function shortOf(
  ground: Ground,
  some: readonly Helper[],
  places: readonly Place[],
): { place: Place; there: number; asked: number } | undefined {
  const kinds = [...new Map(places.map((place) => [`${place.skill} ${place.tool}`, place])).values()];
  const specific = kinds.sort((a, b) => Object.keys(b).length - Object.keys(a).length);
  for (const place of specific) {
    const asked = places.filter((each) => each.skill === place.skill && each.tool === place.tool).length;
    const there = some.filter(({ id }) => fits(ground.people.get(id)!, [place]).length > 0).length;
    if (there < asked) return { place, there, asked };
  }
  const can = some.map(({ id }) => fits(ground.people.get(id)!, places));
  const most = seated(can, places.length);
  return most < places.length ? { place: {}, there: most, asked: places.length } : undefined;
}

/** How many of the places can be filled at once. */
function seated(can: readonly number[][], places: number): number {
  const sitting: number[][] = [];
  for (const each of can) if (seat([...sitting, each], places)) sitting.push(each);
  return sitting.length;
}

function shareHalf(some: readonly Helper[], task: Task, ground: Ground, places: readonly Place[]): boolean {
  for (let bits = task.halves; bits; bits &= bits - 1) {
    const free = some.filter(({ halves }) => halves & bits & -bits);
    if (!shortOf(ground, free, places)) return true;
  }
  return false;
}

/** The first later day on which enough of the willing usually are free, and how many of them could take the place that is short. */
function laterDay(
  ground: Ground,
  need: Need,
  places: readonly Place[],
  place: Place,
  willing: readonly Helper[],
): Later | undefined {
  const able = willing.flatMap(({ id }) => ground.people.get(id) ?? []);
  const team = ground.waiting(need).flatMap((id) => ground.people.get(id) ?? []);
  for (let ahead = 1; ahead <= AHEAD; ahead++) {
    const day = daysAfter(ground.village.day, ahead);
    if (team.some((one) => isAway(one, day))) continue;
    for (const half of need.half ? [need.half] : (['am', 'pm'] as const)) {
      const free = able.filter((one) => freeOn(one, day, half));
      const can = free.map((one) => fits(one, places));
      if (seated(can, places.length) < places.length) continue;
      const count = free.filter((one) => fits(one, [place]).length > 0).length;
      return { day, count, within: day <= need.until };
    }
  }
  return undefined;
}

const isAway = ({ awayUntil }: Volunteer, day: string): boolean =>
  awayUntil !== undefined && awayUntil >= day;
const freeOn = (one: Volunteer, day: string, half: 'am' | 'pm'): boolean =>
  !isAway(one, day) && (freeBits(one.free) & bitsOf(day, half)) !== 0;
