import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { goDesk, heard, join, offline, openAtDesk, rows, showSlip } from './people.ts';

interface Need {
  id: string;
  number: string;
  code: string;
  household?: string;
  service: string;
}

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

test('a household asks at the kiosk to be erased; the desk sees it, does it, and nothing leads to it any more', async ({
  browser,
}) => {
  const kiosk = await join(browser, server, 'kiosk');
  const desk = await join(browser, server, 'desk');
  const need = await needOn(kiosk, ({ id }) => id === 'need-hay-one-free');
  const { household } = await needOn(desk, ({ id }) => id === need.id);
  const name = String((await rows(desk, 'household')).find(({ id }) => id === household)?.name);

  // Who is not sure loses nothing; who is, is told that it was asked.
  await showSlip(kiosk, 'kiosk-what-became', need);
  await kiosk.getByTestId('kiosk-erase').click();
  await kiosk.getByTestId('kiosk-erase-no').getByRole('button').click();
  await expect(kiosk.getByTestId('kiosk-erase-asked')).toBeHidden();
  await offline(kiosk.context(), true);
  await kiosk.getByTestId('kiosk-erase').click();
  await kiosk.getByTestId('kiosk-erase-yes').getByRole('button').click();
  await expect(kiosk.getByTestId('kiosk-erase-asked')).toBeVisible();
  await expect(kiosk.getByTestId('kiosk-erase')).toBeHidden();
  await kiosk.getByTestId('kiosk-done').click();
  await expect(desk.getByTestId('erasures-asked')).toBeHidden();
  await offline(kiosk.context(), false);
  await kiosk.evaluate(() => dispatchEvent(new Event('online')));

  await goDesk(desk, '/desk');
  await desk.getByTestId(`erasure-${need.number}`).click();
  await expect(desk.getByTestId('erasure-asked')).toBeVisible();
  await expect(desk.getByRole('main')).toContainText(name);
  expect(await faults(desk)).toEqual([]);
  await desk.getByTestId('erase').click();
  await desk.getByTestId('erase-confirm').click();
  await heard(desk);
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'cancelled');
  await expect(desk.getByTestId('erasure-asked')).toBeHidden();
  await expect(desk.getByRole('main')).not.toContainText(name);
  expect((await rows(desk, 'household')).filter(({ id }) => id === household)).toEqual([]);
  await goDesk(desk, '/desk');
  await expect(desk.getByTestId('desk-search')).toBeVisible();
  await expect(desk.getByTestId('erasures-asked')).toBeHidden();

  // The slip opens nothing any more.
  await expect
    .poll(async () => (await rows(kiosk, 'need')).find(({ id }) => id === need.id)?.code)
    .toBeUndefined();
  await showSlip(kiosk, 'kiosk-what-became', need);
  await expect(kiosk.getByTestId('kiosk-lookup-code')).toBeVisible();
  await expect(kiosk.getByTestId('kiosk-story')).toBeHidden();
  await kiosk.context().close();
  await desk.context().close();
});

test('a need about a place holds nobody, so there is nothing to erase', async ({ browser }) => {
  const kiosk = await join(browser, server, 'kiosk');
  const places = (await rows(kiosk, 'service')).filter(({ about }) => about === 'place');
  const need = await needOn(kiosk, ({ service, code }) => !!code && places.some(({ id }) => id === service));
  await showSlip(kiosk, 'kiosk-what-became', need);
  await expect(kiosk.getByTestId('kiosk-story')).toContainText(need.number);
  await expect(kiosk.getByTestId('kiosk-erase')).toBeHidden();
  await kiosk.context().close();
});

test('what a phone says after it was shut out waits at the desk: taken up, it counts; refused, it says why', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const phone = await join(browser, server, 'phone');
  const task = await needOn(phone, ({ id }) => id === 'need-carrying-today');
  const taken = await needOn(phone, ({ id }) => id === 'need-carrying-urgent');
  const device = ((await rows(phone, 'device')) as { id: string }[])[0]?.id ?? '';

  await offline(phone.context(), true);
  await phone.locator('nav a[href="/today"]').click();
  await phone.getByTestId(`task-${task.number}`).getByRole('heading').getByRole('link').click();
  await phone.getByTestId('start').click();
  await expect(phone.getByTestId('start')).toBeHidden();
  await phone.locator('nav a[href="/open"]').click();
  await phone.getByTestId(`claim-${taken.number}`).click();
  await expect(phone.getByTestId(`claimed-${taken.number}`)).toBeVisible();

  await openAtDesk(desk, taken.number);
  await desk.getByTestId('desk-cancel').click();
  await desk.getByTestId('desk-cancel-confirm').click();
  await goDesk(desk, '/desk/devices');
  await desk.getByTestId(`revoke-${device}`).click();
  await desk.getByTestId('revoke-confirm').click();
  await heard(desk);
  await offline(phone.context(), false);
  await phone.evaluate(() => dispatchEvent(new Event('online')));
  await expect(phone).toHaveURL(`${server.url}/`);
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '0');

  await goDesk(desk, '/desk');
  await expect(desk.getByTestId('held-count')).toContainText('2');
  expect(await faults(desk)).toEqual([]);
  await openAtDesk(desk, task.number);
  await expect(desk.getByTestId('desk-status'), 'nothing of it counts yet').toHaveAttribute(
    'data-status',
    'taken',
  );
  await desk.locator('nav a[href="/desk/devices"]').click();
  const held = desk.getByTestId('held');
  await expect(held).toHaveCount(2);
  expect(await faults(desk)).toEqual([]);
  const refused = held.filter({ hasText: taken.number });
  await held.filter({ hasText: task.number }).getByTestId('held-accept').click();
  await expect(held).toHaveCount(1);
  await refused.getByTestId('held-accept').click();
  await expect(refused.getByRole('alert')).toBeVisible();
  await refused.getByTestId('held-dismiss').click();
  await desk.getByTestId('held-dismiss-confirm').click();
  await expect(held).toHaveCount(0);
  await heard(desk);
  await openAtDesk(desk, task.number);
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'underway');
  await expect(desk.getByTestId('held-count')).toBeHidden();
  await phone.context().close();
  await desk.context().close();
});

/** What stands in the way of somebody on this screen. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')}`);
}

async function needOn(page: Page, wanted: (need: Need) => boolean): Promise<Need> {
  const need = ((await rows(page, 'need')) as unknown as Need[]).find(wanted);
  if (!need) throw new Error('no such need is on this device');
  return need;
}
