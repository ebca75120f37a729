import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { enrol, invite, setUpCode } from '$lib/server/identity/identity.ts';
import { Pokes } from '$lib/server/poke.ts';
import { openStore } from '$lib/server/store/open.ts';
import { behind, Client, home, op, serve, type Reply, type Served } from '../support/client.ts';
import {
  another,
  deviceOf,
  expectDiscreet,
  expectProblem,
  hashed,
  json,
  resultsOf,
  secretOf,
  unchanged,
} from './asked.ts';
import { samples } from './samples.ts';

/** Who is let in, who is not, and what becomes of those who try: SPEC S13, E4 and E5. */
let served: Served;
let file: string;
beforeAll(async () => {
  served = await serve();
  file = served.server.database;
});
afterAll(() => served.server.stop());

const newcomer = () => new Client(served.server.url);

describe('invitations (E4)', () => {
  const wish = () => ({ role: 'kiosk', area: served.village, name: '一次' }) as const;

  test('a code that nobody gave', async () => {
    await unchanged(file, async () => {
      for (const code of ['aaaaaaaaaaaa', '', 'x', 'x'.repeat(64), "' or '1'='1", '\u0000'])
        expectProblem(await newcomer().post('/api/enrol', { code }), 404, 'unknown-invitation');
      const hash = hashed(served.setUp);
      expectProblem(await newcomer().post('/api/enrol', { code: hash }), 404, 'unknown-invitation');
    });
  });

  test('no code, or one of another type, or with more than asked', async () => {
    const bodies = [{}, { code: 1 }, { code: null }, { code: ['a'] }, { code: 'a', role: 'administrator' }];
    const more = [
      { code: 'a', village: 1 },
      { code: 'a', village: 'x'.repeat(61) },
      { code: 'x'.repeat(65) },
    ];
    await unchanged(file, async () => {
      for (const body of [...bodies, ...more])
        expectProblem(await newcomer().post('/api/enrol', body), 400, 'malformed');
    });
  });

  test('S12: a used code lets nobody in again, the set-up link neither', async () => {
    const code = await served.desk.invite(wish());
    await newcomer().enrol(code);
    await unchanged(file, async () => {
      expectProblem(await newcomer().post('/api/enrol', { code }), 410, 'invitation-used');
      const again = { code: served.setUp, village: '再来' };
      expectProblem(await newcomer().post('/api/enrol', again), 410, 'invitation-used');
    });
  });

  test('many at once with one code: one gets in', async () => {
    const code = await served.desk.invite(wish());
    const all = await Promise.all(Array.from({ length: 6 }, () => newcomer().post('/api/enrol', { code })));
    expect(all.map((reply) => reply.status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
  });

  test('an expired code lets nobody in', async () => {
    const code = await served.desk.invite(wish());
    behind(file, (database) =>
      database
        .prepare("update invitation set body = json_set(body, '$.expiresAt', ?) where hash = ?")
        .run(Date.now() - 1, hashed(code)),
    );
    await unchanged(file, async () =>
      expectProblem(await newcomer().post('/api/enrol', { code }), 410, 'invitation-expired'),
    );
  });

  test('S12: ten minutes for an invitation, a day for the set-up link, to the millisecond', async () => {
    const store = await openStore('memory:');
    const now = 1_800_000_000_000;
    const first = (await setUpCode(store, now)) ?? '';
    const day = 24 * 60 * 60_000;
    await expect(enrol(store, first, '村', now + day)).rejects.toMatchObject({ code: 'invitation-expired' });
    const { device } = await enrol(store, first, '村', now + day - 1);
    const who = { device: device.id, role: device.role, person: device.id, area: device.area };
    const asked = { role: 'kiosk', area: device.area, name: '一次' } as const;
    const { code, expiresAt } = await invite(store, { device, who, gen: 1, revoked: false }, asked, now);
    expect(expiresAt).toBe(now + 10 * 60_000);
    await expect(enrol(store, code, undefined, expiresAt)).rejects.toMatchObject({ status: 410 });
    await enrol(store, code, undefined, expiresAt - 1);
    await store.close();
  });

  test('a second set-up link is worth nothing once somebody has come in', async () => {
    const spare = 'spare-code-x';
    const body = {
      role: 'administrator',
      name: 'set-up',
      invitedBy: 'set-up',
      expiresAt: Date.now() + 60_000,
    };
    const hash = hashed(spare);
    behind(file, (database) =>
      database
        .prepare('insert into invitation (hash, body) values (?, ?)')
        .run(hash, JSON.stringify({ ...body, hash })),
    );
    await unchanged(file, async () => {
      expectProblem(await newcomer().post('/api/enrol', { code: spare }), 400, 'village-name-missing');
      const twice = { code: spare, village: '另一个村' };
      expectProblem(await newcomer().post('/api/enrol', twice), 410, 'invitation-used');
    });
  });

  test('nobody invites without the right to, or above his own area', async () => {
    const kiosk = { role: 'kiosk', area: 'grid-1', name: 'x' };
    const ask = (client: Client, more: object) => another(client).post('/api/invite', { ...kiosk, ...more });
    await unchanged(file, async () => {
      expectProblem(await newcomer().post('/api/invite', kiosk), 401, 'unknown-device');
      for (const client of [served.anna, served.kiosk])
        for (const role of ['kiosk', 'coordinator', 'administrator'])
          expectProblem(await ask(client, { role }), 403, 'not-allowed');
      const below = served.coordinator;
      expectProblem(await ask(below, { role: 'administrator' }), 403, 'not-allowed');
      expectProblem(await ask(below, { area: served.village }), 403, 'not-allowed');
      expectProblem(await ask(below, { role: 'coordinator', area: 'grid-2' }), 403, 'not-allowed');
      expectProblem(await ask(below, { role: 'volunteer', volunteer: 'chen' }), 403, 'not-allowed');
      expectProblem(await ask(below, { area: 'nowhere' }), 404, 'unknown-area');
      expectProblem(await ask(below, { role: 'volunteer', volunteer: 'nobody' }), 404, 'unknown-volunteer');
      expectProblem(await ask(below, { role: 'volunteer' }), 400, 'malformed');
      expectProblem(await ask(below, { volunteer: 'anna' }), 400, 'malformed');
      for (const more of [
        { role: 'clock' },
        { role: 'root' },
        { role: 1 },
        { area: null },
        { name: '' },
        { x: 1 },
      ])
        expectProblem(await ask(below, more), 400, 'malformed');
      for (const more of [{ expiresAt: 9e15 }, { invitedBy: 'me' }, { name: 'x'.repeat(65) }, { area: '古' }])
        expectProblem(await ask(below, more), 400, 'malformed');
    });
  });
});

describe('credentials', () => {
  const forged = ['', 'x', 'x'.repeat(43), 'x'.repeat(5000), '%E0%A4%A', '%00', "' or 1=1", 'yardem', '古'];
  test('none, or one that nobody was given', async () => {
    await unchanged(file, async () => {
      for (const path of ['/api/sync', '/api/invite']) {
        expectProblem(await newcomer().post(path, newcomer().request()), 401, 'unknown-device');
        for (const secret of forged) {
          const client = newcomer();
          client.cookie = `yardem=${encodeURI(secret)}`;
          expectProblem(await client.post(path, client.request()), 401, 'unknown-device');
        }
      }
      expectProblem(await newcomer().send('/api/poke', { method: 'GET' }), 401, 'unknown-device');
    });
  });

  test('its hash, as it stands in the database, opens nothing', async () => {
    const thief = newcomer();
    const secret = secretOf(served.desk);
    thief.cookie = `yardem=${hashed(secret)}`;
    expectProblem(await thief.sync(), 401, 'unknown-device');
  });

  test('the page is told that there is one, and no more: on coming in, and with a sync if it was not told yet (E11)', async () => {
    const invited = await another(served.desk).post('/api/invite', {
      ...{ role: 'kiosk', area: served.village, name: '一次' },
    });
    const { code } = JSON.parse(invited.text) as { code: string };
    const entered = await newcomer().post('/api/enrol', { code });
    const [credential, told] = entered.headers.getSetCookie();
    expect(credential).toMatch(/^yardem=.+; HttpOnly/);
    expect(told).toMatch(/^yardem-known=1; /);
    expect(told).not.toContain('HttpOnly');

    const old = newcomer();
    old.cookie = credential?.split(';')[0] ?? '';
    expect((await old.sync()).headers.getSetCookie()).toEqual([told]);
    old.cookie += '; yardem-known=1';
    expect((await old.sync()).headers.getSetCookie()).toEqual([]);
    expect((await newcomer().sync()).headers.getSetCookie()).toEqual([]);
  });

  test('a stranger is turned away before his body is read', async () => {
    const body = '['.repeat(200_000);
    expectProblem(await newcomer().send('/api/sync', { body, headers: json }), 401, 'unknown-device');
  });

  test('S12: a revoked device is told to forget everything on its very next request, whatever it says (S13)', async () => {
    const code = await served.desk.invite({ role: 'kiosk', area: served.village, name: '丢了的' });
    const lost = await new Client(served.server.url).enrol(code);
    resultsOf(await lost.sync());
    const revoke = op(1, 'device.revoke', { id: deviceOf(file, lost) });
    expect(resultsOf(await another(served.desk).sync([revoke]))).toEqual([{ n: 1, ok: true }]);
    const rows = () =>
      behind(file, (database) => database.prepare(`select * from "row" where kind <> 'quarantine'`).all());
    const before = rows();
    const says = [
      () => lost.sync(),
      () => lost.sync([op(1, 'household.keep', { ...home, id: 'late' })]),
      () => lost.post('/api/sync', { junk: true }),
      () => another(lost).sync(),
    ];
    for (const say of says) {
      const reply = await say();
      expect([reply.status, JSON.parse(reply.text)]).toMatchObject([200, { wipe: true }]);
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
    expectProblem(await lost.send('/api/poke', { method: 'GET' }), 401);
    expectProblem(await lost.post('/api/invite', { role: 'kiosk', area: served.village, name: 'x' }), 401);
    expect(rows()).toEqual(before);
  });

  test('a volunteer who has left is told the same', async () => {
    const code = await served.desk.invite({
      role: 'volunteer',
      area: 'grid-2',
      volunteer: 'chen',
      name: '手机',
    });
    const chen = await new Client(served.server.url).enrol(code);
    resultsOf(await chen.sync());
    const left = { ...samples['volunteer.keep'], id: 'chen', area: 'grid-2', status: 'left' };
    resultsOf(await another(served.desk).sync([op(1, 'volunteer.keep', left)]));
    expect(JSON.parse((await chen.sync()).text)).toEqual({
      wipe: true,
      lastOp: expect.any(Number) as number,
      results: [],
    });
    expectProblem(await chen.send('/api/poke', { method: 'GET' }), 401);
  });
});

test('a server that is asked to stop ends the lines of those who listen, and is gone in order', async () => {
  const { server, desk } = await serve();
  const headers = { cookie: desk.cookie, 'x-forwarded-for': desk.address };
  const line = await fetch(`${server.url}/api/poke`, { headers });
  expect(line.status).toBe(200);
  expect(await server.stop()).toBe(true);
});

describe('an open line of pokes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is closed at the next heartbeat once its device is revoked', async () => {
    let welcome = true;
    const stream = new Pokes().stream(new AbortController().signal, () => Promise.resolve(welcome));
    const reader = stream.body?.getReader();
    const read = async () => Buffer.from((await reader?.read())?.value ?? new Uint8Array()).toString();
    expect(await read()).toBe('retry: 3000\n\n');
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await read()).toBe(': still here\n\n');
    welcome = false;
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await read()).toBe(': still here\n\n');
    expect((await reader?.read())?.done).toBe(true);
  });
});

