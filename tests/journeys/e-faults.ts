import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Request, Route } from '@playwright/test';
import type { TestServer } from '../support/server.ts';
import { goDesk, rows } from './people.ts';
import { receipts } from './e-server-file.ts';

/** Chance that can be had again: `YARDEM_SEED=7 npx playwright test …`. */
export class Chance {
  #state = Number(process.env.YARDEM_SEED ?? 1);

  /** Everybody has a chance of his own, so that it does not hang on who is quicker. */
  constructor(who: string) {
    console.log(`${who}: YARDEM_SEED=${this.#state}`);
    for (const letter of who) this.#state += letter.charCodeAt(0);
  }

  /** A whole number from 0 up to, but not including, `below`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  /** `some` of the numbers from 0 up to, but not including, `below`. */
  some(some: number, below: number): Set<number> {
    const picked = new Set<number>();
    while (picked.size < some) picked.add(this.below(below));
    return picked;
  }
}

/** Where in the life of a command its page dies. */
export const deaths = ['at the tap', 'before it is sent', 'before the answer', 'with the answer'] as const;
export type Death = (typeof deaths)[number];

/** Taps, and kills the page's renderer at that point of what the tap sets off. */
export async function dieAt(page: Page, death: Death, chance: Chance, tap: () => Promise<unknown>) {
  const gone = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  const crash = () => void devtools.send('Page.crash').catch(() => undefined);
  const moment = chance.below(60);
  const push = async (route: Route) => {
    if (!speaks(route.request())) return route.fallback();
    if (death === 'before it is sent') return crash();
    const response = await route.fetch({ maxRetries: 2 });
    if (death === 'with the answer') {
      void route.fulfill({ response }).catch(() => undefined);
      await sleep(moment / 4);
    }
    crash();
  };
  if (death !== 'at the tap') await page.route('**/api/sync', push);
  void tap().catch(() => undefined); // the page may die while it is tapped
  if (death === 'at the tap') {
    await sleep(moment);
    crash();
  }
  await gone;
  await page.close();
}

/** A push that says something. */
export function speaks(request: Request): boolean {
  if (!request.url().endsWith('/api/sync')) return false;
  if (request.headers()['content-encoding']) return true; // only what is long is zipped
  return (request.postDataJSON() as { ops: unknown[] }).ops.length > 0;
}

/** The desk writes down a need about a place, named so that it can be told from all others. */
export async function fillNeed(desk: Page, spot: string): Promise<void> {
  await desk.getByTestId('desk-service').selectOption('place');
  await desk.locator('form select').nth(1).selectOption({ index: 1 });
  await desk.getByLabel('地点').fill(spot);
}

/** Posts it by keyboard. Answers the number that stands on the screen once it was written down; the form is empty again. */
export async function postNeed(desk: Page, spot: string): Promise<string> {
  await fillNeed(desk, spot);
  await desk.getByLabel('地点').press('Enter');
  const number = (await desk.getByTestId('desk-posted-number').innerText()).trim();
  await desk.getByTestId('desk-post-again').press('Enter');
  return number;
}

export async function openNewNeed(desk: Page): Promise<void> {
  await goDesk(desk, '/desk/new');
}

/** The volunteer changes the day until which he is away: the shortest thing that a phone can say. */
export async function sayAway(phone: Page, day: number): Promise<void> {
  await phone.getByTestId('away').locator('select').selectOption({ index: day });
}

/** All that was ever written down on this device to be sent: what is unsent, and what is kept until a backup has it. */
export async function said(page: Page): Promise<number[]> {
  // In this order: what is heard in between moves from the first to the second, and must not be missed.
  const all = [...(await rows(page, 'outbox')), ...(await rows(page, 'sent'))];
  return [...new Set(all.map(({ n }) => n as number))].sort((a, b) => a - b);
}

/** The device's outbox as the server knows it: which stream, and the numbers that it has run. */
export async function ranFor(page: Page, server: TestServer): Promise<number[]> {
  const stream = await page.evaluate(
    () =>
      new Promise<unknown>((resolve, reject) => {
        const opening = indexedDB.open('yardem');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const asked = opening.result.transaction('meta').objectStore('meta').get('stream');
          asked.onerror = () => reject(new Error('no stream'));
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result);
          };
        };
      }),
  );
  return receipts(server)
    .filter((each) => each.stream === stream)
    .map(({ n }) => n);
}

/** 1, 2, 3 … up to and including `last`. */
export const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
