// How long a coordinator waits for a morning plan on a tablet: `npm run build`, then `npm run bench:plan [-- --runs 5]`.
//
// The built app on a real server, the demo's 66 volunteers with 40 needs, offline, in a Chromium whose page has a quarter
// of this processor (CDP's throttling). That throttles the page and not its workers, which the first line checks. So the
// worker's searches are run a second time in the throttled page, and the table adds what that took longer.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from '../support/browser.ts';
import { postUntil, scriptedDesk, serveMorning, untilMorning, dayAt } from '../journeys/j-village.ts';
import { goDesk, join, offline } from '../journeys/people.ts';
import { listen, Probe, spin } from './plan/probe.ts';
import { median, ms, table } from './table.ts';

const SLOWER = 4;
const NEEDS = 40;
const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
if (!existsSync('build/index.js'))
  throw new Error('There is no build/ to measure: run `npm run build` first.');

interface Run {
  first: number;
  near: number;
  whole: number;
  longest: Record<'propose' | 'lock' | 'swap' | 'leave out', number>;
}

const later = untilMorning();
const server = await serveMorning(later);
const browser = await chromium.launch(launchOptions());
try {
  const desk = await join(browser, server, 'desk', later);
  await postUntil(await scriptedDesk(server), desk, { day: dayAt(Date.now() + later), count: NEEDS });
  await desk.context().addInitScript(listen);
  await offline(desk.context(), true);
  const devtools = await desk.context().newCDPSession(desk);
  const slow = (rate: number) => devtools.send('Emulation.setCPUThrottlingRate', { rate });
  console.log(await throttling());
  const found: Run[] = [];
  for (let run = 0; run <= runs; run++) {
    const one = await measured(desk, slow);
    if (run > 0) found.push(one); // the first warms up
    console.error(JSON.stringify(one));
  }
  report(found);
} finally {
  await browser.close();
  await server.stop();
}

/** What CDP's throttling slows: tried on an empty page, since the app lets no stranger's worker in. */
async function throttling(): Promise<string> {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  const free = await page.evaluate(spin);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const held = await page.evaluate(spin);
  await page.close();
  const [own, worker] = [held.page / free.page, held.worker / free.worker];
  return `throttled ${SLOWER} times: the page takes ${own.toFixed(1)} times as long, a worker ${worker.toFixed(1)} times`;
}

async function measured(desk: Page, slow: (rate: number) => Promise<unknown>): Promise<Run> {
  await slow(1);
  await desk.reload();
  await goDesk(desk, '/desk/morning');
  // Another day and back: the last plan is gone.
  for (const index of [1, 0]) await desk.locator('main select').nth(1).selectOption({ index });
  await desk.getByTestId('plan-propose').waitFor();
  await desk.waitForTimeout(2500); // what the day's repairs ask of the worker is over
  await slow(SLOWER);
  const probe = new Probe(desk);
  const proposed = await probe.tap('plan-propose');
  const longest = { propose: proposed.longest, lock: 0, swap: 0, 'leave out': 0 };
  longest.lock = (await probe.tap(/^lock-/)).longest;
  await desk
    .getByTestId(/^swap-/)
    .nth(1)
    .click();
  await desk
    .locator('li:not(.hindered)')
    .getByTestId(/^choose-volunteer-/)
    .first()
    .waitFor();
  longest.swap = (await probe.tap(/^choose-volunteer-/)).longest;
  longest['leave out'] = (await probe.tap(/^out-/)).longest;

  // The same search in the throttled page: how much longer it takes there than it took in the worker.
  const again = await probe.replay();
  const more = (mark: 'first' | 'near' | 'whole') => again[mark] - proposed.worker[mark];
  return {
    first: proposed.shown + more('first'),
    near: proposed.near + more('near'),
    whole: proposed.whole + more('whole'),
    longest,
  };
}

function report(found: readonly Run[]): void {
  const of = (pick: (run: Run) => number) => {
    const all = found.map(pick);
    return [`${ms(median(all))} ms`, `${ms(Math.max(...all))} ms`];
  };
  const longest = (of_: keyof Run['longest']) => of((run) => run.longest[of_]);
  console.log(
    `66 volunteers, ${NEEDS} needs, offline, medians of ${found.length}, a quarter of this processor`,
  );
  console.log(
    table([
      ['from the tap', 'target', 'median', 'worst'],
      ['first plan on the screen', '300 ms', ...of((run) => run.first)],
      ['within 0.5 % of the last', '2000 ms', ...of((run) => run.near)],
      ['end of the search', '', ...of((run) => run.whole)],
      ['longest task, proposing', '50 ms', ...longest('propose')],
      ['longest task, locking', '50 ms', ...longest('lock')],
      ['longest task, swapping', '50 ms', ...longest('swap')],
      ['longest task, leaving out', '50 ms', ...longest('leave out')],
    ]),
  );
}
