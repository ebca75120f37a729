import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Database } from '$lib/device/database.ts';
import { heal } from '$lib/device/kiosk-heal.ts';
import { health } from '$lib/device/kiosk-health.ts';
import { Staff } from '$lib/device/kiosk-staff.svelte.ts';
import { Awake } from '$lib/device/kiosk-wake.svelte.ts';
import { hashed, isPin, randomPin, ROUNDS } from '$lib/device/pin.ts';
import { isLow, isSilent } from '$lib/ui/desk/stood.ts';

const MINUTE = 60_000;
const kiosk = { id: 'kiosk', role: 'kiosk' as const, area: 'village', name: '平板', enrolledAt: 0 };
const you = {
  device: 'kiosk',
  role: 'kiosk' as const,
  person: 'kiosk',
  area: 'village',
  name: '',
  series: 1,
};

describe('the staff’s way behind the kiosk', () => {
  let database: Database;
  let now: number;
  let count = 0;
  /** After a restart: the same database, nothing else. */
  const started = () => new Staff(database, () => now);

  beforeEach(async () => {
    database = new Database(`staff-${count++}`);
    now = 1_000_000;
    await database.remember('you', you);
    await database.device.put({ ...kiosk, pin: await hashed('482913', 1000) });
  });
  afterEach(() => database.delete());

  test('K15: five touches in a row ask for the PIN, four do not, nor do five slow ones', async () => {
    const staff = started();
    for (let touch = 0; touch < 4; touch++) staff.tap();
    await new Promise((done) => setTimeout(done, 20));
    expect(staff.asking).toBe(false);
    now += 2000;
    for (let touch = 0; touch < 5; touch++, now += 2000) staff.tap();
    await new Promise((done) => setTimeout(done, 20));
    expect(staff.asking).toBe(false);
    for (let touch = 0; touch < 5; touch++, now += 300) staff.tap();
    await expect.poll(() => staff.asking).toBe(true);
  });

  test('K15: after five wrong PINs not even the right one is let through for five minutes, over a restart too', async () => {
    const staff = started();
    for (let wrong = 1; wrong <= 5; wrong++) {
      expect(await staff.enter('000000')).toBe(false);
      expect(staff.left).toBe(wrong < 5 ? 5 - wrong : 5);
    }
    expect(staff.wait).toBe(300);
    expect(await staff.enter('482913')).toBe(false);
    const again = started();
    for (let touch = 0; touch < 5; touch++) again.tap();
    await expect.poll(() => again.asking).toBe(true);
    expect(again.wait).toBe(300);
    expect(await again.enter('482913')).toBe(false);
    now += 5 * MINUTE + 1000;
    expect(await started().enter('482913')).toBe(true);
  });

  test('the right PIN opens, and takes back what was wrong before', async () => {
    const staff = started();
    for (let wrong = 0; wrong < 4; wrong++) await staff.enter('111111');
    expect(await staff.enter('482913')).toBe(true);
    expect([staff.open, staff.left]).toEqual([true, 5]);
    staff.close();
    expect(staff.open).toBe(false);
  });

  test('a kiosk without a PIN says so and opens to nobody', async () => {
    await database.device.put(kiosk);
    const staff = started();
    for (let touch = 0; touch < 5; touch++) staff.tap();
    await expect.poll(() => staff.asking).toBe(true);
    expect(staff.guarded).toBe(false);
    expect(await staff.enter('')).toBe(false);
  });

  test('a PIN is drawn from a million, kept salted, by as many rounds as it takes', async () => {
    const drawn = Array.from({ length: 200 }, randomPin);
    for (const pin of drawn) expect(pin).toMatch(/^\d{6}$/);
    expect(new Set(drawn).size).toBeGreaterThan(190);
    const kept = [await hashed('000042'), await hashed('000042')];
    expect(kept[0]?.hash).not.toBe(kept[1]?.hash);
    expect(kept.map(({ rounds }) => rounds)).toEqual([ROUNDS, ROUNDS]);
    expect(ROUNDS).toBeGreaterThanOrEqual(600_000);
    if (kept[0])
      expect([await isPin('000042', kept[0]), await isPin('000043', kept[0])]).toEqual([true, false]);
  });
});

