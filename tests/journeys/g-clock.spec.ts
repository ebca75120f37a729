import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { goDesk, heard, join, joinAs, offline, openAtDesk, openTask, rows, visit } from './people.ts';

/** What the server's clock says by itself, as people see it. Its days pass while it is off. */
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const HELPER = 'volunteer-02';

let server: TestServer;
test.beforeEach(async () => {
  server = await TestServer.start();
});
test.afterEach(() => server.stop());
test.use({ actionTimeout: 10_000 });

/** The server goes off, and comes back when so much time has passed since the test began. */
async function later(passed: number): Promise<void> {
  await server.kill();
  const early = pathToFileURL('tests/support/later.ts').href;
  await server.up({ NODE_OPTIONS: `--import ${early}`, TEST_LATER: String(passed) });
}

interface Row {
  id: string;
  number: string;
  routine?: string;
  from: string;
  escalations: { why: string; at: number }[];
  stands: string;
}
const needs = async (desk: Page) => (await rows(desk, 'need')) as unknown as Row[];
const needOf = async (desk: Page, id: string) => {
  const found = (await needs(desk)).find((each) => each.id === id);
  if (!found) throw new Error(`the desk has no need ${id}`);
  return found;
};

test('a need goes up a level: nobody answers one, and the phone of the other’s helper is silent', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const began = Date.now();
  const desk = await join(browser, server, 'desk');
  const phone = await joinAs(desk, HELPER);
  const [open, taken] = ['need-cleaning-open', 'need-streetlight'];
  const { number } = await needOf(desk, taken);
  await openAtDesk(desk, number);
  await desk.getByTestId(`assign-${HELPER}`).click();
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'taken');
  await heard(desk);
  await expect(phone.getByTestId(`task-${number}`)).toBeVisible();
  await offline(phone.context(), true);

  await later(12 * HOUR); // within the time that the service promises
  await later(25 * HOUR);
  await expect
    .poll(async () => (await needOf(desk, open)).escalations.map(({ why }) => why), { timeout: 30_000 })
    .toEqual(['unanswered']);
  const [step] = (await needOf(desk, open)).escalations;
  expect((step?.at ?? 0) - began).toBeGreaterThan(20 * HOUR);
  await openAtDesk(desk, (await needOf(desk, open)).number);
  await expect(desk.getByTestId('desk-escalation')).toHaveAttribute('data-why', 'unanswered');
  await expect(desk.getByTestId('desk-escalation')).toContainText('无人应答');
  await openAtDesk(desk, number);
  await expect(desk.getByTestId('desk-escalation')).toHaveAttribute('data-why', 'holder-offline');
  await expect(desk.getByTestId('desk-escalation')).toContainText('接单人手机没有联系，最近一次：');

  // The helper comes down from the pasture and reads that he was missed, but not who was told when he was last heard.
  await offline(phone.context(), false);
  await openTask(phone, number);
  await expect(phone.getByText('已上报：接单人手机没有联系')).toBeVisible({ timeout: 30_000 });
  expect(JSON.stringify(await rows(phone, 'need'))).not.toContain('heardAt');
});

