// Takes every screen in every language, size and look from the demo village: npm run build && npm run screens
// `-- --only today,kiosk` takes some; `-- --words` writes small pictures for the page of words into static/words.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { launchOptions } from '../tests/support/browser.ts';
import { TestServer } from '../tests/support/server.ts';
import { follow, spot } from './screens/follow.ts';
import { screens, type Face, type Screen } from './screens/list.ts';
import { keysOf, wordings } from './screens/words.ts';

interface Size {
  width: number;
  height: number;
}
const narrow: Size = { width: 360, height: 740 };
const wide: Size = { width: 1280, height: 800 };
const upright: Size = { width: 800, height: 1280 };
const sizes: Record<Face, Size[]> = {
  door: [narrow, wide],
  kiosk: [wide, upright],
  phone: [narrow],
  desk: [wide, narrow],
};
const locales = ['zh-CN', 'ug', 'kk-Arab', 'en'];
const looks = (face: Face) => (face === 'phone' ? ['light', 'dark', 'outdoors'] : ['light', 'dark']);
const SMALL = 15_000;

const { values } = parseArgs({
  options: { words: { type: 'boolean' }, only: { type: 'string' }, locale: { type: 'string' } },
});
const only = values.only?.split(',');
const wanted = screens.filter(({ name }) => !only || only.includes(name));
const unknown = only?.filter((name) => !screens.some((each) => each.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`no such screen: ${unknown.join(', ')}`);

const folder = values.words ? 'static/words' : 'screens';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const server = await TestServer.start();
const browser = await chromium.launch(launchOptions());
const missed: string[] = [];
process.once('SIGINT', () => void stop().then(() => process.exit(130)));
try {
  await (values.words ? takeWords(browser) : takeAll(browser));
} finally {
  await stop();
}
for (const each of missed) console.error(`not seen: ${each}`);
if (missed.length > 0) process.exitCode = 1;

/** One picture of each screen in each language, size and look, and a sheet of all of them. */
async function takeAll(browser: Browser) {
  const pictures: { screen: Screen; file: string }[] = [];
  for (const face of ['door', 'kiosk', 'phone', 'desk'] as const) {
    for (const locale of values.locale ? [values.locale] : locales) {
      const page = await enter(browser, face);
      await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: server.url }]);
      for (const screen of wanted.filter((each) => each.face === face)) {
        await page.setViewportSize(sizes[face][0] ?? wide);
        if (!(await open(page, screen))) missed.push(`${screen.name} ${locale}`);
        for (const size of sizes[face])
          for (const look of looks(face)) {
            await page.setViewportSize(size);
            await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), look);
            await settled(page);
            const file = `${screen.name}.${locale}.${size.width}x${size.height}.${look}.jpg`;
            await page.screenshot({ path: `${folder}/${file}`, quality: 70, type: 'jpeg' });
            pictures.push({ screen, file });
          }
      }
      console.log(`${face}, ${locale}: ${pictures.length} pictures so far`);
      await page.context().close();
    }
  }
  await contactSheet(browser, pictures);
}

