import type { Who } from '$lib/domain/device/device.ts';
import { forgetAt, KEPT } from '$lib/domain/need/forget.ts';
import { areaOf, type Row, type World } from '$lib/domain/row.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Placed } from './store/port.ts';

/**
 * The row as it is stored: by which home it travels, what it hangs on, and when it must be forgotten.
 * @param world need only know the areas
 * @param now epoch milliseconds
 */
export function placed(row: Row, world: World, now: number): Placed {
  const area = areaOf(row);
  const home = area === undefined ? '' : (world.get('area', area)?.home ?? '');
  const parent =
    row.kind === 'need' ? row.body.household : row.kind === 'device' ? row.body.volunteer : undefined;
  const until = lastsUntil(row, now);
  return {
    row,
    home,
    ...(parent !== undefined && { parent }),
    ...(until !== undefined && { forgetAt: until }),
  };
}

/**
 * A household that nobody posts for is looked at again after as long as a closed need is kept. What lies in quarantine
 * waits for a coordinator as long as it takes, unless it carries words about people.
 */
function lastsUntil(row: Row, now: number): number | undefined {
  if (row.kind === 'need') return forgetAt(row.body);
  if (row.kind === 'quarantine') return hasWords(row.body.command) ? now + KEPT : undefined;
  return row.kind === 'household' ? now + KEPT : undefined;
}

const hasWords = ({ name }: Command): boolean =>
  ['household.keep', 'volunteer.keep', 'need.post', 'need.edit'].includes(name);

/** Is `who` the one who spoke through the device that `was`? The same volunteer, or the same place's desk or kiosk. */
export function heirOf(was: Pick<Who, 'role' | 'area'> & { volunteer?: string }, is: typeof was): boolean {
  if (was.role !== is.role || was.volunteer !== is.volunteer) return false;
  return was.volunteer !== undefined || was.area === is.area;
}
