import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { App } from '$lib/server/app.ts';
import { enrol, type Caller } from '$lib/server/identity/identity.ts';
import type { Answer } from '$lib/sync/protocol.ts';
import { bytesOf, Client, home, need, op, serve, truth, type Served } from '../support/client.ts';
import {
  another,
  deviceOf,
  expectDiscreet,
  expectProblem,
  nothingDone,
  receiptsOf,
  resultsOf,
  unchanged,
} from './asked.ts';
import { names, objectsOf, otherTypes, pathsOf, samples, valueAt, withAt, type Json } from './samples.ts';

/** What the built server answers to well-formed requests whose commands are not: SPEC S2–S5, E2 and E3. */
let served: Served;
let file: string;
beforeAll(async () => {
  served = await serve();
  file = served.server.database;
});
afterAll(() => served.server.stop());

describe('a command that is none is a coded result in a 200, and changes nothing (E2)', () => {
  const tell = async (ops: unknown[], client = served.desk) => {
    return nothingDone(file, async () => resultsOf(await another(client).sync(ops)));
  };

  test('names that no command has', async () => {
    const unknown = ['', 'need', 'need.', 'Need.post', 'need.delete', 'constructor', '__proto__', 'toString'];
    unknown.push('hasOwnProperty', '../need.post', 'need.post ', "'; drop table row; --", '古'.repeat(20));
    const results = await tell(unknown.map((name, index) => op(index + 1, name, { id: 'n1' })));
    expect(results).toEqual(
      unknown.map((_, index) => ({ n: index + 1, ok: false, code: 'unknown-command' })),
    );
  });

  test('a version still to come', async () => {
    const results = await tell([op(1, 'need.cancel', { id: 'n1' }, { v: 2 })]);
    expect(results).toEqual([{ n: 1, ok: false, code: 'unknown-command' }]);
  });

  /** Every way of bending these arguments that this list says, as the ops of one push; all must be refused. */
  async function refused(name: string, bent: { what: string; args: Json }[]) {
    for (let from = 0; from < bent.length; from += 200) {
      const some = bent.slice(from, from + 200);
      const ops = some.map(({ args }, index) => op(index + 1, name, args));
      const before = truth(file);
      const results = resultsOf(await another(served.desk).sync(ops));
      const told = results.map((result, index) => [some[index]?.what, result.ok ? 'ok' : result.code]);
      expect(told).toEqual(some.map(({ what }) => [what, 'bad-arguments']));
      expect(truth(file)).toBe(before);
    }
  }

  test.each(names)('%s: arguments of another type, or missing', async (name) => {
    const sample = samples[name] as unknown as Json;
    const bent = otherTypes(sample).map((args) => ({ what: `args = ${JSON.stringify(args)}`, args }));
    for (const path of pathsOf(sample)) {
      for (const other of otherTypes(valueAt(sample, path))) {
        // A root has no parent.
        if (name === 'area.keep' && path.join() === 'parent' && other === null) continue;
        bent.push({
          what: `${path.join('.')} = ${JSON.stringify(other)}`,
          args: withAt(sample, path, other),
        });
      }
    }
    bent.push({ what: 'no id', args: withAt(sample, ['id'], undefined) });
    await refused(name, bent);
  });

  const nosy = [
    'ethnicity',
    'religion',
    'nation',
    'idCard',
    'gps',
    'income',
    'political',
    'by',
    'who',
    'person',
  ];
  nosy.push('at', 'postedAt', 'assignments', 'rating', 'revokedAt', 'role', 'constructor', '__proto__');
  test.each(names)('S01: %s: fields that it does not have, at every depth', async (name) => {
    const sample = samples[name] as unknown as Json;
    const bent = objectsOf(sample).flatMap((path) =>
      nosy.map((field) => ({
        what: [...path, field].join('.'),
        args: withAt(sample, [...path, field], '汉族'),
      })),
    );
    await refused(name, bent);
    expect(bytesOf(file).includes('汉族')).toBe(false);
  });

  test('words that are too long, too short, of no known kind', async () => {
    const ids = ['', ' ', 'a b', 'a/b', "a'b", 'x'.repeat(65), '古', 'a\u0000', '\ud800'];
    await refused(
      'need.cancel',
      ids.map((id) => ({ what: id, args: { id } })),
    );
    const household = samples['household.keep'] as unknown as Json;
    const bad: [string, Json][] = [
      ['name', ''],
      ['name', '   '],
      ['name', 'x'.repeat(65)],
      ['phone', ''],
      ['phone', 'not a phone'],
      ['phone', '1'.repeat(40)],
      ['place', 'x'.repeat(141)],
    ];
    await refused(
      'household.keep',
      bad.map(([field, value]) => ({
        what: `${field} ${JSON.stringify(value)}`,
        args: withAt(household, [field], value),
      })),
    );
    const post = samples['need.post'] as unknown as Json;
    const wrong: [string, Json][] = [
      ['code', '123'],
      ['code', '12345'],
      ['number', '1'],
      ['number', '1-1-1'],
      ['from', '2026-13-01'],
      ['from', '2027-02-31'],
      ['from', '23.11.2026'],
      ['half', 'night'],
      ['channel', 'fax'],
      ['minutes', 4],
      ['minutes', 1441],
      ['minutes', 60.5],
      ['places', []],
      ['places', Array.from({ length: 21 }, () => ({}))],
      ['goods', Array.from({ length: 21 }, () => valueAt(post, ['goods', 0]))],
      ['places', [{ skill: 'magic' }]],
    ];
    await refused(
      'need.post',
      wrong.map(([field, value]) => ({
        what: `${field} ${JSON.stringify(value)}`,
        args: withAt(post, [field], value),
      })),
    );
  });

  test('op 3 of 5 is bad: the others run, and receipts are contiguous (S5)', async () => {
    for (const [kind, third, code] of [
      ['shape', op(3, 'household.keep', { ...home, id: 'five-3', ethnicity: 'x' }), 'bad-arguments'],
      ['name', op(3, 'household.burn', { id: 'five-3' }), 'unknown-command'],
      ['rule', op(3, 'household.keep', { ...home, id: 'five-3', area: 'nowhere' }), 'not-allowed'],
    ] as const) {
      const keep = (n: number) => op(n, 'household.keep', { ...home, id: `five-${kind}-${n}` });
      const client = another(served.coordinator);
      const ops = [keep(1), keep(2), third, keep(4), keep(5)];
      const reply = await client.sync(ops);
      const results = resultsOf(reply);
      expect(results).toEqual(
        [1, 2, 3, 4, 5].map((n) => (n === 3 ? { n, ok: false, code } : { n, ok: true })),
      );
      expect((JSON.parse(reply.text) as Answer).lastOp).toBe(5);
      const after = truth(file);
      for (const n of [1, 2, 4, 5]) expect(after).toContain(`five-${kind}-${n}`);
      expect(after).not.toContain('five-3');
      expect(receiptsOf(file, client)).toEqual({ lastOp: 5, receipts: results });
    }
  });
});