describe('K09: the screen stays on', () => {
  type Sentinel = EventTarget & { released: boolean; release: () => Promise<void> };
  let given: Sentinel[];
  let refuses: boolean;

  beforeEach(() => {
    vi.useFakeTimers();
    [given, refuses] = [[], false];
    vi.stubGlobal('navigator', {
      wakeLock: {
        request: () => {
          if (refuses) return Promise.reject(new DOMException('low power', 'NotAllowedError'));
          const sentinel = Object.assign(new EventTarget(), {
            released: false,
            release: () => Promise.resolve(),
          });
          given.push(sentinel);
          return Promise.resolve(sentinel);
        },
      },
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const settle = () => vi.advanceTimersByTimeAsync(1);
  const taken = () => {
    const last = given.at(-1);
    if (!last) throw new Error('nothing was given');
    last.released = true;
    last.dispatchEvent(new Event('release'));
  };

  test('the lock that the system takes away is asked for again at once', async () => {
    const stop = new Awake().start();
    await settle();
    expect(given).toHaveLength(1);
    taken();
    await settle();
    expect(given).toHaveLength(2);
    stop();
  });

  test('and whenever the page is shown', async () => {
    const stop = new Awake().start();
    await settle();
    for (const one of given) one.released = true;
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(given).toHaveLength(2);
    stop();
  });

  test('refused for low power, the staff is told, until the lock is given again', async () => {
    const awake = new Awake();
    const stop = awake.start();
    await settle();
    refuses = true;
    taken();
    await settle();
    expect(awake.refused).toBe(true);
    refuses = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(awake.refused).toBe(false);
    stop();
  });
});

describe('K07: a screen that does not come to stand is opened anew', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    sessionStorage.clear();
  });
  afterEach(() => void vi.useRealTimers());

  test('after twenty seconds, then after forty, and never while it stands', () => {
    let stands = false;
    let reloads = 0;
    let stop = heal(
      () => stands,
      () => reloads++,
    );
    vi.advanceTimersByTime(19_000);
    expect(reloads).toBe(0);
    vi.advanceTimersByTime(1000);
    expect(reloads).toBe(1);
    stop();
    stop = heal(
      () => stands,
      () => reloads++,
    );
    vi.advanceTimersByTime(39_000);
    expect(reloads).toBe(1);
    stands = true;
    vi.advanceTimersByTime(1000);
    expect([reloads, sessionStorage.length]).toEqual([1, 0]);
    stop();
  });

  test('at once where a part of the app could not be fetched', () => {
    let reloads = 0;
    const stop = heal(
      () => true,
      () => reloads++,
    );
    dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
    expect(reloads).toBe(1);
    stop();
  });

  test('not again and again where it cannot be fetched for long', () => {
    let reloads = 0;
    const cannot = () => dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
    for (const expected of [1, 2, 3]) {
      const stop = heal(
        () => true,
        () => reloads++,
      );
      cannot();
      cannot();
      if (expected > 1) {
        expect(reloads).toBe(expected - 1);
        vi.advanceTimersByTime(20_000 * 2 ** (expected - 1));
      }
      expect(reloads).toBe(expected);
      stop();
    }
  });
});

describe('K16: the heartbeat', () => {
  test('tells of battery and room, and of nothing else', async () => {
    expect(Object.keys(await health()).sort()).toEqual(['battery', 'charging', 'free']);
  });

  test('a kiosk is silent after two hours, a phone after three days', () => {
    const stood = { seenAt: 0 };
    expect(isSilent(stood, 120 * MINUTE, 'kiosk')).toBe(false);
    expect(isSilent(stood, 121 * MINUTE, 'kiosk')).toBe(true);
    expect(isSilent(stood, 24 * 60 * MINUTE, 'volunteer')).toBe(false);
  });

  test('an empty battery worries only where nothing charges it', () => {
    const at = (battery: number | null, charging: boolean | null) =>
      isLow({ health: { battery, charging, free: 0 } });
    expect([at(0.1, false), at(0.1, true), at(0.5, false), at(null, null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
