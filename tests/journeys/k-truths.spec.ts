import { expect, test, type Browser, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { askAtKiosk, enter, goPhone, heard, join, offline, openTask, rows, unsent } from './people.ts';

/** What must hold whatever the browser lacks, and however often it is used. */
test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('K05: after fifty visits, each ended by the kiosk, it still opens without a network', async ({
  browser,
}) => {
  const kiosk = await join(browser, server, 'kiosk');
  for (let visit = 0; visit < 50; visit++) {
    await kiosk.getByTestId('kiosk-need-help').click();
    await kiosk.getByTestId('kiosk-person').click();
    await kiosk.getByTestId('kiosk-home').click();
    await expect(kiosk.getByTestId('kiosk-person-close')).toHaveCount(0);
    await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  }
  await offline(kiosk.context(), true);
  await kiosk.reload();
  // Not the shell alone: the village is still there, and somebody can ask.
  await kiosk.getByTestId('kiosk-need-help').click();
  await expect(kiosk.getByTestId('kiosk-service-cleaning')).toBeVisible();
});

const INSTALL = '请在浏览器菜单里选“添加到主屏幕”';
interface Asked {
  asked: string[];
}

/** A browser without background sync, push, notices and counts on the icon; who asks for one all the same is noted. */
async function bare(browser: Browser, face: 'kiosk' | 'phone', locale = 'zh-CN'): Promise<Page> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: face === 'kiosk' ? { width: 1280, height: 800 } : { width: 360, height: 740 },
    // Were the app to ask where it is, it would be told.
    permissions: ['geolocation'],
    geolocation: { latitude: 43.8, longitude: 87.6 },
  });
  await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: server.url }]);
  await context.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(window, { asked });
    const lacking = ['SyncManager', 'PeriodicSyncManager', 'PushManager', 'Notification'];
    for (const name of lacking) Reflect.deleteProperty(window, name);
    for (const name of ['sync', 'periodicSync', 'pushManager', 'showNotification'])
      Reflect.deleteProperty(ServiceWorkerRegistration.prototype, name);
    for (const name of ['setAppBadge', 'clearAppBadge']) Reflect.deleteProperty(Navigator.prototype, name);
    for (const name of ['getCurrentPosition', 'watchPosition'])
      Object.defineProperty(Geolocation.prototype, name, { value: () => asked.push(name) });
    for (const name of ['DateTimeFormat', 'ListFormat', 'RelativeTimeFormat', 'Collator'])
      Object.defineProperty(Intl, name, {
        value: class {
          constructor() {
            asked.push(name);
            throw new Error(`the runtime was asked for ${name}`);
          }
        },
      });
    for (const name of ['toLocaleDateString', 'toLocaleTimeString', 'toLocaleString'] as const)
      Object.defineProperty(Date.prototype, name, { value: () => asked.push(name) });
    for (const name of ['open', 'alert', 'confirm', 'prompt'])
      Object.defineProperty(window, name, { value: () => asked.push(name) });
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/api/demo/${face}`);
  await page.waitForURL(face === 'kiosk' ? /\/kiosk$/ : /\/today$/);
  await heard(page);
  return page;
}

const asked = (page: Page) => page.evaluate(() => (window as unknown as Asked).asked);

test('K08, P09, P10, A05: a kiosk and a phone that have neither background sync nor push nor notices hear of each other all the same, and open no second window', async ({
  browser,
}) => {
  const kiosk = await bare(browser, 'kiosk');
  const phone = await bare(browser, 'phone');
  await goPhone(phone, '/open');
  await offline(kiosk.context(), true);
  const { number } = await askAtKiosk(kiosk, {
    service: 'cleaning',
    surname: '郭',
    form: '大妈',
    phone: '13900012345',
  });
  await expect.poll(() => unsent(kiosk)).toBeGreaterThan(0);
  await offline(kiosk.context(), false);
  await expect.poll(() => unsent(kiosk), { timeout: 30_000 }).toBe(0);
  const more = phone.getByTestId('more');
  await expect(async () => {
    if (await more.isVisible()) await more.click();
    await expect(phone.getByTestId(`claim-${number}`)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  for (const page of [kiosk, phone]) {
    expect(await asked(page)).toEqual([]);
    expect(page.context().pages()).toHaveLength(1);
  }
});

test('P11: where there is nothing to notify with, the page on what was sent says how to put the app on the home screen', async ({
  browser,
}) => {
  const phone = await bare(browser, 'phone');
  await phone.getByTestId('sync').click();
  await expect(phone).toHaveURL(/\/me\/sync$/);
  await expect(phone.getByText(INSTALL)).toBeVisible();
  expect(await asked(phone)).toEqual([]);
});

test('S11: a whole task is done without asking where anybody is, and the browser would refuse it', async ({
  browser,
}) => {
  const phone = await bare(browser, 'phone');
  await goPhone(phone, '/open');
  const claim = phone.getByTestId(/^claim-/).first();
  const number = (await claim.getAttribute('data-testid'))!.replace('claim-', '');
  await claim.click();
  await heard(phone);
  await openTask(phone, number);
  await phone.getByTestId('start').click();
  await expect(phone.getByTestId('finish')).toBeVisible();
  await heard(phone);
  expect(await asked(phone)).toEqual([]);
  const other = await phone
    .context()
    .browser()!
    .newContext({ permissions: ['geolocation'] });
  const page = await other.newPage();
  await page.goto(server.url);
  const refused = await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve(0),
          ({ code }) => resolve(code),
        ),
      ),
  );
  expect(refused).toBe(1); // PERMISSION_DENIED
});

test('A06: who opens the invitation is in: nothing to solve, to type or to touch on the way', async ({
  browser,
}) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/api/demo/phone`);
  await page.waitForURL(/\/today$/);
  await expect(page.getByTestId('today')).toBeVisible();
  expect(page.frames()).toHaveLength(1);
});

