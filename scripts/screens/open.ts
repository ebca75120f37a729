import type { Page } from '@playwright/test';
import { sizes, type Devices } from './devices.ts';
import { follow, spot } from './follow.ts';
import type { Screen } from './list.ts';

/** Goes to a screen as its line says, at the main size of its face. False where something on the way did not come. */
export async function open(page: Page, screen: Screen, devices: Devices): Promise<boolean> {
  const { path, press = [], seen, face } = screen;
  await page.setViewportSize(sizes[face][0]);
  await page.emulateMedia({ media: 'screen', reducedMotion: 'reduce' });
  await page.context().setOffline(false);
  await page.goto(devices.url + path);
  try {
    await follow(page, press, (other) => devices.of(other));
    if (seen) await spot(page, seen).waitFor();
  } catch {
    return false;
  } finally {
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
  }
  return true;
}

/** Sets one of the themes; it is painted a moment later. */
export async function wear(page: Page, look: string): Promise<void> {
  await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), look);
}

/** Waits until what was laid out anew is painted. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );
  await page.waitForTimeout(100); // a busy machine paints a change of look in more than two frames
}
