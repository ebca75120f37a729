/** How a screen is reached and found by its test ids, as its line in the list says. */
import type { Page } from '@playwright/test';
import { scan } from '../../tests/support/qr.ts';
import { slipOf } from './slip-of.ts';

/** Another device of the same village, opened when it is first asked for. */
export type Other = (face: 'kiosk' | 'phone' | 'desk') => Promise<Page>;

/**
 * Does one after another what `steps` say. A test id is pressed (`*` at the end for whatever begins so); else a word before it says what is done:
 * `note pin` writes down its digits, `slip need-id` those of a need's slip, `scan code` the address in a picture;
 * `type pin` puts the digits that were noted on the number pad, `go code` opens what was scanned, `go /desk` a path;
 * `pick service hay` chooses in a list, by value or place; `fill name words` writes into a field;
 * `at desk` goes on at another device; `heard` waits until the server has all that was said; `offline`, `online`; `later 70` lets so many seconds pass; `paper` shows it as printed.
 */
export async function follow(page: Page, steps: readonly string[], other?: Other): Promise<void> {
  const own = page;
  const noted = new Map<string, string>();
  const home = new URL(page.url()).origin;
  for (const step of steps) {
    const [word = '', what = '', value = ''] = step.split(' ');
    const note = noted.get(what) ?? '';
    if (word === 'note') noted.set(what, (await spot(page, what).innerText()).replaceAll(/[^\p{Nd}]/gu, ''));
    else if (word === 'slip')
      for (const [part, digits] of Object.entries(await slipOf(page, what))) noted.set(part, digits);
    else if (word === 'scan') noted.set(what, await scan(spot(page, what).locator('svg').first()));
    else if (word === 'type')
      for (const digit of note) await page.getByRole('button', { name: digit, exact: true }).first().click();
    else if (word === 'go') await page.goto(note || home + what);
    else if (word === 'at') page = what === 'own' || !other ? own : await other(what as 'desk');
    else if (word === 'offline' || word === 'online') await page.context().setOffline(word === 'offline');
    else if (word === 'pick')
      await spot(page, what).selectOption(/^\d$/.test(value) ? { index: Number(value) } : value);
    else if (word === 'fill') await spot(page, what).fill(value);
    else if (word === 'heard') await heard(page);
    else if (word === 'later') await wait(page, Number(what));
    else if (word === 'paper') await print(page);
    else await press(page, step);
  }
}

/** The first element with a test id, or with one that begins so where it ends in `*`. */
export function spot(page: Page, id: string) {
  const exact = id.endsWith('*') ? `[data-testid^="${id.slice(0, -1)}"]` : `[data-testid="${id}"]`;
  return page.locator(exact).first();
}

async function press(page: Page, id: string) {
  const target = spot(page, id);
  const button = target.getByRole('button').or(target.getByRole('link')).first();
  await target.waitFor();
  await ((await button.count()) > 0 ? button : target).click();
}

/** A tap is written down a moment after it, and sent another moment later. */
async function heard(page: Page) {
  await page.waitForTimeout(500);
  await page.locator('[data-testid="sync"][data-state="sent"]').first().waitFor();
}

/** Sheets are made when they are printed. */
async function print(page: Page) {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}

/** As if nobody had touched anything for so long. */
async function wait(page: Page, seconds: number) {
  await page.evaluate((ahead) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ahead;
  }, seconds * 1000);
}
