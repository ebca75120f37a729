import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeNow, Installed } from '$lib/device/pwa.svelte.ts';
import type { Session } from '$lib/device/session.svelte.ts';

/** The browser's side, as far as it is asked: one registration whose workers the test moves on. */
class Worker extends EventTarget {
  state = 'installing';
  told: unknown[] = [];
  postMessage(word: unknown) {
    this.told.push(word);
  }
  becomes(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}
class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
  active: Worker | null = null;
  finds(): Worker {
    this.installing = new Worker();
    this.dispatchEvent(new Event('updatefound'));
    return this.installing;
  }
}

let registration: Registration;
const container = Object.assign(new EventTarget(), {
  register: () => Promise.resolve(registration),
  getRegistration: () => Promise.resolve(registration),
});
const as = (role: string) => ({ you: { role } }) as unknown as Session;

beforeEach(() => {
  vi.useFakeTimers();
  registration = new Registration();
  vi.stubGlobal('navigator', { serviceWorker: container });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a version whose coming is cut short takes nothing from the next one', async () => {
  registration.active = new Worker();
  const installed = new Installed(as('coordinator'));
  await installed.start();
  registration.finds().becomes('redundant');
  expect(installed.waiting).toBe(false);
  registration.finds().becomes('installed');
  expect(installed.waiting).toBe(true);
  expect(installed.asks).toBe(true);
});

test('the first version that is cut short is asked for again, ever later; a line that comes back is used at once', async () => {
  const register = vi.spyOn(container, 'register').mockRejectedValue(new TypeError('no line'));
  const installed = new Installed(as('volunteer'));
  await installed.start();
  for (const [minutes, times] of [
    [1, 2],
    [1, 2],
    [1, 3],
  ] as const) {
    await vi.advanceTimersByTimeAsync(minutes * 60_000);
    expect(register).toHaveBeenCalledTimes(times);
  }
  register.mockResolvedValue(registration);
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(register).toHaveBeenCalledTimes(4);
  registration.finds().becomes('activated');
  expect(installed.offlineReady).toBe(true);
  dispatchEvent(new Event('online'));
  expect(register).toHaveBeenCalledTimes(4);
});

test('a kiosk asks nobody', async () => {
  registration.active = new Worker();
  registration.waiting = new Worker();
  const installed = new Installed(as('kiosk'));
  await installed.start();
  expect([installed.waiting, installed.asks]).toEqual([true, false]);
});

test('where another tab has changed already there is nothing to change, and the page is loaded anew', async () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  await new Installed(as('coordinator')).change(() => true);
  expect(reload).toHaveBeenCalledTimes(1);
  registration.waiting = new Worker();
  expect(await changeNow()).toBe(true);
  expect(registration.waiting.told).toEqual([{ type: 'SKIP_WAITING' }]);
  expect(reload, 'not before the new version is in charge').toHaveBeenCalledTimes(1);
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledTimes(2);
});

test('a browser that puts the change off is helped on after five seconds, but nobody loses what he is in the middle of', async () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  let quiet = true;
  registration.waiting = new Worker();
  await changeNow(() => quiet);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reload).toHaveBeenCalledTimes(1);

  await changeNow(() => quiet);
  quiet = false;
  await vi.advanceTimersByTimeAsync(5_000);
  registration.waiting = null;
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload, 'somebody is in the middle of something').toHaveBeenCalledTimes(1);
  expect(await changeNow(() => quiet), 'the change has still to be followed').toBe(true);
  expect(reload).toHaveBeenCalledTimes(1);
  quiet = true;
  expect(await changeNow(() => quiet)).toBe(true);
  expect(reload).toHaveBeenCalledTimes(2);
});
