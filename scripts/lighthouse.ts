// How the faces do in Lighthouse, as a middling phone sees them: npm run build && npm run lighthouse [-- --runs 3 --only /me,/read]
// A stranger comes cold each time; each face has come in by the demo's door and keeps its profile. The median of the runs counts.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import lighthouse, { type Result } from 'lighthouse';
import { median, table } from '../tests/bench/table.ts';
import { launchOptions } from '../tests/support/browser.ts';
import { TestServer } from '../tests/support/server.ts';

const targets = { performance: 95, accessibility: 100, 'best-practices': 95 } as const;
type Category = keyof typeof targets;
const categories = Object.keys(targets) as Category[];
/** P05: milliseconds, and shares of the screen. */
const limits = {
  'largest-contentful-paint': 2500,
  'cumulative-layout-shift': 0.1,
  'total-blocking-time': 200,
} as const;
type Metric = keyof typeof limits;
const metrics = Object.keys(limits) as Metric[];
/** `*` stands for the first need that the page before leads to. */
const pages = {
  door: ['/', '/join', '/slip'],
  kiosk: ['/kiosk', '/kiosk/ask', '/kiosk/slip', '/kiosk/apply', '/kiosk/member'],
  phone: ['/today', '/need/*', '/open', '/messages', '/read', '/me', '/me/hours', '/me/availability'],
  desk: ['/desk', '/desk/need/*', '/desk/new', '/desk/morning', '/desk/evening', '/desk/people'],
} as const;
type Face = keyof typeof pages;

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, only: { type: 'string' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1 || runs > 15) throw new Error('--runs takes a number from 1 to 15');
const only = values.only?.split(',');
const all: readonly string[] = Object.values(pages).flat();
for (const path of only ?? [])
  if (!all.includes(path)) throw new Error(`${path} is none of ${all.join(' ')}`);
const wanted = (path: string) => only?.includes(path) ?? true;

const server = await TestServer.start();
const rows: string[][] = [
  ['page', 'performance', 'accessibility', 'best practices', 'LCP ms', 'CLS', 'TBT ms'],
];
const missed: string[] = [];
/** How fast this machine was at each run, by Lighthouse's own index: a phone has 100 to 1000, a quiet desktop over 1500. */
const speeds: number[] = [];
try {
  for (const face of Object.keys(pages) as Face[]) if (pages[face].some(wanted)) await look(face);
} finally {
  await server.stop();
}
console.log(table(rows));
console.log(`median of ${runs}, mobile profile of Lighthouse (simulated slow 4G, CPU 4× slower)`);
console.log(`speed of this machine (benchmarkIndex): ${median(speeds).toFixed(0)}`);
for (const each of missed) console.error(each);
if (missed.length > 0) process.exitCode = 1;

/** Measures the pages of one face on a device of its own. */
async function look(face: Face) {
  const profile = mkdtempSync(join(tmpdir(), 'yardem-lighthouse-'));
  const port = await freePort();
  const { args, ...how } = launchOptions();
  const browser = await chromium.launchPersistentContext(profile, {
    ...how,
    args: [...args, `--remote-debugging-port=${port}`],
    locale: 'zh-CN',
  });
  try {
    const [page = await browser.newPage()] = browser.pages();
    if (face !== 'door') {
      await page.goto(`${server.url}/api/demo/${face}`);
      await page.waitForURL((url) => /^\/(kiosk|today|desk)/.test(url.pathname));
      await page.waitForTimeout(2000);
    }
    const paths = [];
    for (const path of pages[face].filter(wanted)) paths.push([path, await filledIn(path, page)] as const);
    await page.goto('about:blank');
    for (const [path, filled] of paths) {
      const results: Result[] = [];
      for (let run = 0; run < runs; run++)
        results.push(await measure(server.url + filled, port, face === 'door'));
      judge(path, results);
    }
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** The path with the id of a need in place of `*`. */
async function filledIn(path: string, page: Page): Promise<string> {
  if (!path.includes('*')) return path;
  await page.goto(server.url + (path.startsWith('/desk') ? '/desk' : '/today'));
  const link = page.locator(`a[href^="${path.replace('*', '')}"]`).first();
  return (await link.getAttribute('href')) ?? '';
}

async function measure(url: string, port: number, cold: boolean): Promise<Result> {
  const run = await lighthouse(url, {
    port,
    disableStorageReset: !cold, // a device that has come in stays who it is
    onlyCategories: categories,
    logLevel: 'error',
    output: 'json',
  });
  if (!run) throw new Error(`Lighthouse said nothing of ${url}`);
  speeds.push(run.lhr.environment.benchmarkIndex);
  if (run.lhr.runtimeError) throw new Error(`${url}: ${run.lhr.runtimeError.message}`);
  return run.lhr;
}

function judge(path: string, results: readonly Result[]) {
  const score = (of: Category) => median(results.map((each) => 100 * (each.categories[of]?.score ?? 0)));
  const value = (of: Metric) => median(results.map((each) => each.audits[of]?.numericValue ?? NaN));
  rows.push([
    path,
    ...categories.map((each) => score(each).toFixed(0)),
    value('largest-contentful-paint').toFixed(0),
    value('cumulative-layout-shift').toFixed(3),
    value('total-blocking-time').toFixed(0),
  ]);
  for (const each of categories)
    if (score(each) < targets[each]) missed.push(`${path}: ${each} ${score(each).toFixed(0)}`);
  for (const each of metrics)
    if (!(value(each) <= limits[each])) missed.push(`${path}: ${each} ${value(each).toFixed(3)}`);
  // What to mend: everything that fails and counts, once, and where.
  const last = results.at(-1);
  for (const part of ['accessibility', 'best-practices'] as const)
    for (const { id, weight } of last?.categories[part]?.auditRefs ?? []) {
      const audit = last?.audits[id];
      if (weight > 0 && audit && audit.score !== null && audit.score < 1)
        missed.push(`${path}: ${id}: ${audit.title}`, ...placesOf(audit).map((place) => `    ${place}`));
    }
}

/** Which elements an audit found wanting, or what was said in the console. */
function placesOf({ details }: Result['audits'][string]): string[] {
  if (details?.type !== 'table') return [];
  return details.items.map((item) => {
    const { node, description } = item;
    if (typeof node === 'object' && 'selector' in node) return `${node.selector}: ${node.snippet ?? ''}`;
    return typeof description === 'string' ? description : JSON.stringify(item);
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0);
  await new Promise((ready) => probe.once('listening', ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