describe('who speaks is read from the credential (S2)', () => {
  const refusal = async (client: Client, name: string, args: unknown) => {
    const ask = async () => resultsOf(await another(client).sync([op(1, name, args)]));
    const [result] = await nothingDone(file, ask);
    return result && !result.ok ? result.code : 'ok';
  };

  test('no command lets a helper speak for another', async () => {
    await served.anna.say({ name: 'need.claim', args: { id: 'n1' } });
    expect(await refusal(served.bek, 'need.withdraw', { id: 'n1', volunteer: 'anna' })).toBe('not-allowed');
    expect(await refusal(served.bek, 'need.absent', { id: 'n1', volunteer: 'anna' })).toBe('not-allowed');
    expect(await refusal(served.bek, 'need.assign', { id: 'n1', volunteer: 'bek' })).toBe('not-allowed');
    expect(await refusal(served.bek, 'volunteer.away', { id: 'anna' })).toBe('not-allowed');
    for (const field of ['by', 'who', 'volunteer', 'person']) {
      expect(await refusal(served.bek, 'need.claim', { id: 'n1', [field]: 'anna' })).toBe('bad-arguments');
      const finish = { id: 'n1', result: 'done', minutes: 60, [field]: 'anna' };
      expect(await refusal(served.bek, 'need.finish', finish)).toBe('bad-arguments');
    }
  });

  test('what only coordinators, administrators or the clock may say, nobody else may', async () => {
    const below = [served.anna, served.kiosk];
    const desks = [
      'need.edit',
      'need.cancel',
      'need.offer',
      'need.assign',
      'need.absent',
      'need.reopen',
    ] as const;
    for (const client of below)
      for (const name of [...desks, 'volunteer.keep', 'area.keep', 'service.keep', 'need.give-up'] as const)
        expect([name, await refusal(client, name, samples[name])]).toEqual([name, 'not-allowed']);
    for (const client of [...below, served.coordinator, served.desk])
      for (const name of ['need.escalate', 'need.lapse'] as const)
        expect([name, await refusal(client, name, samples[name])]).toEqual([name, 'not-allowed']);
    expect(await refusal(served.coordinator, 'service.keep', samples['service.keep'])).toBe('not-allowed');
    expect(await refusal(served.kiosk, 'need.claim', { id: 'n1' })).toBe('not-allowed');
    expect(await refusal(served.anna, 'household.keep', samples['household.keep'])).toBe('not-allowed');
    expect(await refusal(served.kiosk, 'household.keep', { ...home, name: '别人' })).toBe('not-allowed');
    const device = deviceOf(file, served.kiosk);
    for (const client of below)
      expect(await refusal(client, 'device.revoke', { id: device })).toBe('not-allowed');
  });

  test('a coordinator of a grid says nothing beyond it', async () => {
    const told = (name: string, args: unknown) => refusal(served.coordinator, name, args);
    expect(await told('household.keep', { ...home, id: 'out', area: 'grid-2' })).toBe('not-allowed');
    expect(await told('household.keep', { ...home, id: 'out', area: served.village })).toBe('not-allowed');
    const chen = samples['volunteer.keep'];
    expect(await told('volunteer.keep', { ...chen, id: 'chen', area: 'grid-1' })).toBe('not-allowed');
    expect(await told('need.post', { ...need, id: 'out', area: 'grid-2' })).toBe('not-allowed');
    expect(await told('device.revoke', { id: deviceOf(file, served.desk) })).toBe('not-allowed');
    expect(
      await told('area.keep', { id: 'out', parent: null, level: 'county', name: { 'zh-CN': 'x' } }),
    ).toBe('not-allowed');
  });

  test('another device’s outbox is refused, and stays as it was (E3)', async () => {
    const ours = another(served.anna);
    resultsOf(await ours.sync([op(1, 'volunteer.away', { id: 'anna' })]));
    await unchanged(file, async () => {
      for (const thief of [served.bek, served.kiosk, served.desk]) {
        const { stream } = ours;
        const withdraw = op(2, 'need.withdraw', { id: 'n1' });
        expectProblem(await another(thief).sync([withdraw], { stream }), 403, 'not-your-stream');
        expectProblem(await another(thief).sync([], { stream }), 403, 'not-your-stream');
      }
    });
  });
});

