import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { TestServer } from '../support/server.ts';

/** Everything a journey's people do that is not the point of the journey itself. Everybody is invented. */

const homes = { kiosk: '/kiosk', phone: '/today', desk: '/desk' };
type Face = keyof typeof homes;

const sizes: Record<Face, { width: number; height: number }> = {
  kiosk: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
  desk: { width: 1280, height: 800 },
};

/** A device of its own that has come in by the demo's door and works offline from here on; `later` as below. */
export async function join(browser: Browser, server: TestServer, face: Face, later = 0): Promise<Page> {
  return enter(browser, `${server.url}/api/demo/${face}`, face, later);
}

/** The same for a device that never leaves the network: it lays nothing down to work without one, which takes a test seconds. */
export async function visit(browser: Browser, server: TestServer, face: Face, later = 0): Promise<Page> {
  const context = await device(browser, face, later, 'block');
  return arrive(await context.newPage(), `${server.url}/api/demo/${face}`, face);
}

/** The desk invites the phone of one volunteer; he opens the link on a phone of his own. */
export async function joinAs(desk: Page, volunteer: string): Promise<Page> {
  await goDesk(desk, '/desk'); // a form that still shows the last invitation is left behind
  await goDesk(desk, '/desk/devices');
  await desk.getByTestId('invite-role').selectOption('volunteer');
  await desk.getByTestId('invite-volunteer').selectOption(volunteer);
  await desk.getByTestId('invite-name').fill(volunteer);
  await desk.getByTestId('invite-send').click();
  const link = await desk.getByTestId('invite-link').innerText();
  const browser = desk.context().browser();
  if (!browser) throw new Error('the desk has no browser');
  return enter(browser, link.trim(), 'phone');
}

/** Turns the network of a device off or on. */
export async function offline(context: BrowserContext, off: boolean): Promise<void> {
  await context.setOffline(off);
}

/** The bottom of a page, where it says whether what was said has been heard. */
export function sync(page: Page): Locator {
  return page.getByTestId('sync').first();
}

/** Everything this device says is heard by the server, and the screen says so. */
export async function heard(page: Page, within = 15_000): Promise<void> {
  // A tap is written down a moment after it: without one, nothing of it is there yet, and nothing is left to send.
  await page.waitForTimeout(100);
  await expect.poll(() => unsent(page), { timeout: within }).toBe(0);
  await expect(sync(page)).toHaveAttribute('data-state', 'sent', { timeout: within });
}

/** How many commands lie on this device only. */
export async function unsent(page: Page): Promise<number> {
  return (await rows(page, 'outbox')).length;
}

/** All rows of one of the device's tables. */
export function rows(page: Page, table: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(
    (name) =>
      new Promise<Record<string, unknown>[]>((resolve, reject) => {
        const opening = indexedDB.open('yardem');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const asked = opening.result.transaction(name).objectStore(name).getAll();
          asked.onerror = () => reject(new Error(`cannot read ${name}`));
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result as Record<string, unknown>[]);
          };
        };
      }),
    table,
  );
}

/** Watches what the screen claims about sending from now on; answers every state it has shown since, in order. */
export async function watchSync(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    const look = () => {
      const state = document.querySelector('[data-testid=sync]')?.getAttribute('data-state');
      if (state && state !== said.at(-1)) said.push(state);
    };
    look();
    const how = { subtree: true, childList: true, attributeFilter: ['data-state'] };
    new MutationObserver(look).observe(document.body, how);
    Object.assign(window, { saidAboutSync: said });
  });
  return () => page.evaluate(() => (window as unknown as { saidAboutSync: string[] }).saidAboutSync);
}

/** Goes to a page of the desk by its own links, as people do: nothing is loaded anew, so it works offline too. */
export async function goDesk(desk: Page, path: string): Promise<void> {
  const way = desk.locator(`nav a[href="${path}"]`);
  await way.click();
  await expect(desk).toHaveURL(new RegExp(`${path}$`));
}

/** Opens the page of one need at the desk, from the board. */
export async function openAtDesk(desk: Page, number: string): Promise<void> {
  await goDesk(desk, '/desk');
  await desk.getByTestId(`desk-row-${number}`).click();
  await expect(desk.getByTestId('desk-status')).toBeVisible();
}

/** Puts digits into a kiosk's number pad. */
export async function type(pad: Locator, digits: string): Promise<void> {
  for (const digit of digits) await pad.getByRole('button', { name: digit, exact: true }).click();
}

export interface Asked {
  service: string;
  surname: string;
  form: string;
  phone: string;
}

