import { Village, type TestDevice } from '../support/village.sync.ts';
import { ask, home, words } from '../support/ask.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { Clock } from '$lib/server/clock.ts';
import { Receiver } from '$lib/server/receive.ts';
import { MemoryStore } from '$lib/server/store/memory.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { MOST_OPS } from '$lib/sync/protocol.ts';
import { readContact } from '../support/contact.ts';

const DAY = 24 * 60 * 60_000;
let village: Village;
let desk: TestDevice;
let kiosk: TestDevice;
let anna: TestDevice;
const everybody = () => [desk, kiosk, anna];

beforeEach(async () => {
  village = await Village.found();
  await village.volunteer('anna');
  desk = await village.device('coordinator', 'village');
  kiosk = await village.device('kiosk', 'grid');
  anna = await village.device('volunteer', 'grid', 'anna');
  await kiosk.sync();
  await kiosk.say(
    { name: 'household.keep', args: home },
    { name: 'need.post', args: ask({ channel: 'kiosk' }) },
  );
  for (const each of [kiosk, desk, anna]) await each.sync();
  await anna.say({ name: 'need.claim', args: { id: 'n1' } });
  for (const each of [anna, desk, kiosk]) await each.sync();
});

/** Everything a device holds, the sealed opened. */
async function holdings(device: TestDevice): Promise<string> {
  const tables = await Promise.all(device.database.tables.map((table) => table.toArray()));
  const contact = await readContact(device.database, 'n1');
  const sealed = (await device.database.sent.toArray()).some((each) => each.sealed);
  return JSON.stringify([tables, contact, sealed && '古丽大妈']);
}
async function served(): Promise<string> {
  const all = await village.store.read((tx) => tx.changed(0, 1000, null));
  return JSON.stringify(all);
}
const needs = async () =>
  (await village.store.read((tx) => tx.all('need'))).flatMap(({ row }) =>
    row.kind === 'need' ? row.body : [],
  );
const erase = () => desk.say({ name: 'household.erase', args: { id: 'h1' } });

describe('a household is erased at the desk', () => {
  test('S07, S08: it is gone from the server, and from every device at its next contact (S18, D13)', async () => {
    expect(await holdings(anna)).toMatch(words);
    expect(await holdings(kiosk)).toMatch(words);
    await erase();
    for (const each of [desk, ...everybody()]) await each.sync();
    expect(await served()).not.toMatch(words);
    for (const each of everybody()) expect(await holdings(each)).not.toMatch(words);
  });

  test('the work stays, without saying for whom: called off if it was open, the hours kept', async () => {
    await anna.say({ name: 'need.finish', args: { id: 'n1', result: 'done', minutes: 90 } });
    await anna.sync();
    await erase();
    await desk.sync();
    const [need] = await needs();
    expect(need).not.toHaveProperty('household');
    expect(need?.cancelledAt).toBeUndefined();
    expect(need?.assignments[0]?.outcome?.minutes).toBe(90);
  });

  test('what was done for it offline comes as a report, whose hours count', async () => {
    await erase();
    await desk.sync();
    await anna.say({ name: 'need.finish', args: { id: 'n1', result: 'done', minutes: 90 } });
    await anna.sync();
    expect((await needs())[0]?.reports).toMatchObject([{ volunteer: 'anna', outcome: { minutes: 90 } }]);
  });

  test('who posts for it afterwards is told so, and nothing of it comes back (S18)', async () => {
    await desk.sync();
    await erase();
    const other = await village.device('coordinator', 'village');
    await other.sync();
    other.online = false;
    await desk.sync();
    await other.say(
      { name: 'household.keep', args: { ...home, phone: '199' } },
      { name: 'need.post', args: ask({ id: 'n2' }) },
    );
    other.online = true;
    await other.sync();
    await other.sync();
    expect(await served()).not.toMatch(words);
    expect(await holdings(other)).not.toMatch(words);
    expect((await needs()).find(({ id }) => id === 'n2')?.cancelledAt).toBeDefined();
    expect((await other.database.inbox.toArray()).map(({ what }) => what).sort()).toEqual([
      'erased',
      'erased',
    ]);
  });

  test('an older copy of the database that is put back is cleansed before anybody is answered (S19, I6)', async () => {
    const { store } = village;
    if (!(store instanceof MemoryStore)) throw new Error('kept in memory');
    const copy = store.dump();
    await erase();
    for (const each of [desk, ...everybody()]) await each.sync();
    await store.load(copy);
    expect(await served()).toMatch(words);
    for (const each of everybody()) await each.sync();
    expect(await served()).not.toMatch(words);
    for (const each of everybody()) expect(await holdings(each)).not.toMatch(words);
  });

  test('a server that starts on an older copy cleanses it, and shuts out again who was shut out', async () => {
    const { store } = village;
    if (!(store instanceof MemoryStore)) throw new Error('kept in memory');
    const copy = store.dump();
    await desk.say({ name: 'device.revoke', args: { id: anna.caller.device.id } });
    await erase();
    await desk.sync();
    await store.load(copy);
    await new Receiver(store, village.journal).replay(Date.now());
    expect(await served()).not.toMatch(words);
    await anna.sync();
    expect(anna.exchange.standing).toBe('wiped');
  });
});