/** Small pictures in Chinese, and which message is seen on which of them. */
async function takeWords(browser: Browser) {
  const all = wordings();
  const seen: Record<string, string> = {};
  for (const face of ['door', 'kiosk', 'phone', 'desk'] as const) {
    const page = await enter(browser, face);
    for (const screen of wanted.filter((each) => each.face === face)) {
      await page.setViewportSize(sizes[face][0] ?? wide);
      if (!(await open(page, screen))) missed.push(screen.name);
      const found = keysOf(await textsOn(page), all);
      for (const key of found) seen[key] ??= screen.name;
      await small(page, `${folder}/${screen.name}.jpg`);
      console.log(`${screen.name}: ${found.size} messages`);
    }
    await page.context().close();
  }
  const sorted = Object.fromEntries(Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${folder}/screens.json`, `${JSON.stringify(sorted, null, 1)}\n`);
  const keys = new Set(all.map(({ key }) => key));
  console.log(`${Object.keys(sorted).length} of ${keys.size} messages are seen on a screen`);
}

/** A device of its own that has come in by the demo's door. */
async function enter(browser: Browser, face: Face): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', viewport: wide });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (face === 'door') return page;
  await page.goto(`${server.url}/api/demo/${face}`);
  await page.waitForURL((url) => /^\/(kiosk|today|desk)/.test(url.pathname));
  return page;
}

/** Goes to a screen as its line says. False where something on the way did not come. */
async function open(page: Page, { path, press = [], seen }: Screen): Promise<boolean> {
  await page.goto(server.url + path);
  try {
    await follow(page, press);
    if (seen) await spot(page, seen).waitFor();
  } catch {
    return false;
  } finally {
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.waitForTimeout(400);
  }
  return true;
}

/** Waits until what was laid out anew is painted. */
async function settled(page: Page) {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );
  await page.waitForTimeout(150); // a busy machine paints a change of look in more than two frames
}

/** The texts of a page as they were said: whole elements without children of their own, text nodes, labels. */
function textsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent?.trim() ?? '');
    for (const each of document.body.querySelectorAll<HTMLElement>(
      'p, h1, h2, h3, span, button, a, label, li',
    ))
      if (each.childElementCount <= 3) texts.push(each.innerText.trim());
    for (const each of document.querySelectorAll('[aria-label], [placeholder], [title]'))
      for (const name of ['aria-label', 'placeholder', 'title']) texts.push(each.getAttribute(name) ?? '');
    return texts.filter((text) => text.length > 0 && text.length < 300);
  });
}

/** A picture that a page of words may show beside a text: as good as fits. */
async function small(page: Page, path: string) {
  const shot = await page.screenshot({ type: 'png' });
  const painter = await page.context().newPage();
  try {
    for (const quality of [0.7, 0.55, 0.4, 0.25, 0.1]) {
      const bytes = await painter.evaluate(
        async ({ source, quality }) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const scale = Math.min(1, 360 / image.width);
          const canvas = document.createElement('canvas');
          canvas.width = Math.round(image.width * scale);
          canvas.height = Math.round(image.height * scale);
          canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
          return canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? '';
        },
        { source: `data:image/png;base64,${shot.toString('base64')}`, quality },
      );
      const picture = Buffer.from(bytes, 'base64');
      if (picture.length > SMALL && quality > 0.1) continue;
      writeFileSync(path, picture);
      return;
    }
  } finally {
    await painter.close();
  }
}

/** All pictures on one page, a row a screen, and a picture of that page for each face. */
async function contactSheet(browser: Browser, pictures: { screen: Screen; file: string }[]) {
  const faces = [...new Set(pictures.map(({ screen }) => screen.face))];
  for (const face of faces) {
    const rows = wanted
      .filter((each) => each.face === face)
      .map(({ name }) => {
        const files = pictures.filter(({ screen }) => screen.name === name && screen.face === face);
        const shots = files.map(
          ({ file }) =>
            `<a href="${file}"><img src="${file}" alt="${file}" loading="eager" height="320"></a>`,
        );
        return `<h2>${name}</h2><p>${shots.join('')}</p>`;
      });
    const style =
      'body{font:14px sans-serif;background:#888}p{display:flex;flex-wrap:wrap;gap:4px;margin:0}h2{margin:8px 0 2px}';
    writeFileSync(
      `${folder}/${face}.html`,
      `<!doctype html><meta charset="utf-8"><style>${style}</style>${rows.join('')}`,
    );
    const page = await browser.newPage({ viewport: { width: 1800, height: 400 } });
    await page.goto(pathToFileURL(resolve(folder, `${face}.html`)).href);
    await page.screenshot({ path: `${folder}/${face}.png`, fullPage: true });
    await page.close();
    console.log(`${folder}/${face}.html, ${folder}/${face}.png`);
  }
}

async function stop() {
  await browser.close();
  await server.stop();
}
