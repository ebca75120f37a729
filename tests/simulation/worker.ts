import { eventsOf, play } from './world.ts';
import { shrink } from './shrink.ts';

/** Plays the seeds that it is sent, one after the other, and sends back what came of each. */
process.on('message', (seed: number) => void one(seed));

async function one(seed: number): Promise<void> {
  const report = await play(seed);
  const short =
    report.violations.length > 0 && process.env.SHRINK === '1'
      ? await shrink(seed, eventsOf(seed))
      : undefined;
  process.send?.({ ...report, ...(short && { story: short.story, violations: short.violations }) });
}
