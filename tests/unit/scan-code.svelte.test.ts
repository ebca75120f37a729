import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import ScanCode from '$lib/ui/kiosk/ScanCode.svelte';

const props = $state({ address: 'https://here/slip#7-1.secret', sent: false, away: false });
let card: Record<string, unknown>;

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(props, { sent: false, away: false });
  card = mount(ScanCode, { target: document.body, props });
  flushSync();
});
afterEach(async () => {
  await unmount(card);
  vi.useRealTimers();
});
/** The code, and each part that is read aloud. */
function seen(): string[] {
  flushSync();
  const parts = [...document.querySelectorAll<HTMLElement>('[data-aloud]')].map((part) => part.dataset.aloud);
  return [...(document.querySelector('svg') ? ['code'] : []), ...parts.map(String)];
}

test('K14: on a good line the code comes as soon as the request was sent, and nothing else is told before', () => {
  expect(seen()).toEqual(['slip_scan_title', 'slip_scan_text']);
  props.sent = true;
  expect(seen()).toEqual(['code', 'slip_scan_title', 'slip_scan_text']);
  vi.advanceTimersByTime(60_000);
  props.away = true;
  expect(seen(), 'what was sent stays sent').toEqual(['code', 'slip_scan_title', 'slip_scan_text']);
});

test('K14: without network the paper is pointed to, until it was sent', () => {
  props.away = true;
  expect(seen()).toEqual(['slip_scan_title', 'slip_scan_later']);
  props.sent = true;
  expect(seen()).toEqual(['code', 'slip_scan_title', 'slip_scan_text']);
});

test('K14: on a line that keeps silent, too', () => {
  vi.advanceTimersByTime(3000);
  expect(seen()).toEqual(['slip_scan_title', 'slip_scan_later']);
});
