import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { dump, turnOn, unlock } from './locked.ts';
import {
  goDesk,
  goPhone,
  heard,
  join,
  offline,
  openAtDesk,
  openTask,
  rows,
  unsent,
  visit,
} from './people.ts';

const TASK = 'need-carrying-today';
const IDLE = 2 * 60_000;

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

test('S10: the phone shows a masked number, a look at it is noted for the household, and the desk reads who saw it', async ({
  browser,
}) => {
  const desk = await visit(browser, server, 'desk');
  const phone = await visit(browser, server, 'phone');
  const { number } = await task(phone);
  const home = await household(desk);
  await openTask(phone, number);
  const call = phone.getByTestId('contact-phone');
  await expect(call).toContainText(/\d{3}\*{4}\d{4}/);
  expect(await unspaced(phone)).not.toContain(home.phone);
  await phone.getByTestId('contact-show').click();
  await expect(call).toContainText(home.phone.slice(-4));
  await expect(call).not.toContainText('*');
  await heard(phone);

  await openAtDesk(desk, number);
  const shown = desk.getByTestId('desk-phone');
  await expect(shown).toContainText('*');
  await desk.getByTestId('desk-phone-show').click();
  await expect(shown).toHaveAttribute('href', `tel:${home.phone}`);
  expect(await unspaced(desk)).toContain(home.phone);
  await goDesk(desk, '/desk/people');
  await desk.goto(`${server.url}/desk/people/household/${home.id}`);
  const seen = desk.getByTestId('seen-by').getByRole('row');
  await expect(seen).toHaveCount(3); // the head, the phone, the desk
  await expect(seen.filter({ hasText: number })).toHaveCount(1);
  expect(await unspaced(desk)).not.toContain(home.phone);
  await phone.context().close();
  await desk.context().close();
});

test('S14, S13: nothing of a household lies readable on a phone, which a PIN that is issued locks after two minutes and at a cold start', async ({
  browser,
}) => {
  const phone = await join(browser, server, 'phone');
  const desk = await join(browser, server, 'desk');
  const home = await household(desk);
  await desk.context().close();
  await phone.clock.install();
  await phone.reload();
  expect(await dump(phone)).not.toContain(home.phone);
  expect(await dump(phone)).not.toContain(home.place);

  await phone.getByTestId('lock-offer').getByTestId('lock-do').click();
  const pin = await turnOn(phone);
  await expect(phone.getByTestId('lock-settings')).toHaveAttribute('data-on', 'true');
  expect(await dump(phone)).not.toContain(home.phone);
  expect(await dump(phone)).not.toContain(home.place);
  expect(await dump(phone)).not.toContain(pin);
  await goPhone(phone, '/today');
  await expect(phone.getByTestId('lock-offer')).toHaveCount(0);
  await expect(phone.getByTestId('contact-place').first()).toBeVisible();

  await phone.clock.fastForward(IDLE);
  await expect(phone.getByTestId('locked')).toBeVisible();
  await expect(phone.getByTestId('today')).toHaveCount(0);
  expect(await phone.content()).not.toContain(home.name);
  await unlock(phone, other(pin));
  await expect(phone.getByTestId('pin-pad')).toHaveAttribute('data-left', '9');
  await unlock(phone, pin);
  await expect(phone.getByTestId('contact-place').first()).toBeVisible();

  await offline(phone.context(), true);
  await phone.reload();
  await expect(phone.getByTestId('locked'), 'a cold start, offline').toBeVisible();
  await unlock(phone, pin);
  await expect(phone.getByTestId('contact-place').first()).toBeVisible();
  await phone.context().close();
});

