import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { launchOptions } from '../support/browser.ts';
import { TestServer } from '../support/server.ts';
import { giveStaffPin, join, offline, rows, sync, type } from './people.ts';

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

/** Every process of the browser that lives in this profile ends at once, without a word. */
function pullThePlug(profile: string): void {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(profile)) process.kill(Number(id), 'SIGKILL');
    } catch {
      continue; // it ended by itself meanwhile
    }
  }
}

const touch = async (kiosk: Page, times: number) => {
  for (let each = 0; each < times; each++) await kiosk.getByTestId('kiosk-corner').click();
};
const pad = (kiosk: Page) => kiosk.getByRole('dialog').getByRole('group');

test('K06, K15: the staff gets behind the kiosk by a PIN that the desk has given, and sees counts only', async ({
  browser,
}) => {
  const [kiosk, desk] = await Promise.all([join(browser, server, 'kiosk'), join(browser, server, 'desk')]);
  const pin = await giveStaffPin(desk, kiosk);
  expect(pin).toMatch(/^\d{6}$/);
  expect(JSON.stringify(await rows(desk, 'device')), 'no desk keeps it').not.toContain('"salt"');
  await offline(kiosk.context(), true);

  // The address alone opens nothing.
  await kiosk.goto(`${server.url}/kiosk/staff`);
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await touch(kiosk, 5);
  await type(pad(kiosk), pin === '000000' ? '111111' : '000000');
  await expect(kiosk.getByRole('dialog')).toContainText('4');
  await type(pad(kiosk), pin);
  await expect(kiosk.getByTestId('staff-facts')).toBeVisible();
  await kiosk.getByTestId('staff-home').click();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await kiosk.goto(`${server.url}/kiosk/staff`);
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
});

test('K07: a kiosk that lacks a part of the app shows a white page without network, and opens anew by itself once there is one', async ({
  browser,
}) => {
  const kiosk = await join(browser, server, 'kiosk');
  await kiosk.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys())
        if (url.includes('/_app/immutable/entry/')) await cache.delete(url);
    }
  });
  await (await kiosk.context().newCDPSession(kiosk)).send('Network.clearBrowserCache');
  await offline(kiosk.context(), true);
  await kiosk.clock.install();
  await kiosk.reload();
  await expect(kiosk.locator('main')).toHaveCount(0);
  const again = kiosk.waitForEvent('load');
  await kiosk.clock.runFor(21_000);
  await again;
  await expect(kiosk.locator('main'), 'nor with the first try').toHaveCount(0);

  await offline(kiosk.context(), false);
  await kiosk.clock.runFor(41_000);
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await kiosk.context().close();
});

test('K07: the plug is pulled ten times without network, and each time the kiosk comes back by itself', async () => {
  test.setTimeout(300_000);
  const profile = mkdtempSync(path(tmpdir(), 'yardem-kiosk-'));
  const start = () =>
    chromium.launchPersistentContext(profile, {
      ...launchOptions(),
      viewport: { width: 1280, height: 800 },
      locale: 'zh-CN',
    });
  try {
    let browser = await start();
    let kiosk = await browser.newPage();
    await kiosk.goto(`${server.url}/api/demo/kiosk`);
    await expect(sync(kiosk)).toHaveAttribute('data-state', 'sent');
    await kiosk.evaluate(() => navigator.serviceWorker.ready);
    await expect
      .poll(() => kiosk.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 20_000 })
      .toBe(true);
    await browser.close();
    await server.kill();
    for (let cut = 1; cut <= 10; cut++) {
      browser = await start();
      kiosk = await browser.newPage();
      await kiosk.goto(`${server.url}/kiosk`);
      await expect(kiosk.getByTestId('kiosk-need-help'), `after cut ${cut}`).toBeVisible({ timeout: 60_000 });
      const gone = new Promise((resolve) => browser.once('close', resolve));
      pullThePlug(profile);
      await gone;
    }
  } finally {
    rmSync(profile, { recursive: true, force: true });
    await server.up();
  }
});