describe('the order of ops (S3, S4)', () => {
  const keep = (n: number, name = `第${n}`) =>
    op(n, 'household.keep', { ...home, id: `order-${n}`, name, phone: '13800000000' });

  test('repeats: the same receipts, and nothing doubled, also where the words have changed', async () => {
    const client = another(served.coordinator);
    const first = resultsOf(await client.sync([keep(1), op(2, 'need.burn', {}), keep(3)]));
    const before = truth(file);
    expect(resultsOf(await client.sync([keep(1), op(2, 'need.burn', {}), keep(3)]))).toEqual(first);
    expect(resultsOf(await client.sync([keep(2)]))).toEqual(first.slice(1, 2));
    expect(
      resultsOf(await client.sync([keep(1, '改名'), keep(2), op(3, 'need.cancel', { id: 'n1' })])),
    ).toEqual(first);
    expect(truth(file)).toBe(before);
    const overlap = resultsOf(await client.sync([keep(2), keep(3, '改名'), keep(4), keep(5)]));
    expect(overlap).toEqual([...first.slice(1), { n: 4, ok: true }, { n: 5, ok: true }]);
    expect(truth(file)).not.toContain('改名');
    expect(receiptsOf(file, client).receipts).toHaveLength(5);
  });

  test('the same push, many times at once, runs once', async () => {
    const client = another(served.coordinator);
    const all = await Promise.all(Array.from({ length: 8 }, () => client.sync([keep(1), keep(2)])));
    for (const reply of all)
      expect(resultsOf(reply)).toEqual([
        { n: 1, ok: true },
        { n: 2, ok: true },
      ]);
    expect(receiptsOf(file, client)).toMatchObject({ lastOp: 2, receipts: [{ n: 1 }, { n: 2 }] });
  });

  test('a gap: say again from there, and nothing of the push runs', async () => {
    const client = another(served.coordinator);
    const before = truth(file);
    const ask = async (...ops: unknown[]) => JSON.parse((await client.sync(ops)).text) as unknown;
    expect(await ask(keep(902), keep(903))).toEqual({ resend: true, lastOp: 0 });
    expect(await ask(keep(Number.MAX_SAFE_INTEGER))).toEqual({ resend: true, lastOp: 0 });
    expect(await ask(keep(1))).toMatchObject({ lastOp: 1 });
    const after = truth(file);
    expect(after).not.toContain('order-902');
    expect(await ask(keep(903))).toEqual({ resend: true, lastOp: 1 });
    expect(truth(file)).toBe(after);
    expect(before).not.toBe('');
    expect(receiptsOf(file, client).receipts).toHaveLength(1);
  });

  test('ops that are not in order are refused whole', async () => {
    const client = another(served.coordinator);
    await unchanged(file, async () => {
      for (const order of [
        [2, 1],
        [1, 1],
        [1, 3],
        [1, 2, 4],
        [1, 2, 2, 3],
        [3, 2, 1],
      ])
        expectProblem(await client.sync(order.map((n) => keep(n))), 400, 'ops-not-in-order');
    });
  });

  test('200 ops are heard, 201 are not', async () => {
    const client = another(served.bek);
    const ops = (many: number) =>
      Array.from({ length: many }, (_, i) => op(i + 1, 'volunteer.away', { id: 'bek' }));
    await unchanged(file, async () => expectProblem(await client.sync(ops(201)), 413, 'too-many-ops'));
    expect(resultsOf(await client.sync(ops(200)))).toHaveLength(200);
  });
});

test('two devices that begin one stream at the same moment: one has it, the other is refused (E3)', async () => {
  const app = await App.open('memory:', false);
  const code = (await app.setUp()) ?? '';
  const { device } = await enrol(app.store, code, '村', Date.now());
  const caller = (id: string): Caller => ({
    device: { ...device, id },
    who: { device: id, role: device.role, person: id, area: device.area },
    gen: 1,
    revoked: false,
  });
  const ask = (id: string) =>
    app.receiver.receive(
      {
        ...{
          protocol: 1,
          stream: '7d4f7f3c-5a0f-4a51-9f0e-0d6d1c7b1a11',
          cursor: null,
          left: 0,
          limit: 10,
          sent: 0,
          ...{ app: '', kept: null, keeps: [] },
        },
        ops: [op(1, 'household.keep', { ...home, id: `of-${id}`, area: device.area })],
      },
      caller(id),
      Date.now(),
    );
  const both = await Promise.allSettled([ask('one'), ask('two')]);
  expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = both.find((each) => each.status === 'rejected');
  expect(lost?.reason).toMatchObject({ status: 403, code: 'not-your-stream' });
  await app.close();
});

test('S15: all this left no trace in the log, and no secret in the database', () => expectDiscreet(served));
