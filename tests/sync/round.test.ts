import { Village, type TestDevice } from '../support/village.sync.ts';
import { ask, home } from '../support/ask.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { held } from '$lib/domain/need/need.ts';
import { settle } from '$lib/device/settle.ts';
import { readContact } from '../support/contact.ts';

let village: Village;
let desk: TestDevice;
let anna: TestDevice;
let bek: TestDevice;
beforeEach(async () => {
  village = await Village.found();
  await village.volunteer('anna');
  await village.volunteer('bek');
  desk = await village.device('administrator', 'county');
  anna = await village.device('volunteer', 'grid', 'anna');
  bek = await village.device('volunteer', 'grid', 'bek');
  await Promise.all([desk, anna, bek].map((each) => each.sync()));
});

describe('two phones, both offline, claim the last place', () => {
  beforeEach(async () => {
    await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
    for (const each of [desk, anna, bek]) await each.sync();
    anna.online = bek.online = false;
    expect((await anna.say({ name: 'need.claim', args: { id: 'n1' } })).ok).toBe(true);
    expect((await bek.say({ name: 'need.claim', args: { id: 'n1' } })).ok).toBe(true);
  });

  test('each believes to have it, until the server has heard both (D2)', async () => {
    expect((await anna.need('n1')).mine).toBe('accepted');
    expect((await bek.need('n1')).mine).toBe('accepted');
  });

  test('one has it, the other stands by and is told who has it and since when', async () => {
    bek.online = true;
    await bek.sync();
    anna.online = true;
    await anna.sync();
    const seen = await anna.need('n1');
    expect(seen.mine).toBe('standby');
    expect(held(seen)).toMatchObject([{ volunteer: 'bek', takenAt: expect.any(Number) as number }]);
    expect(await anna.database.inbox.toArray()).toMatchObject([{ need: 'n1', what: 'standby' }]);
    expect((await anna.database.volunteer.get('bek'))?.name).toBe('志愿者 bek');
  });

  test('when the first withdraws, the standby is asked', async () => {
    for (const each of [bek, anna]) {
      each.online = true;
      await each.sync();
    }
    await bek.say({ name: 'need.withdraw', args: { id: 'n1' } });
    await bek.sync();
    await anna.sync();
    expect((await anna.need('n1')).mine).toBe('offered');
    expect((await anna.database.inbox.toArray()).map((each) => each.what)).toContain('asked');
  });

  test('a lost answer doubles nothing: the receipt is given again (S4)', async () => {
    bek.online = true;
    bek.loseAnswer = true;
    await bek.sync();
    expect(await bek.database.outbox.count()).toBe(1);
    bek.loseAnswer = false;
    await bek.sync();
    expect(await bek.database.outbox.count()).toBe(0);
    await desk.sync();
    expect((await desk.need('n1')).assignments).toHaveLength(1);
  });
});

test('a household’s phone and place reach a helper only while his work there is agreed, sealed (V2)', async () => {
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
  await desk.sync();
  await anna.sync();
  expect(await anna.database.contact.count()).toBe(0);
  expect((await anna.need('n1')).note).toBeUndefined();
  await anna.say({ name: 'need.claim', args: { id: 'n1' } });
  await anna.sync();
  expect(await readContact(anna.database, 'n1')).toMatchObject({
    name: home.name,
    phone: home.phone,
  });
  expect((await anna.need('n1')).note).toBe('门口有狗');
  // A new phone number reaches whoever is on the way.
  await desk.say({ name: 'household.keep', args: { ...home, phone: '19900000000' } });
  await desk.sync();
  await anna.sync();
  expect((await readContact(anna.database, 'n1'))?.phone).toBe('19900000000');
  await anna.say({ name: 'need.withdraw', args: { id: 'n1' } });
  await anna.sync();
  expect(await anna.database.contact.count()).toBe(0);
  await bek.sync();
  expect(JSON.stringify(bek.replies)).not.toMatch(/古丽|199123|水渠|有狗|h1/);
});

test('cancelled at the desk, done by an offline volunteer: a report with its hours (S6)', async () => {
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
  await desk.sync();
  await anna.sync();
  await anna.say({ name: 'need.claim', args: { id: 'n1' } });
  await anna.sync();
  anna.online = false;
  await desk.sync();
  await desk.say({ name: 'need.cancel', args: { id: 'n1' } });
  await desk.sync();
  await anna.say({ name: 'need.start', args: { id: 'n1' } });
  await anna.say({ name: 'need.finish', args: { id: 'n1', result: 'done', minutes: 90 } });
  anna.online = true;
  await anna.sync();
  await desk.sync();
  expect((await desk.need('n1')).reports).toMatchObject([{ volunteer: 'anna', outcome: { minutes: 90 } }]);
  expect((await anna.database.inbox.toArray()).map((each) => each.what)).toEqual(
    expect.arrayContaining(['cancelled', 'reported']),
  );
});

test('K04, K06: a kiosk leaves no name, number or place in its database, sent or unsent (D10)', async () => {
  const kiosk = await village.device('kiosk', 'village');
  await kiosk.sync();
  kiosk.online = false;
  const said = await kiosk.say(
    { name: 'household.keep', args: home },
    { name: 'need.post', args: ask({ channel: 'kiosk' }) },
  );
  expect(said.ok).toBe(true);
  const dump = async () =>
    JSON.stringify(await Promise.all(kiosk.database.tables.map((table) => table.toArray())));
  expect(await dump()).not.toMatch(/古丽|199123|水渠|有狗/);
  expect((await kiosk.need('n1')).stands).toBe('posted');
  kiosk.online = true;
  await kiosk.sync();
  expect(await dump()).not.toMatch(/古丽|199123|水渠|有狗/);
  await desk.sync();
  expect(await desk.database.household.get('h1')).toMatchObject(home);
  expect((await desk.need('n1')).note).toBe('门口有狗');
});

test('the server was restored from an older copy: phones say again what it lost (S7, S9)', async () => {
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
  await desk.sync();
  await anna.sync();
  const { MemoryStore } = await import('$lib/server/store/memory.ts');
  if (!(village.store instanceof MemoryStore)) throw new Error('this test copies the memory store');
  const copy = village.store.dump();
  await anna.say({ name: 'need.claim', args: { id: 'n1' } });
  await anna.sync();
  await village.store.load(copy);
  await anna.sync();
  await desk.sync();
  expect((await desk.need('n1')).assignments).toMatchObject([{ volunteer: 'anna', status: 'accepted' }]);
  expect(await anna.database.outbox.count()).toBe(0);
});

test('an answer to an older question is dropped whole (D4)', async () => {
  const before = (await anna.database.recall('cursor')) ?? null;
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
  await desk.sync();
  await anna.sync();
  const cursor = await anna.database.recall('cursor');
  const late = anna.replies.at(-1);
  if (!late || !('put' in late)) throw new Error('the last reply was an answer');
  const emptied = { ...late, put: {}, del: { need: ['n1'] } };
  expect(await settle(anna.database, before, emptied)).toBe(false);
  expect((await anna.need('n1')).stands).toBe('posted');
  expect(await anna.database.recall('cursor')).toEqual(cursor);
});
