// Another language may need 40 % more room: no button, tab or heading may be cut, and no page may scroll sideways (L11).
import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { cutOff, lengthen } from './k-longer.ts';
import { visit } from './people.ts';

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

const screens = {
  kiosk: {
    size: { width: 800, height: 1280 },
    paths: ['/kiosk', '/kiosk/ask', '/kiosk/slip', '/kiosk/rate'],
  },
  phone: {
    size: { width: 360, height: 740 },
    paths: [
      '/today',
      '/open',
      '/need/need-hay-today',
      '/need/need-cleaning-offer',
      '/messages',
      '/me',
      '/me/sync',
    ],
  },
  desk: {
    size: { width: 1280, height: 800 },
    paths: ['/desk', '/desk/new', '/desk/people', '/desk/morning', '/desk/evening', '/desk/services/hay'],
  },
} as const;

for (const [face, { size, paths }] of Object.entries(screens))
  for (const locale of ['en', 'ug'])
    test(`L11: words 40 % longer still fit the ${face}: ${locale}`, async ({ browser }) => {
      const page = await visit(browser, server, face as keyof typeof screens);
      await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: server.url }]);
      await page.setViewportSize(size);
      await lengthen(page.context());
      const found: string[] = [];
      const look = async (screen: string) => {
        const grown = await page.evaluate(() => Number(document.documentElement.dataset.longer));
        expect(grown, `texts made longer on ${screen}`).toBeGreaterThan(5);
        found.push(...(await cutOff(page)).map((why) => `${screen}: ${why}`));
      };
      for (const path of paths) {
        await page.goto(server.url + path);
        await expect(page.locator('h1').first()).toBeVisible();
        await expect(page.getByTestId('sync').first()).toHaveAttribute('data-state', 'sent');
        await look(path);
      }
      if (face === 'kiosk') await askOnwards(page, look);
      expect(found).toEqual([]);
      await page.context().close();
    });

/** The kiosk's further questions, which have no address of their own. */
async function askOnwards(page: Page, look: (screen: string) => Promise<void>): Promise<void> {
  await page.goto(`${server.url}/kiosk/ask`);
  await page.getByTestId('kiosk-service-hay').getByRole('button').click();
  await expect(page.getByTestId('kiosk-when-today')).toBeVisible();
  await look('when');
  await page.getByTestId('kiosk-when-today').getByRole('button').click();
  await expect(page.getByTestId('kiosk-office')).toBeVisible();
  await look('whom');
}
