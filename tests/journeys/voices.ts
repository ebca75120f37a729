import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { launchOptions } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { goDesk, rows } from './people.ts';

/** What the journeys of the voices share: a browser with a microphone that beeps, and ears. */

/** A Chromium whose microphone is Chromium's own test signal. It takes no permission from anybody. */
export function withMicrophone(): Promise<Browser> {
  const { args, ...rest } = launchOptions();
  const fake = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  return chromium.launch({ ...rest, args: [...args, ...fake] });
}

/** Opens the desk's page of voices in one language. */
export async function openVoices(desk: Page, locale: 'zh-CN' | 'ug'): Promise<void> {
  await goDesk(desk, '/desk/voices');
  await desk.getByTestId('voices').locator(`input[value="${locale}"]`).check({ force: true });
}

/** Records one prompt through the microphone. */
export async function record(desk: Page, prompt: string, milliseconds = 600): Promise<void> {
  const slot = desk.locator(`[data-testid=slot][data-prompt="${prompt}"]`);
  await slot.getByTestId('slot-record').click();
  await expect(slot.getByRole('meter')).toBeVisible();
  await desk.waitForTimeout(milliseconds);
  await slot.getByTestId('slot-finish').click();
  await expect(slot).toHaveAttribute('data-kept', 'true');
}

/** The same sound for all slots of a language, said by the desk's own session as its page would say it. */
export async function recordAll(desk: Page, url: string, locale: 'ug'): Promise<string[]> {
  const [sound] = await rows(desk, 'clip');
  if (!sound) throw new Error('nothing was recorded yet');
  const prompts = await desk.$$eval('[data-testid=slot]', (all) =>
    all.map((each) => each.getAttribute('data-prompt') ?? ''),
  );
  const client = new Client(url);
  client.cookie = (await desk.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const { at: _at, ...rest } = sound as { at: number; area: string };
  for (let from = 0; from < prompts.length; from += 20) {
    const some = prompts.slice(from, from + 20);
    const answer = await client.say(
      ...some.map((prompt) => ({
        name: 'clip.keep' as const,
        args: { ...rest, id: `${rest.area}:${prompt}:${locale}`, prompt, locale } as never,
      })),
    );
    expect(answer.results.filter((each) => !each.ok)).toEqual([]);
  }
  return prompts;
}

export interface Ears {
  /** The parts of the screen that were heard since the last time it was asked, in order. */
  since(): Promise<string[]>;
  /** How many sounds played to their end, and whether their time really went on. */
  ended(): Promise<{ count: number; moved: boolean }>;
  /** Waits until nothing more is read. */
  quiet(): Promise<void>;
}

/** Listens to a page from its next load on: which part is marked whenever a sound begins. `rate` makes it talk faster. */
export async function listenTo(page: Page, rate = 1): Promise<Ears> {
  await page.addInitScript((speed) => {
    const ears = { parts: [] as string[], ended: 0, moved: true };
    Object.assign(window, { ears });
    const own = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play');
    const play = own?.value as (this: HTMLMediaElement) => Promise<void>;
    let last: Element | null = null;
    HTMLMediaElement.prototype.play = function () {
      const part = document.querySelector('[data-reading]');
      if (part !== last) ears.parts.push(part?.getAttribute('data-aloud') ?? '');
      last = part;
      this.playbackRate = speed;
      this.addEventListener(
        'ended',
        () => {
          ears.ended++;
          ears.moved &&= this.currentTime > 0;
        },
        { once: true },
      );
      return play.call(this);
    };
  }, rate);
  type Heard = { ears: { parts: string[]; ended: number; moved: boolean } };
  return {
    since: () => page.evaluate(() => (window as unknown as Heard).ears.parts.splice(0)),
    ended: () =>
      page.evaluate(() => {
        const { ended, moved } = (window as unknown as Heard).ears;
        return { count: ended, moved };
      }),
    quiet: async () => {
      let calm = 0;
      await expect
        .poll(
          async () => {
            const busy = await page.locator('[data-reading]').count();
            calm = busy ? 0 : calm + 1;
            return calm;
          },
          { timeout: 60_000, intervals: [150] },
        )
        .toBeGreaterThan(3);
    },
  };
}