describe('strangers are counted (E5)', () => {
  test.each([
    ['/api/enrol', (client: Client) => client.post('/api/enrol', { code: 'guess' })],
    ['/api/enrol with junk', (client: Client) => client.send('/api/enrol', { body: '{', headers: json })],
    ['/api/sync', (client: Client) => client.sync()],
    ['/api/invite', (client: Client) => client.post('/api/invite', {})],
    ['/api/poke', (client: Client) => client.send('/api/poke', { method: 'GET' })],
  ])('%s: 429 with a time to wait, from that address only', async (_door, knock) => {
    await unchanged(file, async () => {
      const stranger = newcomer();
      const replies: Reply[] = [];
      for (let tries = 0; tries < 40; tries++) replies.push(await knock(stranger));
      const first = replies.findIndex((reply) => reply.status === 429);
      expect(first).toBeGreaterThanOrEqual(5);
      expect(first).toBeLessThanOrEqual(30);
      for (const reply of replies.slice(first)) {
        expectProblem(reply, 429, 'too-many-tries');
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(Number(reply.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      }
      expect((await knock(newcomer())).status).not.toBe(429);
    });
  });

  test('whoever has a credential is not held up by a neighbour who guesses', async () => {
    const neighbour = newcomer();
    for (let tries = 0; tries < 40; tries++) await neighbour.post('/api/enrol', { code: 'guess' });
    const device = new Client(served.server.url, neighbour.address);
    device.cookie = served.desk.cookie;
    expect((await device.sync()).status).toBe(200);
  });
});

describe('methods that a door does not have', () => {
  const doors = [
    ['/api/sync', 'POST'],
    ['/api/enrol', 'POST'],
    ['/api/invite', 'POST'],
    ['/api/poke', 'GET'],
    ['/api/health', 'GET'],
  ] as const;
  test.each(doors)('%s: all but %s', async (door, has) => {
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((method) => method !== has);
    await unchanged(file, async () => {
      for (const method of others) {
        const reply = await another(served.desk).send(door, { method });
        expect([method, reply.status]).toEqual([method, 405]);
        expect(reply.headers.get('allow')).toContain(has);
      }
    });
  });

  test.each(doors)('%s: says so as a problem', async (door, has) => {
    const reply = await another(served.desk).send(door, { method: has === 'GET' ? 'PUT' : 'GET' });
    expectProblem(reply, 405);
  });

  test('the demo’s open door is shut on a real server', async () => {
    for (const path of ['/api/demo/desk', '/api/demo/phone'])
      expectProblem(await newcomer().send(path, { method: 'GET' }), 404);
    const page = await newcomer().send('/', { method: 'GET' });
    expect([page.status, page.headers.getSetCookie()]).toEqual([200, []]);
  });
});

describe('headers and secrets', () => {
  test('S15: no answer is stored on the way', async () => {
    const invited = await another(served.desk).post('/api/invite', {
      ...{ role: 'kiosk', area: served.village, name: '一次' },
    });
    const { code } = JSON.parse(invited.text) as { code: string };
    const entered = await newcomer().post('/api/enrol', { code });
    for (const reply of [await another(served.desk).sync(), invited, entered]) {
      expect(reply.status).toBe(200);
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('content-type')).toBe('application/json');
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(entered.text).not.toContain((entered.headers.get('set-cookie') ?? '').split(/[=;]/)[1]);
  });

  test.each([
    ['https', true],
    ['http', false],
    [undefined, false],
  ])('the cookie, where the proxy says %s', async (protocol, secure) => {
    const code = await served.desk.invite({ role: 'kiosk', area: served.village, name: '一次' });
    const headers: Record<string, string> = protocol ? { 'x-forwarded-proto': protocol } : {};
    const reply = await newcomer().post('/api/enrol', { code }, headers);
    const flags = (reply.headers.get('set-cookie') ?? '').split(/;\s*/).map((each) => each.toLowerCase());
    expect(flags).toEqual(expect.arrayContaining(['httponly', 'samesite=strict', 'path=/']));
    expect(flags.includes('secure')).toBe(secure);
    expect(flags.some((each) => each.startsWith('domain='))).toBe(false);
  });

  test.each(['javascript:', '%', 'a/b', 'ftp'])(
    'a proxy header of nonsense (%s) harms nobody',
    async (protocol) => {
      const reply = await another(served.desk).post('/api/sync', served.desk.request(), {
        'x-forwarded-proto': protocol,
      });
      expect(reply.status).toBeLessThan(500);
      expect((await served.desk.send('/api/health', { method: 'GET' })).text).toBe('ok');
    },
  );
});

test('S15: all this left no trace in the log, and no secret in the database', () => {
  expect(served.secrets).toHaveLength(10);
  expectDiscreet(served);
});