/** Somebody asks for help at the kiosk, screen by screen, and leaves with a slip. */
export async function askAtKiosk(kiosk: Page, { service, surname, form, phone }: Asked) {
  await kiosk.getByTestId('kiosk-need-help').click();
  await kiosk.getByTestId(`kiosk-service-${service}`).getByRole('button').click();
  await kiosk.getByTestId('kiosk-when-date').getByRole('button').click();
  await kiosk
    .getByTestId(/^kiosk-day-/)
    .nth(4)
    .click();
  await kiosk.getByTestId('kiosk-name-key').getByText(surname, { exact: true }).click();
  await kiosk.getByTestId('kiosk-name-form').getByText(form, { exact: true }).click();
  await type(kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') }), phone);
  await kiosk.getByTestId('kiosk-next').click();
  await kiosk.getByTestId('kiosk-area-grid-1').getByRole('button').click();
  await kiosk.getByTestId('kiosk-area-group-1').getByRole('button').click();
  await kiosk.getByTestId('kiosk-mark-blue').getByRole('button').click();
  await kiosk.getByTestId('kiosk-next').click();
  await expect(kiosk.getByTestId('kiosk-read-back')).toContainText(surname + form);
  await kiosk.getByTestId('kiosk-grown-yes').click();
  await kiosk.getByTestId('kiosk-confirm').click();
  const number = (await kiosk.getByTestId('kiosk-slip-number').innerText()).trim();
  const code = (await kiosk.getByTestId('kiosk-slip-code').innerText()).trim();
  return { number, code };
}

/** Puts number and code of a slip in, from the kiosk's home: to see what became of it, or to rate. */
export async function showSlip(
  kiosk: Page,
  door: 'kiosk-what-became' | 'kiosk-how-was-it',
  slip: { number: string; code: string },
): Promise<void> {
  const [first = '', second = ''] = slip.number.split('-');
  const pad = kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') });
  await kiosk.getByTestId(door).getByRole('link').click();
  await type(pad, first);
  await kiosk.getByTestId('kiosk-lookup-dash').click();
  await type(pad, second);
  await kiosk.getByTestId('kiosk-lookup-code').click();
  await type(pad, slip.code);
  await kiosk.getByTestId('kiosk-lookup').click();
}

/** The kiosk tells whoever holds the slip that it stands so, and forgets it again. */
export async function expectStory(
  kiosk: Page,
  slip: { number: string; code: string },
  status: string,
): Promise<void> {
  await showSlip(kiosk, 'kiosk-what-became', slip);
  const story = kiosk.getByTestId('kiosk-story');
  await expect(story).toContainText(slip.number);
  await expect(story.locator('[data-status]')).toHaveAttribute('data-status', status);
  await kiosk.getByTestId('kiosk-done').click();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
}

/** Goes to one of the phone's tabs. */
export async function goPhone(phone: Page, path: '/today' | '/open' | '/messages' | '/me'): Promise<void> {
  await phone.locator(`nav a[href="${path}"]`).click();
  await expect(phone).toHaveURL(new RegExp(`${path}$`));
}

/** Opens the page of a task that this volunteer has agreed to. */
export async function openTask(phone: Page, number: string): Promise<void> {
  await goPhone(phone, '/today');
  await phone.getByTestId(`task-${number}`).getByRole('heading').getByRole('link').click();
  // Only its own page says how a need stands: what was on Today is gone then.
  await expect(phone.getByTestId('need-status')).toBeVisible();
}

/** A device that comes in by a link. It lives so many milliseconds `later` than the machine does, as its server may. */
export async function enter(browser: Browser, url: string, face: Face, later = 0): Promise<Page> {
  const context = await device(browser, face, later, 'allow');
  const page = await arrive(await context.newPage(), url, face);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });
  return page;
}

async function device(browser: Browser, face: Face, later: number, serviceWorkers: 'allow' | 'block') {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: sizes[face], serviceWorkers });
  await context.addInitScript((early) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + early;
  }, later);
  return context;
}

async function arrive(page: Page, url: string, face: Face): Promise<Page> {
  await page.goto(url);
  await page.waitForURL((to) => to.pathname === homes[face]);
  await expect(sync(page)).toHaveAttribute('data-state', 'sent');
  return page;
}

/** The desk gives the kiosk's staff a PIN; answers it once the kiosk has heard of it. */
export async function giveStaffPin(desk: Page, kiosk: Page): Promise<string> {
  const id = (await rows(desk, 'device')).find(({ role }) => role === 'kiosk')?.id as string;
  await goDesk(desk, '/desk/devices');
  await desk.getByTestId(`staff-pin-${id}`).click();
  const pin = (await desk.getByTestId('staff-pin').innerText()).trim();
  await desk.getByTestId('staff-pin-noted').click();
  await heard(desk);
  await expect.poll(async () => (await rows(kiosk, 'device'))[0]?.pin).toBeTruthy();
  return pin;
}
