// Sync beside its floor, in one run: `npm run build`, then `npm run bench:sync [-- --runs 5]`.
//
// Ours: a volunteer's phone as it is (its database, its exchange) over /api/sync of the real server process on a SQLite
// file, with credential, rules, visibility and rebase. The floor: one gzip fetch of the same JSON and one Dexie bulkPut
// from a server that knows neither rules nor people; its push is one gzip POST of the outbox, and forgetting it.
// Both on loopback, in a Chromium of their own with a profile on disk; the cold page is read after the browser was
// closed and started again. Runs take turns, the first is not counted. Each phase checks that its work was done.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from '../support/browser.ts';
import { bundle } from './sync/bundle.ts';
import { FloorServer } from './sync/floor.ts';
import type { Took } from './sync/page.ts';
import type { Village } from './sync/village.ts';

const NEEDS = 10_000;
const COMMANDS = 1000;
const CHANGES = 100;
const ROWS = 50;
const TARGET = 1.5;
const phases = {
  first: `first sync of ${NEEDS.toLocaleString('en')} needs`,
  push: `push of ${COMMANDS.toLocaleString('en')} commands`,
  pull: `pull of ${CHANGES} changes`,
  page: `cold first page of ${ROWS}`,
} as const;
type Run = Record<keyof typeof phases, Took>;

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1 || runs > 25) fail('--runs takes a number from 1 to 25');
if (!existsSync(join(root, 'build/index.js')))
  fail('There is no build/ to measure: run `npm run build` first (the server under test is the built one).');
process.chdir(root);

