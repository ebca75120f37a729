import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Arguments } from '$lib/domain/command.ts';
import type { Need } from '$lib/domain/need/need.ts';
import type { SlipAnswer } from '$lib/sync/slip.ts';
import { behind, Client, home, need, serve, type Reply, type Served } from '../support/client.ts';
import { expectDiscreet, expectProblem, json, unchanged } from './asked.ts';

/** The door behind a slip's QR code: no credential, no name, one need (SPEC E7–E9). */
let served: Served;
let file: string;
const secrets: string[] = [];
beforeAll(async () => {
  served = await serve();
  file = served.server.database;
});
afterAll(() => served.server.stop());

const fresh = () => {
  const secret = randomBytes(16).toString('base64url');
  secrets.push(secret);
  return secret;
};
const hash = (secret: string) => createHash('sha256').update(secret).digest('base64url');
let count = 100;

interface Posted {
  id: string;
  number: string;
  household: string;
  paper: string;
  screen: string;
}

/** A need as the kiosk posts it, with a household of its own and two secrets. */
async function posted(more: Partial<Arguments['need.post']> = {}): Promise<Posted> {
  const number = `1-${++count}`;
  const [id, household, paper, screen] = [`slip-${count}`, `house-${count}`, fresh(), fresh()];
  const { note: _note, ...plain } = need;
  const answer = await served.kiosk.say(
    { name: 'household.keep', args: { ...home, id: household, consent: { version: 1, mode: 'self' } } },
    {
      name: 'need.post',
      args: {
        ...{ ...plain, id, number, household, channel: 'kiosk', ...more },
        secrets: { paper: hash(paper), screen: hash(screen) },
      },
    },
  );
  expect(answer.results.every((each) => each.ok)).toBe(true);
  return { id, number, household, paper, screen };
}

const stranger = () => new Client(served.server.url);
const ask = (body: unknown, from = stranger()) => from.post('/api/slip', body);
const told = (reply: Reply): SlipAnswer => {
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
  return JSON.parse(reply.text) as SlipAnswer;
};
const kept = (id: string): Need =>
  behind(file, (database) => {
    const line = database.prepare(`select body from row where kind = 'need' and id = ?`).get(id);
    return JSON.parse(String(line?.['body'])) as Need;
  });
const isHouse = (id: string) =>
  behind(
    file,
    (database) => !!database.prepare(`select 1 from row where kind = 'household' and id = ?`).get(id),
  );
/** The need looks as if it had been posted so long ago. */
const earlier = (id: string, milliseconds: number) =>
  behind(file, (database) => {
    const body = JSON.stringify({ ...kept(id), postedAt: Date.now() - milliseconds });
    database.prepare(`update row set body = ? where kind = 'need' and id = ?`).run(body, id);
  });
const finish = (id: string) =>
  served.anna.say(
    { name: 'need.claim', args: { id } },
    { name: 'need.start', args: { id } },
    { name: 'need.finish', args: { id, result: 'done', minutes: 30 } },
  );

describe('what is told (E7)', () => {
  test('K14: the paper’s secret opens the story of its need, and nothing personal is in it', async () => {
    const slip = await posted();
    await served.anna.say({ name: 'need.claim', args: { id: slip.id } });
    const reply = await ask({ number: slip.number, secret: slip.paper });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const { story, handed, erased } = told(reply);
    expect({ handed, erased }).toEqual({ handed: false, erased: false });
    expect(story).toMatchObject({ number: slip.number, stands: 'taken', team: 1, held: 1 });
    expect(story?.happened.map(({ what }) => what)).toEqual(['posted', 'taken']);
    for (const word of [home.name, home.phone, home.place, 'anna', slip.household, slip.id, 'grid-1', '0420'])
      expect(reply.text, word).not.toContain(word);
  });

  test('a need without secrets has no page', async () => {
    expectProblem(await ask({ number: need.number, secret: fresh() }), 404, 'unknown-slip');
  });

  test('an unknown number and a wrong secret are answered alike, and change nothing', async () => {
    const slip = await posted();
    await unchanged(file, async () => {
      const wrong = await ask({ number: slip.number, secret: fresh() });
      const unknown = await ask({ number: '9-999999', secret: slip.paper });
      const hashed = await ask({ number: slip.number, secret: hash(slip.paper).slice(0, 22) });
      for (const reply of [wrong, unknown, hashed]) expectProblem(reply, 404, 'unknown-slip');
      expect(wrong.text).toBe(unknown.text);
    });
  });

  test('the four digits open nothing here, and no other shape is read', async () => {
    const slip = await posted();
    const { number, paper: secret } = slip;
    const bodies = [
      ...[{}, { number }, { secret }, { number, secret: '0420' }, { number: 'x', secret }, [], null, 'x'],
      ...[
        { number, secret, code: '0420' },
        { number, secret, say: 'finish' },
        { number, secret, phone: 'x' },
      ],
      ...[
        { number, secret, face: 'good' },
        { number, secret, say: 'rate' },
        { number, secret, proxy: true },
      ],
      { number, secret, say: 'cancel', face: 'bad' },
      { number, secret, say: 'rate', face: 'good', name: '古丽' },
    ];
    await unchanged(file, async () => {
      for (const body of bodies) expectProblem(await ask(body), 400, 'malformed');
      for (const method of ['GET', 'PUT', 'DELETE'])
        expectProblem(await stranger().send('/api/slip', { method, headers: json }), 405);
    });
  });
});

