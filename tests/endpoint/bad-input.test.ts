import { request as call, type ClientRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '$lib/sync/protocol.ts';
import { Client, need, op, serve, type Served } from '../support/client.ts';
import { another, expectDiscreet, expectProblem, json, resultsOf, unchanged } from './asked.ts';
import { otherTypes, valueAt, withAt, type Json } from './samples.ts';

/** What the built server answers to bodies and requests that do not keep to the protocol (SPEC E1). */
let served: Served;
let file: string;
beforeAll(async () => {
  served = await serve();
  file = served.server.database;
});
afterAll(() => served.server.stop());

const newcomer = () => new Client(served.server.url);

describe('a body that is none (E1)', () => {
  const doors = ['/api/sync', '/api/invite', '/api/enrol'];
  const send = (door: string, body: string | Uint8Array, headers: Record<string, string> = json) => {
    // Whoever enrols is counted by address: a new one each time.
    const client = door === '/api/enrol' ? newcomer() : another(served.desk);
    return client.send(door, { body, headers });
  };

  test.each(doors)('%s: not JSON', async (door) => {
    const bodies = [
      '',
      ' ',
      '{',
      '{"a":}',
      '[1,]',
      "{'a':1}",
      'undefined',
      'NaN',
      '{}{}',
      '{"a":1}\0',
      '<x/>',
    ];
    await unchanged(file, async () => {
      for (const body of bodies) expectProblem(await send(door, body), 400, 'malformed');
      expectProblem(await newcomerOr(door).send(door, { headers: json }), 400, 'malformed');
    });
  });

  const newcomerOr = (door: string) => (door === '/api/enrol' ? newcomer() : another(served.desk));

  test.each(doors)('%s: JSON of another shape', async (door) => {
    const bodies: Json[] = [null, true, 0, 'text', [], [[]], {}, { a: 1 }, [{}]];
    await unchanged(file, async () => {
      for (const body of bodies) expectProblem(await send(door, JSON.stringify(body)), 400, 'malformed');
    });
  });

  test.each(doors)('%s: not UTF-8', async (door) => {
    const broken = [
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
      Buffer.from('"古', 'utf8').subarray(0, 3),
      Buffer.from(JSON.stringify(served.desk.request()), 'utf16le'),
    ];
    await unchanged(file, async () => {
      for (const body of broken) expectProblem(await send(door, body), 400, 'malformed');
    });
  });

  test.each(doors)('%s: nested beyond reason', async (door) => {
    const bodies = [
      '['.repeat(100_000),
      '['.repeat(100_000) + ']'.repeat(100_000),
      `${'{"a":'.repeat(25)}1${'}'.repeat(25)}`,
      JSON.stringify(served.desk.request([op(1, 'need.claim', { id: 'n1' })])).replace(
        '"n1"',
        '['.repeat(30) + ']'.repeat(30),
      ),
    ];
    await unchanged(file, async () => {
      for (const body of bodies) expectProblem(await send(door, body), 400, 'too-deep');
    });
  });

  test.each(doors)('%s: another content type', async (door) => {
    const types = [
      '',
      'application/xml',
      'application/x-json',
      'application/jsonp',
      'application/octet-stream',
    ];
    types.push('image/png', 'json', 'application/json-patch+json', 'application/problem+json');
    const body = JSON.stringify(served.desk.request());
    await unchanged(file, async () => {
      for (const type of types)
        expectProblem(await send(door, body, type ? { 'content-type': type } : {}), 415, 'not-json');
    });
  });

  test.each(doors)('%s: a form, from its own page or from another site', async (door) => {
    const body = JSON.stringify(served.desk.request());
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    await unchanged(file, async () => {
      for (const type of types) {
        const from = (origin: string) => send(door, body, { 'content-type': type, origin });
        expectProblem(await from(served.server.url), 415, 'not-json');
        // SvelteKit itself turns these away, before any of our code runs.
        expect((await from('https://elsewhere.example')).status).toBe(403);
      }
    });
  });

  test.each(doors)('%s: another encoding', async (door) => {
    const body = gzipSync(JSON.stringify(served.desk.request()));
    const encodings = [
      'br',
      'deflate',
      'zstd',
      'compress',
      'gzip, gzip',
      'gzip, identity',
      'x',
      'g'.repeat(500),
    ];
    await unchanged(file, async () => {
      for (const encoding of encodings)
        expectProblem(
          await send(door, body, { ...json, 'content-encoding': encoding }),
          415,
          'unknown-encoding',
        );
    });
  });

  test.each(doors)('%s: gzip that is none, or broken off', async (door) => {
    const whole = gzipSync(JSON.stringify(served.desk.request()));
    const crooked = Buffer.from(whole);
    crooked.fill(0x5a, 12, 40);
    const bodies = [whole.subarray(0, 9), whole.subarray(0, whole.length - 9), crooked, Buffer.from('{}')];
    bodies.push(Buffer.alloc(0), gzipSync(whole));
    await unchanged(file, async () => {
      for (const body of bodies)
        expectProblem(await send(door, body, { ...json, 'content-encoding': 'gzip' }), 400, 'malformed');
    });
  });

  test.each(doors)('%s: too many bytes, as sent', async (door) => {
    const over = JSON.stringify({ ...served.desk.request(), x: 'y'.repeat(256 * 1024) });
    await unchanged(file, async () => {
      expectProblem(await send(door, over), 413, 'too-large');
      // Beyond what SvelteKit's adapter takes, too.
      expectProblem(await send(door, 'y'.repeat(600 * 1024)), 413, 'too-large');
    });
  });

  test.each(doors)('%s: too many bytes once inflated, in one piece or in several', async (door) => {
    const zipped = { ...json, 'content-encoding': 'gzip' };
    const half = gzipSync(Buffer.alloc(700 * 1024, ' '));
    await unchanged(file, async () => {
      expectProblem(await send(door, gzipSync(Buffer.alloc(1024 * 1024 + 1, ' ')), zipped), 413, 'too-large');
      expectProblem(await send(door, Buffer.concat([half, half]), zipped), 413, 'too-large');
    });
  });

  test('a zip bomb of 100 MB is refused at once, and costs no memory', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024), { level: 9 });
    expect(bomb.length).toBeLessThan(256 * 1024);
    await unchanged(file, async () => {
      for (const door of doors) {
        const begun = performance.now();
        expectProblem(await send(door, bomb, { ...json, 'content-encoding': 'gzip' }), 413, 'too-large');
        expect(performance.now() - begun).toBeLessThan(1000);
      }
    });
  });

  test('a caller who hangs up in the middle leaves nothing behind, and the server goes on', async () => {
    await unchanged(file, async () => {
      const { port } = served.server;
      const headers = {
        ...json,
        cookie: served.desk.cookie,
        'x-forwarded-for': '10.9.9.9',
        'content-length': 500,
      };
      const half: ClientRequest = call({ port, path: '/api/sync', method: 'POST', headers });
      half.on('error', () => undefined);
      half.write('{"protocol":1,');
      await new Promise((resolve) => setTimeout(resolve, 100));
      half.destroy();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect((await served.desk.send('/api/health', { method: 'GET' })).text).toBe('ok');
    });
  });

  test('what is allowed at the edge is let through', async () => {
    const padded = JSON.stringify(another(served.desk).request()).padEnd(256 * 1024, ' ');
    expect((await another(served.desk).send('/api/sync', { body: padded, headers: json })).status).toBe(200);
    const inflated = gzipSync(JSON.stringify(another(served.desk).request()).padEnd(1024 * 1024, ' '));
    const zipped = { ...json, 'content-encoding': 'gzip' };
    expect((await another(served.desk).send('/api/sync', { body: inflated, headers: zipped })).status).toBe(
      200,
    );
    const charset = { 'content-type': 'application/json; charset=utf-8' };
    const plain = JSON.stringify(another(served.desk).request());
    expect((await another(served.desk).send('/api/sync', { body: plain, headers: charset })).status).toBe(
      200,
    );
  });
});

