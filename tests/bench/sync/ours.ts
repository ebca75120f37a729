import { byStatus, Database, Exchange, overHttp, say } from './library.ts';
import { expect, onWire, timed, type Contender } from './timed.ts';

/** Ours: the product's own database, outbox and exchange. */
let database: Database;
let exchange: Exchange;

function open() {
  database = new Database();
  exchange = new Exchange(database, async (...question) => {
    const start = performance.now();
    const reply = await overHttp(...question);
    onWire.ms += performance.now() - start;
    return reply;
  });
}

const sync = () =>
  timed('/api/sync', async () => {
    expect(await exchange.exchange(), 'the server answered to the end');
  });

const ours: Contender & { join(code: string): Promise<void> } = {
  async join(code) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/enrol', { method: 'POST', headers, body: JSON.stringify({ code }) });
    expect(response.ok, `enrolled (${response.status})`);
  },
  async first(_village, needs) {
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
  async push() {
    const claims = await database.outbox.count();
    const took = await sync();
    expect((await database.outbox.count()) === 0, 'the outbox is empty');
    expect((await database.base.count()) === 0, 'what is believed is what the server told');
    const accepted = await database.need.where('mine').equals('accepted').count();
    expect(accepted === claims, 'each claim was accepted');
    return took;
  },
  async pull(_village, urgent) {
    const took = await sync();
    const rows = await database.need.bulkGet(urgent);
    expect(
      rows.every((each) => each?.urgent),
      'each change arrived',
    );
    return took;
  },
  page: (rows) =>
    timed('/api/sync', async () => {
      open();
      expect((await byStatus(database, 'posted', rows)).length === rows, 'the page is full');
    }),
};

globalThis.contender = ours;