test('a kiosk that begins anew is told, too, which households its kept commands must forget (S21)', async () => {
  await erase();
  await desk.sync();
  await kiosk.database.meta.delete('cursor');
  await kiosk.sync();
  const reply = kiosk.replies.at(-1);
  expect(reply).toMatchObject({ reset: true, del: { household: ['h1'] } });
  expect((await kiosk.database.sent.toArray()).filter(({ sealed }) => sealed)).toEqual([]);
});

describe('asked for at the kiosk', () => {
  test('with the right code the desk sees it, and helpers do not', async () => {
    const wrong = await kiosk.say({ name: 'need.ask-erasure', args: { id: 'n1', code: '9999' } });
    expect(wrong).toMatchObject({ ok: false, code: 'wrong-code' });
    await kiosk.say({ name: 'need.ask-erasure', args: { id: 'n1', code: '0420' } });
    for (const each of [kiosk, desk, anna]) await each.sync();
    expect((await desk.need('n1')).erasureAskedAt).toBeDefined();
    expect((await kiosk.need('n1')).erasureAskedAt).toBeDefined();
    expect((await anna.need('n1')).erasureAskedAt).toBeUndefined();
  });

  test('nobody but the kiosk asks, and nobody but a coordinator erases', async () => {
    expect(await anna.say({ name: 'need.ask-erasure', args: { id: 'n1', code: '0420' } })).toMatchObject({
      ok: false,
    });
    expect(await kiosk.say({ name: 'household.erase', args: { id: 'h1' } })).toMatchObject({ ok: false });
    expect(await anna.say({ name: 'household.erase', args: { id: 'h1' } })).toMatchObject({ ok: false });
  });
});

describe('the server’s own clock', () => {
  const strike = (at: number) => new Clock(village.store, village.journal, () => at).strike();

  test('S07: what is personal in a closed need goes after 30 days, and the household with its last need (S20, D13)', async () => {
    await desk.say(
      { name: 'need.post', args: ask({ id: 'n2', until: '9999-12-31' }) },
      { name: 'need.cancel', args: { id: 'n1' } },
    );
    await desk.sync();
    const end = Date.now();
    await strike(end + 29 * DAY);
    expect((await needs()).every(({ household }) => household === 'h1')).toBe(true);
    await strike(end + 30 * DAY + 1000);
    const of = async (id: string) => (await needs()).find((need) => need.id === id) as Need;
    expect(await of('n1')).not.toHaveProperty('household');
    expect((await of('n2')).household).toBe('h1');
    expect(await served()).toContain('古丽大妈');
    await desk.sync();
    await desk.say({ name: 'need.cancel', args: { id: 'n2' } });
    await desk.sync();
    await strike(Date.now() + 31 * DAY);
    expect(await served()).not.toMatch(words);
    for (const each of everybody()) await each.sync();
    for (const each of everybody()) expect(await holdings(each)).not.toMatch(words);
  });

  const applying = (id: string): Command => ({
    name: 'application.post',
    args: { id, area: 'grid', name: '古丽大妈', phone: '19912345678', skills: ['hay'] },
  });
  const sealed = async () =>
    (await kiosk.database.sent.toArray()).flatMap((each) => (each.sealed ? each.args.id : []));

  test('S07: who wanted to help is known nowhere 30 days after he said so, the kiosk included (S20, S21, D13)', async () => {
    await kiosk.say(applying('a1'));
    await kiosk.sync();
    await strike(Date.now() + 29 * DAY);
    await kiosk.sync();
    expect(await sealed()).toContain('a1');
    await strike(Date.now() + 30 * DAY + 1000);
    expect(JSON.stringify(await village.store.read((tx) => tx.all('application')))).not.toMatch(words);
    await kiosk.sync();
    expect(await sealed()).not.toContain('a1');
    expect(await sealed()).toEqual(['h1', 'n1']); // the need is open, and so both are still there
    await kiosk.sync();
    expect(kiosk.replies.at(-1)).not.toHaveProperty('gone'); // and is not asked about for ever
  });

  test('what a restored server has not heard again yet is not taken for gone (D6, D13)', async () => {
    const { store } = village;
    if (!(store instanceof MemoryStore)) throw new Error('kept in memory');
    const copy = store.dump();
    // More than one push holds: the server has to answer in the middle of what it lost.
    const many = Array.from({ length: MOST_OPS + 1 }, (_, index) => applying(`a${index}`));
    await kiosk.say(...many, { name: 'household.keep', args: { ...home, id: 'h2', name: '新来的' } });
    await kiosk.sync();
    await store.load(copy);
    await kiosk.sync();
    expect(kiosk.replies.filter((each) => 'gone' in each).length).toBeGreaterThan(1);
    expect(await served()).toContain('新来的');
    const again = await village.store.read((tx) => tx.all('application'));
    expect(again.filter(({ row }) => JSON.stringify(row).includes('古丽大妈'))).toHaveLength(many.length);
    expect(await sealed()).toHaveLength(2 + many.length + 1);
  });

  test('a household that nobody posts for goes after 30 days, an open need never', async () => {
    await desk.say({ name: 'household.keep', args: { ...home, id: 'h2', name: '没人用的' } });
    await desk.sync();
    await strike(Date.now() + 31 * DAY);
    expect(await served()).not.toContain('没人用的');
    expect(await served()).toContain('古丽大妈');
    expect((await needs())[0]?.household).toBe('h1');
  });
});
