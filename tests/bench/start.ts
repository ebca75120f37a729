// A phone with 10,000 needs on board, opened in a meadow: `npm run build && npm run bench:start [-- --runs 5]`.
//
// The phone joins a village of that size, the server is stopped, the browser closed. Then, each time in a new browser
// with no server to ask and the page's CPU slowed down four times, a service worker that has to be started itself draws Today
// from what lies on the device. Beside it, in the same run, an address that leads nowhere: the same shell, and nothing to read. After that, at
// six times slower, the list of open needs (P06): by taps it is made to show all of its 500 cards, it is pushed through with a
// thumb, and its filter is changed with real keys. Told are the worst interaction to the next paint and the longest task.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { launchOptions } from '../support/browser.ts';
import { load } from './sync/bundle.ts';
import { push, watch, type Felt } from './felt.ts';
import { median, ms, table } from './table.ts';

const NEEDS = 10_000;
const START = 1000;
const INP = 200;
const CARDS = 500;
const CARD = '[data-testid^=claim-]';
/** The list has come to rest after so many milliseconds. */
const SETTLED = 1000;
/** Milliseconds after which a new browser is done with itself. */
const OWN_WINDOWS = 2000;
const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1 || runs > 25) throw new Error('--runs takes a number from 1 to 25');
if (!existsSync(join(root, 'build/index.js'))) throw new Error('build first: npm run build');
process.chdir(root);

const folder = mkdtempSync(join(tmpdir(), 'yardem-start-'));
const profile = join(folder, 'profile');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log('Seeding the village …');
const village = await load<typeof import('./sync/village.ts')>(root, 'sync/village');
const path = join(folder, 'bench.sqlite');
const { villages } = await village.seed(path, 1, NEEDS);
const code = villages[0]?.code;
if (!code) throw new Error('the village invites nobody');
delete process.env.ORIGIN;
const server = await village.TestServer.start({ DATABASE_URL: path });
let up = true;
try {
  await board();
  await server.kill();
  up = false;
  const starts: { empty: number; today: number }[] = [];
  // The first round warms the disk and is not counted.
  for (let run = 0; run <= runs; run++) {
    const empty = await start('/nothing-here', 'main.page h1');
    const today = await start('/today', '[data-testid=tasks] [data-testid^=task-] h3');
    if (run > 0) starts.push({ empty, today });
  }
  const felt = await interact();
  report(starts, felt);
} finally {
  if (up) await server.stop();
}

/** The phone hears of everything, and works without a network from then on. */
async function board() {
  const context = await open();
  const page = await context.newPage();
  await page.goto(`${server.url}/join#${code}`);
  await page.waitForURL(/today/);
  console.log('The phone hears of everything …');
  while ((await count(page)) < NEEDS) await page.waitForTimeout(500);
  // Three tasks of his own: Today has something to show.
  await page.goto(`${server.url}/open`);
  for (let which = 0; which < 3; which++) {
    await page
      .getByTestId(/^claim-/)
      .first()
      .click();
    await page.waitForTimeout(1500);
  }
  await page.goto(`${server.url}/today`);
  await page.getByTestId('tasks').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForTimeout(3000);
  await context.close();
}

/**
 * Milliseconds from navigation until something of this kind is painted, in a new browser. Whoever watches takes no time of
 * the page's own: a few lines that the browser runs at its start, and nothing of the test's library until it is over.
 */
async function start(path: string, what: string): Promise<number> {
  const context = await open();
  try {
    const page = await context.newPage();
    // A browser of the desktop puts its own windows together first, as no phone does while an app is opened.
    await page.waitForTimeout(OWN_WINDOWS);
    const session = await slow(page, 4);
    await session.send('Page.enable');
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: 'painted' });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: watcher(what) });
    const painted = new Promise<number>((resolve, reject) => {
      session.once('Runtime.bindingCalled', ({ payload }) => resolve(Number(payload)));
      setTimeout(() => reject(new Error(`${path} shows nothing`)), 60_000).unref();
    });
    await session.send('Page.navigate', { url: server.url + path });
    const at = await painted;
    if (!(await page.evaluate(() => !!navigator.serviceWorker.controller)))
      throw new Error('no service worker answered');
    return at;
  } finally {
    await context.close();
  }
}

