import { Village, type TestDevice } from '../support/village.sync.ts';
import { ask, home, words } from '../support/ask.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Arguments } from '$lib/domain/command.ts';
import { dayAt, daysAfter } from '$lib/domain/days.ts';
import { Clock } from '$lib/server/clock.ts';
import { MemoryStore } from '$lib/server/store/memory.ts';

const HOUR = 60 * 60_000;
const today = dayAt(Date.now());

let village: Village;
let desk: TestDevice;
let kiosk: TestDevice;
let anna: TestDevice;
const everybody = () => [desk, kiosk, anna];
const strike = (at = Date.now()) => new Clock(village.store, village.journal, () => at).strike();
const sync = async () => {
  for (const each of everybody()) await each.sync();
};

beforeEach(async () => {
  village = await Village.found();
  await village.volunteer('anna');
  desk = await village.device('coordinator', 'village');
  kiosk = await village.device('kiosk', 'grid');
  anna = await village.device('volunteer', 'grid', 'anna');
  await desk.sync();
  await desk.say(
    { name: 'household.keep', args: home },
    { name: 'need.post', args: ask({ from: today, until: daysAfter(today, 30) }) },
  );
  for (const each of everybody()) await each.sync();
});

describe('what the clock says', () => {
  test('reaches everybody like anybody’s word: the helper is told that his offer has lapsed (S23, D8)', async () => {
    await desk.say({ name: 'need.offer', args: { id: 'n1', volunteer: 'anna' } });
    await sync();
    await anna.sync();
    expect((await anna.need('n1')).mine).toBe('offered');
    await strike(Date.now() + 47 * HOUR);
    await anna.sync();
    expect((await anna.need('n1')).mine).toBe('offered');
    await strike(Date.now() + 48 * HOUR);
    await sync();
    expect((await anna.need('n1')).mine).toBe('lapsed');
    expect((await anna.database.inbox.toArray()).map(({ what }) => what)).toContain('lapsed');
    expect((await desk.need('n1')).escalations).toMatchObject([{ why: 'unanswered', to: 'village' }]);
    // A late yes is still a yes.
    await anna.say({ name: 'need.accept', args: { id: 'n1' } });
    await anna.sync();
    await sync();
    expect((await desk.need('n1')).stands).toBe('taken');
  });

  test('tells the desk when a helper was last heard, and nobody else (V9)', async () => {
    const fellow = await village.volunteer('bek').then(() => village.device('volunteer', 'grid', 'bek'));
    await anna.say({ name: 'need.claim', args: { id: 'n1' } });
    await sync();
    const { seenAt = 0 } = (await village.store.read((tx) => tx.streams([anna.caller.device.id])))[0] ?? {};
    await strike(Date.now() + 25 * HOUR);
    for (const each of [...everybody(), fellow]) await each.sync();
    expect((await desk.need('n1')).escalations).toMatchObject([{ why: 'holder-offline', heardAt: seenAt }]);
    for (const each of [kiosk, anna, fellow]) {
      const [step, ...more] = (await each.need('n1')).escalations;
      expect([step?.why, more]).toEqual(['holder-offline', []]);
      expect(JSON.stringify(each.replies)).not.toContain('heardAt');
    }
  });

  test('wakes no device when there is nothing to say', async () => {
    await strike();
    const before = await village.store.read((tx) => tx.meta());
    for (let minutes = 1; minutes < 30; minutes++) await strike(Date.now() + minutes * 60_000);
    expect(await village.store.read((tx) => tx.meta())).toEqual(before);
  });

  test('does not throw away what was done meanwhile: who served a need that was given up is credited', async () => {
    await anna.sync();
    await strike(Date.now() + 40 * 24 * HOUR);
    await anna.say({ name: 'need.finish', args: { id: 'n1', result: 'done', minutes: 50 } });
    for (const each of [anna, desk]) await each.sync();
    expect(await desk.need('n1')).toMatchObject({
      stands: 'unfilled',
      reports: [{ volunteer: 'anna', outcome: { minutes: 50 } }],
    });
  });
});

