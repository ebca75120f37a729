import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { sayAway } from './e-faults.ts';
import { receipts, stored, storedOne } from './e-server-file.ts';
import { goDesk, goPhone, heard, join, offline, openAtDesk, openTask, rows, unsent } from './people.ts';

const HAY = 'need-hay-today';
const ME = 'volunteer-01';

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeEach(async () => (server = await TestServer.start()));
test.afterEach(() => server.stop());

test('a phone that is shut out while it holds unsent work ends empty, and the desk decides about the work', async ({
  browser,
}) => {
  const [desk, phone] = [await join(browser, server, 'desk'), await join(browser, server, 'phone')];
  const number = await workAway(phone);
  const device = await ownDevice(phone);

  await goDesk(desk, '/desk/devices');
  await desk.getByTestId(`revoke-${device}`).click();
  await desk.getByTestId('revoke-confirm').click();
  await heard(desk);

  // Back in the net: nothing of it is done, everything is held, and the phone is as if it had never been.
  await offline(phone.context(), false);
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '0', { timeout: 20_000 });
  await expect.poll(() => databases(phone)).not.toContain('yardem');
  const held = stored(server, 'quarantine') as unknown as { command: { name: string } }[];
  expect(held.map(({ command }) => command.name)).toEqual(['need.start', 'need.finish', 'volunteer.away']);
  expect(myStatus()).toBe('accepted');
  expect(receipts(server).filter(({ told }) => told === 'held')).toHaveLength(3);

  // The coordinator takes the work up and throws the rest away.
  const waiting = desk.getByTestId('held');
  await expect(waiting).toHaveCount(3);
  await waiting.filter({ hasText: number }).first().getByTestId('held-accept').click();
  await expect(waiting).toHaveCount(2);
  await waiting.filter({ hasText: number }).getByTestId('held-accept').click();
  await expect(waiting).toHaveCount(1);
  await waiting.getByTestId('held-dismiss').click();
  await desk.getByTestId('held-dismiss-confirm').click();
  await expect(waiting).toHaveCount(0);
  await heard(desk);
  expect(myStatus()).toBe('finished');
  expect(storedOne(server, 'volunteer', ME).awayUntil).toBeUndefined();
  expect(stored(server, 'quarantine')).toEqual([]);
  await openAtDesk(desk, number);
  await expect(desk.getByTestId(`desk-assignment-${ME}`)).toHaveAttribute('data-status', 'finished');

  // Opened again, it knows nothing and nobody knows it.
  await phone.goto(`${server.url}/today`);
  await expect(phone.getByTestId('code')).toBeVisible();
  await expect(phone.getByTestId(`task-${number}`)).toHaveCount(0);
});

test('a phone that signs out without a network forgets everybody at once, sends its last words later, then itself', async ({
  browser,
}) => {
  const phone = await join(browser, server, 'phone');
  await workAway(phone);
  const device = await ownDevice(phone);
  expect(await rows(phone, 'contact')).not.toEqual([]);

  await phone.getByTestId('leave').click();
  await expect(phone.getByTestId('leave-unsent')).toContainText('3');
  await phone.getByTestId('leave-confirm').click();
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '4');
  for (const table of ['need', 'household', 'volunteer', 'contact', 'base', 'inbox'])
    expect(await rows(phone, table), table).toEqual([]);
  await expect.poll(() => unsent(phone)).toBe(4);
  expect(myStatus(), 'nobody has heard it').toBe('accepted');

  // Also when it is closed and opened again before there is a network.
  await phone.reload();
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '4');

  await offline(phone.context(), false);
  await expect(phone.getByTestId('gone')).toHaveAttribute('data-left', '0', { timeout: 20_000 });
  await expect.poll(() => databases(phone)).not.toContain('yardem');
  expect(myStatus()).toBe('finished');
  expect(storedOne(server, 'volunteer', ME).awayUntil).toBeDefined();
  expect(stored(server, 'quarantine')).toEqual([]);
  expect(storedOne(server, 'device', device).revokedAt).toBeDefined();
});

/** Three things said where nobody hears them: begun, done, and away. Ends on his own page. */
async function workAway(phone: Page): Promise<string> {
  const { number } = (await rows(phone, 'need')).find(({ id }) => id === HAY) as { number: string };
  await offline(phone.context(), true);
  await openTask(phone, number);
  await phone.getByTestId('start').click();
  await phone.getByTestId('finish').click();
  await phone.getByTestId('result-done').getByRole('button').click();
  await phone.getByTestId('finish-confirm').click();
  await expect(phone.getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
  await goPhone(phone, '/me');
  await sayAway(phone, 3);
  await expect.poll(() => unsent(phone)).toBe(3);
  return number;
}

async function ownDevice(phone: Page): Promise<string> {
  const meta = (await rows(phone, 'meta')) as { device?: string; person?: string }[];
  return meta.find((each) => each?.person === ME)?.device ?? '';
}

/** The databases that this browser has for the app; asking makes none. */
function databases(phone: Page): Promise<(string | undefined)[]> {
  return phone.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
}

/** What the server says of the volunteer's part in the work. */
function myStatus(): string | undefined {
  const { assignments } = storedOne(server, 'need', HAY) as unknown as {
    assignments: { volunteer: string; status: string }[];
  };
  return assignments.find(({ volunteer }) => volunteer === ME)?.status;
}
