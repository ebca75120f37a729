import { eventsOf, play } from './world.ts';
import { shrink } from './shrink.ts';
import { opener } from './stores.ts';

/** Plays the seeds that it is sent, one after the other, and sends back what came of each. */
process.on('message', (seed: number) => void one(seed));

const open = opener(process.env.STORE);

async function one(seed: number): Promise<void> {
  const report = await play(seed, eventsOf(seed), open);
  const broken = report.violations.length > 0;
  const short = broken && process.env.SHRINK === '1' ? await shrink(seed, eventsOf(seed), open) : undefined;
  process.send?.({ ...report, ...(short && { story: short.story, violations: short.violations }) });
}
