// Takes the pictures of the README from the demo village: npm run build && npm run pictures
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from '../tests/support/browser.ts';
import { TestServer } from '../tests/support/server.ts';
import { follow, spot } from './screens/follow.ts';
import { screens } from './screens/list.ts';

const folder = 'docs/pictures';
interface Shot {
  file: string;
  face: 'kiosk' | 'phone' | 'desk';
  locale: string;
  width: number;
  height: number;
  path: string;
  /** What has to be pressed before there is something to see. */
  press?: readonly string[];
  /** What must have come by then. */
  seen?: string;
}
const shots: Shot[] = [
  { file: 'kiosk', face: 'kiosk', locale: 'zh-CN', width: 1280, height: 800, path: '/kiosk' },
  { file: 'kiosk-ask-ug', face: 'kiosk', locale: 'ug', width: 1280, height: 800, path: '/kiosk/ask' },
  { file: 'phone', face: 'phone', locale: 'zh-CN', width: 360, height: 740, path: '/today' },
  { file: 'phone-kk', face: 'phone', locale: 'kk-Arab', width: 360, height: 740, path: '/today' },
  { file: 'desk', face: 'desk', locale: 'zh-CN', width: 1280, height: 800, path: '/desk' },
  {
    ...{ file: 'morning', face: 'desk', locale: 'zh-CN', width: 1280, height: 800, path: '/desk/morning' },
    press: ['plan-propose'],
    seen: 'plan-board',
  },
  {
    ...{ file: 'kiosk-slip', face: 'kiosk', locale: 'zh-CN', width: 1280, height: 800, path: '/kiosk' },
    press: pressFor('kiosk-given'),
  },
  {
    ...{ file: 'phone-lock', face: 'phone', locale: 'ug', width: 360, height: 740, path: '/me/lock' },
    press: [...pressFor('lock-settings'), 'lock-now'],
    seen: 'locked',
  },
  { file: 'voices', face: 'desk', locale: 'zh-CN', width: 1280, height: 800, path: '/desk/voices' },
  { file: 'evening', face: 'desk', locale: 'en', width: 1280, height: 800, path: '/desk/evening' },
];

mkdirSync(folder, { recursive: true });
const server = await TestServer.start();
const browser = await chromium.launch(launchOptions());
try {
  for (const shot of shots) {
    const { width, height } = shot;
    const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(`${server.url}/api/demo/${shot.face}`);
    await page.waitForURL((url) => /^\/(kiosk|today|desk)/.test(url.pathname));
    await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: shot.locale, url: server.url }]);
    await page.goto(server.url + shot.path);
    await quiet(page);
    if (shot.press) {
      await follow(page, shot.press);
      if (shot.seen) await spot(page, shot.seen).waitFor({ timeout: 120_000 });
      await quiet(page);
    }
    await page.screenshot({ path: `${folder}/${shot.file}.png` });
    await context.close();
    console.log(`${folder}/${shot.file}.png`);
  }
} finally {
  await browser.close();
  await server.stop();
}

/** What is pressed to get to a screen of the list. */
function pressFor(name: string): readonly string[] {
  return screens.find((each) => each.name === name)?.press ?? [];
}

/** Waits until the fonts are there and nothing moves any more. */
async function quiet(page: Page) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(1200);
}
