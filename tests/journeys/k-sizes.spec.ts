import { expect, test } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { visit } from './people.ts';

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

test('A02: letters of 30 px and more still fit the kiosk, standing and lying', async ({ browser }) => {
  const page = await visit(browser, server, 'kiosk');
  await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: 'ug', url: server.url }]);
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
