import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { Pieces } from '$lib/ui/desk/pieces.svelte.ts';

afterEach(() => vi.useRealTimers());

/** A list of five that is drawn in pieces, and a way to end it. */
function listOfFive() {
  let pieces!: Pieces<number>;
  const end = $effect.root(() => {
    pieces = new Pieces(() => [1, 2, 3, 4, 5]);
  });
  flushSync();
  return { pieces, end };
}

test('a long list comes a piece a turn, and stops when nobody looks at it any more', () => {
  vi.useFakeTimers();
  const { pieces, end } = listOfFive();
  expect(pieces.drawn).toEqual([1]);
  vi.advanceTimersToNextTimer();
  flushSync();
  expect(pieces.drawn).toEqual([1, 2]);
  end();
  vi.runAllTimers();
  expect(pieces.drawn).toEqual([1, 2]);
});

test('what is printed in the first moments is printed whole', () => {
  vi.useFakeTimers();
  const { pieces, end } = listOfFive();
  dispatchEvent(new Event('beforeprint'));
  expect(pieces.drawn).toEqual([1, 2, 3, 4, 5]);
  end();
});
