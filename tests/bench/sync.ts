// Sync beside its floor and its rivals, in one run: `npm run build`, then
// `npm run bench:sync [-- --runs 5] [--profile phone]`.
//
// Ours: a volunteer's phone as it is (its database, its exchange) over /api/sync of the real server process on a SQLite
// file, with credential, rules, visibility and rebase. The floor: one gzip fetch of the same JSON and one Dexie bulkPut
// from a server that knows neither rules nor people; its push is one gzip POST of the outbox and one bulkPut of the rows
// that came of it. RxDB and PouchDB: their own replication against a server in memory that takes what it is told.
// All on loopback, in a Chromium of their own with a profile on disk; the cold page is read after the browser was
// closed and started again. They take turns, the first round is not counted. Each phase checks that its work was done.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { servePouchdb, serveRxdb } from './rivals/servers.ts';
import { Browser, profiles } from './sync/browser.ts';
import { contenders, load, pages, type Name } from './sync/bundle.ts';
import { serveFloor } from './sync/floor.ts';
import { report, type Run } from './sync/report.ts';
import type { Row } from './sync/rows.ts';
import type { Village } from './sync/village.ts';

const NEEDS = 10_000;
const COMMANDS = 1000;
const CHANGES = 100;
const ROWS = 50;
const phases = {
  first: `first sync of ${NEEDS.toLocaleString('en')} needs`,
  push: `push of ${COMMANDS.toLocaleString('en')} commands`,
  pull: `pull of ${CHANGES} changes`,
  page: `cold first page of ${ROWS}`,
} as const;

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, profile: { type: 'string', default: 'desk' } },
});
const runs = Number(values.runs);
const profile = profiles[values.profile];
if (!Number.isInteger(runs) || runs < 1 || runs > 25) fail('--runs takes a number from 1 to 25');
if (!profile) fail(`--profile takes one of: ${Object.keys(profiles).join(', ')}`);
if (!existsSync(join(root, 'build/index.js')))
  fail('There is no build/ to measure: run `npm run build` first (the server under test is the built one).');
process.chdir(root);
installRivals();

const folder = mkdtempSync(join(tmpdir(), 'yardem-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log('Bundling the pages, seeding the villages …');
const village = await load<typeof import('./sync/village.ts')>(root, 'sync/village');
const { scripts, sizes } = await pages(root);
const path = join(folder, 'bench.sqlite');
const { villages, desk } = await village.seed(path, runs + 1, NEEDS);
const rows = (which: number) => of(which).floor as Row[];
const bytes = rows(0).reduce((sum, each) => sum + JSON.stringify(each).length, 0) / NEEDS;
// The server takes its address from the request.
delete process.env.ORIGIN;
const server = await village.TestServer.start({ DATABASE_URL: path });
const floor = await serveFloor(rows, changing);
const rxdb = await serveRxdb(rows);
const pouchdb = await servePouchdb(rows);

interface End {
  url: string;
  /** Somebody else changes these needs. */
  hurry: (village: number, needs: string[]) => void | Promise<void>;
}
let version = '';
try {
  const cookie = await enrolDesk();
  const ends: Record<Name, End> = {
    ours: { url: `${server.url}/api/health`, hurry: (_, needs) => hurry(needs, cookie) },
    floor: { url: floor.url, hurry: () => undefined },
    rxdb: { url: rxdb.http.url, hurry: rxdb.hurry },
    pouchdb: { url: pouchdb.http.url, hurry: pouchdb.hurry },
  };
  const took: Record<Name, Run[]> = { ours: [], floor: [], rxdb: [], pouchdb: [] };
  for (const which of villages.keys()) {
    // Ours and the floor side by side, first the one, then the other.
    for (const name of which % 2 ? contenders : contenders.toReversed()) {
      took[name].push(await run(name, ends[name], which));
      process.stdout.write(`${name} `);
    }
    process.stdout.write(which === 0 ? '(warm) ' : `(${which}) `);
  }
  for (const name of contenders) took[name].shift();
  const device = `profile ${values.profile}, Chromium ${version}`;
  report(took, phases, sizes, `${device}, needs of ${Math.round(bytes)} bytes`);
} finally {
  await server.stop();
  for (const each of [floor, rxdb.http, pouchdb.http]) each.stop();
}

/** Everything a phone does, on needs that no other run has touched. */
async function run(name: Name, { url, hurry }: End, which: number): Promise<Run> {
  const { code, needs } = of(which);
  const browser = new Browser(folder, profile!);
  const warm = await browser.visit(url, scripts[name], async (page) => {
    await page.evaluate((code) => contender.join?.(code), code);
    const first = await page.evaluate(([which, needs]) => contender.first(which, needs), [
      which,
      NEEDS,
    ] as const);
    await page.evaluate((claimed) => contender.claim(claimed), needs.slice(0, COMMANDS));
    const push = await page.evaluate(() => contender.push());
    const urgent = changing(which).map(({ id }) => id);
    await hurry(which, urgent);
    const pull = await page.evaluate(([which, urgent]) => contender.pull(which, urgent), [
      which,
      urgent,
    ] as const);
    return { first, push, pull };
  });
  const page = await browser.visit(url, scripts[name], (page) =>
    page.evaluate((rows) => contender.page(rows), ROWS),
  );
  version = browser.version;
  browser.forget();
  return { ...warm, page };
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

/** The needs that somebody else marks as urgent: none that is so already, none that the phone has claimed. */
function changing(which: number): Row[] {
  const claimed = new Set(of(which).needs.slice(0, COMMANDS));
  return rows(which)
    .filter(({ id, urgent }) => !urgent && !claimed.has(id))
    .slice(0, CHANGES);
}

/** The rivals are a package of their own: 80 MB that nobody needs who only runs or tests Yardem. */
function installRivals(): void {
  const rivals = join(root, 'tests/bench/rivals');
  if (existsSync(join(rivals, 'node_modules/rxdb'))) return;
  console.log('Installing RxDB and PouchDB in tests/bench/rivals …');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { cwd: rivals, stdio: 'inherit' });
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
