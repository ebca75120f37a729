import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page, type Worker } from '@playwright/test';
import { launchOptions } from '../support/browser.ts';
import { TestServer } from '../support/server.ts';
import { NextBuild } from './c-builds.ts';
import { Line } from './c-line.ts';
import { goDesk, heard, join, openAtDesk, rows, sync, unsent } from './people.ts';

interface Need {
  id: string;
  number: string;
  service: string;
  household?: string;
  cancelledAt?: number;
}
interface Service {
  id: string;
  name: Record<string, string>;
}

/** Accepted by the demo phone's volunteer. */
const TASK = 'need-hay-today';
const locales = [
  { locale: 'zh-CN', dir: 'ltr' },
  { locale: 'ug', dir: 'rtl' },
];

let server: TestServer;
test.beforeEach(async () => {
  server = await TestServer.start();
});
test.afterEach(() => server.stop());

test('installed, closed, the server gone: each face starts cold on any of its pages and shows what lies on the device', async () => {
  test.setTimeout(300_000);
  const profile = mkdtempSync(path(tmpdir(), 'yardem-profile-'));
  let browser = await open(profile);
  try {
    const faces = { kiosk: await install(browser, 'kiosk'), phone: await install(browser, 'phone') };
    const desk = await install(browser, 'desk');
    const task = await needOn(desk, TASK);
    const service = await serviceOn(desk, task.service);
    const household = (await rows(desk, 'household')).find(({ id }) => id === task.household) as {
      name: string;
      phone: string;
    };
    await faces.phone.goto(`${origin('phone')}/need/${TASK}`);
    await expect(faces.phone.getByTestId('contact-place')).toBeVisible();

    await browser.close();
    await server.kill();
    browser = await open(profile);

    for (const { locale, dir } of locales) {
      await speak(browser, locale);
      const cold = async (face: Face, to: string) => {
        const page = await browser.newPage();
        await page.goto(origin(face) + to);
        await expect(page.locator('html')).toHaveAttribute('lang', locale);
        await expect(page.locator('html')).toHaveAttribute('dir', dir);
        return page;
      };
      const name = service.name[locale] ?? '';

      const need = await cold('phone', `/need/${TASK}`);
      await expect(need.getByRole('main')).toContainText(name);
      await expect(need.getByRole('main')).toContainText(task.number);
      await expect(need.getByRole('main'), 'the sealed contact opens without a network').toContainText(
        household.name,
      );
      await expect(need.getByTestId('start')).toBeVisible();

      const today = await cold('phone', '/today');
      await expect(today.getByTestId(`task-${task.number}`)).toContainText(name);

      const atDesk = await cold('desk', `/desk/need/${TASK}`);
      await expect(atDesk.getByRole('heading', { level: 1 })).toContainText(name);
      await expect(atDesk.getByRole('main')).toContainText(household.name);
      await expect(atDesk.getByTestId('desk-status')).toHaveAttribute('data-status', 'taken');

      const people = await cold('desk', '/desk/people');
      await expect(people.getByTestId(/^person-volunteer-/)).toHaveCount(66);

      const kiosk = await cold('kiosk', '/kiosk');
      await expect(kiosk.getByTestId('kiosk-wall')).toBeVisible();
      await kiosk.getByTestId('kiosk-need-help').click();
      await expect(kiosk.getByTestId('kiosk-service-hay')).toContainText(name);

      for (const page of browser.pages().slice(1)) await page.close();
    }
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

test('P03: a new version asks, waits for what is being written, changes at one tap and loses nothing unsent', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const next = new NextBuild('two');
  try {
    const desk = await join(browser, server, 'desk');
    const kiosk = await join(browser, server, 'kiosk');
    const first = await version(desk);
    const { id, number } = await needOn(desk, 'need-growing-open');

    // Said while there is no server, and what is said cannot be sent before the test lets it.
    await server.kill();
    await desk.context().route('**/api/sync', (route) => route.abort());
    await openAtDesk(desk, number);
    await desk.getByTestId('desk-cancel').click();
    await desk.getByTestId('desk-cancel-confirm').click();
    await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'cancelled');
    await expect.poll(() => unsent(desk)).toBe(1);

    // Another tab of the desk stays with what it has, and somebody is writing, when the new version arrives.
    const beside = await desk.context().newPage();
    await beside.goto(`${server.url}/desk`);
    await expect(beside.getByTestId('desk-board')).toBeVisible();
    await goDesk(desk, '/desk/new');
    await desk.evaluate(() => Object.assign(window, { sameVisit: true }));
    await desk.getByTestId('desk-service').selectOption('hay');
    const note = desk.locator('form textarea');
    await note.fill('门口有狗，先打电话');
    await expect(desk.getByTestId('update')).toBeHidden();

    await next.done;
    await server.up({}, next.folder);
    await desk.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect(desk.getByTestId('update')).toBeVisible({ timeout: 30_000 });
    await note.press('End');
    await note.pressSequentially('。');
    await expect(note).toHaveValue('门口有狗，先打电话。');
    expect(await desk.evaluate(() => 'sameVisit' in window), 'nobody loaded the page anew').toBe(true);
    expect(await version(desk)).toBe(first);
    await expect.poll(() => unsent(desk)).toBe(1);

    // A kiosk asks nobody: it goes on with whoever stands there, and changes once he has gone.
    await kiosk.getByTestId('kiosk-need-help').click();
    await expect(kiosk.getByTestId('kiosk-service-hay')).toBeVisible();
    await kiosk.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    const waits = () =>
      kiosk.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting);
    await expect.poll(waits).toBe(true);
    await expect(kiosk.getByTestId('update')).toHaveCount(0);
    expect(await version(kiosk)).toBe(first);
    await kiosk.getByTestId('kiosk-person').click();
    // The browser puts the change off while the old version has something to do, and makes it when the next one stands here.
    const release = await busy(kiosk);
    await expect
      .poll(() => kiosk.evaluate(() => performance.now()), { timeout: 40_000 })
      .toBeGreaterThan(30_500);
    await kiosk.getByTestId('kiosk-home').click();
    await kiosk.getByTestId('kiosk-need-help').click();
    await expect(kiosk.getByTestId('kiosk-service-hay')).toBeVisible();
    await release();
    await expect.poll(waits).toBe(false);
    await kiosk.getByTestId('kiosk-service-hay').getByRole('button').click();
    await expect(kiosk.getByTestId('kiosk-when-date')).toBeVisible();
    expect(await version(kiosk)).toBe(first);
    await kiosk.getByTestId('kiosk-person').click();
    await kiosk.getByTestId('kiosk-home').click();
    await expect.poll(() => version(kiosk).catch(() => first), { timeout: 30_000 }).not.toBe(first);
    await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();

    // One tap, with the server gone again: the new version has come whole.
    await server.kill();
    await desk.getByTestId('update').getByRole('button').click();
    await expect(desk.getByTestId('update').getByRole('button'), 'it waits for what is written').toBeHidden();
    await expect(note).toHaveValue('门口有狗，先打电话。');
    expect(await version(desk)).toBe(first);
    await goDesk(desk, '/desk');
    await expect.poll(() => version(desk).catch(() => first)).not.toBe(first);
    await expect(desk.getByTestId('desk-board')).toBeVisible();
    await expect(desk.getByTestId('update')).toBeHidden();
    await goDesk(beside, '/desk/gatherings');
    await expect(beside.getByRole('heading', { level: 1 }), 'its late imports are still there').toBeVisible();
    expect(await version(beside)).toBe(first);
    await beside.close();
    await expect(sync(desk)).toHaveAttribute('data-state', 'saved');
    await expect.poll(() => unsent(desk)).toBe(1);

    await server.up({}, next.folder);
    await desk.context().unroute('**/api/sync');
    await desk.evaluate(() => dispatchEvent(new Event('online')));
    await heard(desk);
    const other = await join(browser, server, 'desk');
    expect((await needOn(other, id)).cancelledAt).toBeGreaterThan(0);
    expect(await staleEntries(kiosk), 'nothing of the old version is kept, where one tab is all').toEqual([]);
  } finally {
    await next.done.catch(() => undefined);
    await server.kill();
    next.remove();
  }
});

