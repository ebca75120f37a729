import { Village, type TestDevice } from '../support/village.sync.ts';
import { ask, home } from '../support/ask.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LEASE } from '$lib/device/contact.ts';
import { dropKey } from '$lib/device/lock-key.ts';
import { Lock, type Tried } from '$lib/device/lock.ts';
import { leave } from '$lib/device/membership.ts';
import { IDLE, PhoneLock } from '$lib/device/phone-lock.svelte.ts';
import { DIGITS, randomPin, ROUNDS } from '$lib/device/pin.ts';
import { readContact } from '../support/contact.ts';

const PIN = '482913';
/** What no part of the phone's database may show. The note is about the task, never about the household. */
const household = /古丽大妈|19912345678|水渠旁蓝门/;
const WRONG = '111111';
const FEW = 100;
const SECOND = 1000;

let village: Village;
let desk: TestDevice;
let anna: TestDevice;
let lock: Lock;
/** After a restart of the app: the same database, nothing in memory. */
function restarted(): Lock {
  dropKey(anna.database);
  return new Lock(anna.database, FEW);
}
async function agreed(id: string) {
  await desk.say({ name: 'need.post', args: { ...ask(), id, number: id.replace('n', '1-') } });
  await desk.sync();
  await anna.sync();
  await anna.say({ name: 'need.claim', args: { id } });
  await anna.sync();
}

beforeEach(async () => {
  vi.stubGlobal('localStorage', storage());
  village = await Village.found();
  await village.volunteer('anna', { phone: '19900001111' });
  desk = await village.device('coordinator', 'village');
  anna = await village.device('volunteer', 'grid', 'anna');
  await desk.sync();
  await desk.say({ name: 'household.keep', args: home });
  await agreed('n1');
  lock = new Lock(anna.database, FEW);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('S13: the PIN has six digits, issued at random, and costs at least 600,000 rounds of PBKDF2', () => {
  expect(ROUNDS).toBeGreaterThanOrEqual(600_000);
  expect(new Lock(anna.database).rounds).toBe(ROUNDS);
  expect(DIGITS).toBe(6);
  const some = Array.from({ length: 50 }, randomPin);
  for (const pin of some) expect(pin).toMatch(/^\d{6}$/);
  expect(new Set(some).size).toBeGreaterThan(40);
});

test('S14: with and without the lock no number, name or door lies readable in the phone’s database', async () => {
  expect(household.test(await dump())).toBe(false);
  expect(await readContact(anna.database, 'n1')).toMatchObject({ phone: home.phone });
  await lock.turnOn(PIN);
  expect(household.test(await dump())).toBe(false);
  await lock.turnOff(PIN);
  expect(household.test(await dump())).toBe(false);
  expect(await readContact(anna.database, 'n1')).toMatchObject({ phone: home.phone });
});

describe('a phone with the lock on', () => {
  beforeEach(() => lock.turnOn(PIN));

  test('S13: it gives a contact while it is open, and none after a restart until the PIN was put in', async () => {
    expect(await readContact(anna.database, 'n1')).toMatchObject({ name: home.name });
    const again = restarted();
    expect(await again.isOpen()).toBe(false);
    expect(await readContact(anna.database, 'n1')).toBeUndefined();
    expect(await again.unlock(WRONG)).toBe('wrong');
    expect(await readContact(anna.database, 'n1')).toBeUndefined();
    expect(await again.unlock(PIN)).toBe('right');
    expect(await readContact(anna.database, 'n1')).toMatchObject({ name: home.name, phone: home.phone });
  });

  test('S14: the key of before is gone when it is turned on, so that nothing in the old form can be opened', async () => {
    const kept = await anna.database.contact.get('n1');
    expect(kept?.sealed).toHaveProperty('by');
    expect(await anna.database.key.count()).toBe(0);
  });

  test('S14: none of its keys can be taken out of the browser, and the PIN lies nowhere', async () => {
    const kept = await anna.database.recall('lock');
    await expect(crypto.subtle.exportKey('raw', kept?.door?.secret as CryptoKey)).rejects.toThrow();
    expect(await dump()).not.toContain(PIN);
  });

  test('S13, S14: it goes on hearing while locked, and what it was told then opens by the PIN (D16)', async () => {
    const again = restarted();
    await agreed('n2');
    expect(await anna.database.contact.count()).toBe(2);
    expect(await readContact(anna.database, 'n2')).toBeUndefined();
    expect(household.test(await dump())).toBe(false);
    await again.unlock(PIN);
    expect(await readContact(anna.database, 'n2')).toMatchObject({ phone: home.phone });
  });

  test('S08: contacts go after 72 hours without a sync, locked or not', async () => {
    restarted();
    anna.online = false;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LEASE + SECOND });
    await anna.sync();
    expect(await anna.database.contact.count()).toBe(0);
  });

  test('S08: erased while the phone is away and locked, a household is gone from it at its next sync', async () => {
    restarted();
    await desk.say({ name: 'household.erase', args: { id: home.id } });
    await desk.sync();
    expect(await anna.database.contact.count()).toBe(1);
    await anna.sync();
    expect(await anna.database.contact.count()).toBe(0);
  });

  test('what was sealed for no lock while the lock was being turned on is not laid down', async () => {
    const { sealContacts, stillSealedFor } = await import('$lib/device/contact-seal.ts');
    await lock.turnOff(PIN);
    const sealed = await sealContacts(anna.database, [{ id: 'n9', name: '古丽大妈', place: '水渠旁' }]);
    expect(await stillSealedFor(anna.database, sealed)).toBe(true);
    await lock.turnOn(PIN);
    expect(await stillSealedFor(anna.database, sealed)).toBe(false);
  });

  test('what is told in the very moment of turning it off is not lost and not left behind', async () => {
    const off = lock.turnOff(PIN);
    await agreed('n2');
    expect(await off).toBe('right');
    await anna.sync();
    for (const id of ['n1', 'n2'])
      expect(await readContact(anna.database, id)).toMatchObject({ phone: home.phone });
  });

  test('S13: another PIN opens what was there, the old one no more', async () => {
    expect(await lock.change(WRONG, '204060')).toBe('wrong');
    expect(await lock.change(PIN, '204060')).toBe('right');
    const again = restarted();
    expect(await again.unlock(PIN)).toBe('wrong');
    expect(await again.unlock('204060')).toBe('right');
    expect(await readContact(anna.database, 'n1')).toMatchObject({ name: home.name });
  });

  test('S13: turned off by the PIN only, and then as before', async () => {
    expect(await lock.turnOff(WRONG)).toBe('wrong');
    expect(await lock.isOpen()).toBe(true);
    expect(await lock.turnOff(PIN)).toBe('right');
    expect(await anna.database.recall('lock')).toBeUndefined();
    expect((await anna.database.contact.get('n1'))?.sealed).not.toHaveProperty('by');
    restarted();
    expect(await readContact(anna.database, 'n1')).toMatchObject({ name: home.name });
  });
});

