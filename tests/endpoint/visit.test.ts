import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Need } from '$lib/domain/need/need.ts';
import type { Household } from '$lib/domain/household/household.ts';
import type { Answer } from '$lib/sync/protocol.ts';
import { VISIT_HEADER, type Carded, type VisitAnswer } from '$lib/sync/visit.ts';
import { Client, type Reply } from '../support/client.ts';
import { TestServer } from '../support/server.ts';
import { expectProblem } from './asked.ts';

/** A volunteer signs in at a kiosk with the card that the desk gave him. */
let server: TestServer;
let desk: Client;
let kiosk: Client;
let phone: Client;
beforeAll(async () => {
  server = await TestServer.start();
  [desk, kiosk, phone] = [await enter('desk'), await enter('kiosk'), await enter('phone')];
});
afterAll(() => server.stop());

async function enter(face: 'desk' | 'phone' | 'kiosk'): Promise<Client> {
  const client = new Client(server.url);
  const door = await client.send(`/api/demo/${face}`, { method: 'GET' });
  return client.enrol(new URL(door.headers.get('location') ?? '', server.url).hash.slice(1));
}

async function cardFor(volunteer: string): Promise<Carded> {
  const reply = await desk.post('/api/badge', { volunteer });
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
  expect(reply.headers.get('cache-control')).toBe('no-store');
  return JSON.parse(reply.text) as Carded;
}

const heard = (reply: Reply): VisitAnswer => {
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
  expect(reply.headers.get('cache-control')).toBe('no-store');
  return JSON.parse(reply.text) as VisitAnswer;
};
const signIn = (by: Client, body: unknown) => by.post('/api/visit', body);
const look = (by: Client, visit = '') =>
  by.send('/api/visit', { method: 'GET', headers: { [VISIT_HEADER]: visit } });
const say = (visit: string, name: string, args: unknown, by = kiosk) =>
  by.post('/api/visit/say', { say: [{ name, args }] }, { [VISIT_HEADER]: visit });
/** Another kiosk of the village, so that one test's tries do not count for another's. */
const another = () => enter('kiosk');
const wrong = (pin: string) => String((Number(pin) + 1) % 1_000_000).padStart(6, '0');

describe('a kiosk card', () => {
  test('is given by a coordinator of that area only, and to somebody who helps', async () => {
    expectProblem(await kiosk.post('/api/badge', { volunteer: 'volunteer-03' }), 403, 'not-allowed');
    expectProblem(await phone.post('/api/badge', { volunteer: 'volunteer-01' }), 403, 'not-allowed');
    expectProblem(await new Client(server.url).post('/api/badge', { volunteer: 'x' }), 401, 'unknown-device');
    expectProblem(await desk.post('/api/badge', { volunteer: 'nobody' }), 404, 'unknown-volunteer');
    expectProblem(await desk.post('/api/badge', { volunteer: 'volunteer-03', pin: '1' }), 400, 'malformed');
  });

  test('S13: has six random digits, and a new one puts the old one out of use', async () => {
    const first = await cardFor('volunteer-03');
    const second = await cardFor('volunteer-03');
    expect(first.pin).toMatch(/^\d{6}$/);
    expect(first.token).not.toBe(second.token);
    expectProblem(await signIn(kiosk, { token: first.token }), 404, 'unknown-card');
    expect(heard(await signIn(kiosk, { token: second.token })).you.id).toBe('volunteer-03');
  });

  test('opens nothing at a phone, a desk or for a stranger', async () => {
    const { number, pin, token } = await cardFor('volunteer-03');
    expectProblem(await signIn(phone, { number, pin }), 403, 'not-allowed');
    expectProblem(await signIn(desk, { token }), 403, 'not-allowed');
    expectProblem(await signIn(new Client(server.url), { token }), 401, 'unknown-device');
  });

  test('opens nothing for somebody who has left', async () => {
    const { token } = await cardFor('volunteer-20');
    const visit = heard(await signIn(kiosk, { token })).visit ?? '';
    const { put } = JSON.parse((await desk.sync([], { limit: 2000 })).text) as Answer;
    const was = put.volunteer?.find(({ id }) => id === 'volunteer-20');
    expect(
      (await desk.say({ name: 'volunteer.keep', args: { ...was!, status: 'left' } })).results,
    ).toMatchObject([{ ok: true }]);
    expectProblem(await signIn(kiosk, { token }), 404, 'unknown-card');
    expectProblem(await look(kiosk, visit), 401, 'visit-over');
  });
});

