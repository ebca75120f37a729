import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayAt, daysAfter } from '$lib/domain/days.ts';
import { figures } from '$lib/domain/plan/plan.ts';
import { knownHelpers, matters, MorningSearch } from '$lib/matching/index.ts';
import type { Answer, PlanLine } from '$lib/sync/protocol.ts';
import { Client } from '../support/client.ts';
import { TestServer } from '../support/server.ts';
import { expectProblem } from './asked.ts';

/** The server plans what is too large for a tablet: in a thread of its own, by the very same search. */
let server: TestServer;
let desk: Client;
let phone: Client;
beforeAll(async () => {
  server = await TestServer.start();
  desk = await enter('desk');
  phone = await enter('phone');
});
afterAll(() => server.stop());

const day = daysAfter(dayAt(Date.now()), 1);
const asked = { area: 'village', day, seed: 7, moves: 20_000 };

async function enter(face: 'desk' | 'phone'): Promise<Client> {
  const client = new Client(server.url);
  const door = await client.send(`/api/demo/${face}`, { method: 'GET' });
  return client.enrol(new URL(door.headers.get('location') ?? '', server.url).hash.slice(1));
}

const linesOf = (text: string): PlanLine[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PlanLine);

describe('planning on the server', () => {
  test('plans get better line by line, and the last one is done', async () => {
    const reply = await desk.post('/api/plan', asked);
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const lines = linesOf(reply.text);
    const plans = lines.flatMap(({ plan }) => plan ?? []);
    expect(plans.map(({ points }) => points)).toEqual(
      plans.map(({ points }) => points).toSorted((a, b) => b - a),
    );
    expect(lines.filter(({ done }) => done)).toEqual([lines.at(-1)]);
    expect(figures(plans.at(-1)!).met).toBeGreaterThan(10);
  });

  test('the same seed and moves give the plan that the device itself would make (E10)', async () => {
    const { put } = JSON.parse((await desk.sync([], { limit: 2000 })).text) as Answer;
    const needs = put.need ?? [];
    const village = {
      ...{ area: 'village', day, now: Date.now() },
      areas: new Map(put.area?.map((each) => [each.id, each])),
      volunteers: put.volunteer ?? [],
      needs: needs.filter((need) => matters(need, day)),
      known: knownHelpers(needs),
    };
    const search = new MorningSearch(village, { seed: asked.seed, moves: asked.moves });
    while (search.step());
    const there = linesOf((await desk.post('/api/plan', asked)).text).at(-1)?.plan;
    expect(there).toEqual(JSON.parse(JSON.stringify(search.plan)));
  });

  test('a plan holds nothing that anybody wrote: no names, numbers, doors or notes (E10)', async () => {
    const { put } = JSON.parse((await desk.sync([], { limit: 2000 })).text) as Answer;
    const { text } = await desk.post('/api/plan', asked);
    const written = [
      ...(put.household ?? []).flatMap(({ name, phone, place }) => [name, phone ?? '', place]),
      ...(put.volunteer ?? []).flatMap(({ name, phone }) => [name, phone ?? '']),
      ...(put.need ?? []).flatMap(({ note, code }) => [note ?? '', code ? `"${code}"` : '']),
    ].filter((each) => each.length > 0);
    expect(written.length).toBeGreaterThan(100);
    expect(written.filter((each) => text.includes(each))).toEqual([]);
  });

  test('only a coordinator is answered, and only for what is his (E10)', async () => {
    expectProblem(await phone.post('/api/plan', asked), 403, 'not-allowed');
    expectProblem(await new Client(server.url).post('/api/plan', asked), 401, 'unknown-device');
    expectProblem(await desk.post('/api/plan', { ...asked, area: 'elsewhere' }), 403, 'not-allowed');
  });

  test.each([
    ['no day', { day: undefined }],
    ['a day that no calendar has', { day: '2026-02-30' }],
    ['more moves than anybody waits for', { moves: 1e12 }],
    ['something that was not asked for', { who: 'administrator' }],
    ['a list', { area: ['village'] }],
  ])('refuses %s', async (_, flaw) => {
    expectProblem(await desk.post('/api/plan', { ...asked, ...flaw }), 400, 'malformed');
  });

  test('who hangs up ends the search; others find a place again (E10)', async () => {
    const long = { ...asked, moves: 20_000_000 };
    const calls = Array.from({ length: 2 }, () => new AbortController());
    const headers = { 'content-type': 'application/json', cookie: desk.cookie };
    const running = calls.map(async ({ signal }) => {
      const answer = await fetch(`${server.url}/api/plan`, {
        ...{ method: 'POST', headers, body: JSON.stringify(long), signal },
      });
      return answer.status;
    });
    expect(await Promise.all(running)).toEqual([200, 200]);
    const full = await desk.post('/api/plan', long);
    expectProblem(full, 503, 'busy');
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0);
    for (const call of calls) call.abort();
    await expect
      .poll(async () => (await desk.post('/api/plan', asked)).status, { timeout: 10_000 })
      .toBe(200);
  });
});
