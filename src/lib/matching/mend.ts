import { dayAt } from '../domain/days.ts';
import type { Need } from '../domain/need/need.ts';
import type { Mending, Plan } from '../domain/plan/plan.ts';
import { fixedStart } from './agreed.ts';
import { Draft } from './draft.ts';
import { minuteOf } from './hours.ts';
import { Timetable } from './timetable.ts';
import { Ground, SPEED, type Village } from './village.ts';

const gone = ['declined', 'lapsed', 'withdrawn', 'absent'] as const;

/**
 * What is broken in the day as it stands, the weightiest first, each with its nearest repair. Everybody else keeps his work
 * and his hours: a repair only adds. Who stands by is asked first, by the need's own rules, before anything comes here.
 */
export function mendings(village: Village, seed: number): Mending[] {
  const ground = new Ground(village);
  const broken = new Map(
    [...ground.needs.values()].flatMap((need) => {
      const why = breakOf(need, village.day);
      return why && ground.openPlaces(need).length > 0 ? [[need.id, why] as const] : [];
    }),
  );
  if (broken.size === 0) return [];
  const helpers = new Map(ground.helpers.map(({ id, x, y }) => [id, { id, x, y, speed: SPEED, readyAt: 0 }]));
  const draft = new Draft(ground, new Timetable(helpers, seed));
  for (const _ of draft.time(new Map()));
  const wanted = ({ id }: { id: string }) => broken.has(id);
  for (const _ of draft.seatTheRest(wanted, ({ id }) => expectedAt(ground.needs.get(id), village.day)));
  return told(draft.write(), broken, ground);
}

function told(plan: Plan, broken: ReadonlyMap<string, Mending['why']>, ground: Ground): Mending[] {
  const weight = new Map(ground.tasks.map((task) => [task.id, task.weight]));
  return [...broken]
    .sort(([a], [b]) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || (a < b ? -1 : 1))
    .map(([need, why]) => {
      const visit = plan.visits.find((each) => each.need === need);
      const team = visit?.team.filter(({ by }) => by === 'proposed') ?? [];
      const unmet = plan.unmet.find((each) => each.need === need);
      return {
        need,
        why,
        ...(visit && team.length > 0 && { repair: { startsAt: visit.startsAt, team } }),
        ...(unmet && { unmet }),
      };
    });
}

/** Whoever has left a need on that day last. */
const leaverOf = (need: Need | undefined, day: string) =>
  need?.assignments.findLast(
    ({ status, startsAt, volunteer }) =>
      volunteer && gone.some((each) => each === status) && startsAt !== undefined && dayAt(startsAt) === day,
  );

/** The minute at which the household has been told that somebody comes. */
function expectedAt(need: Need | undefined, day: string): number | undefined {
  const startsAt = leaverOf(need, day)?.startsAt;
  return startsAt === undefined ? undefined : minuteOf(day, startsAt);
}

/** What has come apart about a need on that day; nothing where all is well or it can wait for the next plan. */
function breakOf(need: Need, day: string): Mending['why'] | undefined {
  const left = leaverOf(need, day);
  const what = gone.find((each) => each === left?.status);
  if (left?.volunteer && what) return { what, volunteer: left.volunteer };
  if (fixedStart(need, day) !== undefined) return { what: 'incomplete' };
  if (need.urgent) return { what: 'urgent' };
  return need.until <= day ? { what: 'last-day' } : undefined;
}
