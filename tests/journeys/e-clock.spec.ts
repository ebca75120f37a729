import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { openNewNeed, postNeed } from './e-faults.ts';
import { stored, storedOne } from './e-server-file.ts';
import { goPhone, heard, join, joinAs, offline, openAtDesk, openTask, rows, sync, unsent } from './people.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** Accepted by the demo phone's volunteer, two households. */
const HAY = 'need-hay-today';
const CARRYING = 'need-carrying-today';
const ME = 'volunteer-01';
const SLOW = 'volunteer-07';
const FAST = 'volunteer-08';

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeEach(async () => (server = await TestServer.start()));
test.afterEach(() => server.stop());

interface Part {
  volunteer: string;
  status: string;
  takenAt?: number;
  startedAt: number;
  finishedAt: number;
}
interface Parts extends Record<string, unknown> {
  assignments: Part[];
}

test('seven days without a network: contacts go after three, the work done is taken over and credited on return', async ({
  browser,
}) => {
  const phone = await withClock(await join(browser, server, 'phone'));
  const began = Date.now();
  const hay = await numberOf(phone, HAY);
  const carrying = await numberOf(phone, CARRYING);
  await openTask(phone, hay);
  await expect(phone.getByTestId('start')).toBeVisible();
  await expect(phone.getByTestId('contact-place')).toBeVisible();
  const minutes = await given(phone);

  // Work is done where there is no network.
  await offline(phone.context(), true);
  await openTask(phone, hay);
  await phone.getByTestId('start').click();
  await finish(phone);
  await expect(sync(phone)).toHaveAttribute('data-state', 'saved');
  const said = Date.now();

  // For three days the other household can still be found; then nothing of any is left, on screen or on the disk.
  await phone.clock.fastForward(71 * HOUR);
  await openTask(phone, carrying);
  await expect(phone.getByTestId('start')).toBeVisible();
  await expect(phone.getByTestId('contact-place')).toBeVisible();
  await phone.clock.fastForward(2 * HOUR);
  await expect.poll(() => rows(phone, 'contact')).toEqual([]);
  await expect(phone.getByTestId('contact-place')).toHaveCount(0);
  await phone.reload();
  await expect(phone.getByTestId('start')).toBeVisible();
  await expect(phone.getByTestId('contact-place')).toHaveCount(0);

  // Seven days later, for the server as well.
  await phone.clock.fastForward(4 * DAY - HOUR);
  await server.kill();
  await server.up({ NODE_OPTIONS: later(7 * DAY) });
  await offline(phone.context(), false);
  await heard(phone, 30_000);
  const mine = partIn(HAY);
  expect(mine.status).toBe('finished');
  for (const at of [mine.startedAt, mine.finishedAt]) {
    expect(at, 'told when it was done, not when it was heard').toBeGreaterThanOrEqual(began);
    expect(at).toBeLessThanOrEqual(said + HOUR);
  }
  expect(await given(phone)).not.toBe(minutes);
  const desk = await join(browser, server, 'desk');
  await openAtDesk(desk, hay);
  await expect(desk.getByTestId(`desk-assignment-${ME}`)).toHaveAttribute('data-status', 'finished');

  // The task that is still his has its door again; the one that he finished a week ago has not.
  await openTask(phone, carrying);
  await expect(phone.getByTestId('start')).toBeVisible();
  await expect(phone.getByTestId('contact-place')).toBeVisible();
  await expect.poll(async () => (await rows(phone, 'contact')).map(({ id }) => id)).not.toContain(HAY);
});

test('a clock set back a day lets nobody keep a contact for longer, and one set forward takes none away', async ({
  browser,
}) => {
  const back = await withClock(await join(browser, server, 'phone'));
  const forward = await join(browser, server, 'phone');
  const now = Date.now();
  await withClock(forward, now + DAY);
  await heard(forward);
  const hay = await numberOf(back, HAY);

  // Finished: the household can be found for a day from now.
  await openTask(back, hay);
  await finish(back);
  await heard(back);
  const expires = (await rows(back, 'contact')).find(({ id }) => id === HAY)?.expiresAt as number;
  expect(expires).toBeGreaterThan(now + DAY - HOUR);
  expect(expires).toBeLessThan(now + DAY + HOUR);

  // A clock that is a day ahead does not take it away: the server's time counts.
  await expect.poll(async () => (await rows(forward, 'contact')).map(({ id }) => id)).toContain(HAY);
  await forward.reload();
  await openDone(forward);
  await expect(forward.getByTestId('contact-place')).toBeVisible();

  // Set back a day, without a network: after a day it is gone, though the clock says that the day has just begun.
  await offline(back.context(), true);
  await openDone(back);
  await expect(back.getByTestId('contact-place')).toBeVisible();
  await back.clock.setSystemTime(now - DAY);
  await back.clock.fastForward(23 * HOUR);
  await expect(back.getByTestId('contact-place')).toBeVisible();
  await back.clock.fastForward(2 * HOUR);
  expect(await back.evaluate(() => Date.now())).toBeLessThan(expires);
  await expect.poll(async () => (await rows(back, 'contact')).map(({ id }) => id)).not.toContain(HAY);
  await expect(back.getByTestId('contact-place')).toHaveCount(0);
});

