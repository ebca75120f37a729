import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { askAtKiosk, visit, type } from './people.ts';

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

/** The way to a person is here, large enough, and opens; what was put in is still there afterwards. */
async function person(kiosk: Page, where: string) {
  const button = kiosk.getByTestId('kiosk-person');
  await expect(button, where).toBeVisible();
  const box = await button.boundingBox();
  expect(box?.height ?? 0, where).toBeGreaterThanOrEqual(60);
  const title = await kiosk.locator('h1').first().innerText();
  await button.click();
  await expect(kiosk.getByRole('dialog'), where).toBeVisible();
  await kiosk.getByTestId('kiosk-person-close').click();
  await expect(kiosk.locator('h1').first(), where).toHaveText(title);
}

test('K17: every screen of the kiosk has a way to a person', async ({ browser }) => {
  test.slow();
  const kiosk = await visit(browser, server, 'kiosk');
  const press = (testid: string) => kiosk.getByTestId(testid).getByRole('button').click();
  const next = () => kiosk.getByTestId('kiosk-next').click();
  const pad = kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') });
  await person(kiosk, 'resting');

  await kiosk.getByTestId('kiosk-need-help').click();
  await person(kiosk, 'ask: what');
  await press('kiosk-service-cleaning');
  await person(kiosk, 'ask: when');
  await press('kiosk-when-date');
  await kiosk
    .getByTestId(/^kiosk-day-/)
    .nth(4)
    .click();
  await person(kiosk, 'ask: whom');
  await kiosk.getByTestId('kiosk-name-key').getByText('苏', { exact: true }).click();
  await press('kiosk-office');
  await next();
  await press('kiosk-area-grid-1');
  await press('kiosk-mark-blue');
  await person(kiosk, 'ask: where');
  await next();
  await person(kiosk, 'ask: read back');
  await kiosk.getByTestId('kiosk-disagree').click();
  await expect(kiosk.getByTestId('kiosk-halted')).toBeVisible();
  await person(kiosk, 'ask: another way');
  await kiosk.getByTestId('kiosk-done').click();

  const slip = await askAtKiosk(kiosk, {
    service: 'cleaning',
    surname: '苏',
    form: '师傅',
    phone: '13900011111',
  });
  await person(kiosk, 'ask: slip');
  await kiosk.getByTestId('kiosk-done').click();

  for (const door of ['kiosk-what-became', 'kiosk-how-was-it']) {
    const [first = '', second = ''] = slip.number.split('-');
    await kiosk.getByTestId(door).getByRole('link').click();
    await person(kiosk, `${door}: slip`);
    await type(pad, first);
    await kiosk.getByTestId('kiosk-lookup-dash').click();
    await type(pad, second);
    await kiosk.getByTestId('kiosk-lookup-code').click();
    await type(pad, slip.code);
    await kiosk.getByTestId('kiosk-lookup').click();
    await expect(kiosk.getByTestId('kiosk-done')).toBeVisible();
    await person(kiosk, `${door}: found`);
    await kiosk.getByTestId('kiosk-done').click();
  }

  await kiosk.getByTestId('kiosk-apply').getByRole('link').click();
  await person(kiosk, 'apply: what');
  await press('apply-anything');
  await next();
  await person(kiosk, 'apply: whom');
  await kiosk.getByTestId('kiosk-name-key').getByText('苏', { exact: true }).click();
  await press('kiosk-office');
  await next();
  await person(kiosk, 'apply: where');
  await press('kiosk-area-grid-1');
  await next();
  await person(kiosk, 'apply: read back');
  await kiosk.getByTestId('apply-confirm').click();
  await expect(kiosk.getByTestId('apply-thanks')).toBeVisible();
  await person(kiosk, 'apply: thanks');
  await kiosk.getByTestId('kiosk-done').click();

  await kiosk.getByTestId('kiosk-member').click();
  await person(kiosk, 'member: sign in');
  const desk = await visit(browser, server, 'desk');
  const card = (await desk.evaluate(() =>
    fetch('/api/badge', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ volunteer: 'volunteer-03' }),
    }).then((response) => response.json()),
  )) as { number: string; pin: string };
  await type(pad, card.number);
  await kiosk.getByTestId('member-next').click();
  await type(pad, card.pin);
  await expect(kiosk.getByTestId('member')).toBeVisible();
  await person(kiosk, 'member: tasks');
});