test('what comes back is written down once and then posts itself, until it is paused or ended', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const desk = await visit(browser, server, 'desk');
  await goDesk(desk, '/desk/routines');
  await expect(desk.getByTestId('routine-routine-friday')).toContainText('每周：星期五');

  // Somebody has no day of the week, and is told so; then every second week on two of them.
  await desk.getByTestId('routine-new').click();
  await desk.getByTestId('desk-service').selectOption('haircut');
  await desk.getByTestId('desk-household').fill('新来的');
  await desk.getByTestId('desk-household-new').click();
  await desk.getByTestId('household-phone').fill('19900001234');
  await desk.getByTestId('household-place').fill('磨坊后第二家');
  await desk.getByTestId('household-told').getByRole('checkbox').check();
  await desk.getByLabel('片区').selectOption({ index: 1 });
  for (const day of [0, 1, 2, 3, 4, 5, 6]) await desk.getByTestId(`weekday-${day}`).uncheck({ force: true });
  await desk.getByTestId('routine-save').click();
  await expect(desk.getByText('请至少选择星期中的一天。')).toBeVisible();
  for (const day of [0, 1, 2, 3, 4, 5, 6]) await desk.getByTestId(`weekday-${day}`).check({ force: true });
  await expect(desk.getByTestId('next-days')).toContainText('今天');
  await expect(desk.getByTestId('next-days').locator('time')).toHaveCount(3);
  await desk.getByTestId('routine-save').click();
  await expect(desk).toHaveURL(/routines$/);
  await heard(desk);
  const mine = (await rows(desk, 'routine')).find(({ service }) => service === 'haircut') as { id: string };
  const posted = async () =>
    (await needs(desk))
      .filter(({ routine }) => routine === mine.id)
      .map(({ from }) => from)
      .sort();
  const card = desk.getByTestId(`routine-${mine.id}`);
  await expect(card).toContainText('新来的');

  // Every day of the next three, each once, however often the server starts.
  await later(0);
  await expect.poll(async () => (await posted()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  const before = await posted();
  expect(new Set(before).size).toBe(before.length);
  await later(60_000);
  const first = (await needs(desk)).find(({ routine, from }) => routine === mine.id && from === before[0]);
  await openAtDesk(desk, first?.number ?? '');
  await expect(desk.getByText('新来的')).toBeVisible();
  expect(await posted()).toEqual(before);
  await desk.getByTestId('desk-routine-link').click();
  await expect(desk.getByTestId('routine-end')).toBeVisible();

  // While it is paused nothing is posted; what is posted stays.
  await goDesk(desk, '/desk/routines');
  await card.getByTestId('routine-pause').click();
  await expect(card).toHaveAttribute('data-paused', 'true');
  await heard(desk);
  await later(2 * DAY);
  await expect.poll(async () => rows(desk, 'routine').then((all) => all.length), { timeout: 30_000 }).toBe(2);
  expect(await posted()).toEqual(before);
  await card.getByTestId('routine-pause').click();
  await expect(card).toHaveAttribute('data-paused', 'false');
  await heard(desk);
  await later(2 * DAY + 60_000);
  await expect.poll(async () => (await posted()).length, { timeout: 30_000 }).toBeGreaterThan(before.length);

  // It ends: nothing about the household stays in it.
  await card.getByRole('link').click();
  await desk.getByTestId('routine-end').click();
  await desk.getByTestId('routine-end-confirm').click();
  await expect(card).toHaveCount(0);
  await heard(desk);
  const after = await posted();
  await later(5 * DAY);
  await heard(desk, 30_000);
  expect(await posted()).toEqual(after);
  const left = (await rows(desk, 'routine')).find(({ id }) => id === mine.id);
  expect(left).toMatchObject({ endedAt: expect.any(Number) });
  expect(left).not.toHaveProperty('household');
});

test('the desk is told that a season ends while people still wait', async ({ browser }) => {
  const desk = await visit(browser, server, 'desk');
  const day = (days: number) => new Date(Date.now() + 8 * HOUR + days * DAY).toISOString().slice(5, 10);
  await expect(desk.getByTestId('season-hay')).toHaveCount(0);
  await goDesk(desk, '/desk/services');
  await desk.getByTestId('service-hay').click();
  await desk.getByLabel('季节性服务').check();
  await desk.getByLabel('季节开始').fill(day(-40));
  await desk.getByLabel('季节结束').fill(day(9));
  await desk.getByTestId('service-save').click();
  await goDesk(desk, '/desk');
  await expect(desk.getByTestId('season-hay')).toContainText('打草：季节');
  await desk.getByTestId('season-hay').click();
  await expect(desk).toHaveURL(/service=hay/);
});
