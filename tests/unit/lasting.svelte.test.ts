import 'fake-indexeddb/auto';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isInApp } from '$lib/device/in-app.ts';
import { Shelf } from '$lib/device/phone-shelf.svelte.ts';
import { Session } from '$lib/device/session.svelte.ts';
import type { Standing } from '$lib/device/speak.ts';
import type { Command } from '$lib/domain/command.ts';
import { m } from '$lib/paraglide/messages.js';
import DeviceStanding from '$lib/ui/desk/DeviceStanding.svelte';

/** Whether what lies on a device lasts, and what it says about that. */
afterEach(() => vi.unstubAllGlobals());

test('P02: a page inside another app is told from a browser', () => {
  const android = 'Mozilla/5.0 (Linux; Android 13; M2012K11AC) AppleWebKit/537.36 (KHTML, like Gecko)';
  for (const app of [
    `${android} Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MicroMessenger/8.0.48`,
    `${android} Version/4.0 Chrome/109.0.0.0 Mobile Safari/537.36 V1_AND_SQ_9.0.8 QQ/9.0.8.14755`,
    `${android} Chrome/100.0.0.0 Mobile Safari/537.36 AliApp(DingTalk/7.0.40)`,
  ])
    expect(isInApp(app), app).toBe(true);
  for (const browser of [
    `${android} Chrome/124.0.0.0 Mobile Safari/537.36`,
    `${android} Version/4.0 Chrome/114.0.0.0 MQQBrowser/14.9 Mobile Safari/537.36`,
    `${android} Chrome/110.0.0.0 Mobile Safari/537.36 HuaweiBrowser/15.0.4`,
  ])
    expect(isInApp(browser), browser).toBe(false);
});

describe('P12: whether the browser keeps it', () => {
  test('is asked of the browser, and how much room is left', async () => {
    const storage = {
      persisted: () => Promise.resolve(true),
      estimate: () => Promise.resolve({ quota: 1e9, usage: 1e8 }),
    };
    vi.stubGlobal('navigator', { ...navigator, storage });
    const shelf = new Shelf();
    vi.stubGlobal('matchMedia', () => ({ matches: false }));
    await shelf.look();
    expect([shelf.kept, shelf.room]).toEqual([true, 'much']);
    storage.estimate = () => Promise.resolve({ quota: 1e9, usage: 0.99e9 });
    await shelf.look();
    expect(shelf.room).toBe('little');
  });

  test.each([
    [true, m.desk_kept],
    [false, m.desk_not_kept],
  ])('is shown to the coordinator: %s', (kept, words) => {
    const stood = { seenAt: 0, left: 0, app: '1', kept };
    const target = document.createElement('div');
    const shown = mount(DeviceStanding, {
      target,
      props: { stood, role: 'volunteer', version: '1', now: 0, locale: 'en' },
    });
    expect(target.textContent).toContain(words());
    void unmount(shown);
  });
});

describe('P07: what is said of sending', () => {
  const table: [standing: Standing, busy: boolean, unsent: number, state: string][] = [
    ['ok', false, 0, 'sent'],
    ['unreachable', false, 0, 'sent'],
    ['unreachable', false, 2, 'saved'],
    ['unreachable', true, 2, 'waiting'],
    ['crowded', false, 2, 'saved'],
    ['ok', true, 2, 'waiting'],
    ['ok', false, 2, 'waiting'],
    ['stranger', false, 2, 'failed'],
    ['old', false, 2, 'failed'],
    ['full', false, 2, 'failed'],
  ];
  test.each(table)('server %s, busy %s, %i unsent: %s', async (standing, busy, unsent, state) => {
    const session = new Session();
    await session.database.outbox.clear();
    for (let n = 1; n <= unsent; n++)
      await session.database.outbox.put({ n, name: 'need.claim', v: 1, args: { id: 'n' }, at: n });
    Object.assign(session.exchange, { standing, busy, lastSync: 5 });
    session.stand();
    await session.open();
    let said = session.sync;
    const stop = $effect.root(() => {
      $effect(() => {
        said = session.sync;
      });
    });
    await vi.waitFor(() => {
      flushSync();
      expect(said.count).toBe(unsent);
    });
    expect(said).toEqual({ state, count: unsent, at: 5 });
    stop();
  });

  test('what is said before the first screen has settled is told at once', async () => {
    const session = new Session();
    await session.database.outbox.clear();
    await session.open();
    const said: number[] = [];
    const stop = $effect.root(() => {
      $effect(() => void said.push(session.sync.count));
    });
    flushSync();
    const words = session.say({ name: 'need.claim', v: 1, args: { id: 'n' } } as Command);
    await expect(words).rejects.toThrow('not joined'); // what counts is that somebody has said something
    await session.database.outbox.put({ n: 1, name: 'need.claim', v: 1, args: { id: 'n' }, at: 1 });
    const soon = { timeout: 700 }; // half of what the screen is waited for
    await vi.waitFor(() => {
      flushSync();
      expect(said.at(-1)).toBe(1);
    }, soon);
    stop();
  });
});