/** Tells the time at which the frame that has this in it was painted: the first task after it. */
function watcher(what: string): string {
  return `
  new MutationObserver((_, observer) => {
    if (!document.querySelector(${JSON.stringify(what)})) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => painted(String(performance.now()));
      port2.postMessage(0);
    });
  }).observe(document, { subtree: true, childList: true });`;
}

/** Grows the list of open needs to its end, scrolls and filters it at a sixth of the speed, by what a hand really does. */
async function interact() {
  const context = await open();
  try {
    const page = await context.newPage();
    await page.goto(`${server.url}/open`);
    await page.locator(CARD).first().waitFor();
    await page.waitForTimeout(SETTLED);
    const session = await slow(page, 6);

    const growing = await watch(page, session);
    const more = page.getByTestId('more');
    while (await more.isVisible()) {
      await more.scrollIntoViewIfNeeded();
      await page.waitForTimeout(SETTLED);
      const box = await more.boundingBox();
      if (box) await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForTimeout(2 * SETTLED);
    }
    const grown = await growing();
    await page
      .locator(CARD)
      .nth(CARDS - 1)
      .waitFor({ state: 'attached' });
    const cards = await page.locator(CARD).count();

    await page.keyboard.press('Home');
    await page.waitForTimeout(SETTLED);
    const scrolling = await watch(page, session);
    await push(session, 60);
    const scrolled = await scrolling();
    if ((await page.evaluate(() => scrollY)) < 10_000) throw new Error('the list was not scrolled');

    await page.keyboard.press('Home');
    await page.waitForTimeout(SETTLED);
    const filtering = await watch(page, session);
    const select = page.locator('select').first();
    await select.focus();
    const services = await select.locator('option').count();
    for (const key of ['ArrowDown', 'ArrowUp'])
      for (let times = 1; times < services; times++) {
        await page.keyboard.press(key);
        await page.waitForTimeout(SETTLED);
      }
    const filtered = await filtering();
    for (const { interactions, told } of [grown, filtered])
      if (interactions === 0 || told === 0) throw new Error('the browser tells of no interaction');
    return { cards, grown, scrolled, filtered };
  } finally {
    await context.close();
  }
}

function report(starts: { empty: number; today: number }[], felt: Awaited<ReturnType<typeof interact>>) {
  const today = median(starts.map((each) => each.today));
  const empty = median(starts.map((each) => each.empty));
  const { cards, grown, scrolled, filtered } = felt;
  const worst = Math.max(grown.worst, filtered.worst);
  const longest = Math.max(grown.longest, scrolled.longest, filtered.longest);
  const row = (what: string, { interactions, worst, longest }: Felt) => [
    [`${what}, ${interactions} interactions, to the next paint, CPU 6×`, `${ms(worst)} ms`, `${INP} ms`],
    [`${what}, longest task, CPU 6×`, `${ms(longest)} ms`, `${INP} ms`],
  ];
  console.log(
    table([
      ['a phone with 10,000 needs', 'measured', 'target'],
      ['cold start without network, Today with its tasks, CPU 4×', `${ms(today)} ms`, `${START} ms`],
      ['the same shell with nothing to show, CPU 4×', `${ms(empty)} ms`, ''],
      ...row('show more', grown),
      [`scroll, longest task, CPU 6×`, `${ms(scrolled.longest)} ms`, `${INP} ms`],
      ...row('filter', filtered),
    ]),
  );
  console.log(`median of ${runs}; ${cards} cards stood in the list`);
  if (today > START || worst > INP || longest > INP || cards < CARDS) process.exitCode = 1;
}

function open(): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...launchOptions(),
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    isMobile: true,
    hasTouch: true,
  });
}

async function slow(page: Page, rate: number) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  return session;
}

function count(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('yardem');
        opening.onsuccess = () => {
          const asked = opening.result.transaction('need').objectStore('need').count();
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result);
          };
        };
      }),
  );
}
