import { Dexie, type EntityTable } from 'dexie';
import type { Need } from '$lib/domain/need/need.ts';
import { byStatus, Database, Exchange, overHttp, say } from './library.ts';

/** The browser's side of the benchmark: ours is the product's own database and exchange, the floor is Dexie alone. */
export interface Took {
  ms: number;
  /** Where it went: until the server's first byte, on the way (zip, transfer, parse), in the device itself. */
  server: number;
  wire: number;
  requests: number;
  /** Bytes as received. */
  bytes: number;
}

type Phase = 'first' | 'push' | 'pull' | 'page';
export interface Ours extends Record<Phase, (...given: never[]) => Promise<Took>> {
  /** Joins with an invitation; not counted. */
  join(code: string): Promise<void>;
  first(needs: number): Promise<Took>;
  /** Says so many claims into the outbox; not counted. */
  claim(needs: string[]): Promise<void>;
  push(claims: number): Promise<Took>;
  pull(urgent: string[]): Promise<Took>;
  page(rows: number): Promise<Took>;
}
export interface Floor extends Record<Phase, (...given: never[]) => Promise<Took>> {
  first(village: number, needs: number): Promise<Took>;
  claim(needs: string[]): Promise<void>;
  push(): Promise<Took>;
  pull(village: number): Promise<Took>;
  page(rows: number): Promise<Took>;
}
declare global {
  var bench: { ours: Ours; floor: Floor };
}

let database: Database;
let exchange: Exchange;
let onWire = 0;

const ours: Ours = {
  async join(code) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/enrol', { method: 'POST', headers, body: JSON.stringify({ code }) });
    expect(response.ok, `enrolled (${response.status})`);
  },
  async first(needs) {
    const took = await timed('/api/sync', async () => {
      open();
      expect(await exchange.exchange(), 'the server answered to the end');
    });
    expect((await database.need.count()) === needs, `${needs} needs arrived`);
    return took;
  },
  async claim(needs) {
    const said = await say(database, ...needs.map((id) => ({ name: 'need.claim' as const, args: { id } })));
    expect(said.ok && (await database.outbox.count()) === needs.length, 'the claims are in the outbox');
  },
  async push(claims) {
    const took = await timed('/api/sync', async () => {
      expect(await exchange.exchange(), 'the server answered to the end');
    });
    expect((await database.outbox.count()) === 0, 'the outbox is empty');
    expect((await database.base.count()) === 0, 'what is believed is what the server told');
    expect(
      (await database.need.where('mine').equals('accepted').count()) === claims,
      'each claim was accepted',
    );
    return took;
  },
  async pull(urgent) {
    const took = await timed('/api/sync', async () => {
      expect(await exchange.exchange(), 'the server answered to the end');
    });
    const rows = await database.need.bulkGet(urgent);
    expect(
      rows.every((each) => each?.urgent),
      'each change arrived',
    );
    return took;
  },
  async page(rows) {
    return timed('/api/sync', async () => {
      open();
      expect((await byStatus(database, 'posted', rows)).length === rows, 'the page is full');
    });
  },
};

function open() {
  database = new Database();
  exchange = new Exchange(database, async (...question) => {
    const start = performance.now();
    const reply = await overHttp(...question);
    onWire += performance.now() - start;
    return reply;
  });
}

interface FloorRow extends Need {
  stands: string;
  due: string;
}
let floorDatabase: Dexie & {
  need: EntityTable<FloorRow, 'id'>;
  outbox: EntityTable<{ n: number; name: string; id: string; at: number }, 'n'>;
};

/** Dexie with its own defaults: one index for the page, an outbox, nothing that a rule would ask for. */
function openFloor() {
  floorDatabase = new Dexie('floor') as typeof floorDatabase;
  floorDatabase.version(1).stores({ need: 'id, [stands+due]', outbox: 'n' });
}

const floor: Floor = {
  async first(village, needs) {
    const took = await timed('/floor/', async () => {
      openFloor();
      await floorDatabase.need.bulkPut(await rowsFrom(`/floor/rows/${village}`));
    });
    expect((await floorDatabase.need.count()) === needs, `${needs} needs arrived`);
    return took;
  },
  async claim(needs) {
    await floorDatabase.outbox.bulkPut(
      needs.map((id, index) => ({ n: index + 1, name: 'need.claim', id, at: Date.now() })),
    );
  },
  async push() {
    const took = await timed('/floor/', async () => {
      const text = JSON.stringify(await floorDatabase.outbox.toArray());
      const zipped = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
      const start = performance.now();
      const body = await new Response(zipped).blob();
      const response = await fetch('/floor/push', { method: 'POST', body });
      const { lastOp } = (await response.json()) as { lastOp: number };
      onWire += performance.now() - start;
      await floorDatabase.outbox.where('n').belowOrEqual(lastOp).delete();
    });
    expect((await floorDatabase.outbox.count()) === 0, 'the outbox is empty');
    return took;
  },
  async pull(village) {
    return timed('/floor/', async () => {
      await floorDatabase.need.bulkPut(await rowsFrom(`/floor/changed/${village}`));
    });
  },
  async page(rows) {
    return timed('/floor/', async () => {
      openFloor();
      const posted = floorDatabase.need.where('[stands+due]').between(['posted', ''], ['posted', '\uffff']);
      expect((await posted.limit(rows).toArray()).length === rows, 'the page is full');
    });
  },
};

async function rowsFrom(path: string): Promise<FloorRow[]> {
  const start = performance.now();
  const rows = (await (await fetch(path)).json()) as FloorRow[];
  onWire += performance.now() - start;
  return rows;
}

async function timed(path: string, work: () => Promise<void>): Promise<Took> {
  performance.clearResourceTimings();
  onWire = 0;
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 50)); // the browser writes its own timings a little later
  const requests = performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
    .filter(({ name }) => name.includes(path));
  const server = requests.reduce((sum, each) => sum + each.responseStart - each.requestStart, 0);
  const bytes = requests.reduce((sum, each) => sum + each.encodedBodySize, 0);
  return { ms, server, wire: onWire - server, requests: requests.length, bytes };
}

/** A benchmark that does not do the work measures nothing. */
function expect(fact: boolean, what: string): void {
  if (!fact) throw new Error(`not so: ${what}`);
}

globalThis.bench = { ours, floor };