describe('wrong tries', () => {
  test('a wrong PIN and an unknown number get one and the same answer, up to the lock', async () => {
    const { number, pin } = await cardFor('volunteer-04');
    const unknown = String(number === '1234' ? 1235 : 1234);
    const tries = async (of: string) => {
      const at = await another();
      const answers: [number, string][] = [];
      for (let times = 0; times < 6; times++) {
        const { status, text } = await signIn(at, { number: of, pin: wrong(pin) });
        answers.push([status, text]);
      }
      return answers;
    };
    const [known, strange] = [await tries(number), await tries(unknown)];
    expect(known).toEqual(strange);
    expect(known.map(([status]) => status)).toEqual([404, 404, 404, 404, 404, 429]);
  });

  test('after five wrong ones not even the right PIN is heard, at no kiosk and not after a restart', async () => {
    const { number, pin } = await cardFor('volunteer-05');
    const all = Array.from({ length: 12 }, () => signIn(kiosk, { number, pin: wrong(pin) }));
    const statuses = (await Promise.all(all)).map(({ status }) => status).toSorted();
    expect(
      statuses.filter((each) => each === 404),
      'however many come at once',
    ).toHaveLength(5);
    await server.kill();
    await server.up();
    const locked = await signIn(await another(), { number, pin });
    expectProblem(locked, 429, 'too-many-tries');
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(200);
  });

  test('the right PIN makes good the wrong ones before it', async () => {
    const { number, pin } = await cardFor('volunteer-06');
    const at = await another();
    for (let round = 0; round < 2; round++) {
      for (let times = 0; times < 4; times++)
        expectProblem(await signIn(at, { number, pin: wrong(pin) }), 404, 'unknown-card');
      expect(heard(await signIn(at, { number, pin })).you.id).toBe('volunteer-06');
    }
  });

  test('a kiosk is heard thirty times a minute', async () => {
    const at = await another();
    const token = 'x'.repeat(32);
    const replies = await Promise.all(Array.from({ length: 31 }, () => signIn(at, { token })));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([...Array<number>(30).fill(404), 429]);
  });
});

