import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import {
  Chance,
  deaths,
  dieAt,
  fillNeed,
  openNewNeed,
  postNeed,
  ranFor,
  said,
  sayAway,
  upTo,
} from './e-faults.ts';
import { stored, storedOne } from './e-server-file.ts';
import { goPhone, heard, join, offline, openAtDesk, openTask, rows, sync } from './people.ts';

const NEEDS = 40;
const WORDS = 60;
const ME = 'volunteer-01';
/** Two tasks that the demo phone's volunteer has agreed to. */
const MINE = ['need-hay-today', 'need-carrying-today'];

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('P08: a hundred commands of a desk and a phone whose pages are killed at any point: none lost, none twice', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const [desk, phone] = await Promise.all([join(browser, server, 'desk'), join(browser, server, 'phone')]);
  const [needs, away] = await Promise.all([postAll(desk), sayAll(phone)]);

  // Each need stands once, with the number that the person was shown.
  await Promise.all([heard(needs.desk), heard(away.phone)]);
  const posted = stored(server, 'need').filter(({ spot }) => String(spot).startsWith('第'));
  expect(posted.map(({ spot }) => spot).sort()).toEqual(upTo(NEEDS).map(spotOf).sort());
  for (const { spot, number } of posted)
    expect(needs.shown.get(spot as string) ?? number, 'the number that was shown').toBe(number);
  expect(new Set(posted.map(({ number }) => number)).size).toBe(NEEDS);
  expect(storedOne(server, 'volunteer', ME).awayUntil).toBe(away.until);

  // Every number was run once, in a row, and nothing is left on the devices.
  expect(await ranFor(needs.desk, server)).toEqual(upTo(NEEDS));
  expect(await ranFor(away.phone, server)).toEqual(upTo(WORDS));
  for (const page of [needs.desk, away.phone]) {
    expect(await said(page)).toEqual(await ranFor(page, server));
    expect(await rows(page, 'base')).toEqual([]);
  }
});

test('work that became a report is credited once, though the page died before it knew that it was heard', async ({
  browser,
}) => {
  const phone = await join(browser, server, 'phone');
  const desk = await join(browser, server, 'desk');
  const before = await hours(phone);
  const numbers = (await rows(phone, 'need')).flatMap(({ id, number }) =>
    MINE.includes(id as string) ? [number as string] : [],
  );
  await offline(phone.context(), true);
  for (const number of numbers) {
    await openTask(phone, number);
    await phone.getByTestId('finish').click();
    await phone.getByTestId('finish-confirm').click();
    await expect(phone.getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
  }
  for (const number of numbers) {
    await openAtDesk(desk, number);
    await desk.getByTestId('desk-cancel').click();
    await desk.getByTestId('desk-cancel-confirm').click();
    await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'cancelled');
  }
  await heard(desk);

  const chance = new Chance('the reports');
  await dieAt(phone, 'before the answer', chance, () => offline(phone.context(), false));
  const after = await again(phone, '/today');
  await heard(after);
  for (const id of MINE) {
    const { reports } = storedOne(server, 'need', id) as unknown as { reports: unknown[] };
    expect(reports).toEqual([expect.objectContaining({ volunteer: ME })]);
  }
  expect(await said(after)).toEqual(await ranFor(after, server));
  await expect.poll(() => hours(after)).toBe(before + MINE.length);
  await goPhone(after, '/messages');
  for (const number of numbers)
    await expect(
      after.locator('[data-testid=message][data-what=reported]').filter({ hasText: number }),
    ).toHaveCount(1);
});

/** How many tasks his own page says he did. */
async function hours(phone: Page): Promise<number> {
  await goPhone(phone, '/me');
  const words = await phone.getByTestId('hours').locator('.soft').innerText();
  return Number(/\d+/.exec(words)?.[0]);
}

/** Posts one need after the other; what the person was not shown before the page died is looked for, and said again. */
async function postAll(first: Page) {
  const chance = new Chance('the desk dies');
  let desk = first;
  const shown = new Map<string, string>();
  const fatal = chance.some(8, NEEDS);
  await openNewNeed(desk);
  for (let k = 1; k <= NEEDS; k++) {
    const spot = spotOf(k);
    if (!fatal.delete(k - 1)) {
      shown.set(spot, await postNeed(desk, spot));
      continue;
    }
    await fillNeed(desk, spot);
    const death = deaths[k % deaths.length] ?? 'at the tap';
    await dieAt(desk, death, chance, () => desk.getByTestId('desk-post').click());
    desk = await again(desk, '/desk/new');
    const kept = (await rows(desk, 'need')).some((need) => need.spot === spot);
    expect(kept || death === 'at the tap', 'what was to be sent was written down first').toBe(true);
    if (!kept) k--; // it had not been written down: nothing of it is anywhere
  }
  return { desk, shown };
}

async function sayAll(first: Page) {
  const chance = new Chance('the phone dies');
  let phone = first;
  const fatal = chance.some(8, WORDS);
  await goPhone(phone, '/me');
  for (let k = 1; k <= WORDS; k++) {
    const day = 1 + (k % 13);
    if (!fatal.delete(k - 1)) {
      await sayAway(phone, day);
      await expect.poll(() => said(phone), { intervals: [20] }).toEqual(upTo(k));
      continue;
    }
    await dieAt(phone, deaths[k % deaths.length] ?? 'at the tap', chance, () => sayAway(phone, day));
    phone = await again(phone, '/me');
    if (!(await said(phone)).includes(k)) k--;
  }
  const [own] = (await rows(phone, 'volunteer')).filter(({ id }) => id === ME);
  return { phone, until: own?.awayUntil };
}

/** The same device, opened again after its page died. */
async function again(dead: Page, path: string): Promise<Page> {
  const page = await dead.context().newPage();
  await page.goto(server.url + path);
  await expect(sync(page)).toBeVisible();
  return page;
}

const spotOf = (k: number) => `第${k}处`;
