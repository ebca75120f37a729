import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Idle } from '$lib/device/kiosk-idle.svelte.ts';

const SECOND = 1000;

describe('K02, K03: the idle timer of the kiosk', () => {
  let ended: number;
  let needed: boolean;
  let speaking: boolean;
  let idle: Idle;
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    [ended, needed, speaking] = [0, true, false];
    idle = new Idle({ end: () => ended++, needed: () => needed, busy: () => speaking });
    stop = idle.start();
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  const wait = (seconds: number) => vi.advanceTimersByTime(seconds * SECOND);

  test('a minute without a touch warns, twenty seconds later the visit ends, once', () => {
    wait(59);
    expect(idle.left).toBeUndefined();
    wait(1);
    expect(idle.left).toBe(20);
    wait(19);
    expect([idle.left, ended]).toEqual([1, 0]);
    wait(1);
    expect([idle.left, ended]).toEqual([undefined, 1]);
  });

  test.each(['pointerdown', 'keydown', 'scroll', 'wheel'])(
    '%s every 50 s for ten minutes never warns',
    (type) => {
      for (let round = 0; round < 12; round++) {
        wait(50);
        expect(idle.left).toBeUndefined();
        document.dispatchEvent(new Event(type));
        window.dispatchEvent(new Event(type));
      }
      expect(ended).toBe(0);
    },
  );

  test('"continue" can be pressed more than ten times', () => {
    for (let round = 0; round < 12; round++) {
      wait(75);
      expect(idle.left).toBe(5);
      idle.stay();
      expect(idle.left).toBeUndefined();
    }
    expect(ended).toBe(0);
  });

  test('under the warning a stray touch keeps nothing open', () => {
    wait(65);
    window.dispatchEvent(new Event('pointerdown'));
    wait(15);
    expect(ended).toBe(1);
  });

  test('a voice that reads aloud counts as being there', () => {
    speaking = true;
    wait(290);
    expect([idle.left, ended]).toEqual([undefined, 0]);
    speaking = false;
    wait(60);
    expect(idle.left).toBe(20);
  });

  test('a voice that hangs keeps nothing open for longer than it can take to read a screen', () => {
    speaking = true;
    wait(370);
    expect(idle.left).toBeDefined();
    wait(20);
    expect(ended).toBe(1);
  });

  test('a tablet whose clock the network sets back forgets all the same', () => {
    vi.setSystemTime(Date.now() - 3600 * SECOND);
    wait(70);
    expect(idle.left).toBe(10);
    wait(10);
    expect(ended).toBe(1);
  });

  test('a resting screen is left alone', () => {
    needed = false;
    wait(600);
    expect([idle.left, ended]).toEqual([undefined, 0]);
  });

  test('a tablet that slept through it ends the visit as soon as it wakes', () => {
    vi.setSystemTime(Date.now() + 600 * SECOND);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(ended).toBe(1);
  });

  test('once stopped it does nothing', () => {
    stop();
    wait(600);
    expect([idle.left, ended]).toEqual([undefined, 0]);
  });
});
