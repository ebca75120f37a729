import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { goDesk, goPhone, heard, join, offline, openAtDesk, openTask, rows, sync, unsent } from './people.ts';

const TASK = 'need-carrying-today';

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

test('a volunteer signs out without a network: all is gone at once, his last words are sent when there is one', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const phone = await join(browser, server, 'phone');
  const { number } = await task(desk);

  await offline(phone.context(), true);
  await openTask(phone, number);
  await phone.getByTestId('start').click();
  await expect.poll(() => unsent(phone)).toBe(1);
  await goPhone(phone, '/me');
  await phone.getByTestId('leave').click();
  await expect(phone.getByTestId('leave-unsent')).toContainText('1');
  await phone.getByTestId('leave-confirm').click();

  const gone = phone.getByTestId('gone');
  await expect(phone).toHaveURL(`${server.url}/`);
  await expect(gone).toHaveAttribute('data-left', '2'); // the deed, and the signing out
  for (const table of ['need', 'contact', 'volunteer', 'inbox']) expect(await rows(phone, table)).toEqual([]);
  await phone.goto(`${server.url}/today`);
  await expect(phone, 'nobody comes back in').toHaveURL(`${server.url}/`);
  await expect(gone).toHaveAttribute('data-left', '2');

  await offline(phone.context(), false);
  await phone.evaluate(() => dispatchEvent(new Event('online')));
  await expect(gone).toHaveAttribute('data-left', '0');
  expect(await phone.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await openAtDesk(desk, number);
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'underway');

  // The page is still open: a new invitation lets him in again, and out again.
  await comeIn(phone, await invite(desk, 'volunteer-01'));
  await expect(phone).toHaveURL(`${server.url}/today`);
  await heard(phone);
  await expect(phone.getByTestId(`task-${number}`)).toBeVisible();
  await goPhone(phone, '/me');
  await phone.getByTestId('leave').click();
  await phone.getByTestId('leave-confirm').click();
  await expect(gone).toHaveAttribute('data-left', '0');
  await phone.context().close();
  await desk.context().close();
});

test('somebody else joins on a phone with unsent words only after he has said twice that they may be thrown away', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const phone = await join(browser, server, 'phone');
  // A network that lets everything through but what this phone has to say.
  await phone.route('**/api/sync', async (route) => {
    const said = route.request().postDataJSON() as { ops: unknown[] };
    await (said.ops.length > 0 ? route.abort() : route.continue());
  });
  await goPhone(phone, '/open');
  await phone
    .getByTestId(/^claim-/)
    .first()
    .click();
  await expect.poll(() => unsent(phone)).toBe(1);
  await goPhone(phone, '/me');
  await phone.getByTestId('leave').click();
  await phone.getByTestId('leave-confirm').click();
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '2');

  await comeIn(phone, await invite(desk, 'volunteer-02'));
  await phone.getByTestId('discard').click();
  await expect(phone).toHaveURL(`${server.url}/`);
  await expect.poll(() => unsent(phone), { message: 'nothing is thrown away yet' }).toBe(2);
  await phone.getByTestId('discard-confirm').click();
  await expect(phone).toHaveURL(`${server.url}/today`);
  await expect(sync(phone)).toHaveAttribute('data-state', 'sent');
  await expect.poll(() => unsent(phone)).toBe(0);
  await phone.context().close();
  await desk.context().close();
});

test('a phone whose storage is full says so where it was tapped, and keeps what was put in', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const phone = await context.newPage();
  // A small phone, before the browser has looked for the first time how much room there is.
  const storage = await context.newCDPSession(phone);
  await storage.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 16 * 1024 * 1024 });
  await phone.goto(`${server.url}/api/demo/phone`);
  await phone.waitForURL(`${server.url}/today`);
  await expect(sync(phone)).toHaveAttribute('data-state', 'sent');
  const { number } = await task(phone);
  await openTask(phone, number);
  await phone.getByTestId('finish').click();
  const partly = phone.getByTestId('result-partly').getByRole('button');
  await partly.click();
  await phone.getByText('天气不好').click();
  await heard(phone);

  await fill(phone);
  await phone.getByTestId('finish-confirm').click();
  await expect(phone.getByText('存储已满')).toBeVisible();
  await expect(partly, 'what was put in is still there').toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => unsent(phone)).toBe(0);

  await phone.evaluate(() => indexedDB.deleteDatabase('photos'));
  await expect(async () => {
    await phone.getByTestId('finish-confirm').click({ timeout: 1000 });
    await expect(partly).toBeHidden({ timeout: 1000 });
  }, 'freed, it is written down').toPass();
  await context.close();
});

/** Takes all the room that there is, to the last kilobyte. */
async function fill(phone: Page): Promise<void> {
  await phone.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const photos = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('photos');
      opening.onupgradeneeded = () => opening.result.createObjectStore('all', { autoIncrement: true });
      opening.onsuccess = () => resolve(opening.result);
    });
    const put = (bytes: number) =>
      new Promise<boolean>((resolve) => {
        const noise = Array.from({ length: Math.ceil(bytes / 65_536) }, () =>
          crypto.getRandomValues(new Uint8Array(Math.min(bytes, 65_536))),
        );
        const writing = photos.transaction('all', 'readwrite');
        writing.oncomplete = () => resolve(true);
        writing.onabort = () => resolve(false);
        writing.objectStore('all').add(noise);
      });
    for (const size of [1_048_576, 65_536, 4096, 512, 64]) while (await put(size));
    photos.close();
  });
}

async function task(page: Page): Promise<{ id: string; number: string }> {
  const need = (await rows(page, 'need')).find(({ id }) => id === TASK);
  if (!need) throw new Error(`${TASK} is not on this device`);
  return need as { id: string; number: string };
}

/** A code with which one volunteer may come in. */
async function invite(desk: Page, volunteer: string): Promise<string> {
  await goDesk(desk, '/desk');
  await goDesk(desk, '/desk/devices');
  await desk.getByTestId('invite-role').selectOption('volunteer');
  await desk.getByTestId('invite-volunteer').selectOption(volunteer);
  await desk.getByTestId('invite-name').fill(volunteer);
  await desk.getByTestId('invite-send').click();
  const link = await desk.getByTestId('invite-link').innerText();
  return link.trim().split('#')[1] ?? '';
}

async function comeIn(phone: Page, code: string): Promise<void> {
  await phone.getByTestId('code').fill(code);
  await phone.locator('form button[type=submit]').click();
}
