import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import {
  expectStory,
  goPhone,
  heard,
  join,
  offline,
  openAtDesk,
  openTask,
  rows,
  showSlip,
} from './people.ts';

interface Need {
  id: string;
  number: string;
  code: string;
}

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

test('help that was not good, said at the kiosk, opens a repair that the desk finds, with a link both ways', async ({
  browser,
}) => {
  const kiosk = await join(browser, server, 'kiosk');
  const desk = await join(browser, server, 'desk');
  const bad = await needOn(kiosk, 'need-haircut-done');

  // Without a network too, the household leaves with the slip of what puts it right.
  await offline(kiosk.context(), true);
  await showSlip(kiosk, 'kiosk-how-was-it', bad);
  await kiosk.getByTestId('kiosk-rate-bad').getByRole('button').click();
  const repair = {
    number: (await kiosk.getByTestId('kiosk-slip-number').innerText()).trim(),
    code: (await kiosk.getByTestId('kiosk-slip-code').innerText()).trim(),
  };
  expect(repair.number).not.toBe(bad.number);
  await kiosk.getByTestId('kiosk-done').click();
  await expectStory(kiosk, repair, 'posted');
  await expect(desk.getByTestId(`desk-row-${repair.number}`)).toBeHidden();
  await offline(kiosk.context(), false);
  await heard(kiosk);

  await openAtDesk(desk, repair.number);
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'posted');
  const link = desk.locator(`main a[href="/desk/need/${bad.id}"]`);
  await link.click();
  await expect(desk).toHaveURL(new RegExp(`/desk/need/${bad.id}$`));
  await expect(desk.getByTestId('desk-rating')).toHaveAttribute('data-face-value', 'bad');
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'rated');
  await desk.getByTestId('desk-repair-link').click();
  await expect(desk.getByRole('main')).toContainText(repair.number);
  await expect(link).toBeVisible();

  // Asked for once more, the same need opens nothing a second time.
  await showSlip(kiosk, 'kiosk-how-was-it', bad);
  await expect(kiosk.getByTestId('kiosk-story')).toContainText(bad.number);
  await expect(kiosk.getByTestId('kiosk-rate-bad')).toBeHidden();
  await kiosk.context().close();
  await desk.context().close();
});

test('cancelled at the desk, done by a volunteer without signal: a report with its hours, and both are told', async ({
  browser,
}) => {
  const phone = await join(browser, server, 'phone');
  const desk = await join(browser, server, 'desk');
  const { id, number } = await needOn(desk, 'need-carrying-today');
  const name = String((await rows(desk, 'volunteer')).find((each) => each.id === 'volunteer-01')?.name);
  await goPhone(phone, '/me');
  const before = await minutesOn(phone);

  await offline(phone.context(), true);
  await openAtDesk(desk, number);
  await desk.getByTestId('desk-cancel').click();
  await desk.getByTestId('desk-cancel-confirm').click();
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'cancelled');
  await expect(desk.getByTestId('desk-report')).toHaveCount(0);
  await heard(desk);

  await openTask(phone, number);
  await phone.getByTestId('start').click();
  await phone.getByTestId('finish').click();
  await phone.getByTestId('result-done').getByRole('button').click();
  await phone.getByTestId('finish-confirm').click();
  await expect(phone.getByTestId('unsent')).toBeVisible();
  await expect.poll(() => minutesOn(phone)).toBeGreaterThan(before);
  const minutes = (await minutesOn(phone)) - before;

  // The server dies as well before it hears of it, and comes back.
  await server.kill();
  await offline(phone.context(), false);
  await server.up();
  await phone.evaluate(() => dispatchEvent(new Event('online')));
  await heard(phone);
  await goPhone(phone, '/messages');
  await expect(phone.getByTestId('message').and(phone.locator('[data-what=reported]'))).toBeVisible();
  await phone.getByTestId('message').and(phone.locator('[data-what=reported]')).getByRole('link').click();
  await expect(phone).toHaveURL(new RegExp(`/need/${id}$`));
  await expect(phone.getByTestId('need-status')).toHaveAttribute('data-status', 'cancelled');
  expect(await minutesOn(phone), 'the hours count, once').toBe(before + minutes);

  await desk.evaluate(() => dispatchEvent(new Event('online')));
  await expect(desk.getByTestId('desk-report')).toHaveCount(1);
  await expect(desk.getByTestId('desk-report')).toContainText(name);
  await expect(desk.getByTestId('desk-report')).toContainText(String(minutes));
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'cancelled');
  await phone.context().close();
  await desk.context().close();
});

async function needOn(page: Page, wanted: string): Promise<Need> {
  const all = (await rows(page, 'need')) as unknown as Need[];
  const need = all.find(({ id }) => id === wanted);
  if (!need) throw new Error(`${wanted} is not on this device`);
  return need;
}

/** The minutes of help that this phone's volunteer has given, as far as the phone knows. */
async function minutesOn(phone: Page): Promise<number> {
  const needs = (await rows(phone, 'need')) as unknown as {
    assignments: { volunteer: string | null; outcome?: { minutes: number } }[];
    reports: { volunteer: string | null; outcome?: { minutes: number } }[];
  }[];
  return needs
    .flatMap(({ assignments, reports }) => [...assignments, ...reports])
    .filter(({ volunteer }) => volunteer === 'volunteer-01')
    .reduce((sum, { outcome }) => sum + (outcome?.minutes ?? 0), 0);
}
