import type { Event } from './plan.ts';
import type { Opener } from './stores.ts';
import { play, type Report } from './world.ts';

/** Stories to try at most: what is left then is short enough to read. */
const MOST = 250;

/**
 * The shortest story found that still breaks the same promise: bigger and smaller pieces are left out in turn, as long as
 * it does (delta debugging, Zeller 1999).
 */
export async function shrink(seed: number, events: Event[], open?: Opener): Promise<Report> {
  let best = await play(seed, events, open);
  const broken = best.violations[0]?.split(':')[0];
  let left = events;
  let tries = 0;
  for (let size = Math.ceil(events.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0)
    for (let from = 0; from < left.length && tries < MOST;) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)];
      const report = await play(seed, fewer, open);
      tries++;
      if (report.violations.some((each) => each.startsWith(`${broken}:`))) {
        left = fewer;
        best = report;
      } else from += size;
    }
  return best;
}
