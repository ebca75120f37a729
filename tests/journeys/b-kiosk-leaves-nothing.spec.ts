import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { askAtKiosk, join, offline, unsent } from './people.ts';

const PHONE = '13900012345';
const CALLED = { surname: '郭', form: '大妈' };

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
    if (network === 'offline') expect(await unsent(kiosk)).toBeGreaterThan(0);
    else await expect.poll(() => unsent(kiosk)).toBe(0);
    expect(await leftOver(kiosk)).toEqual([]);

    for (let times = 0; times < 20; times++) {
      await kiosk.goBack({ timeout: 2000 }).catch(() => null);
      expect(await leftOver(kiosk), `after Back, ${times + 1} times`).toEqual([]);
    }
    await kiosk.context().close();
  });

/** The places on this device where the name or the number typed at the kiosk can still be found. */
async function leftOver(page: Page): Promise<string[]> {
  const words = [CALLED.surname + CALLED.form, PHONE, PHONE.replace(/^(...)(....)/, '$1 $2 ')];
  const dump = await page.evaluate(async () => {
    const found: Record<string, string> = {
      page: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll('input, textarea')]
        .map((each) => (each as HTMLInputElement).value)
        .join(),
      address: location.href,
      history: JSON.stringify(history.state),
    };
    // An empty page, which Back may lead to, has no storage at all.
    if (!location.protocol.startsWith('http')) return found;
    found['local storage'] = JSON.stringify({ ...localStorage });
    found['session storage'] = JSON.stringify({ ...sessionStorage });
    found['cookies'] = document.cookie;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const table of database.objectStoreNames) {
        const asked = database.transaction(table).objectStore(table).getAll();
        await new Promise((resolve) => (asked.onsuccess = resolve));
        const bytes = (_: string, value: unknown) =>
          value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value;
        found[`${name}.${table}`] = JSON.stringify(asked.result, bytes);
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      found[`cache ${name}`] = (await cache.keys()).map(({ url }) => url).join();
    }
    return found;
  });
  return Object.entries(dump).flatMap(([where, text]) =>
    words.filter((word) => text.includes(word)).map((word) => `${word} in ${where}`),
  );
}