test('laid down several files at a time; a line that is cut meanwhile is taken up again where it was', async ({
  page,
}) => {
  const line = await Line.to(server.url);
  try {
    await page.goto(line.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    line.cutAfter = line.carried.length + 60;
    line.atOnce = 0;
    await expect.poll(() => line.cut, { timeout: 30_000 }).toBe(true);
    expect(line.atOnce, 'several files at a time').toBeGreaterThan(2);
    const registered = () => page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration()));
    await expect.poll(registered, 'the browser gives it up').toBe(false);
    const came = await kept(page);
    expect(came.length).toBeGreaterThan(30);

    line.cutAfter = Infinity;
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.clearBrowserCache');
    const before = line.carried.length;
    await page.evaluate(async () => {
      dispatchEvent(new Event('online'));
      await navigator.serviceWorker.ready;
    });
    expect((await kept(page)).length).toBeGreaterThan(came.length + 60);
    const again = line.carried.slice(before).filter((path) => came.includes(path));
    expect(again, 'laid down a second time').toEqual([]);

    line.cutAfter = 0;
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  } finally {
    line.close();
  }
});

type Face = 'kiosk' | 'phone' | 'desk';
const homes = { kiosk: '/kiosk', phone: '/today', desk: '/desk' };

/** As in the demo: three devices in one browser profile, each an origin of its own. */
const origin = (face: Face) => `http://${face}.localhost:${server.port}`;