test('S13: how it went, half put in, outlives the lock', async ({ browser }) => {
  const phone = await visit(browser, server, 'phone');
  const { number } = await task(phone, 'need-hay-today');
  await goPhone(phone, '/me');
  await phone.getByTestId('me-lock').click();
  const pin = await turnOn(phone);
  await openTask(phone, number);
  await phone.getByTestId('start').click();
  await phone.getByTestId('finish').click();
  const partly = phone.getByTestId('result-partly').getByRole('button');
  await partly.click();
  const length = phone.getByRole('main').locator('output');
  const before = await length.innerText();
  await phone.getByRole('button', { name: '加 15 分钟' }).click();
  await expect(length).not.toHaveText(before);
  const put = await length.innerText();

  await phone.clock.install();
  await phone.clock.fastForward(IDLE);
  await expect(phone.getByTestId('locked')).toBeVisible();
  await unlock(phone, pin);
  await expect(partly).toHaveAttribute('aria-pressed', 'true');
  await expect(length).toHaveText(put);
  await phone.context().close();
});

test('S13: locking in one tab locks the other', async ({ browser }) => {
  const first = await visit(browser, server, 'phone');
  await goPhone(first, '/me');
  await first.getByTestId('me-lock').click();
  const pin = await turnOn(first);
  const second = await first.context().newPage();
  await second.goto(`${server.url}/today`);
  await expect(second.getByTestId('locked')).toBeVisible();
  await unlock(second, pin);
  await expect(second.getByTestId('today')).toBeVisible();
  await first.getByTestId('lock-now').click();
  await expect(first.getByTestId('locked')).toBeVisible();
  await expect(second.getByTestId('locked')).toBeVisible();
  await first.context().close();
});

test('S13: after ten wrong PINs the phone is empty and signed out, says why, and the finish that was unsent is done', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const phone = await join(browser, server, 'phone');
  const { number } = await task(desk);
  await goPhone(phone, '/me');
  await phone.getByTestId('me-lock').click();
  const wrong = other(await turnOn(phone));
  await offline(phone.context(), true);
  await openTask(phone, number);
  await phone.getByTestId('start').click();
  await phone.getByTestId('finish').click();
  await phone.getByTestId('result-done').getByRole('button').click();
  await phone.getByTestId('finish-confirm').click();
  await expect.poll(() => unsent(phone)).toBe(2);

  await phone.clock.install();
  await phone.reload();
  const pad = phone.getByTestId('pin-pad');
  for (let tries = 1; tries <= 9; tries++) {
    await unlock(phone, wrong);
    await expect(pad).toHaveAttribute('data-left', String(10 - tries));
    if (tries >= 5) {
      await expect(pad).not.toHaveAttribute('data-wait', '0');
      await phone.clock.fastForward(10 * 60_000 + 1000);
      await expect(pad).toHaveAttribute('data-wait', '0');
    }
  }
  await unlock(phone, wrong);
  await expect(phone).toHaveURL(`${server.url}/`);
  await expect(phone.getByTestId('why-gone')).toHaveAttribute('data-why', 'tries');
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '3');
  expect(await rows(phone, 'contact')).toEqual([]);
  expect(await rows(phone, 'key')).toEqual([]);

  await offline(phone.context(), false);
  await phone.evaluate(() => dispatchEvent(new Event('online')));
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '0');
  await phone.reload();
  await expect(phone.getByTestId('why-gone'), 'its holder is still told').toBeVisible();
  // Two go there; his own part is finished.
  const parts = async () => (await task(desk)).assignments.map(({ status }) => status);
  await expect.poll(parts).toContain('finished');
  await phone.context().close();
  await desk.context().close();
});

/** What the page holds, whichever way a number is set in it. */
const unspaced = async (page: Page) => (await page.content()).replaceAll(' ', '');

const other = (pin: string) => pin.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));

interface Task {
  number: string;
  household?: string;
  assignments: { status: string }[];
}

async function task(page: Page, wanted = TASK): Promise<Task> {
  const need = (await rows(page, 'need')).find(({ id }) => id === wanted);
  if (!need) throw new Error(`${wanted} is not on this device`);
  return need as unknown as Task;
}

/** The household behind the task, as the desk knows it. */
async function household(desk: Page): Promise<Record<'id' | 'name' | 'phone' | 'place', string>> {
  const { household: id } = await task(desk);
  const home = (await rows(desk, 'household')).find((each) => each.id === id);
  if (!home) throw new Error('the desk does not know the household');
  return home as Record<'id' | 'name' | 'phone' | 'place', string>;
}