describe('a visit', () => {
  test('shows what he may see and no more: no household before the yes, its number after it', async () => {
    const at = await another();
    const { put } = JSON.parse((await desk.sync([], { limit: 2000 })).text) as Answer;
    const households = new Map((put.household ?? []).map((each: Household) => [each.id, each]));
    const needs = new Map((put.need ?? []).map((each: Need) => [each.id, each]));
    const { token } = await cardFor('volunteer-07');
    const begun = heard(await signIn(at, { token }));
    const visit = begun.visit ?? '';
    const wanted = begun.near.find(({ id }) => households.get(needs.get(id)?.household ?? '')?.phone);
    const home = households.get(needs.get(wanted?.id ?? '')?.household ?? '');
    expect(home?.phone).toBeDefined();
    const written = (text: string) => text.includes(home!.place) || text.includes(home!.phone!);
    expect(written(JSON.stringify(begun))).toBe(false);
    expect(JSON.stringify(begun.near)).not.toContain('"household"');

    const taken = heard(await say(visit, 'need.claim', { id: wanted!.id }, at));
    expect(taken.refused).toBeUndefined();
    expect(taken.contacts).toContainEqual(expect.objectContaining({ id: wanted!.id, phone: home!.phone }));
    const seen = heard(await look(at, visit));
    expect(seen.mine.map(({ id }) => id)).toContain(wanted!.id);
    const after = JSON.parse((await desk.sync([], { limit: 2000 })).text) as Answer;
    const need = after.put.need?.find(({ id }) => id === wanted!.id);
    expect(need?.assignments).toContainEqual(
      expect.objectContaining({ volunteer: 'volunteer-07', via: 'claim', status: 'accepted' }),
    );

    const back = heard(await say(visit, 'need.withdraw', { id: wanted!.id }, at));
    expect(written(JSON.stringify(back))).toBe(false);
  });

  test('says only what its volunteer may say, whatever stands in the body', async () => {
    const at = await another();
    const { token } = await cardFor('volunteer-08');
    const begun = heard(await signIn(at, { token }));
    const visit = begun.visit ?? '';
    const id = begun.near[0]?.id;
    expectProblem(await say(visit, 'need.cancel', { id }, at), 400, 'malformed');
    expectProblem(await say(visit, 'household.erase', { id: 'household-01' }, at), 400, 'malformed');
    expectProblem(await say(visit, 'need.claim', { id, volunteer: 'volunteer-09' }, at), 400, 'malformed');
    expectProblem(await at.post('/api/visit/say', { who: 'volunteer-09', say: [] }), 400, 'malformed');
    const other = await say(visit, 'need.withdraw', { id, volunteer: 'volunteer-09' }, at);
    expect(heard(other).refused).toBe('not-allowed');
    expect(heard(await say(visit, 'need.accept', { id }, at)).refused).toBeDefined();
  });

  test('belongs to the kiosk where it began, and ends when he signs out', async () => {
    const [here, there] = [await another(), await another()];
    const { token } = await cardFor('volunteer-10');
    const visit = heard(await signIn(here, { token })).visit ?? '';
    expectProblem(await look(there, visit), 401, 'visit-over');
    expectProblem(await look(here), 401, 'visit-over');
    expectProblem(await say(visit, 'need.claim', { id: 'x' }, there), 401, 'visit-over');
    await there.send('/api/visit', { method: 'DELETE', headers: { [VISIT_HEADER]: visit } });
    heard(await look(here, visit));
    await here.send('/api/visit', { method: 'DELETE', headers: { [VISIT_HEADER]: visit } });
    expectProblem(await look(here, visit), 401, 'visit-over');
  });

  test('S15: neither PIN nor secret nor visit is in the log or the database as it is', async () => {
    const { number, pin, token } = await cardFor('volunteer-11');
    const visit = heard(await signIn(await another(), { number, pin })).visit ?? '';
    const { readFileSync, existsSync } = await import('node:fs');
    const files = ['', '-wal'].map((end) => server.database + end).filter((each) => existsSync(each));
    const stored = files.map((each) => readFileSync(each, 'latin1')).join('');
    expect(stored, 'what is there is found').toContain(number);
    for (const secret of [token, visit]) {
      expect(stored).not.toContain(secret);
      expect(server.log).not.toContain(secret);
    }
    expect(stored).not.toContain(`${number}${pin}`);
  });
});

describe('the wall', () => {
  test('whoever takes his consent back is gone from the kiosk at its next sync, and so is what he can do', async () => {
    const at = await another();
    const first = JSON.parse((await at.sync([], { limit: 2000 })).text) as Answer;
    const shown = first.put.volunteer?.find(({ id }) => id === 'volunteer-01');
    expect(shown).toMatchObject({ wall: true });
    expect(shown, 'no number goes along').not.toHaveProperty('phone');
    const said = await phone.say({ name: 'volunteer.show', args: { id: 'volunteer-01', wall: false } });
    expect(said.results).toMatchObject([{ ok: true }]);
    const next = JSON.parse((await at.sync([], { cursor: first.cursor, limit: 2000 })).text) as Answer;
    expect(next.del.volunteer).toContain('volunteer-01');
    expect(JSON.stringify(next.put)).not.toContain('volunteer-01"');
  });
});
