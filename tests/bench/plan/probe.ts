import type { Page } from '@playwright/test';
import type { Heard, Question } from '$lib/device/planning.ts';
import type { Plan } from '$lib/domain/plan/plan.ts';
import { longestTask, type TraceEvent } from '../tasks.ts';

/** When what was heard from a search, in milliseconds since it was asked for. */
export interface Marks {
  first: number;
  /** Within half a percent of the last plan's points. */
  near: number;
  whole: number;
}
interface Tapped {
  /** Since the tap: the first plan on the screen, the near one, the end. */
  shown: number;
  near: number;
  whole: number;
  worker: Marks;
  longest: number;
}
/** Of what was asked and heard only what is counted: a village is large, and its maps do not leave a page whole. */
interface Asked {
  at: number;
  id: number;
  fresh: boolean;
}
interface Told {
  at: number;
  id: number;
  over: boolean;
  points: number | undefined;
}
interface Listened {
  asked: Asked[];
  heard: Told[];
  /** The last search for a plan that was to stay near to no other. */
  last?: Question;
}
declare global {
  interface Window {
    listened: Listened;
  }
}
const CLOSE = 1.005;

/** Writes down what a page asks its workers and hears from them. Runs in the page before anything else. */
export function listen(this: void): void {
  const listened: Listened = { asked: [], heard: [] };
  window.listened = listened;
  window.Worker = class extends Worker {
    constructor(url: string | URL, how?: WorkerOptions) {
      super(url, how);
      this.addEventListener('message', ({ data }: MessageEvent<Heard>) => {
        const plan =
          data.kind === 'answer' ? (data.answer as Partial<Plan>) : 'plan' in data ? data.plan : undefined;
        const over = data.kind !== 'progress';
        listened.heard.push({ at: performance.now(), id: data.id, over, points: plan?.points });
      });
    }
    override postMessage(said: Question): void {
      const fresh = said.kind === 'plan' && !said.asks.settings.before;
      if (said.kind === 'plan') listened.asked.push({ at: performance.now(), id: said.id, fresh });
      if (fresh) listened.last = said;
      super.postMessage(said);
    }
  };
}

/** Listens to what a page asks its planning worker, what it hears from it, and how long the page itself is busy. */
export class Probe {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Taps and waits until the search that comes of it is over. */
  async tap(button: string | RegExp): Promise<Tapped> {
    const browser = this.page.context().browser();
    await browser?.startTracing(this.page, { categories: ['toplevel'] });
    const pattern = typeof button === 'string' ? `^${button}$` : button.source;
    const { began, shown, ended, asked, heard } = await this.page.evaluate(async (name) => {
      const target = [...document.querySelectorAll<HTMLElement>('[data-testid]')].find(
        (each) => new RegExp(name).test(each.dataset.testid ?? '') && !each.hasAttribute('disabled'),
      );
      if (!target) throw new Error(`no ${name}`);
      const board = () => document.querySelector('[data-testid=plan-board]');
      const until = (holds: () => boolean) =>
        new Promise<number>((resolve) => {
          const look = () => (holds() ? resolve(performance.now()) : requestAnimationFrame(look));
          look();
        });
      const there = board() !== null;
      const { listened } = window;
      Object.assign(listened, { asked: [], heard: [] });
      const began = performance.now();
      target.click();
      if (there) await until(() => board()?.getAttribute('aria-busy') === 'true');
      const shown = await until(() => board() !== null);
      const ended = await until(() => board()?.getAttribute('aria-busy') === 'false');
      await new Promise((resolve) => setTimeout(resolve, 1500)); // what it leaves to do afterwards
      const { asked, heard } = listened;
      return { began, shown, ended, asked: asked[0], heard };
    }, pattern);
    const longest = longestTask(traced(await browser?.stopTracing()));
    if (!asked) throw new Error('no search was asked for');
    const worker = marks(asked, heard);
    return {
      shown: shown - began,
      near: worker.near + asked.at - began,
      whole: ended - began,
      worker,
      longest,
    };
  }

  /** The last search for a plan anew, once more in the page itself. */
  async replay(): Promise<Marks> {
    const { asked, heard } = await this.page.evaluate(async () => {
      const kept = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      const file = kept.flat().find(({ url }) => url.includes('plan.worker'))?.url;
      const question = window.listened.last;
      if (!file || !question) throw new Error('there is nothing to search for');
      const heard: Told[] = [];
      const { onmessage } = window;
      const postMessage = window.postMessage.bind(window);
      const over = new Promise<void>((resolve) => {
        window.postMessage = ((data: Heard) => {
          const plan =
            data.kind === 'answer' ? (data.answer as Partial<Plan>) : 'plan' in data ? data.plan : undefined;
          const over = data.kind !== 'progress';
          heard.push({ at: performance.now(), id: data.id, over, points: plan?.points });
          if (over) resolve();
        }) as typeof window.postMessage;
      });
      await import(/* @vite-ignore */ file);
      const asked = { at: performance.now(), id: question.id, fresh: true };
      window.onmessage?.(new MessageEvent('message', { data: question }));
      await over;
      Object.assign(window, { postMessage, onmessage });
      return { asked, heard };
    });
    return marks(asked, heard);
  }
}

const traced = (trace: Buffer | undefined) =>
  (JSON.parse(trace?.toString() ?? '{"traceEvents":[]}') as { traceEvents: TraceEvent[] }).traceEvents;

function marks({ at: asked, id }: Asked, heard: readonly Told[]): Marks {
  const all = heard.filter((each) => each.id === id);
  const end = all.find(({ over }) => over);
  const better = all.filter((each) => each.points !== undefined);
  const near = better.find(({ points = NaN }) => points <= (end?.points ?? NaN) * CLOSE);
  const since = (told: Told | undefined) => (told?.at ?? NaN) - asked;
  return { first: since(better[0]), near: since(near ?? end), whole: since(end) };
}

/** How long the same work takes in the page and in a worker, in milliseconds. Runs in the page. */
export async function spin(this: void): Promise<{ page: number; worker: number }> {
  const work = () => {
    const began = performance.now();
    let sum = 0;
    for (let i = 0; i < 30_000_000; i++) sum += Math.sqrt(i);
    return sum > 0 ? performance.now() - began : NaN;
  };
  const url = URL.createObjectURL(
    new Blob([`const work = ${work.toString()}; self.postMessage(Math.min(...[1, 2, 3].map(work)))`]),
  );
  const worker = await new Promise<number>((resolve, reject) => {
    const one = new Worker(url);
    one.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
    one.onerror = () => reject(new Error('no worker'));
  });
  return { page: Math.min(...[1, 2, 3].map(work)), worker };
}