describe('a routine', () => {
  const daily = (more: Partial<Arguments['routine.keep']> = {}): Arguments['routine.keep'] => ({
    ...{ id: 'r1', area: 'grid', service: 'cleaning', household: 'h1', note: '门口有狗', goods: [] },
    ...{ places: [{}], minutes: 60, urgent: false, rule: 'FREQ=DAILY', from: today, ahead: 2 },
    paused: false,
    ...more,
  });
  const keep = (more = {}) => desk.say({ name: 'routine.keep', args: daily(more) });
  const posted = async (device: TestDevice) =>
    (await device.database.need.toArray()).filter(({ id }) => id !== 'n1');
  const held = async () => (await village.store.read((tx) => tx.all('routine'))).map(({ row }) => row.body);

  test('posts needs that look like any other to kiosks and helpers, who never hold the routine (S24, V9)', async () => {
    await keep();
    await sync();
    await strike();
    await strike();
    await sync();
    await desk.sync();
    const days = (await posted(desk)).map(({ from }) => from).sort();
    // What is posted at seven in the morning is still to come before that.
    expect([daysAfter(today, 2), daysAfter(today, 1)]).toContain(days.at(-1));
    expect(new Set(days).size).toBe(days.length);
    expect((await posted(desk)).every(({ routine }) => routine === 'r1')).toBe(true);
    for (const each of [kiosk, anna]) {
      expect(await posted(each)).toHaveLength(days.length);
      expect(await each.database.routine.count()).toBe(0);
      expect(JSON.stringify(each.replies)).not.toMatch(/"routine"|r1|FREQ/);
    }
    const numbers = (await posted(desk)).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('posts the same needs after an older copy of the database was put back (S24)', async () => {
    const { store } = village;
    if (!(store instanceof MemoryStore)) throw new Error('kept in memory');
    await keep();
    await sync();
    const copy = store.dump();
    await strike();
    await desk.sync();
    const before = (await posted(desk)).map(({ id }) => id).sort();
    await store.load(copy);
    await strike();
    await desk.sync();
    expect((await posted(desk)).map(({ id }) => id).sort()).toEqual(before);
  });

  test('goes with its household, from the server and from every device (S18)', async () => {
    const other = await village.device('coordinator', 'village');
    await keep();
    await sync();
    await strike();
    await desk.sync();
    await other.sync();
    expect(JSON.stringify(await other.database.routine.toArray())).toMatch(words);
    await desk.say({ name: 'household.erase', args: { id: 'h1' } });
    expect(JSON.stringify(await desk.database.routine.toArray())).not.toMatch(words); // before the server says so
    for (const each of [desk, other]) await each.sync();
    expect(JSON.stringify(await held())).not.toMatch(words);
    expect(await held()).toMatchObject([{ id: 'r1', endedAt: expect.any(Number) as number }]);
    for (const each of [desk, other])
      expect(
        JSON.stringify(await Promise.all(each.database.tables.map((table) => table.toArray()))),
      ).not.toMatch(words);
    await strike(Date.now() + 24 * HOUR);
    await other.sync();
    expect((await posted(other)).every(({ cancelledAt }) => cancelledAt)).toBe(true);
  });

  test('that another desk changes while its household is erased does not come back (S18, D13)', async () => {
    const other = await village.device('coordinator', 'village');
    await keep();
    await sync();
    await other.sync();
    other.online = false;
    await other.say({ name: 'routine.keep', args: daily({ note: '门口有狗，请先打电话' }) });
    await other.say({ name: 'routine.keep', args: daily({ id: 'r2' }) });
    await desk.say({ name: 'household.erase', args: { id: 'h1' } });
    await desk.sync();
    other.online = true;
    await other.sync();
    await other.sync();
    expect(JSON.stringify(await held())).not.toMatch(words);
    expect((await held()).every((each) => 'endedAt' in each)).toBe(true);
    expect(
      JSON.stringify(await Promise.all(other.database.tables.map((table) => table.toArray()))),
    ).not.toMatch(words);
    expect((await other.database.inbox.toArray()).map(({ what }) => what)).toEqual(['erased', 'erased']);
  });

  test('that has no day, or comes more often than daily, is none (E2)', async () => {
    await desk.say({ name: 'routine.keep', args: daily({ rule: 'FREQ=HOURLY' }) });
    await desk.say({
      name: 'routine.keep',
      args: daily({ rule: 'FREQ=MONTHLY;BYMONTHDAY=31', from: '2026-11-01', until: '2026-11-30' }),
    });
    await desk.sync();
    await desk.sync();
    expect(await held()).toEqual([]);
    expect(await desk.database.routine.count()).toBe(0);
    expect((await desk.database.inbox.toArray()).map(({ what }) => what)).toEqual([
      'bad-arguments',
      'bad-arguments',
    ]);
  });

  test('that ends takes along a household to which nothing else leads, as soon as the clock has seen it (S20)', async () => {
    const alone = { ...home, id: 'h2', name: '独居的', phone: '19900002222' };
    const far = { id: 'r2', household: 'h2', note: '二', from: daysAfter(today, 300) };
    await desk.say({ name: 'household.keep', args: alone }, { name: 'routine.keep', args: daily(far) });
    await desk.sync();
    const households = async () =>
      (await village.store.read((tx) => tx.all('household'))).map(({ row: { id } }) => id).sort();
    await strike(Date.now() + 31 * 24 * HOUR);
    expect(await households()).toEqual(['h1', 'h2']);
    await desk.say({ name: 'routine.end', args: { id: 'r2' } });
    await desk.sync();
    await strike(Date.now() + 31 * 24 * HOUR);
    await desk.sync();
    expect(await households()).toEqual(['h1']);
    expect((await desk.database.household.toArray()).map(({ id }) => id)).toEqual(['h1']);
  });

  test('for a household of another village is refused', async () => {
    await village.settle([
      { kind: 'household', id: 'far', body: { ...home, id: 'far', area: 'other', consent: undefined } },
    ]);
    await keep({ household: 'far' });
    await desk.sync();
    expect(await held()).toEqual([]);
    expect((await desk.database.inbox.toArray()).map(({ what }) => what)).toEqual(['unknown-household']);
  });
});
