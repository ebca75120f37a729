import { Village, type TestDevice } from '../support/village.sync.ts';
import { ask, home } from '../support/ask.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LEASE, forgetContacts } from '$lib/device/contact.ts';
import { Exchange } from '$lib/device/exchange.svelte.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Silence } from '$lib/device/wire.ts';
import { Database } from '$lib/device/database.ts';
import { readContact } from '../support/contact.ts';

const HOUR = 60 * 60_000;
let village: Village;
let desk: TestDevice;
let anna: TestDevice;
beforeEach(async () => {
  village = await Village.found();
  await village.volunteer('anna');
  await village.volunteer('bek');
  desk = await village.device('coordinator', 'village');
  anna = await village.device('volunteer', 'grid', 'anna');
  await desk.sync();
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
  await desk.sync();
  await anna.sync();
});
afterEach(() => vi.restoreAllMocks());

const claim: Command = { name: 'need.claim', args: { id: 'n1' } };
const start: Command = { name: 'need.start', args: { id: 'n1' } };
const full = () => new DOMException('no room', 'QuotaExceededError');
/** All that a device holds. */
const held = async ({ database }: TestDevice) =>
  JSON.stringify(
    await Promise.all(
      database.tables
        .filter(({ name }) => name !== 'key')
        .map(async (table) => [table.name, await table.toArray()]),
    ),
  );

describe('saying something', () => {
  test('is there at once, whole: the command, what it changes, and what the server last told (D1)', async () => {
    anna.online = false;
    expect(await anna.say(claim)).toMatchObject({ ok: true });
    expect(await anna.database.outbox.toArray()).toMatchObject([{ n: 1, name: 'need.claim' }]);
    expect((await anna.need('n1')).mine).toBe('accepted');
    expect(await anna.database.base.toArray()).toMatchObject([{ id: 'n1', body: { assignments: [] } }]);
  });

  test.each(['outbox', 'need', 'base', 'meta'])(
    'leaves nothing half done when %s has no more room (D14)',
    async (table) => {
      const before = await held(anna);
      const hook = () => {
        throw full();
      };
      const hooks = anna.database.table(table).hook as unknown as (name: string, work: () => void) => void;
      hooks('creating', hook);
      hooks('updating', hook);
      expect(await anna.say(claim)).toEqual({ ok: false, code: 'storage-full' });
      for (const name of ['creating', 'updating'] as const)
        anna.database
          .table(table)
          .hook(name)
          .unsubscribe(hook as never);
      expect(await held(anna)).toBe(before);
      expect(await anna.say(claim)).toMatchObject({ ok: true });
    },
  );
});

test('an answer that cannot be taken over whole is not taken over at all (D3)', async () => {
  await anna.say(claim);
  const before = await held(anna);
  const hook = () => {
    throw full();
  };
  anna.database.sent.hook('creating', hook as never);
  await expect(anna.sync()).rejects.toThrow();
  expect(await held(anna)).toBe(before);
  anna.database.sent.hook('creating').unsubscribe(hook as never);
  await anna.sync();
  expect(await anna.database.outbox.count()).toBe(0);
  expect((await anna.need('n1')).mine).toBe('accepted');
});

test('two tabs exchange one after the other, never at once (D5)', async () => {
  let now = 0;
  let most = 0;
  const wire = async (): Promise<Silence> => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now--;
    return 'unreachable';
  };
  const tabs = [1, 2, 3].map(() => new Exchange(anna.database, wire));
  await Promise.all(tabs.map((tab) => tab.exchange()));
  expect(most).toBe(1);
});

test('what a restored server lost is said again, as long as no backup covers it (D6)', async () => {
  const { MemoryStore } = await import('$lib/server/store/memory.ts');
  const { store } = village;
  if (!(store instanceof MemoryStore)) throw new Error('kept in memory');
  const copy = store.dump();
  await anna.say(claim);
  await anna.sync();
  expect(await anna.database.sent.count()).toBe(1);
  await store.load(copy);
  await anna.sync();
  expect(
    (await village.store.read((tx) => tx.all('need'))).map(
      ({ row }) => row.kind === 'need' && row.body.assignments[0]?.volunteer,
    ),
  ).toEqual(['anna']);
  await store.write((tx) => tx.markSafe());
  await anna.say(start);
  await anna.sync();
  expect((await anna.database.sent.toArray()).map(({ n }) => n)).toEqual([2]);
});

test('an evicted browser begins a new stream, so that its first word is not taken for an old one (D7)', async () => {
  await anna.say(claim);
  await anna.sync();
  const stream = await anna.database.recall('stream');
  await anna.database.delete();
  await anna.database.open();
  await anna.sync();
  expect(await anna.database.recall('stream')).not.toBe(stream);
  await anna.say(start);
  await anna.sync();
  const stored = await village.store.read((tx) => tx.all('need'));
  expect(JSON.stringify(stored)).toContain('"status":"started"');
});

test('a refusal, a place on standby and a report each reach the person, once (D8)', async () => {
  const bek = await village.device('volunteer', 'grid', 'bek');
  await bek.sync();
  await anna.say(claim);
  await bek.say(claim);
  await anna.sync();
  bek.loseAnswer = true;
  await bek.sync();
  bek.loseAnswer = false;
  await bek.sync();
  await bek.say({ name: 'need.finish', args: { id: 'n1', result: 'done', minutes: 5 } });
  await bek.sync();
  await bek.database.outbox.add({ n: 3, name: 'need.start', v: 1, args: { id: 'none' }, at: Date.now() });
  await bek.database.remember('next', 4);
  await bek.sync();
  expect((await bek.database.inbox.toArray()).map(({ what }) => what).sort()).toEqual([
    'reported',
    'standby',
    'unknown-need',
  ]);
});

describe('a household’s contact on the phone', () => {
  beforeEach(async () => {
    await anna.say(claim);
    await anna.sync();
    expect(await readContact(anna.database, 'n1')).toMatchObject({ name: '古丽大妈' });
  });
  const at = (ms: number) => vi.spyOn(Date, 'now').mockReturnValue(ms);

  test('S08, S12: is gone after 72 hours without a word from the server (D9)', async () => {
    const now = Date.now();
    at(now + LEASE - HOUR);
    expect(await readContact(anna.database, 'n1')).toBeDefined();
    at(now + LEASE + HOUR);
    expect(await readContact(anna.database, 'n1')).toBeUndefined();
    await forgetContacts(anna.database);
    expect(await anna.database.contact.count()).toBe(0);
  });

  test('stays gone when the clock is set back, and does not come back with the app (D9)', async () => {
    const now = Date.now();
    at(now + LEASE + HOUR);
    expect(await readContact(anna.database, 'n1')).toBeUndefined();
    at(now - 24 * HOUR);
    expect(await readContact(anna.database, 'n1')).toBeUndefined();
    const later = new Database(anna.database.name); // the app, opened again
    expect(await readContact(later, 'n1')).toBeUndefined();
    later.close();
  });

  test('a wrong clock is put right by the server’s (D9)', async () => {
    const now = Date.now();
    at(now + 400 * 24 * HOUR);
    await anna.database.remember('offset', -400 * 24 * HOUR);
    expect(await readContact(anna.database, 'n1')).toBeDefined();
  });
});
