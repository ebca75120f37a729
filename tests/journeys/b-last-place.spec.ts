import { expect, test } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import {
  goDesk,
  goPhone,
  heard,
  join,
  joinAs,
  offline,
  openAtDesk,
  openTask,
  rows,
  sync,
  unsent,
} from './people.ts';

// Two who cut hair.
const FIRST = 'volunteer-29';
const SECOND = 'volunteer-27';

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('B: two phones without network take the same last place; one has it, the other stands by and is asked', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const second = await joinAs(desk, SECOND);
  const first = await joinAs(desk, FIRST);
  const name = (await rows(desk, 'volunteer')).find(({ id }) => id === FIRST)?.name as string;

  await goDesk(desk, '/desk/new');
  await desk.getByTestId('desk-service').selectOption('haircut');
  await desk.getByTestId('desk-household').fill('1组');
  await desk.getByRole('listbox').getByRole('option').first().click();
  await desk.getByTestId('desk-post').click();
  const number = (await desk.getByTestId('desk-posted-number').innerText()).trim();
  await heard(desk);

  // Both take it where nobody hears them, the later winner by his clock after the other.
  for (const phone of [second, first]) {
    await goPhone(phone, '/open');
    await expect(phone.getByTestId(`claim-${number}`)).toBeVisible();
    await offline(phone.context(), true);
    await phone.getByTestId(`claim-${number}`).click();
    await expect(phone.getByTestId(`claimed-${number}`).getByTestId('unsent')).toBeVisible();
    await goPhone(phone, '/today');
    await expect(phone.getByTestId(`task-${number}`).getByTestId('unsent')).toBeVisible();
    await expect(sync(phone)).toHaveAttribute('data-state', 'saved');
    await expect.poll(() => unsent(phone)).toBe(1);
  }
  await openAtDesk(desk, number);
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'posted');

  // Who is heard first has it.
  await offline(first.context(), false);
  await heard(first);
  await expect(first.getByTestId(`task-${number}`).getByTestId('contact-place')).toBeVisible();
  await expect(first.getByTestId('unsent')).toHaveCount(0);
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'taken');

  // The other is told by whom and when it was taken, and what else is near.
  await offline(second.context(), false);
  await heard(second);
  const message = second.locator('[data-testid=message][data-what=standby]');
  await expect(message).toContainText(number);
  await expect(message).toContainText(name);
  await expect(message).toContainText(/\d{1,2}:\d\d/);
  const instead = message.getByTestId('alternative');
  await expect(instead.getByTestId(/^claim-/)).toBeVisible();
  await expect(instead.getByTestId(`claim-${number}`)).toHaveCount(0);
  await expect(second.getByTestId(`task-${number}`)).toHaveCount(0);
  await expect(second.getByTestId('contact-place')).toHaveCount(0);
  await expect(second.getByTestId('standby')).toHaveCount(1);
  await expect(desk.getByTestId(`desk-assignment-${FIRST}`)).toHaveAttribute('data-status', 'accepted');
  await expect(desk.getByTestId(`desk-assignment-${SECOND}`)).toHaveAttribute('data-status', 'standby');

  // The first gives it back; the one who stands by is asked and says yes.
  await openTask(first, number);
  await first.getByTestId('withdraw').click();
  await first.getByTestId('withdraw-confirm').click();
  await heard(first);
  await expect(first.getByTestId('contact-place')).toHaveCount(0);
  await expect.poll(() => rows(first, 'contact')).toEqual([]);
  const offer = second.getByTestId(`offer-${number}`);
  await expect(offer).toBeVisible();
  await expect(second.locator('[data-testid=message][data-what=asked]')).toContainText(number);
  await offer.getByTestId('accept').click();
  await heard(second);
  await expect(second.getByTestId(`task-${number}`).getByTestId('contact-place')).toBeVisible();
  await expect(desk.getByTestId(`desk-assignment-${FIRST}`)).toHaveAttribute('data-status', 'withdrawn');
  await expect(desk.getByTestId(`desk-assignment-${SECOND}`)).toHaveAttribute('data-status', 'accepted');
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'taken');
});
