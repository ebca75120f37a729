// How a long list feels under the thumb: what an interaction takes until something is painted, and the longest task.
import type { CDPSession, Page } from '@playwright/test';
import { longestTask, type TraceEvent } from './tasks.ts';

/** What was felt, in milliseconds: of so few interactions the worst is what INP takes. */
export interface Felt {
  interactions: number;
  /** Those that took longer than a frame; of the others the browser tells nothing but that they were. */
  told: number;
  worst: number;
  /** The longest task, in the page's own processor time. */
  longest: number;
}

/** Watches a page from now on; call what it gives, once, to hear what was felt since. */
export async function watch(page: Page, session: CDPSession): Promise<() => Promise<Felt>> {
  await page.evaluate(() => {
    const before = performance.interactionCount;
    const events = new Map<number, number>();
    const hear = (entry: PerformanceEntry) => {
      // Pointer, key and click of one press are one interaction: the longest of them is what was felt.
      const { interactionId: id, duration } = entry as PerformanceEventTiming;
      if (id) events.set(id, Math.max(events.get(id) ?? 0, duration));
    };
    const event = new PerformanceObserver((list) => list.getEntries().forEach(hear));
    event.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    const felt = () => {
      event.takeRecords().forEach(hear);
      event.disconnect();
      return {
        interactions: performance.interactionCount - before,
        told: events.size,
        worst: Math.max(0, ...events.values()),
      };
    };
    Object.assign(window, { felt });
  });
  // The browser sweeps up when a page comes to rest: what was dropped before is not this part's to pay for.
  await session.send('HeapProfiler.collectGarbage');
  const trace: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }) => trace.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories: CATEGORIES });
  return async () => {
    const over = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await over;
    session.off('Tracing.dataCollected', collect);
    const felt = await page.evaluate(() => (window as unknown as { felt: () => Felt }).felt());
    return { ...felt, longest: longestTask(trace) };
  };
}

const CATEGORIES = 'toplevel';

/** A thumb that pushes the page up so often, as fast as one reads nothing any more. */
export async function push(session: CDPSession, times: number): Promise<void> {
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 180, y }] });
  for (let time = 0; time < times; time++) {
    await touch('touchStart', 640);
    for (let y = 600; y >= 40; y -= 40) await touch('touchMove', y);
    await touch('touchEnd');
  }
}
