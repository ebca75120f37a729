import type { Area } from '../domain/area/area.ts';
import { dayAt, daysAfter } from '../domain/days.ts';
import { open, type Need } from '../domain/need/need.ts';
import { fits, type Volunteer } from '../domain/volunteer/volunteer.ts';
import { agreedMinutes } from './agreed.ts';
import { fit, loadPoints } from './fit.ts';
import { groundOf } from './ground.ts';
import { bitsOf, freeBits } from './hours.ts';
import { helperOf, taskOf } from './village.ts';

/** What one volunteer's own device knows. */
export interface Onlooker {
  volunteer: Volunteer;
  areas: ReadonlyMap<string, Area>;
  /** His own needs: what he has agreed to counts against his hours. */
  own: readonly Need[];
  /** Epoch milliseconds. */
  now: number;
}

/** An open need as it suits him: `misses` says what usually stands against it. He may take it all the same. */
export interface Suited {
  need: Need;
  points: number;
  misses?: 'days' | 'reach' | 'hours';
}

const WEEK = 7;
/** Something urgent may be a quarter of an hour further away. */
const URGENT = 30;
/** What does not suit his days, his hours or his reach stands behind all that does. */
const BEHIND = 10_000;

/**
 * The open needs that he could help with, in the order in which they suit him: by the same rules as the plan of the morning,
 * urgent ones nearer by a quarter of an hour. Where the rules forbid a pair it comes last, with the reason.
 */
export function suited(onlooker: Onlooker, needs: readonly Need[]): Suited[] {
  const spots = groundOf(onlooker.areas.values());
  const today = dayAt(onlooker.now);
  const agreed = agreedMinutes(onlooker.own, today).get(onlooker.volunteer.id) ?? 0;
  const spot = spots.get(onlooker.volunteer.area);
  return needs
    .filter((need) => open(need, fits(onlooker.volunteer, need.places)))
    .flatMap((need): Suited[] => {
      const there = spots.get(need.area);
      if (!there) return [];
      const { wanted, free } = halvesOf(need, onlooker.volunteer, today);
      const helper = helperOf(onlooker.volunteer, spot, { halves: free, agreed, room: Infinity });
      const task = taskOf(need, need.places, there, { halves: wanted, weight: 0, known: [] });
      const found = fit(helper, task);
      const urgent = need.urgent ? -URGENT : 0;
      if (found.allowed)
        return [{ need, points: found.cost + loadPoints(helper, helper.room - found.minutes) + urgent }];
      const misses = found.because === 'halves' ? 'days' : found.because === 'reach' ? 'reach' : 'hours';
      return [{ need, points: BEHIND + urgent, misses }];
    })
    .sort(
      (a, b) =>
        a.points - b.points ||
        (a.need.until < b.need.until ? -1 : a.need.until > b.need.until ? 1 : a.need.id < b.need.id ? -1 : 1),
    );
}

/** The half-days of the coming week on which the need can be met, and those of them on which he is usually free. */
function halvesOf(need: Need, { free, awayUntil }: Volunteer, today: string) {
  const usual = freeBits(free);
  let [wanted, mine] = [0, 0];
  const first = need.from > today ? need.from : today;
  for (let ahead = 0; ahead < WEEK; ahead++) {
    const day = daysAfter(first, ahead);
    if (ahead > 0 && day > need.until) break;
    const bits = bitsOf(day, need.half);
    wanted |= bits;
    if (awayUntil === undefined || awayUntil < day) mine |= bits & usual;
  }
  return { wanted, free: mine };
}