describe('a sync request with a wrong part (E1)', () => {
  const cursor = { epoch: 'e', seq: 1, nonce: 'n', gen: 1 };
  const whole = (): Json => {
    const ops = [op(1, 'need.claim', { id: 'n1' })];
    return {
      ...another(served.anna).request(ops, { cursor }),
      stream: crypto.randomUUID(),
    };
  };
  const inside = (path: string) => path.split('.').map((each) => (/^\d+$/.test(each) ? Number(each) : each));
  const send = (body: Json) => another(served.anna).post('/api/sync', body);
  const fields = ['protocol', 'stream', 'cursor', 'cursor.epoch', 'cursor.seq', 'cursor.nonce', 'cursor.gen'];
  fields.push('ops', 'ops.0', 'ops.0.n', 'ops.0.name', 'ops.0.v', 'ops.0.at', 'left', 'limit', 'sent');

  test.each(fields)('%s of another type, or missing', async (field) => {
    const path = inside(field);
    const others = otherTypes(valueAt(whole(), path)).filter((each) => field !== 'cursor' || each !== null);
    // An empty list of ops is no fault: it is a pull.
    await unchanged(file, async () => {
      for (const other of others) expectProblem(await send(withAt(whole(), path, other)), 400, 'malformed');
      if (field !== 'ops.0') expectProblem(await send(withAt(whole(), path, undefined)), 400, 'malformed');
    });
  });

  test('args missing', async () => {
    await unchanged(file, async () =>
      expectProblem(await send(withAt(whole(), inside('ops.0.args'), undefined)), 400, 'malformed'),
    );
  });

  test.each([
    ['protocol', [0, -1, 1.5, 1001]],
    ['stream', ['', 'x', '../../etc/passwd', "' or 1=1 --", '0'.repeat(36)]],
    ['cursor.epoch', ['x'.repeat(65)]],
    ['cursor.seq', [-1, 0.5, 2 ** 53]],
    ['cursor.nonce', ['x'.repeat(65)]],
    ['cursor.gen', [-1, 0.5, 2 ** 53]],
    ['ops.0.n', [0, -1, 1.5, 2 ** 53]],
    ['ops.0.name', ['x'.repeat(65)]],
    ['ops.0.v', [0, -1, 1.5, 10_001]],
    ['left', [-1, 0.5, 1_000_000_001]],
    ['limit', [0, -1, 0.5, 1_000_001]],
  ] as [string, Json[]][])('%s out of bounds', async (field, values) => {
    await unchanged(file, async () => {
      for (const value of values)
        expectProblem(await send(withAt(whole(), inside(field), value)), 400, 'malformed');
    });
  });

  test.each(['sent', 'left', 'limit', 'ops.0.n', 'ops.0.at', 'cursor.seq'])(
    '%s is infinite',
    async (field) => {
      const body = JSON.stringify(withAt(whole(), inside(field), 4242424242)).replace('4242424242', '1e999');
      await unchanged(file, async () =>
        expectProblem(
          await another(served.anna).send('/api/sync', { body, headers: json }),
          400,
          'malformed',
        ),
      );
    },
  );

  const forged = [
    'by',
    'who',
    'person',
    'device',
    'role',
    'volunteer',
    'area',
    'admin',
    'constructor',
    '__proto__',
  ];
  test.each(forged)('a field %s that nobody asked for', async (field) => {
    const places = [[field], ['cursor', field], ['ops', 0, field]];
    await unchanged(file, async () => {
      for (const path of places)
        expectProblem(await send(withAt(whole(), path, 'administrator')), 400, 'malformed');
    });
  });

  test('a wild cursor is no fault: the device is told to start anew', async () => {
    const told = JSON.parse((await served.anna.sync([], { cursor: null })).text) as Answer;
    const wild = [
      { ...told.cursor, seq: 2 ** 53 - 1 },
      { ...told.cursor, nonce: 'x' },
      { ...told.cursor, nonce: '' },
      { ...told.cursor, epoch: '' },
      { ...told.cursor, gen: 99 },
      { epoch: '\u0000', seq: 0, nonce: '\ud800', gen: 0 },
    ];
    for (const each of wild) {
      const reply = await another(served.anna).sync([], { cursor: each });
      expect(reply.status).toBe(200);
      expect(JSON.parse(reply.text)).toMatchObject({ reset: true });
    }
  });

  test('times beyond all reason are clamped, not believed and not stumbled over (S11)', async () => {
    const client = another(served.kiosk);
    for (const [index, [at, sent]] of [
      [1.7e308, -1.7e308],
      [-1.7e308, 1.7e308],
      [1e15, 0],
      [-1e15, 0],
      [0, 1e300],
    ].entries()) {
      const id = `clock-${index}`;
      const post = { ...need, id, number: `9-${index}`, channel: 'kiosk' };
      const before = Date.now();
      const reply = await another(client).sync([op(1, 'need.post', post, { at: at ?? 0 })], { sent });
      expect(resultsOf(reply)).toEqual([{ n: 1, ok: true }]);
      const posted = (JSON.parse(reply.text) as Answer).put.need?.find((each) => each.id === id);
      expect(posted?.postedAt).toBeGreaterThanOrEqual(0);
      expect(posted?.postedAt).toBeLessThanOrEqual(Date.now());
      expect(before).toBeGreaterThan(0);
    }
  });
});

test('all this left no trace in the log, and no secret in the database', () => expectDiscreet(served));
