// The pads of the kiosk beside what they fill in and the way on, as they really come out (K11).
import { expect, test, type Locator, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { visit } from './people.ts';

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

const lying = { width: 1280, height: 800 };
const standing = { width: 800, height: 1280 };

for (const locale of ['zh-CN', 'ug'])
  test(`K11: the pads are the kiosk’s own, and never cover a field or the way on: ${locale}`, async ({
    browser,
  }) => {
    const kiosk = await visit(browser, server, 'kiosk');
    await kiosk.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: server.url }]);
    await kiosk.goto(`${server.url}/kiosk/ask`);
    await kiosk.getByTestId('kiosk-service-cleaning').getByRole('button').click();
    await kiosk.getByTestId('kiosk-when-today').getByRole('button').click();
    await expect(kiosk.getByTestId('kiosk-name-key').first()).toBeVisible();
    const pad = kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') });
    const names = kiosk.getByRole('group').filter({ has: kiosk.getByTestId('kiosk-name-key') });
    const next = kiosk.getByTestId('kiosk-next');
    await apart(kiosk, 'whom', {
      'the keys of the number': keysOf(pad),
      'the number': pad.locator('output'),
      'the keys of the name': names.first(),
      'the name': kiosk.locator('output').first(),
      next,
    });

    await kiosk.goto(`${server.url}/kiosk/slip`);
    await expect(kiosk.getByTestId('kiosk-lookup-first')).toBeVisible();
    await apart(kiosk, 'slip', {
      'the keys': keysOf(pad),
      'what is typed': pad.locator('output'),
      'the first half': kiosk.getByTestId('kiosk-lookup-first'),
      'the second half': kiosk.getByTestId('kiosk-lookup-second'),
      'the code': kiosk.getByTestId('kiosk-lookup-code'),
      next: kiosk.getByTestId('kiosk-lookup-dash'),
    });
    // No field that would bring up the system's own keyboard.
    await expect(kiosk.locator('input, textarea, [contenteditable]')).toHaveCount(0);
    await kiosk.context().close();
  });

const keysOf = (pad: Locator) => pad.getByRole('button');

type Parts = Record<string, Locator>;

/** Lying and standing, without scrolling: each part is whole on the screen, and none lies on another. */
async function apart(kiosk: Page, screen: string, parts: Parts): Promise<void> {
  const found: string[] = [];
  for (const size of [lying, standing]) {
    await kiosk.setViewportSize(size);
    await kiosk.evaluate(() => scrollTo(0, 0));
    const boxes: { name: string; box: Box }[] = [];
    for (const [name, part] of Object.entries(parts)) {
      const all = await part.all();
      expect(all.length, `${screen}: ${name}`).toBeGreaterThan(0);
      for (const each of all) boxes.push({ name, box: await boxOf(each) });
    }
    for (const [index, { name, box }] of boxes.entries()) {
      const where = `${screen}, ${size.width} wide: ${name}`;
      if (box.x < 0 || box.y < 0 || box.x + box.width > size.width || box.y + box.height > size.height)
        found.push(`${where} is not whole on the screen`);
      for (const other of boxes.slice(index + 1))
        if (overlap(box, other.box)) found.push(`${where} and ${other.name} lie on each other`);
    }
  }
  expect(found).toEqual([]);
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function boxOf(part: Locator): Promise<Box> {
  const box = await part.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return box;
}

/** Touching edges are apart: half a pixel of rounding is no cover. */
function overlap(one: Box, other: Box): boolean {
  const within = (a: number, long: number, b: number, far: number) => a + long > b + 0.5 && b + far > a + 0.5;
  return within(one.x, one.width, other.x, other.width) && within(one.y, one.height, other.y, other.height);
}
