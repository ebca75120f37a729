/** How a screen is reached and found by its test ids, as its line in the list says. */
import type { Page } from '@playwright/test';

/** Presses one after another what `press` names; `#` stands for the PIN that was written down on the way. */
export async function follow(page: Page, press: readonly string[]): Promise<void> {
  let pin = '';
  for (const id of press) {
    if (id === '#') {
      for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
      continue;
    }
    if (id === 'pin-written') pin = (await spot(page, 'pin').innerText()).replaceAll(/\D/g, '');
    const target = spot(page, id);
    const button = target.getByRole('button').or(target.getByRole('link')).first();
    await target.waitFor();
    await ((await button.count()) > 0 ? button : target).click();
  }
}

/** The first element with a test id, or with one that begins so where it ends in `*`. */
export function spot(page: Page, id: string) {
  const exact = id.endsWith('*') ? `[data-testid^="${id.slice(0, -1)}"]` : `[data-testid="${id}"]`;
  return page.locator(exact).first();
}
