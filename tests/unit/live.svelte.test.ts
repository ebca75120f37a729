import 'fake-indexeddb/auto';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Database } from '$lib/device/database.ts';
import { Live } from '$lib/device/live.svelte.ts';

/** What a screen is given to show: read before, and kept fresh. */
let database: Database;
beforeEach(() => {
  database = new Database('live');
});
afterEach(() => database.delete());

/** What a view shows of it, each time anew; `stop` takes the view away. */
function view<T>(live: Live<T>) {
  const shown: (T | undefined)[] = [];
  const stop = $effect.root(() => {
    $effect(() => void shown.push(live.current));
  });
  flushSync();
  return { shown, stop };
}

describe('what was read before a view asked for it', () => {
  test('is shown at once, and read anew only when there is time', async () => {
    const asked = vi.fn(() => database.recall('next'));
    await database.remember('next', 2);
    const time = Promise.withResolvers<void>();
    const { shown, stop } = view(new Live(asked, { value: 1, until: time.promise }));
    expect(shown).toEqual([1]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).not.toHaveBeenCalled();
    time.resolve();
    await vi.waitFor(() => {
      flushSync();
      expect(shown).toEqual([1, 2]);
    });
    await database.remember('next', 3);
    await vi.waitFor(() => {
      flushSync();
      expect(shown.at(-1)).toBe(3);
    });
    stop();
  });

  test('is never read anew for a view that has gone in the meantime', async () => {
    const asked = vi.fn(() => database.recall('next'));
    const time = Promise.withResolvers<void>();
    view(new Live(asked, { value: 1, until: time.promise })).stop();
    await new Promise((resolve) => setTimeout(resolve, 5)); // a subscriber goes a moment after its last reader
    time.resolve();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).not.toHaveBeenCalled();
  });

  test('where nothing was read, it is asked for with the first look', async () => {
    await database.remember('next', 4);
    const { shown, stop } = view(new Live(() => database.recall('next')));
    expect(shown).toEqual([undefined]);
    await vi.waitFor(() => {
      flushSync();
      expect(shown.at(-1)).toBe(4);
    });
    stop();
  });
});
