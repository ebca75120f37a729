// Takes every screen in every language, size and look from the demo village: npm run build && npm run screens
// `-- --only today,kiosk` takes some; `-- --words` writes small pictures for the page of words into static/words.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { launchOptions } from '../tests/support/browser.ts';
import { TestServer } from '../tests/support/server.ts';
import { Devices, sizes, type Size } from './screens/devices.ts';
import { follow, spot } from './screens/follow.ts';
import { screens, type Face, type Screen } from './screens/list.ts';
import { keysOf, wordings } from './screens/words.ts';

const locales = ['zh-CN', 'ug', 'kk-Arab', 'en'];
const looks = (face: Face) => (face === 'phone' ? ['light', 'dark', 'outdoors'] : ['light', 'dark']);
const faces = ['door', 'kiosk', 'phone', 'desk'] as const;
const SMALL = 15_000;
/** Of a page that is seen to its end. */
const LONGEST = 3000;

interface Picture {
  screen: Screen;
  file: string;
}

const { values } = parseArgs({
  options: { words: { type: 'boolean' }, only: { type: 'string' }, locale: { type: 'string' } },
});
const only = values.only?.split(',');
const wanted = screens.filter(({ name }) => !only || only.includes(name));
const unknown = only?.filter((name) => !screens.some((each) => each.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`no such screen: ${unknown.join(', ')}`);

const folder = values.words ? 'static/words' : 'screens';
if (!only) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(launchOptions());
const missed: string[] = [];
try {
  await (values.words ? takeWords(browser) : takeAll(browser));
} finally {
  await browser.close();
}
for (const each of missed) console.error(`not seen: ${each}`);
if (missed.length > 0) process.exitCode = 1;

/** One picture of each screen in each language, size and look, and a sheet of all of them. */
async function takeAll(browser: Browser) {
  const left = values.locale ? [values.locale] : [...locales];
  const taken: Picture[] = [];
  const some = async () => {
    for (let locale = left.shift(); locale; locale = left.shift())
      taken.push(...(await takeIn(browser, locale)));
  };
  await Promise.all([some(), some()]);
  await contactSheet(browser, taken);
}

/** The pictures of one language, in a village of its own: what is said in one would stand in those of another. */
async function takeIn(browser: Browser, locale: string): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const server = await TestServer.start();
  try {
    for (const face of faces) {
      const devices = new Devices(browser, server.url, locale);
      for (const screen of wanted.filter((each) => each.face === face)) {
        const page = await devices.of(face);
        if (!(await open(page, screen, devices))) missed.push(`${screen.name} ${locale}`);
        // The main size last: what is painted light after dark may still be half dark on a busy machine.
        for (const [index, size] of [...sizes[face].entries()].reverse())
          for (const look of index === 0 ? looks(face) : looks(face).slice(0, 1)) {
            await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), look);
            if (look === 'light') await fit(page, size, face);
            await settled(page);
            const file = `${screen.name}.${locale}.${size.width}x${size.height}.${look}.jpg`;
            await page.screenshot({ path: `${folder}/${file}`, quality: 70, type: 'jpeg' });
            pictures.push({ screen, file });
          }
      }
      console.log(`${locale}, ${face}: ${pictures.length} pictures so far`);
      await devices.close();
    }
  } finally {
    await server.stop();
  }
  return pictures;
}

/** Phone and desk are seen to their end. The kiosk never scrolls as a page: what does not fit there is to be seen. */
async function fit(page: Page, { width, height }: Size, face: Face) {
  await page.setViewportSize({ width, height });
  if (face === 'kiosk') return;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  if (whole > height) await page.setViewportSize({ width, height: Math.min(whole, LONGEST) });
}

/** Small pictures in Chinese, and which message is seen on which of them. */
async function takeWords(browser: Browser) {
  const all = wordings();
  const seen: Record<string, string> = {};
  const server = await TestServer.start();
  for (const face of faces) {
    const devices = new Devices(browser, server.url, 'zh-CN');
    const page = await devices.of(face);
    for (const screen of wanted.filter((each) => each.face === face)) {
      if (!(await open(page, screen, devices))) missed.push(screen.name);
      const found = keysOf(await textsOn(page), all);
      const fresh = [...found].filter((key) => !seen[key]);
      for (const key of fresh) seen[key] = screen.name;
      // A picture beside no text is weight for nothing.
      if (fresh.length > 0) await small(page, `${folder}/${screen.name}.jpg`);
      console.log(`${screen.name}: ${found.size} messages`);
    }
    await devices.close();
  }
  await server.stop();
  const sorted = Object.fromEntries(Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${folder}/screens.json`, `${JSON.stringify(sorted, null, 1)}\n`);
  const keys = new Set(all.map(({ key }) => key));
  console.log(`${Object.keys(sorted).length} of ${keys.size} messages are seen on a screen`);
}

/** Goes to a screen as its line says. False where something on the way did not come. */
async function open(
  page: Page,
  { path, press = [], seen, face }: Screen,
  devices: Devices,
): Promise<boolean> {
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
    await page.waitForTimeout(300);
  }
  return true;
}

/** Waits until what was laid out anew is painted. */
async function settled(page: Page) {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );
  await page.waitForTimeout(100); // a busy machine paints a change of look in more than two frames
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
async function contactSheet(browser: Browser, pictures: Picture[]) {
  for (const face of new Set(pictures.map(({ screen }) => screen.face))) {
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
