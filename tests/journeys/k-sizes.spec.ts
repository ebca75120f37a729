// Letters, lines and targets as they really come out on the main screens of the three faces (A02, A03).
import { expect, test, type Browser, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { tooSmall, type Least } from './k-measure.ts';
import { visit } from './people.ts';

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

const elder: Least = {
  letters: 18,
  leading: 1.3,
  arabic: 1.6,
  paragraphs: 1.3,
  target: 60,
  gap: 8,
  rows: false,
};
const hand: Least = {
  letters: 12,
  leading: 1.3,
  arabic: 1.6,
  paragraphs: 1,
  target: 44,
  gap: 8,
  rows: false,
};

for (const locale of ['zh-CN', 'ug'])
  test(`A02, A03: everything at the kiosk is large enough to read and to press: ${locale}`, async ({
    browser,
  }) => {
    const page = await enter(browser, 'kiosk', locale);
    const found: string[] = [];
    const look = async (screen: string) => {
      for (const [width, height] of [
        [1280, 800],
        [800, 1280],
      ] as const) {
        await page.setViewportSize({ width, height });
        found.push(...(await tooSmall(page, elder)).map((why) => `${screen}, ${width} wide: ${why}`));
      }
    };
    await page.goto(`${server.url}/kiosk`);
    await expect(page.getByTestId('kiosk-wall')).toBeVisible();
    await look('resting');
    await page.goto(`${server.url}/kiosk/slip`);
    await expect(page.getByTestId('kiosk-lookup-first')).toBeVisible();
    await look('slip');
    await page.goto(`${server.url}/kiosk/ask`);
    await expect(page.getByTestId('kiosk-service-cleaning')).toBeVisible();
    await look('what');
    await page.getByTestId('kiosk-service-cleaning').getByRole('button').click();
    await expect(page.getByTestId('kiosk-when-date')).toBeVisible();
    await look('when');
    await page.getByTestId('kiosk-when-date').getByRole('button').click();
    const days = page.getByTestId(/^kiosk-day-/);
    await days.first().click();
    await expect(page.getByTestId('kiosk-name-key').first()).toBeVisible();
    await look('whom');
    expect(found).toEqual([]);
    await page.context().close();
  });

// Uyghur stands in for all: its letters are the tallest and its words the longest.
const hands = [
  { face: 'phone', paths: ['/today', '/open', '/need/need-hay-today', '/messages', '/me', '/me/sync'] },
  { face: 'desk', paths: ['/desk', '/desk/new', '/desk/people', '/desk/morning', '/desk/services/hay'] },
] as const;
for (const { face, paths } of hands)
  test(`A02, A03: everything on the ${face} can be read and pressed`, async ({ browser }) => {
    const page = await enter(browser, face, 'ug');
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(server.url + path);
      await expect(page.locator('h1').first()).toBeVisible();
      await expect(page.getByTestId('sync').first()).toHaveAttribute('data-state', 'sent');
      found.push(
        ...(await tooSmall(page, { ...hand, rows: face === 'desk' })).map((why) => `${path}: ${why}`),
      );
    }
    expect(found).toEqual([]);
    await page.context().close();
  });

test('A02: letters of 30 px and more still fit the kiosk, standing and lying', async ({ browser }) => {
  const page = await enter(browser, 'kiosk', 'ug');
  for (const path of ['/kiosk', '/kiosk/ask', '/kiosk/slip']) {
    await page.goto(server.url + path);
    await expect(page.locator('h1').first()).toBeVisible();
    await page.evaluate(() => (document.documentElement.dataset.letters = 'large'));
    const size = await page.locator('main').evaluate((main) => parseFloat(getComputedStyle(main).fontSize));
    expect(size, path).toBeGreaterThanOrEqual(30);
    for (const [width, height] of [
      [1280, 800],
      [800, 1280],
    ] as const) {
      await page.setViewportSize({ width, height });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `${path}, ${width} wide`).toBeLessThanOrEqual(width);
    }
  }
  await page.context().close();
});

async function enter(browser: Browser, face: 'kiosk' | 'phone' | 'desk', locale: string): Promise<Page> {
  const page = await visit(browser, server, face);
  await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: server.url }]);
  return page;
}
