import { Village, type TestDevice } from '../support/village.sync.ts';
import { ask, home, words } from '../support/ask.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { forgetRows } from '$lib/device/leave.ts';
import type { Command } from '$lib/domain/command.ts';

let village: Village;
let desk: TestDevice;
let anna: TestDevice;
beforeEach(async () => {
  village = await Village.found();
  await village.volunteer('anna');
  desk = await village.device('coordinator', 'village');
  anna = await village.device('volunteer', 'grid', 'anna');
  await desk.sync();
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
  await desk.sync();
  await anna.sync();
  await anna.say({ name: 'need.claim', args: { id: 'n1' } });
  await anna.sync();
});

const done: Command = { name: 'need.finish', args: { id: 'n1', result: 'done', minutes: 75 } };
const revoke = (device: TestDevice): Command => ({
  name: 'device.revoke',
  args: { id: device.caller.device.id },
});
const empty = async (device: TestDevice) =>
  (await Promise.all(device.database.tables.map((table) => table.count()))).every((count) => count === 0);
const served = async () =>
  (await village.store.read((tx) => tx.changed(0, 1000, null))).flatMap((each) =>
    'row' in each ? each.row : [],
  );
const need = async () => (await served()).flatMap((each) => (each.kind === 'need' ? each.body : []))[0];

describe('a phone is shut out while it holds unsent work', () => {
  beforeEach(async () => {
    anna.online = false;
    await anna.say(done);
    await desk.say(revoke(anna));
    await desk.sync();
    anna.online = true;
    await anna.sync();
    await desk.sync();
  });

  test('it ends empty (S13, D12, I8)', async () => {
    expect(anna.exchange.standing).toBe('wiped');
    await anna.database.open();
    expect(await empty(anna)).toBe(true);
  });

  test('what it said is not done, but lies with the coordinator, and with nobody else (V8)', async () => {
    expect((await need())?.assignments[0]?.status).toBe('accepted');
    expect(await desk.database.quarantine.toArray()).toMatchObject([
      { command: done, who: { person: 'anna' } },
    ]);
    const kiosk = await village.device('kiosk', 'grid');
    await kiosk.sync();
    expect(await kiosk.database.quarantine.count()).toBe(0);
  });

  test('taken up, it is done in the volunteer’s name, and leaves the pile', async () => {
    const [held] = await desk.database.quarantine.toArray();
    const accept: Command = { name: 'quarantine.accept', args: { id: held?.id ?? '' } };
    expect(await desk.say(accept)).toMatchObject({ ok: true });
    expect(await desk.database.quarantine.count()).toBe(0);
    await desk.sync();
    expect((await need())?.assignments[0]).toMatchObject({ volunteer: 'anna', outcome: { minutes: 75 } });
    expect((await served()).some(({ kind }) => kind === 'quarantine')).toBe(false);
    expect(await desk.say(accept)).toMatchObject({ ok: false, code: 'not-there' });
  });

  test('dismissed, it is gone and nothing was done', async () => {
    const [held] = await desk.database.quarantine.toArray();
    await desk.say({ name: 'quarantine.dismiss', args: { id: held?.id ?? '' } });
    await desk.sync();
    expect((await need())?.assignments[0]?.status).toBe('accepted');
    expect((await served()).some(({ kind }) => kind === 'quarantine')).toBe(false);
  });
});

test('more than one push of last words is drained before the phone is emptied', async () => {
  anna.online = false;
  for (let each = 0; each < 450; each++) await anna.say({ name: 'volunteer.away', args: { id: 'anna' } });
  await desk.say(revoke(anna));
  await desk.sync();
  anna.online = true;
  await anna.sync();
  expect((await served()).filter(({ kind }) => kind === 'quarantine')).toHaveLength(450);
});

test('what a shut-out device says about a household that is erased goes with it', async () => {
  desk.online = false;
  await desk.say({ name: 'household.keep', args: { ...home, place: '水渠旁蓝门二号' } });
  const office = await village.device('administrator', 'county');
  await office.sync();
  await office.say(revoke(desk));
  await office.sync();
  desk.online = true;
  await desk.sync();
  expect(JSON.stringify(await served())).toContain('二号');
  await office.say({ name: 'household.erase', args: { id: 'h1' } });
  await office.sync();
  expect(JSON.stringify(await served())).not.toMatch(words);
});

describe('a volunteer signs out, offline', () => {
  beforeEach(async () => {
    anna.online = false;
    await anna.say(done);
    await anna.say(revoke(anna));
    await forgetRows(anna.database);
  });

  test('nothing of what the phone was told is left on it, at once (D12)', async () => {
    expect(await anna.database.need.count()).toBe(0);
    expect(await anna.database.contact.count()).toBe(0);
    expect(await anna.database.recall('you')).toBeUndefined();
    expect(await anna.database.outbox.count()).toBe(2);
  });

  test('its last words are heard and done, and then it is empty', async () => {
    anna.online = true;
    await anna.sync();
    expect((await need())?.assignments[0]).toMatchObject({ status: 'finished', outcome: { minutes: 75 } });
    expect(anna.exchange.standing).toBe('wiped');
    await anna.database.open();
    expect(await empty(anna)).toBe(true);
    const [device] = (await served()).filter(
      (each) => each.kind === 'device' && each.id === anna.caller.device.id,
    );
    expect(device).toMatchObject({ body: { revokedAt: expect.any(Number) as number } });
  });
});

test('whoever carries the phone on goes on with its outbox; nobody else does (S22)', async () => {
  anna.online = false;
  await anna.say(done);
  await village.volunteer('bek');
  const again = await village.device('volunteer', 'grid', 'anna');
  const other = await village.device('volunteer', 'grid', 'bek');
  const stream = await anna.database.recall('stream');
  const { ask: question } = await import('$lib/device/ask.ts');
  const request = await question(anna.database, { app: '', kept: null });
  await expect(village.receiver.receive(request, other.caller, Date.now())).rejects.toMatchObject({
    status: 403,
  });
  const reply = await village.receiver.receive(request, again.caller, Date.now());
  expect(reply).toMatchObject({ lastOp: 2, results: [{ n: 2, ok: true }] });
  expect((await village.store.read((tx) => tx.stream(stream ?? '')))?.device).toBe(again.caller.device.id);
});

test('an outbox that lost what lies between begins anew, instead of staying stuck (I9, D11)', async () => {
  const store = village.store;
  const { MemoryStore } = await import('$lib/server/store/memory.ts');
  if (!(store instanceof MemoryStore)) throw new Error('kept in memory');
  const older = store.dump();
  await anna.say({ name: 'need.start', args: { id: 'n1' } });
  await anna.sync();
  await store.write((tx) => tx.markSafe());
  await desk.say({ name: 'need.edit', args: { id: 'n1', changes: { urgent: true } } });
  await desk.sync();
  await anna.sync();
  expect(await anna.database.sent.count()).toBe(0);
  await store.load(older); // older than the backup that was marked
  await anna.say(done);
  await anna.sync();
  expect(await anna.database.outbox.count()).toBe(0);
  expect((await need())?.assignments[0]).toMatchObject({ status: 'finished', outcome: { minutes: 75 } });
});

test('last words whose answer is lost lie in quarantine once (S4)', async () => {
  anna.online = false;
  await anna.say(done);
  await desk.say(revoke(anna));
  await desk.sync();
  anna.online = anna.loseAnswer = true;
  await anna.sync();
  anna.loseAnswer = false;
  await anna.sync();
  expect((await served()).filter(({ kind }) => kind === 'quarantine')).toHaveLength(1);
});
