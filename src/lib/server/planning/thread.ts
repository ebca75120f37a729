import { parentPort } from 'node:worker_threads';
import { MorningSearch, type MorningSettings, type Village } from '../../matching/index.ts';
import type { PlanLine } from '../../sync/protocol.ts';

/**
 * A thread that looks for one plan and ends: the same search as on a tablet, beside the server's own work. Imports are
 * written out, because without a build Node itself reads this file.
 */
const SLICE = 100;

export interface Work {
  village: Village;
  settings: MorningSettings;
}

const tell = (line: PlanLine) => parentPort?.postMessage(line);

parentPort?.once('message', ({ village, settings }: Work) => {
  const search = new MorningSearch(village, settings);
  let told = search.plan;
  tell({ share: 0, plan: told });
  for (let more = true; more;) {
    const until = performance.now() + SLICE;
    while (more && performance.now() < until) more = search.step();
    const better = search.plan !== told;
    told = search.plan;
    tell({ share: search.share, ...(better && { plan: told }) });
  }
  tell({ share: 1, plan: told, done: true });
  process.exit();
});