describe('somebody who does not know the PIN', () => {
  let now: number;
  beforeEach(async () => {
    await lock.turnOn(PIN);
    now = Date.now();
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now });
    lock = restarted();
  });
  const later = (time: number) => vi.setSystemTime((now += time));
  const times = async (count: number) => {
    let last: Tried = 'waits';
    for (let each = 0; each < count; each++) last = await lock.unlock(WRONG);
    return last;
  };

  test('S13: has five tries, then waits 30 s, 1, 2, 5 and 10 minutes; not even the right one is let through meanwhile', async () => {
    expect(await times(5)).toBe('wrong');
    for (const seconds of [30, 60, 120, 300, 600]) {
      expect((await lock.tries()).wait).toBe(seconds * SECOND);
      later(seconds * SECOND - 1);
      expect(await lock.unlock(PIN)).toBe('waits');
      expect(await lock.unlock(WRONG)).toBe('waits');
      later(1);
      expect(await lock.unlock(WRONG)).toBe(seconds === 600 ? 'spent' : 'wrong');
    }
  });

  test('S13: gains nothing by a restart, nor by setting the phone’s clock back', async () => {
    await times(5);
    lock = restarted();
    expect(await lock.unlock(PIN)).toBe('waits');
    later(-24 * 60 * 60 * SECOND);
    lock = restarted();
    expect(await lock.unlock(PIN)).toBe('waits');
    expect((await lock.tries()).wait).toBeLessThanOrEqual(30 * SECOND);
  });

  test('S13: gains nothing by two tabs at once: ten tries are ten', async () => {
    const other = new Lock(anna.database, FEW);
    await Promise.all([0, 1, 2, 3].flatMap(() => [lock.unlock(WRONG), other.unlock(WRONG)]));
    expect((await lock.tries()).wrong).toBe(5);
  });

  test('S13: the right PIN makes the tries whole again', async () => {
    await times(4);
    expect(await lock.unlock(PIN)).toBe('right');
    expect(await lock.tries()).toEqual({ wrong: 0, wait: 0, spent: false });
  });
});

