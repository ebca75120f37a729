import type { RxCollection, RxDatabase } from 'rxdb/plugins/core';
import type { Replication } from 'rxdb/plugins/replication';
import { claimed, type Row } from '../sync/rows.ts';
import { expect, timed, zipped, type Contender } from '../sync/timed.ts';
import { createRxDatabase, getRxStorageDexie, replicateRxCollection } from './rxdb.library.ts';

/** RxDB over Dexie, with the settings its documentation gives for speed: one tab, large batches, bulk writes. */
let database: RxDatabase;
let need: RxCollection<Row>;
let replication: Replication<Row>;

const text = { type: 'string', maxLength: 40 };
const schema = {
  version: 0,
  type: 'object',
  primaryKey: 'id',
  properties: { id: text, stands: text, due: text },
  required: ['id', 'stands', 'due'],
  indexes: [['stands', 'due']],
};

async function open() {
  database = await createRxDatabase({
    name: 'rxdb',
    storage: getRxStorageDexie(),
    multiInstance: false,
    eventReduce: true,
  });
  ({ need } = await database.addCollections<{ need: RxCollection<Row> }>({ need: { schema } }));
}

function replicate(village: number) {
  replication = replicateRxCollection<Row, { seq: number }>({
    collection: need,
    replicationIdentifier: `bench-${village}`,
    live: true,
    waitForLeadership: false,
    pull: {
      batchSize: 2000,
      handler: async (checkpoint, limit) =>
        fetchJson(`/bench/pull/${village}?after=${checkpoint?.seq ?? 0}&limit=${limit}`),
    },
    push: {
      batchSize: 1000,
      handler: async (rows) => {
        await offline;
        return fetchJson(`/bench/push/${village}`, await zipped(JSON.stringify(rows)));
      },
    },
  });
  replication.error$.subscribe((error) => console.error('rxdb', error));
}

/** Resolves when so many documents have come by. */
function counted(stream: Replication<Row>['sent$'], most: number): Promise<void> {
  let seen = 0;
  return new Promise((resolve) => stream.subscribe(() => ++seen === most && resolve()));
}

let waiting = 0;
/** While this waits, nothing is sent: RxDB would begin to push as soon as something is written. */
let offline = Promise.resolve();
let goOnline = () => {};

const rxdb: Contender = {
  async first(village, needs) {
    const took = await timed('/bench/', async () => {
      await open();
      replicate(village);
      await replication.awaitInitialReplication();
    });
    expect((await need.count().exec()) === needs, `${needs} needs arrived`);
    return took;
  },
  async claim(needs) {
    offline = new Promise((resolve) => (goOnline = resolve));
    const rows = [...(await need.findByIds(needs).exec()).values()].map((each) => each.toJSON());
    const { error } = await need.bulkUpsert(rows.map(claimed));
    waiting = rows.length;
    expect(error.length === 0 && waiting === needs.length, 'the claims are written');
  },
  async push() {
    const sent = counted(replication.sent$, waiting);
    return timed('/bench/push', async () => {
      goOnline();
      await sent;
      await replication.awaitInSync();
    });
  },
  async pull(_village, urgent) {
    const received = counted(replication.received$, urgent.length);
    const took = await timed('/bench/pull', async () => {
      replication.reSync();
      await received;
      await replication.awaitInSync();
    });
    const rows = [...(await need.findByIds(urgent).exec()).values()];
    expect(
      rows.length === urgent.length && rows.every((each) => each.toJSON().urgent),
      'each change arrived',
    );
    return took;
  },
  page: (rows) =>
    timed('/bench/', async () => {
      await open();
      const query = need.find({
        selector: { stands: 'posted' },
        sort: [{ stands: 'asc' }, { due: 'asc' }],
        limit: rows,
      });
      expect((await query.exec()).length === rows, 'the page is full');
    }),
};

async function fetchJson<T>(address: string, body?: Blob): Promise<T> {
  const headers = { 'content-encoding': 'gzip' };
  const response = await fetch(address, body ? { method: 'POST', body, headers } : {});
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return (await response.json()) as T;
}

globalThis.contender = rxdb;
