// Takes every screen in every language, size and look from the demo village, and says what axe finds on it: npm run build && npm run screens
// `-- --only today,kiosk` takes some, `--locale ug` one language, `--main` one size; `-- --words` writes small pictures for the page of words into static/words.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { launchOptions } from '../tests/support/browser.ts';
import { TestServer } from '../tests/support/server.ts';
import { colours, violations } from '../tests/support/axe.ts';
import { Devices, looks, sizes, type Size } from './screens/devices.ts';
import { screens, type Face, type Screen } from './screens/list.ts';
import { open, settled, wear } from './screens/open.ts';
import { keysOf, wordings } from './screens/words.ts';

const locales = ['zh-CN', 'ug', 'kk-Arab', 'en'];
const faces = ['door', 'kiosk', 'phone', 'desk'] as const;
const SMALL = 15_000;
/** Of a page that is seen to its end. */
const LONGEST = 3000;

interface Picture {
  screen: Screen;
  locale: string;
  file: string;
}

const { values } = parseArgs({
  options: {
    ...{ words: { type: 'boolean' }, main: { type: 'boolean' } },
    ...{ only: { type: 'string' }, locale: { type: 'string' } },
  },
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
const wrong: string[] = [];
try {
  await (values.words ? takeWords(browser) : takeAll(browser));
} finally {
  await browser.close();
}
for (const each of missed) console.error(`not seen: ${each}`);
for (const each of wrong) console.error(each);
if (missed.length + wrong.length > 0) process.exitCode = 1;

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
        for (const [index, size] of (values.main ? sizes[face].slice(0, 1) : sizes[face]).entries())
          for (const look of looks(face)) {
            await wear(page, look);
            if (look === 'light') await fit(page, size, face);
            await settled(page);
            const file = `${screen.name}.${locale}.${size.width}x${size.height}.${look}.jpg`;
            await page.screenshot({ path: `${folder}/${file}`, quality: 70, type: 'jpeg' });
            pictures.push({ screen, locale, file });
            if (index > 0 || screen.press?.includes('paper')) continue;
            // At the end of a page nothing lies under the bar that stays at its foot.
            await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
            const broken = await violations(page, look === 'light' ? undefined : colours);
            await page.evaluate(() => scrollTo(0, 0));
            wrong.push(...broken.map((why) => `${screen.name} ${locale} ${look}: ${why}`));
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
      await settled(page);
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

/** All pictures of a face on one page, a row a screen; a picture of that page for each language. */
async function contactSheet(browser: Browser, pictures: Picture[]) {
  for (const face of faces) {
    const own = pictures.filter(({ screen }) => screen.face === face);
    if (own.length === 0) continue;
    writeFileSync(`${folder}/${face}.html`, sheetOf(own, 320));
    for (const locale of new Set(own.map((each) => each.locale))) {
      const file = resolve(folder, `${face}.${locale}.html`);
      writeFileSync(
        file,
        sheetOf(
          own.filter((each) => each.locale === locale),
          160,
        ),
      );
      const page = await browser.newPage({ viewport: { width: 1800, height: 400 } });
      await page.goto(pathToFileURL(file).href);
      await page.screenshot({ path: `${folder}/${face}.${locale}.png`, fullPage: true });
      await page.close();
      rmSync(file);
    }
    console.log(`${folder}/${face}.html, ${folder}/${face}.*.png`);
  }
}

function sheetOf(pictures: readonly Picture[], height: number): string {
  const rows = [...new Set(pictures.map(({ screen }) => screen.name))].map((name) => {
    const shots = pictures
      .filter(({ screen }) => screen.name === name)
      .map(({ file }) => `<a href="${file}"><img src="${file}" alt="${file}" height="${height}"></a>`);
    return `<h2>${name}</h2><p>${shots.join('')}</p>`;
  });
  const style =
    'body{font:14px sans-serif;background:#888}p{display:flex;flex-wrap:wrap;gap:4px;margin:0}h2{margin:8px 0 2px}';
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${rows.join('')}`;
}
