// The devices whose screens are taken, in the sizes they have.
import type { Browser, Page } from '@playwright/test';
import type { Face } from './list.ts';

export interface Size {
  width: number;
  height: number;
}
const narrow: Size = { width: 360, height: 740 };
const wide: Size = { width: 1280, height: 800 };
const upright: Size = { width: 800, height: 1280 };
/** What each face is taken at, its main size first. A cheap tablet, an old telephone, an office's screen are the others. */
export const sizes: Record<Face, readonly [Size, Size, Size]> = {
  door: [narrow, wide, upright],
  kiosk: [wide, upright, { width: 1024, height: 600 }],
  phone: [narrow, { width: 320, height: 568 }, { width: 740, height: 360 }],
  desk: [wide, narrow, { width: 1920, height: 1080 }],
};
/** The looks that each face can have. */
export const looks = (face: Face) => (face === 'phone' ? ['light', 'dark', 'outdoors'] : ['light', 'dark']);

/** The devices of one language: the one whose screens are taken, and those that others need beside it. */
export class Devices {
  readonly #pages = new Map<Face, Page>();
  readonly #browser: Browser;
  readonly url: string;
  readonly #locale: string;

  constructor(browser: Browser, url: string, locale: string) {
    this.#browser = browser;
    this.url = url;
    this.#locale = locale;
  }

  /** A device of its own that has come in by the demo's door. */
  async of(face: Face): Promise<Page> {
    const page = this.#pages.get(face) ?? (await this.#enter(face));
    this.#pages.set(face, page);
    return page;
  }

  async close(): Promise<void> {
    for (const page of this.#pages.values()) await page.context().close();
  }

  async #enter(face: Face): Promise<Page> {
    const context = await this.#browser.newContext({
      ...{ locale: 'zh-CN', reducedMotion: 'reduce', viewport: sizes[face][0] },
    });
    await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: this.#locale, url: this.url }]);
    await context.addInitScript(() => {
      window.print = () => undefined; // its end would take the sheet away again
      Object.defineProperty(navigator, 'clipboard', { value: undefined }); // as where words are copied by hand
    });
    const page = await context.newPage();
    page.setDefaultTimeout(90_000);
    if (face === 'door') return page;
    await page.goto(`${this.url}/api/demo/${face}`);
    await page.waitForURL((url) => /^\/(kiosk|today|desk)/.test(url.pathname));
    // Without its worker a device knows only the pages that it has been to.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    return page;
  }
}