/** A browser as it lies on a device's disk, so that closing it really closes everything. */
function open(profile: string): Promise<BrowserContext> {
  const viewport = { width: 1280, height: 800 };
  return chromium.launchPersistentContext(profile, { ...launchOptions(), locale: 'zh-CN', viewport });
}

/** Comes in, and waits until the app is installed: it works offline, and the browser has nothing against it. */
async function install(browser: BrowserContext, face: Face): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${origin(face)}/api/demo/${face}`);
  await page.waitForURL(({ pathname }) => pathname === homes[face]);
  await expect(sync(page)).toHaveAttribute('data-state', 'sent');
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL ?? ''), { timeout: 60_000 })
    .toBe(`${origin(face)}/sw.js`);

  const devtools = await browser.newCDPSession(page);
  const { errors, url } = await devtools.send('Page.getAppManifest');
  expect(url).toBe(`${origin(face)}/manifest.webmanifest`);
  expect(errors).toEqual([]);
  expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
  expect(await icons(page)).toEqual(['192x192 any', '512x512 any', '512x512 maskable']);
  return page;
}

/** The manifest's icons by the size that they really have. */
function icons(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const manifest = (await (await fetch('/manifest.webmanifest')).json()) as {
      icons: { src: string; purpose?: string }[];
    };
    return Promise.all(
      manifest.icons.map(async ({ src, purpose = 'any' }) => {
        const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
        return `${width}x${height} ${purpose}`;
      }),
    );
  });
}

async function speak(browser: BrowserContext, locale: string): Promise<void> {
  const expires = Date.now() / 1000 + 3600;
  const cookie = { name: 'PARAGLIDE_LOCALE', value: locale, expires };
  await browser.addCookies(
    (['kiosk', 'phone', 'desk'] as const).map((face) => ({ ...cookie, url: origin(face) })),
  );
}

async function needOn(page: Page, wanted: string): Promise<Need> {
  const all = (await rows(page, 'need')) as unknown as Need[];
  const need = all.find(({ id }) => id === wanted);
  if (!need) throw new Error(`${wanted} is not on this device`);
  return need;
}

async function serviceOn(page: Page, wanted: string): Promise<Service> {
  const all = (await rows(page, 'service')) as unknown as Service[];
  const service = all.find(({ id }) => id === wanted);
  if (!service) throw new Error(`${wanted} is not on this device`);
  return service;
}

/** Which build runs in the page: Kit's own name for it, made from APP_VERSION. */
function version(page: Page): Promise<string> {
  return page.evaluate(() => Object.keys(window).find((key) => key.startsWith('__sveltekit_')) ?? '');
}

/** Gives the service worker that is in charge of the page something to do; answers how it ends. */
async function busy(page: Page): Promise<() => Promise<void>> {
  const knock = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.postMessage({}));
  const state = (worker: Worker) =>
    worker.evaluate(() => (self as unknown as { serviceWorker: ServiceWorker }).serviceWorker.state);
  let inCharge: Worker | undefined;
  await expect(async () => {
    await knock();
    for (const worker of page.context().serviceWorkers())
      if ((await state(worker)) === 'activated') inCharge = worker;
    expect(inCharge).toBeDefined();
  }).toPass();
  await inCharge?.evaluate(() =>
    addEventListener('message', (event) =>
      (event as MessageEvent & { waitUntil: (what: Promise<void>) => void }).waitUntil(
        new Promise<void>((resolve) => Object.assign(self, { release: resolve })),
      ),
    ),
  );
  await knock();
  return async () => inCharge?.evaluate(() => (self as unknown as { release: () => void }).release());
}

/** The files that lie on the device for when it has no network. */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const all = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
}

/** What the device keeps for offline use although the server's build does not have it. */
function staleEntries(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const stale: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        if (!(await fetch(url, { method: 'HEAD', cache: 'reload' })).ok) stale.push(url);
    return stale;
  });
}
