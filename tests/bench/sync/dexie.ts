import { Dexie, type EntityTable } from 'dexie';
import type { Row } from './rows.ts';
import { expect, onWire, timed, zipped, type Contender } from './timed.ts';

/** The floor: Dexie with its own defaults: one index for the page, an outbox, nothing that a rule would ask for. */
let database: Dexie & {
  need: EntityTable<Row, 'id'>;
  outbox: EntityTable<{ n: number; name: string; id: string; at: number }, 'n'>;
};
let here = 0;

function open() {
  database = new Dexie('floor') as typeof database;
  database.version(1).stores({ need: 'id, [stands+due]', outbox: 'n' });
}

const floor: Contender = {
  async first(village, needs) {
    here = village;
    const took = await timed('/bench/', async () => {
      open();
      await database.need.bulkPut(await asked<Row[]>(`/bench/rows/${village}`));
    });
    expect((await database.need.count()) === needs, `${needs} needs arrived`);
    return took;
  },
  async claim(needs) {
    await database.outbox.bulkPut(
      needs.map((id, index) => ({ n: index + 1, name: 'need.claim', id, at: Date.now() })),
    );
  },
  async push() {
    const claims = await database.outbox.count();
    const took = await timed('/bench/', async () => {
      const text = JSON.stringify(await database.outbox.toArray());
      const { lastOp, put } = await asked<{ lastOp: number; put: Row[] }>(`/bench/push/${here}`, text);
      await database.need.bulkPut(put);
      await database.outbox.where('n').belowOrEqual(lastOp).delete();
    });
    expect((await database.outbox.count()) === 0, 'the outbox is empty');
    const accepted = await database.need.filter(({ mine }) => mine === 'accepted').count();
    expect(accepted === claims, 'each claim came back');
    return took;
  },
  pull: (village, urgent) =>
    timed('/bench/', async () => {
      const rows = await asked<Row[]>(`/bench/changed/${village}`);
      expect(rows.length === urgent.length, 'each change arrived');
      await database.need.bulkPut(rows);
    }),
  page: (rows) =>
    timed('/bench/', async () => {
      open();
      const posted = database.need.where('[stands+due]').between(['posted', ''], ['posted', '\uffff']);
      expect((await posted.limit(rows).toArray()).length === rows, 'the page is full');
    }),
};

async function asked<T>(path: string, text?: string): Promise<T> {
  const start = performance.now();
  const headers = { 'content-encoding': 'gzip' };
  const options = text === undefined ? {} : { method: 'POST', body: await zipped(text), headers };
  const answer = (await (await fetch(path, options)).json()) as T;
  onWire.ms += performance.now() - start;
  return answer;
}

globalThis.contender = floor;