test('what phones with wrong clocks say lies between their last contact and now; who is heard first is first', async ({
  browser,
}) => {
  const joined = Date.now();
  const desk = await join(browser, server, 'desk');
  const [slow, fast] = [await joinAs(desk, SLOW), await joinAs(desk, FAST)];
  await openNewNeed(desk);
  const contested = await postNeed(desk, '两人都想去的地方');
  const other = await postNeed(desk, '另一个地方');
  await heard(desk);
  const began = Date.now();
  await withClock(slow, began - DAY);
  await withClock(fast, began + DAY);
  await Promise.all([heard(slow), heard(fast)]);

  // Their clocks jump on while they are away, so that even the difference to the server's time is wrong.
  await claimAway(fast, [contested], began, 2 * DAY);
  await claimAway(slow, [contested, other], began, -2 * DAY);
  for (const phone of [fast, slow]) {
    await offline(phone.context(), false);
    await heard(phone);
  }

  // The one whose clock says the later time was heard first: it is his.
  const on = (number: string) =>
    stored(server, 'need').find((need) => need.number === number) as unknown as Parts;
  const [first, second] = on(contested).assignments;
  expect([first?.volunteer, first?.status]).toEqual([FAST, 'accepted']);
  expect([second?.volunteer, second?.status]).toEqual([SLOW, 'standby']);
  for (const at of [first?.takenAt, on(other).assignments[0]?.takenAt]) {
    expect(at, 'not before he was last heard').toBeGreaterThanOrEqual(joined);
    expect(at, 'not later than now').toBeLessThanOrEqual(Date.now());
  }
  const message = slow.locator('[data-testid=message][data-what=standby]');
  await goPhone(slow, '/messages');
  await expect(message).toContainText(contested);
  const [told] = await rows(slow, 'inbox');
  expect(Math.abs((told?.at as number) - Date.now()), 'the time of the server').toBeLessThan(HOUR);
});

/** Takes needs where there is no network, by a clock that is wrong and changes again before anything is sent. */
async function claimAway(phone: Page, numbers: string[], began: number, wrong: number): Promise<void> {
  await offline(phone.context(), true);
  await phone.clock.setSystemTime(began + wrong);
  for (const [index, number] of numbers.entries()) {
    const { id } = (await rows(phone, 'need')).find((need) => need.number === number) as { id: string };
    await phone.goto(`${server.url}/need/${id}`);
    await phone.getByTestId('claim').click();
    await expect.poll(() => unsent(phone)).toBe(index + 1);
  }
  await phone.clock.setSystemTime(began + wrong / 2);
}

/** The phone's own clock from here on, loaded anew with it. */
async function withClock(phone: Page, time = Date.now()): Promise<Page> {
  await phone.clock.install({ time });
  await phone.reload();
  await expect(sync(phone)).toBeVisible();
  return phone;
}

/** Makes a Node process live so much later. */
function later(milliseconds: number): string {
  const script = `const real = Date; globalThis.Date = class extends real { constructor(...all) { if (all.length) super(...all); else super(real.now() + ${milliseconds}); } static now() { return real.now() + ${milliseconds}; } };`;
  return `--import data:text/javascript,${encodeURIComponent(script)}`;
}

async function numberOf(phone: Page, id: string): Promise<string> {
  return (await rows(phone, 'need')).find((need) => need.id === id)?.number as string;
}

function partIn(id: string): Part {
  const { assignments } = storedOne(server, 'need', id) as unknown as Parts;
  return assignments.find(({ volunteer }) => volunteer === ME) as Part;
}

async function finish(phone: Page): Promise<void> {
  await phone.getByTestId('finish').click();
  await phone.getByTestId('result-done').getByRole('button').click();
  await phone.getByTestId('finish-confirm').click();
  await expect(phone.getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
}

/** The page of the finished task: not on the list of today any more, but where the address still leads. */
async function openDone(phone: Page): Promise<void> {
  if (!phone.url().endsWith(HAY)) await phone.goto(`${server.url}/need/${HAY}`);
  await expect(phone.getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
}

/** The hours that his own page says he gave. */
async function given(phone: Page): Promise<string> {
  await goPhone(phone, '/me');
  return phone.getByTestId('hours').innerText();
}
