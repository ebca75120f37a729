import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { leftOver as wordsLeft } from './left-over.ts';
import { askAtKiosk, join, offline, unsent } from './people.ts';

const PHONE = '13900012345';
const CALLED = { surname: '郭', form: '大妈' };

const WORDS = [CALLED.surname + CALLED.form, PHONE, PHONE.replace(/^(...)(....)/, '$1 $2 ')];
const leftOver = (kiosk: Page) => wordsLeft(kiosk, WORDS);

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

for (const network of ['online', 'offline'] as const)
  test(`K04: after a visit to the kiosk, ${network}, nothing of it is left on the device`, async ({
    browser,
  }) => {
    const kiosk = await join(browser, server, 'kiosk');
    await kiosk.evaluate((word) => sessionStorage.setItem('planted', word), PHONE);
    expect(await leftOver(kiosk), 'what is there is found').toEqual([`${PHONE} in session storage`]);
    await kiosk.evaluate(() => sessionStorage.removeItem('planted'));

    await offline(kiosk.context(), network === 'offline');
    await askAtKiosk(kiosk, { service: 'cleaning', ...CALLED, phone: PHONE });
    expect(await leftOver(kiosk), 'the slip names nobody').toEqual([]);
    await kiosk.getByTestId('kiosk-done').click();
    await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
    if (network === 'offline') await expect.poll(() => unsent(kiosk)).toBeGreaterThan(0);
    else await expect.poll(() => unsent(kiosk)).toBe(0);
    expect(await leftOver(kiosk)).toEqual([]);

    for (let times = 0; times < 20; times++) {
      await kiosk.goBack({ timeout: 2000 }).catch(() => null);
      expect(await leftOver(kiosk), `after Back, ${times + 1} times`).toEqual([]);
    }
    await kiosk.context().close();
  });