describe('the phone’s holder', () => {
  let phone: PhoneLock;
  const holder = () => ({
    database: anna.database,
    leave: () => leave(anna.database, anna.caller.device.id),
  });
  const tries = (wrong: number) => anna.database.remember('tries', { wrong, until: 0 });
  beforeEach(async () => {
    vi.stubGlobal('document', new EventTarget());
    const events = new EventTarget();
    vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
    await lock.turnOn(PIN);
    phone = new PhoneLock(holder(), lock);
  });

  test('S13: two minutes without a touch lock the phone, a touch begins them anew', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'] });
    const stop = phone.start();
    await vi.waitFor(() => expect(phone.open).toBe(true));
    vi.advanceTimersByTime(IDLE - SECOND);
    phone.touched();
    vi.advanceTimersByTime(IDLE - SECOND);
    expect(phone.open).toBe(true);
    vi.advanceTimersByTime(2 * SECOND);
    expect(phone.open).toBe(false);
    expect(await readContact(anna.database, 'n1')).toBeUndefined();
    stop();
  });

  test('S13: a phone that slept longer is locked when it wakes, before anything is touched', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const stop = phone.start();
    await vi.waitFor(() => expect(phone.open).toBe(true));
    vi.setSystemTime(Date.now() + IDLE);
    phone.touched();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(phone.open).toBe(false);
    stop();
  });

  test('S13: locking in one tab locks the others', async () => {
    const other = new PhoneLock(holder(), new Lock(anna.database, FEW));
    const stops = [phone.start(), other.start()];
    await vi.waitFor(() => expect([phone.open, other.open]).toEqual([true, true]));
    other.shut();
    await vi.waitFor(() => expect(phone.open).toBe(false));
    for (const stop of stops) stop();
  });

  test('S13: the tenth wrong try wipes contacts and keys and signs the phone out; what was unsent is still done', async () => {
    anna.online = false;
    await anna.say({ name: 'need.finish', args: { id: 'n1', result: 'done', minutes: 75 } });
    await tries(9);
    expect(await phone.enter(WRONG)).toBe('spent');
    expect(await anna.database.contact.count()).toBe(0);
    expect(await anna.database.recall('lock')).toBeUndefined();
    expect(await anna.database.recall('you')).toBeUndefined();
    expect(localStorage.getItem('yardem-why-gone')).toBe('tries');
    anna.online = true;
    await anna.sync();
    await desk.sync();
    expect((await desk.need('n1')).assignments[0]).toMatchObject({
      status: 'finished',
      outcome: { minutes: 75 },
    });
    expect(anna.exchange.standing).toBe('wiped');
  });

  test('S13: pulling the plug at the tenth try saves nothing', async () => {
    await tries(9);
    expect(await lock.unlock(WRONG)).toBe('spent'); // and the app is killed before it could do more
    lock = restarted();
    expect(await lock.unlock(PIN)).toBe('spent');
    const stop = new PhoneLock(holder(), lock).start();
    await vi.waitFor(async () => expect(await anna.database.recall('you')).toBeUndefined());
    expect(await anna.database.contact.count()).toBe(0);
    stop();
  });

  test('S13: where there is no room to sign out, contacts and the way to them are gone all the same', async () => {
    await tries(9);
    const full = {
      ...holder(),
      leave: () => Promise.resolve({ ok: false as const, code: 'storage-full' as const }),
    };
    phone = new PhoneLock(full, lock);
    await phone.enter(WRONG);
    expect(await anna.database.contact.count()).toBe(0);
    expect(await lock.unlock(PIN)).toBe('spent');
    await agreed('n2'); // told all the same, but sealed for nobody
    expect(await readContact(anna.database, 'n2')).toBeUndefined();
    expect((await anna.database.recall('lock'))?.door).toBeUndefined();
  });

  test('a forgotten PIN: emptied the same way, and said so', async () => {
    await phone.empty('forgot');
    expect(await anna.database.recall('you')).toBeUndefined();
    expect(localStorage.getItem('yardem-why-gone')).toBe('forgot');
  });
});

/** All that lies in the phone's database, bytes as letters too. */
async function dump(): Promise<string> {
  const tables = await Promise.all(anna.database.tables.map((table) => table.toArray()));
  return JSON.stringify(tables, (_, value: unknown) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value,
  );
}

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
}
