import { createHash } from 'node:crypto';
import type { Arguments, Command } from '$lib/domain/command.ts';
import { DAY, dayAt, daysAfter, startOf } from '$lib/domain/days.ts';
import { daysOf } from '$lib/domain/routine/recur.ts';
import type { Routine } from '$lib/domain/routine/routine.ts';
import type { Key, World } from '$lib/domain/row.ts';
import { inSeason } from '$lib/domain/service/service.ts';
import { mint } from './mint.ts';
import type { Writing } from './store/port.ts';

/** Nobody's phone rings at midnight: what comes back is posted at seven in the morning. */
const MORNING = (7 * DAY) / 24;

/** The same need for the same day, whoever posts it and however often. It does not tell of which routine it is. */
export function occurrence(routine: string, day: string): string {
  const hash = createHash('sha256').update(`${routine} ${day}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** The needs that these routines have to post at `now`: those of days from today on that are near enough and not there yet. */
export async function postings(
  tx: Writing,
  world: World,
  routines: readonly Routine[],
  now: number,
): Promise<Command[]> {
  const wanted = routines.flatMap((routine) =>
    daysOf(routine, dayAt(now), lastPosted(routine, now))
      .filter((day) => isOffered(world, routine, day))
      .map((day) => ({ routine, day, id: occurrence(routine.id, day) })),
  );
  const keys = wanted.map(({ id }): Key => ({ kind: 'need', id }));
  const there = new Set((await tx.rows(keys)).map(({ row }) => row.id));
  const missing = wanted.filter(({ id }) => !there.has(id));
  if (missing.length === 0) return [];
  const slip = await mint(tx, missing.length, now);
  return missing.map(({ routine, day, id }, index) => ({
    name: 'need.post',
    args: { ...askOf(routine, day), id, ...slip(index) },
  }));
}

/** When the routine next has something to post, if ever. */
export function nextPost(routine: Routine, now: number): number | undefined {
  if (routine.endedAt || routine.paused) return undefined;
  const next = daysAfter(lastPosted(routine, now), 1);
  const [day] = daysOf(routine, next, daysAfter(next, 5 * 366), 1);
  return day === undefined ? undefined : startOf(daysAfter(day, -routine.ahead)) + MORNING;
}

/** The last day whose need is posted by `now`. */
const lastPosted = ({ ahead }: Routine, now: number): string => daysAfter(dayAt(now - MORNING), ahead);

function isOffered(world: World, { service: id }: Routine, day: string): boolean {
  const service = world.get('service', id);
  return !!service?.active && inSeason(service, day);
}

function askOf(routine: Routine, day: string): Omit<Arguments['need.post'], 'id' | 'number' | 'code'> {
  const { id, rule: _rule, until: _until, ahead: _ahead, paused: _paused, endedAt: _ended, ...ask } = routine;
  return { ...ask, from: day, until: day, channel: 'desk', routine: id };
}
