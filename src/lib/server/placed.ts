import { endOf } from '$lib/domain/days.ts';
import type { Who } from '$lib/domain/device/device.ts';
import { nextLook, type Known } from '$lib/domain/need/due.ts';
import { forgetAt, KEPT } from '$lib/domain/need/forget.ts';
import { areaOf, type Row, type World } from '$lib/domain/row.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Placed } from './store/port.ts';

/**
 * The row as it is stored: by which home it travels, what it hangs on, when the clock must look at it, by which slip it is found.
 * @param world need only know the areas
 * @param now epoch milliseconds
 */
export function placed(row: Row, world: World, now: number): Placed {
  const area = areaOf(row);
  const home = area === undefined ? '' : (world.get('area', area)?.home ?? '');
  const parent =
    row.kind === 'need' || row.kind === 'routine'
      ? row.body.household
      : row.kind === 'device'
        ? row.body.volunteer
        : undefined;
  const due = dueAt(row, world, now);
  const slip = row.kind === 'need' && row.body.slip ? row.body.number : undefined;
  return {
    row,
    home,
    ...(parent !== undefined && { parent }),
    ...(due !== undefined && { dueAt: due }),
    ...(slip !== undefined && { slip }),
  };
}

/**
 * A household that nobody posts for is looked at again after as long as a closed need is kept. What lies in quarantine
 * waits for a coordinator as long as it takes, unless it carries words about people.
 */
function dueAt(row: Row, world: World, now: number): number | undefined {
  if (row.kind === 'need') return forgetAt(row.body) ?? nextLook(row.body, guess(world));
  if (row.kind === 'routine') {
    if (row.body.endedAt) return row.body.endedAt + KEPT;
    return row.body.paused ? undefined : now;
  }
  if (row.kind === 'quarantine') return hasWords(row.body.command) ? now + KEPT : undefined;
  if (row.kind === 'application') return row.body.at + KEPT;
  if (row.kind === 'sheet') return row.body.until === undefined ? undefined : endOf(row.body.until) + KEPT;
  if (row.kind === 'gathering') return row.body.startsAt + KEPT;
  return row.kind === 'household' ? now + KEPT : undefined;
}

/** Nobody looks up phones and absences for every change of a need: the clock does when the earliest time has come. */
const guess = (world: World): Known => ({
  above: (area) => world.get('area', area)?.parent,
  awayUntil: () => undefined,
  heardAt: () => -Infinity,
});

const hasWords = ({ name }: Command): boolean =>
  ['household.keep', 'volunteer.keep', 'need.post', 'need.edit', 'routine.keep', 'application.post'].includes(
    name,
  );

/** Is `who` the one who spoke through the device that `was`? The same volunteer, or the same place's desk or kiosk. */
export function heirOf(was: Pick<Who, 'role' | 'area'> & { volunteer?: string }, is: typeof was): boolean {
  if (was.role !== is.role || was.volunteer !== is.volunteer) return false;
  return was.volunteer !== undefined || was.area === is.area;
}