describe('the code on the kiosk’s screen (E8)', () => {
  test('K14: it is good once: the phone that scanned it has its own secret, a second scan is told so', async () => {
    const slip = await posted();
    const [mine, other] = [fresh(), fresh()];
    const { number, screen } = slip;
    expectProblem(await ask({ number, secret: screen }), 400, 'malformed'); // and what then?
    expect(told(await ask({ number, secret: screen, phone: mine }))).toMatchObject({ handed: true });
    expectProblem(await ask({ number, secret: screen, phone: other }), 410, 'slip-used');
    expectProblem(await ask({ number, secret: screen }), 410, 'slip-used');
    expect(told(await ask({ number, secret: mine })).story?.number).toBe(number);
    expectProblem(await ask({ number, secret: other }), 404, 'unknown-slip');
    expect(told(await ask({ number, secret: slip.paper })).story?.number).toBe(number);
  });

  test('a lost reply costs nothing: the same phone asks again and is let in', async () => {
    const { number, screen } = await posted();
    const phone = fresh();
    await ask({ number, secret: screen, phone });
    expect(told(await ask({ number, secret: screen, phone }))).toMatchObject({ handed: true });
  });

  test('many phones at once: one gets it', async () => {
    const { number, screen } = await posted();
    const all = await Promise.all([1, 2, 3, 4].map(() => ask({ number, secret: screen, phone: fresh() })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
  });

  test('K14: ten minutes after it was asked, by the server’s clock, it is too old', async () => {
    const [old, young] = [await posted(), await posted()];
    earlier(old.id, 10 * 60_000);
    earlier(young.id, 9 * 60_000);
    const scan = ({ number, screen }: Posted) => ask({ number, secret: screen, phone: fresh() });
    expectProblem(await scan(old), 410, 'slip-expired');
    expect(told(await scan(young))).toMatchObject({ handed: true });
    expect(told(await ask({ number: old.number, secret: old.paper })).story).toBeDefined();
  });

  test('what is said with the scan itself is done, too', async () => {
    const { number, screen } = await posted();
    const answer = told(await ask({ number, secret: screen, phone: fresh(), say: 'cancel' }));
    expect(answer).toMatchObject({ handed: true, story: { stands: 'cancelled' } });
  });
});

describe('what is said (E7)', () => {
  test('C07: a help that was not good is rated, and the repair has a page that the same secret opens', async () => {
    const slip = await posted();
    await finish(slip.id);
    const body = { number: slip.number, secret: slip.paper };
    expect(told(await ask(body)).story).toMatchObject({ stands: 'done', may: { rate: true, cancel: false } });
    const answer = told(await ask({ ...body, say: 'rate', face: 'bad', proxy: true }));
    expect(answer.story).toMatchObject({ stands: 'rated', rating: 'bad', may: { rate: false } });
    expect(kept(slip.id).rating).toMatchObject({ face: 'bad', proxy: true });
    expect(answer.repair).toMatchObject({ opens: true, story: { stands: 'posted' } });
    const number = answer.repair?.story.number ?? '';
    expect(number).not.toBe(slip.number);
    expect(told(await ask({ number, secret: slip.paper })).story).toMatchObject({ number, stands: 'posted' });
    // Pressed again after a lost reply: no second repair, no report.
    const again = told(await ask({ ...body, say: 'rate', face: 'bad' }));
    expect(again.repair?.story.number).toBe(number);
    expect(kept(slip.id).reports).toEqual([]);
  });

  test('where nobody came there is nothing to rate, and it says so', async () => {
    const { number, paper: secret } = await posted();
    const answer = told(await ask({ number, secret, say: 'rate', face: 'good' }));
    expect(answer).toMatchObject({ refused: 'nothing-to-rate', story: { stands: 'posted' } });
  });

  test('it is called off; who was on his way sees it', async () => {
    const slip = await posted();
    await served.anna.say({ name: 'need.claim', args: { id: slip.id } });
    const body = { number: slip.number, secret: slip.paper, say: 'cancel' };
    expect(told(await ask(body)).story).toMatchObject({ stands: 'cancelled', may: { cancel: false } });
    expect(told(await ask(body)).refused).toBeUndefined();
    const { put } = await served.anna.say();
    expect(put.need?.find(({ id }) => id === slip.id)?.cancelledAt).toBeDefined();
  });

  test('S04: taking back is as easy as giving: what the kiosk wrote down for this need alone is erased at once', async () => {
    const slip = await posted();
    await finish(slip.id);
    const body = { number: slip.number, secret: slip.paper };
    expect(isHouse(slip.household)).toBe(true);
    const answer = told(await ask({ ...body, say: 'erase' }));
    expect(answer).toEqual({ now: answer.now, handed: false, erased: true });
    expect(isHouse(slip.household)).toBe(false);
    const left = JSON.stringify(kept(slip.id));
    for (const word of [home.name, home.phone, home.place, slip.household, hash(slip.paper)])
      expect(left, word).not.toContain(word);
    expect(kept(slip.id).assignments).toMatchObject([{ outcome: { minutes: 30 } }]);
    expectProblem(await ask(body), 404, 'unknown-slip');
  });

  test('S04: what the office has written down it erases itself, and is told to', async () => {
    const slip = await posted({ channel: 'desk' });
    const answer = told(await ask({ number: slip.number, secret: slip.paper, say: 'erase' }));
    expect(answer).toMatchObject({ erased: false, story: { erasureAsked: true, may: { erase: false } } });
    expect(isHouse(slip.household)).toBe(true);
    expect(kept(slip.id).erasureAskedAt).toBeDefined();
  });

  test('a need about a place holds nobody’s name: there is nothing to erase', async () => {
    const paper = fresh();
    const number = `1-${++count}`;
    const { household: _household, note: _note, ...plain } = need;
    await served.desk.say({
      name: 'need.post',
      args: {
        ...{ ...plain, id: `spot-${count}`, number, service: 'place', spot: '桥头' },
        secrets: { paper: hash(paper) },
      },
    });
    const { story } = told(await ask({ number, secret: paper, say: 'erase' }));
    expect(story).toMatchObject({ erasureAsked: false, may: { erase: false, cancel: true } });
  });
});

describe('guessing (E9)', () => {
  test('one address is sent away after thirty wrong tries in a minute, whatever it asks then', async () => {
    const slip = await posted();
    const from = stranger();
    for (let tries = 0; tries < 30; tries++)
      expectProblem(await ask({ number: `8-${tries}`, secret: fresh() }, from), 404, 'unknown-slip');
    const away = await ask({ number: '8-77', secret: fresh() }, from);
    expectProblem(away, 429, 'too-many-tries');
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
    expectProblem(await ask({ number: slip.number, secret: slip.paper }, from), 429, 'too-many-tries');
    expect(told(await ask({ number: slip.number, secret: slip.paper })).story).toBeDefined();
  });

  test('one number is guessed at ten times in ten minutes, from wherever; who holds its slip still comes in', async () => {
    const slip = await posted();
    for (const number of [slip.number, '9-12345']) {
      for (let tries = 0; tries < 10; tries++)
        expectProblem(await ask({ number, secret: fresh() }), 404, 'unknown-slip');
      expectProblem(await ask({ number, secret: fresh() }), 429, 'too-many-tries');
    }
    expect(told(await ask({ number: slip.number, secret: slip.paper })).story).toBeDefined();
  });
});

test('K14: no secret lies in the database or in the server’s log, nor does one stand in an address', () => {
  expect(secrets.length).toBeGreaterThan(20);
  expectDiscreet({ ...served, secrets: [...served.secrets, ...secrets] });
});