const folder = mkdtempSync(join(tmpdir(), 'yardem-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log('Bundling the page, seeding the villages …');
const { village, page: script, size } = await bundle(root);
const path = join(folder, 'bench.sqlite');
const { villages, desk } = await village.seed(path, runs + 1, NEEDS);
const mean = villages.flatMap((each) => each.floor.slice(0, 1000)).map((each) => JSON.stringify(each).length);
// The server takes its address from the request.
delete process.env.ORIGIN;
const server = await village.TestServer.start({ DATABASE_URL: path });
const floor = await FloorServer.start(
  (which) => of(which).floor,
  (which) => changing(of(which).floor).map((each) => ({ ...each, urgent: true })),
);
let version = '';
try {
  const cookie = await enrolDesk();
  const ours: Run[] = [];
  const beside: Run[] = [];
  for (const which of villages.keys()) {
    const both = [
      async () => ours.push(await runOurs(which, cookie)),
      async () => beside.push(await runFloor(which)),
    ];
    for (const run of which % 2 ? both.reverse() : both) await run();
    process.stdout.write(which === 0 ? 'warm ' : `${which} `);
  }
  report(ours.slice(1), beside.slice(1));
} finally {
  await server.stop();
  floor.stop();
}

/** Everything a phone does, on needs that no other run has touched. */
async function runOurs(which: number, cookie: string): Promise<Run> {
  const { code, needs } = of(which);
  const claimed = needs.slice(0, COMMANDS);
  return inBrowser(
    `${server.url}/api/health`,
    async (page) => {
      await page.evaluate((code) => bench.ours.join(code), code);
      const first = await page.evaluate((needs) => bench.ours.first(needs), NEEDS);
      await page.evaluate((claimed) => bench.ours.claim(claimed), claimed);
      const push = await page.evaluate((claims) => bench.ours.push(claims), COMMANDS);
      await hurry(changing(needs), cookie);
      const pull = await page.evaluate((urgent) => bench.ours.pull(urgent), changing(needs));
      return { first, push, pull };
    },
    (page) => page.evaluate((rows) => bench.ours.page(rows), ROWS),
  );
}

async function runFloor(which: number): Promise<Run> {
  const claimed = of(which).needs.slice(0, COMMANDS);
  return inBrowser(
    floor.url,
    async (page) => {
      const first = await page.evaluate(([which, needs]) => bench.floor.first(which, needs), [
        which,
        NEEDS,
      ] as const);
      await page.evaluate((claimed) => bench.floor.claim(claimed), claimed);
      const push = await page.evaluate(() => bench.floor.push());
      const pull = await page.evaluate((which) => bench.floor.pull(which), which);
      return { first, push, pull };
    },
    (page) => page.evaluate((rows) => bench.floor.page(rows), ROWS),
  );
}

/** A fresh profile on disk (a private window's database would live in memory); `cold` runs in a browser started anew. */
async function inBrowser(
  url: string,
  warm: (page: Page) => Promise<Omit<Run, 'page'>>,
  cold: (page: Page) => Promise<Took>,
): Promise<Run> {
  const profile = mkdtempSync(join(folder, 'profile-'));
  const visit = async <T>(work: (page: Page) => Promise<T>): Promise<T> => {
    const context = await chromium.launchPersistentContext(profile, launchOptions());
    try {
      version = context.browser()?.version() ?? version;
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto(url);
      await page.evaluate(script);
      return await work(page);
    } finally {
      await context.close();
    }
  };
  const before = await visit(warm);
  const page = await visit(cold);
  rmSync(profile, { recursive: true, force: true });
  return { ...before, page };
}

/** Another device's work: an administrator's desk marks these needs as urgent, by the same protocol. */
async function hurry(needs: string[], cookie: string): Promise<void> {
  const now = Date.now();
  const ops = needs.map((id, index) => {
    return { n: index + 1, name: 'need.edit', v: 1, args: { id, changes: { urgent: true } }, at: now };
  });
  const request = { protocol: 1, stream: randomUUID(), cursor: null, ops, left: 0, limit: 1, sent: now };
  const response = await post('/api/sync', request, { cookie });
  const { results } = (await response.json()) as { results?: { ok: boolean }[] };
  if (results?.length !== needs.length || results.some(({ ok }) => !ok))
    throw new Error(`the desk was refused: ${JSON.stringify(results?.find(({ ok }) => !ok))}`);
}

async function enrolDesk(): Promise<string> {
  const response = await post('/api/enrol', { code: desk });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

function of(which: number): Village {
  const found = villages[which];
  if (!found) throw new Error(`no village ${which}`);
  return found;
}

/** The needs that somebody else changes: none that the phone has claimed. */
function changing<T>(needs: T[]): T[] {
  return needs.slice(NEEDS / 2, NEEDS / 2 + CHANGES);
}

function report(ours: Run[], beside: Run[]): void {
  const bytes = Math.round(mean.reduce((sum, each) => sum + each, 0) / mean.length);
  const load = loadavg()
    .map((each) => each.toFixed(1))
    .join(' ');
  console.log(
    `\n\nChromium ${version}, Node ${process.versions.node}, ${cpus().length} cores, load ${load};`,
  );
  console.log(`needs of ${bytes} bytes, ${runs} counted runs after 1; milliseconds as median (min–max)\n`);
  const lines = [['phase', 'ours', 'floor', 'ratio', `target ${TARGET}`]];
  const inside = [['inside ours (medians)', 'server', 'wire', 'device', 'requests', 'kB received', 'most']];
  const names = Object.keys(phases) as (keyof typeof phases)[];
  for (const name of names) {
    const own = ours.map((run) => run[name]);
    const ratio = median(own.map(({ ms }) => ms)) / median(beside.map((run) => run[name].ms));
    const held = ratio <= TARGET ? 'held' : 'missed';
    lines.push([phases[name], spread(own), spread(beside.map((run) => run[name])), ratio.toFixed(2), held]);
    const parts = {
      server: median(own.map((each) => each.server)),
      wire: median(own.map((each) => each.wire)),
      device: median(own.map((each) => each.ms - each.server - each.wire)),
    };
    const [most] = Object.entries(parts).sort(([, a], [, b]) => b - a)[0] ?? [''];
    const requests = median(own.map((each) => each.requests));
    const received = median(own.map((each) => each.bytes)) / 1000;
    inside.push([
      phases[name],
      ...Object.values(parts).map((each) => each.toFixed(0)),
      String(requests),
      received.toFixed(1),
      most,
    ]);
  }
  console.log(table(lines), '\n');
  console.log(table(inside), '\n');
  console.log('server: until its first byte; wire: zip, transfer, parse; device: rules, rebase, database');
  const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  const ratio = ((size.ours + size.dexie) / size.dexie).toFixed(2);
  console.log(
    `JavaScript, gzip: ours ${kilo(size.ours)} (device, domain, sync) + Dexie ${kilo(size.dexie)} = ${ratio} × the floor`,
  );
}

function median(list: number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[half] ?? NaN) : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}

function spread(took: Took[]): string {
  const list = took.map(({ ms }) => ms);
  const digits = (ms: number) => (ms < 100 ? ms.toFixed(1) : ms.toFixed(0));
  return `${digits(median(list))} (${digits(Math.min(...list))}–${digits(Math.max(...list))})`;
}

function table(lines: string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(pad).join('   ')).join('\n');
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
