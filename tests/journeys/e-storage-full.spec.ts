import { expect, test, type Browser, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { openNewNeed, postNeed, ranFor, said, speaks, upTo } from './e-faults.ts';
import { stored } from './e-server-file.ts';
import { goPhone, heard, join, rows, sync, unsent } from './people.ts';

const OFFERED = 'need-cleaning-offer';
const ME = 'volunteer-01';
const ROOM = 24 * 1024 * 1024;

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('a full phone says so at the tap and in its sync page, keeps nothing by halves, and goes on once there is room', async ({
  browser,
}) => {
  const { phone, grow } = await small(browser);
  const desk = await join(browser, server, 'desk');
  const offered = (await rows(phone, 'need')).find(({ id }) => id === OFFERED) as { number: string };
  const offer = phone.getByTestId(`offer-${offered.number}`);
  const statusHere = async () => (await rows(phone, 'need')).find(({ id }) => id === OFFERED)?.mine;

  // Full at the tap: a sentence, and nothing of it anywhere.
  await fill(phone);
  await offer.getByTestId('accept').click();
  await expect(phone.getByText('存储已满')).toBeVisible();
  expect(await said(phone)).toEqual([]);
  expect(await rows(phone, 'base')).toEqual([]);
  expect(await statusHere()).toBe('offered');
  await expect(offer).toBeVisible();

  // Full while it is told of what others said: the sync page says so, and nothing is taken over by halves.
  const cursor = await heardUpTo(phone);
  await openNewNeed(desk);
  const numbers = [await postNeed(desk, '新地方一'), await postNeed(desk, '新地方二')];
  await heard(desk);
  await expect(sync(phone)).toHaveAttribute('data-state', 'failed');
  await goPhone(phone, '/me');
  await phone.locator('main a[href="/me/sync"]').click();
  await expect(phone.getByTestId('standing')).toHaveAttribute('data-standing', 'full');
  await expect(phone.getByTestId('standing')).toContainText('满');
  expect(await heardUpTo(phone)).toEqual(cursor);
  expect(await known(phone, numbers)).toBe(0);

  // There is room again: what was missed comes, and the same tap works.
  await grow();
  await phone.getByTestId('send-now').click();
  await expect(phone.getByTestId('standing')).toHaveAttribute('data-standing', 'ok');
  await expect.poll(() => known(phone, numbers)).toBe(2);
  await goPhone(phone, '/today');
  await offer.getByTestId('accept').click();
  await heard(phone);
  expect(await ranFor(phone, server)).toEqual(upTo(1));
  expect(statusOn()).toBe('accepted');
});

test('a phone that is full when it is answered does not know that it was heard: it says it again, and it is done once', async ({
  browser,
}) => {
  const { phone, grow } = await small(browser);
  await goPhone(phone, '/me');
  const before = (await ranFor(phone, server)).length;
  await phone.route('**/api/sync', async (route) => {
    // Another exchange may pass by meanwhile, as when the server's clock has something to say.
    if (!speaks(route.request())) return route.fallback();
    const response = await route.fetch();
    await fill(phone);
    await route.fulfill({ response });
  });
  await phone.getByTestId('away').locator('select').selectOption({ index: 3 });
  await expect(sync(phone)).toHaveAttribute('data-state', 'failed');
  await expect.poll(() => unsent(phone)).toBe(1);
  expect(await ranFor(phone, server), 'the server has run it').toHaveLength(before + 1);

  await phone.unroute('**/api/sync');
  await grow();
  await phone.evaluate(() => dispatchEvent(new Event('online')));
  await heard(phone);
  expect(await said(phone)).toEqual(await ranFor(phone, server));
  const own = (await rows(phone, 'volunteer')).find(({ id }) => id === ME);
  expect(stored(server, 'volunteer').find(({ id }) => id === ME)?.awayUntil).toBe(own?.awayUntil);
});

/** A phone with little room, as the browser itself counts it: set before anything lies there. */
async function small(browser: Browser): Promise<{ phone: Page; grow: () => Promise<void> }> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 } });
  const phone = await context.newPage();
  const devtools = await context.newCDPSession(phone);
  const room = (quotaSize: number) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize });
  await room(ROOM);
  await phone.goto(`${server.url}/api/demo/phone`);
  await phone.waitForURL(({ pathname }) => pathname === '/today');
  await expect(sync(phone)).toHaveAttribute('data-state', 'sent');
  return { phone, grow: async () => void (await room(10 * ROOM)) };
}

/** Fills the phone to the last byte with something else, until the browser refuses to store any more. */
async function fill(phone: Page): Promise<void> {
  await phone.evaluate(async () => {
    const photos = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('photos', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('photo', { autoIncrement: true });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('no photos'));
    });
    const takes = (size: number) => {
      const photo = new Uint8Array(size); // noise: what can be squeezed would take no room
      for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(photo.subarray(at, at + 65_536));
      return new Promise<boolean>((resolve) => {
        const writing = photos.transaction('photo', 'readwrite');
        writing.oncomplete = () => resolve(true);
        writing.onabort = () => resolve(false);
        writing.objectStore('photo').add(photo);
      });
    };
    for (let size = 1024 * 1024; size >= 256; size /= 4) while (await takes(size));
    photos.close();
  });
}

async function heardUpTo(phone: Page): Promise<unknown> {
  const cursors = (await rows(phone, 'meta')) as { epoch?: string; seq?: number }[];
  return cursors.find((each) => each?.epoch !== undefined);
}

async function known(phone: Page, numbers: string[]): Promise<number> {
  return (await rows(phone, 'need')).filter(({ number }) => numbers.includes(number as string)).length;
}

function statusOn(): string | undefined {
  const need = stored(server, 'need').find(({ id }) => id === OFFERED) as unknown as {
    assignments: { volunteer: string; status: string }[];
  };
  return need.assignments.find(({ volunteer }) => volunteer === ME)?.status;
}
