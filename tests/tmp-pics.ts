import { chromium } from '@playwright/test';
import { launchOptions } from './support/browser.ts';
import { TestServer } from './support/server.ts';
import { scan } from './support/qr.ts';
import { askAtKiosk, join, heard } from './journeys/people.ts';
const server = await TestServer.start();
const browser = await chromium.launch(launchOptions());
const out = '/tmp/slip-pics';
try {
  const kiosk = await join(browser, server, 'kiosk');
  for (const [w, h] of [[1280, 800], [800, 1280]] as const) {
    await kiosk.setViewportSize({ width: w, height: h });
  }
  await kiosk.setViewportSize({ width: 1280, height: 800 });
  // read back picture is taken by hand
  const slip = await askAtKiosk(kiosk, { service: 'haircut', surname: '郭', form: '大妈', phone: '13900012345' });
  await kiosk.screenshot({ path: `${out}/kiosk-slip-1280.png` });
  await kiosk.setViewportSize({ width: 800, height: 1280 });
  await kiosk.screenshot({ path: `${out}/kiosk-slip-800.png` });
  await kiosk.pdf({ path: `${out}/slip-zh.pdf`, preferCSSPageSize: true });
  await kiosk.emulateMedia({ media: 'print' });
  const paper = await scan(kiosk.getByTestId('slip-paper').locator('svg'));
  await kiosk.emulateMedia({ media: 'screen' });
  await heard(kiosk);
  for (const locale of ['zh-CN', 'ug', 'kk-Arab', 'en'])
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ locale: 'en', viewport: { width: 360, height: 740 }, colorScheme, deviceScaleFactor: 1 });
      await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: server.url }]);
      const page = await context.newPage();
      page.on('console', (x) => x.type() === 'error' && console.log('console', x.text()));
      page.on('pageerror', (x) => console.log('pageerror', x.message));
      await page.goto(paper);
      await page.getByTestId('slip-status').waitFor();
      await page.screenshot({ path: `${out}/page-${locale}-${colorScheme}.png`, fullPage: true });
      if (colorScheme === 'light') {
        await page.getByTestId('slip-erase').click();
        await page.screenshot({ path: `${out}/page-${locale}-sure.png`, fullPage: true });
      }
      await context.close();
    }
  // read back and halted, and pdf in each language
  for (const name of ['中文', 'ئۇيغۇرچە', 'قازاقشا', 'English']) {
    const k = await join(browser, server, 'kiosk');
    await k.getByRole('button', { name }).click();
    await k.getByTestId('kiosk-need-help').click();
    await k.getByTestId('kiosk-service-cleaning').getByRole('button').click();
    await k.getByTestId('kiosk-when-week').getByRole('button').click();
    for (const n of [3, 4, 5]) await k.getByTestId('kiosk-name-key').nth(n).click();
    await k.getByTestId('kiosk-office').getByRole('button').click();
    await k.getByTestId('kiosk-next').click();
    await k.getByTestId('kiosk-area-grid-1').getByRole('button').click();
    await k.getByTestId('kiosk-area-group-1').getByRole('button').click();
    await k.getByTestId('kiosk-mark-blue').getByRole('button').click();
    await k.getByTestId('kiosk-next').click();
    await k.getByTestId('kiosk-notice').waitFor();
    await k.screenshot({ path: `${out}/readback-${name}.png` });
    await k.getByTestId('kiosk-grown-yes').click();
    await k.screenshot({ path: `${out}/readback-yes-${name}.png`, fullPage: true });
    await k.setViewportSize({ width: 800, height: 1280 });
    await k.screenshot({ path: `${out}/readback-800-${name}.png` });
    await k.setViewportSize({ width: 1280, height: 800 });
    await k.getByTestId('kiosk-confirm').click();
    await k.getByTestId('kiosk-slip-number').waitFor();
    await k.screenshot({ path: `${out}/given-${name}.png` });
    await k.pdf({ path: `${out}/slip-${name}.pdf`, preferCSSPageSize: true });
    await k.context().close();
  }
  const k = kiosk;
  await k.setViewportSize({ width: 1280, height: 800 });
} finally { await browser.close(); await server.stop(); }