test('P02: an invitation opened inside another app says to open it in the browser, and is not spent before', async ({
  browser,
}) => {
  const door = await fetch(`${server.url}/api/demo/phone`, { redirect: 'manual' });
  const link = new URL(door.headers.get('location') ?? '', server.url).href;
  const userAgent =
    'Mozilla/5.0 (Linux; Android 13) Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.48';
  const app = await (await browser.newContext({ userAgent, serviceWorkers: 'block' })).newPage();
  await app.goto(link);
  await expect(app.getByTestId('in-app')).toBeVisible();
  await app.waitForLoadState('networkidle');
  expect(app.url(), 'what "open in the browser" takes along').toBe(link);
  expect(await rows(app, 'meta'), 'nobody is in').toEqual([]);
  await enter(browser, link, 'phone');
});

/** Every run of digits on the page as it reads, and whether each character stands to the right of the one before. */
function runs(page: Page): Promise<{ run: string; ordered: boolean }[]> {
  return page.evaluate(() => {
    const found: { run: string; ordered: boolean }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const { 0: run, index } of (node.textContent ?? '').matchAll(/\+?\d+(?:[ :.–-]?[\d*]+)+/g)) {
        const places = [...run].flatMap((character, nth) => {
          const range = document.createRange();
          range.setStart(node, index + nth);
          range.setEnd(node, index + nth + 1);
          const [box] = range.getClientRects();
          return box && box.width > 0 && character !== ' ' ? [box] : [];
        });
        // What is broken over two lines or not on the screen has no order to look at.
        if (places.length > 1 && places.every(({ top }) => Math.abs(top - places[0]!.top) < 2))
          found.push({
            run,
            ordered: places.every(({ left }, nth) => nth === 0 || left > places[nth - 1]!.left),
          });
      }
    return found;
  });
}

test('L02, L03: on a phone in Uyghur numbers, times and codes read from left to right as they were written, by no table of the runtime', async ({
  browser,
}) => {
  const phone = await bare(browser, 'phone', 'ug');
  await expect(phone.locator('html')).toHaveAttribute('dir', 'rtl');
  const seen: { run: string; ordered: boolean }[] = [];
  const look = async () => seen.push(...(await runs(phone)));
  await expect(phone.getByTestId('contact-phone').first()).toBeVisible();
  await look();
  await phone.locator('[data-testid=tasks] h3 a').first().click();
  await expect(phone.getByTestId('need-status')).toBeVisible();
  await expect(phone.getByTestId('contact-phone').first()).toBeVisible();
  await look();
  await phone.getByTestId('contact-show').first().click();
  await expect(phone.getByTestId('contact-show')).toHaveCount(0);
  await look();
  await phone.goto(`${server.url}/me/hours`);
  await expect(phone.getByTestId('record-total')).toBeVisible();
  await look();
  const kinds = { phone: /^\d{3}[ *]/, time: /^\d{1,2}:\d\d/, number: /^\d+-\d+$/ };
  for (const [kind, shape] of Object.entries(kinds))
    expect(seen.filter(({ run }) => shape.test(run)).length, kind).toBeGreaterThan(0);
  expect(seen.filter(({ ordered }) => !ordered)).toEqual([]);
  expect(await asked(phone)).toEqual([]);

  // That it would be seen: the same number without what isolates it.
  await phone.evaluate(() => {
    document.body.textContent = 'تېلېفون 138 1234 5678 نومۇرى';
  });
  expect(await runs(phone)).toEqual([{ run: '138 1234 5678', ordered: false }]);
});
