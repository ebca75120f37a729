import { pathToFileURL } from 'node:url';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { receipts, storedOne } from './e-server-file.ts';
import { dump, turnOn, unlock } from './locked.ts';
import { goDesk, goPhone, heard, join, offline, openAtDesk, openTask, rows, sync, unsent } from './people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Accepted by the demo phone's volunteer, two households. */
const HAY = 'need-hay-today';
const CARRYING = 'need-carrying-today';
/** Open to anybody, one place. */
const LAMP = 'need-streetlight';
const ME = 'volunteer-01';
const OTHER = 'volunteer-02';

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

interface Need {
  number: string;
  household: string;
  assignments: {
    volunteer: string;
    status: string;
    startedAt: number;
    finishedAt: number;
    outcome: { result: string; minutes: number };
  }[];
  reports: unknown[];
  reveals?: { person: string; at: number }[];
}
type Home = Record<'id' | 'name' | 'phone' | 'place', string>;

test('Journey G: a volunteer three days on a pasture, with app lock, two needs, one standby, one know-how sheet, then back', async ({
  browser,
}) => {
  test.setTimeout(300_000); // two browsers and a server that starts twice take their time where cores are shared
  const [desk, online] = [await join(browser, server, 'desk'), await join(browser, server, 'phone')];
  const context = online.context();
  const [hay, carrying, lamp] = [HAY, CARRYING, LAMP].map((id) => need(id).number) as [
    string,
    string,
    string,
  ];
  const homes = [HAY, CARRYING].map((id) => storedOne(server, 'household', need(id).household) as Home);
  const [meadow, cellar] = homes as [Home, Home];
  const holder = storedOne(server, 'volunteer', OTHER).name as string;

  // Given: a phone with the lock on, that has all it needs, and goes where there is no network.
  await context.clock.install();
  await online.reload();
  await goPhone(online, '/me');
  const before = await online.getByTestId('hours').innerText();
  await online.getByTestId('me-lock').click();
  const pin = await turnOn(online);
  await expect.poll(async () => (await rows(online, 'contact')).length).toBeGreaterThanOrEqual(2);
  await heard(online);
  const ran = receipts(server).length;
  await offline(context, true);
  await online.close();

  // Meanwhile somebody else is found at the desk for what is open still.
  await openAtDesk(desk, lamp);
  await desk.getByTestId(`assign-${OTHER}`).click();
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'taken');
  await heard(desk);

  /** The phone is opened anew after so long: locked, with nothing on it that could be read, then opened by the PIN. */
  async function open(passed: number): Promise<Page> {
    await context.clock.fastForward(passed);
    const phone = await context.newPage();
    await phone.goto(`${server.url}/today`);
    await expect(phone.getByTestId('locked')).toBeVisible();
    await nothingReadable(phone);
    await unlock(phone, pin);
    await expect(phone.getByTestId('today')).toBeVisible();
    return phone;
  }
  /** Nothing lies open on the disk, neither locked nor unlocked; on a locked screen stands nothing either. */
  async function nothingReadable(phone: Page) {
    const texts = [await dump(phone)];
    expect(texts[0], 'what may lie there is found').toContain(hay);
    if (await phone.getByTestId('locked').isVisible()) texts.push(await phone.content());
    for (const text of texts)
      for (const home of homes) {
        expect(text).not.toContain(home.phone);
        expect(text).not.toContain(home.place);
      }
  }

  // When: the first day. Door and number of the first household, the way, the work.
  const first = await open(2 * HOUR);
  await expect(first.getByTestId(`task-${carrying}`).getByTestId('contact-place')).toHaveText(cellar.place);
  await first.getByTestId('show-way').click();
  await expect(first.getByTestId('way-stop').first()).toBeVisible();
  const hayDeeds = await reveal(first, hay, meadow);
  await start(first, hayDeeds);
  await first.clock.fastForward(105 * MINUTE);
  await expect(first.getByTestId('locked'), 'he worked, the phone lay in his pocket').toBeVisible();
  await unlock(first, pin);
  await finish(first, hayDeeds);
  await expect(sync(first)).toHaveAttribute('data-state', 'saved');
  await expect.poll(() => unsent(first)).toBe(3);
  await nothingReadable(first);
  await first.close();

  // The second day. How it is done is read; what is open is taken, which is no more than a wish as long as nobody heard it.
  const second = await open(DAY);
  await expect(second.getByTestId(`task-${hay}`)).toHaveCount(0);
  await goPhone(second, '/messages');
  await second.getByTestId('to-read').getByRole('link').click();
  await second.getByTestId('know-how').getByText('打草', { exact: false }).first().click();
  await expect(second.getByTestId('sheet').getByRole('listitem').first()).toBeVisible();
  await goPhone(second, '/open');
  await second.getByTestId(`claim-${lamp}`).click();
  const wish = second.getByTestId(`claimed-${lamp}`);
  await expect(wish.getByTestId('unsent')).toHaveText('已存在本机，尚未确认');
  await expect(sync(second)).toHaveAttribute('data-state', 'saved');
  await expect.poll(() => unsent(second)).toBe(4);
  await second.close();

  // The third day: an hour before the three are over the door is there, an hour after it is gone, and he is told why.
  const gone = 2 * HOUR + 105 * MINUTE + DAY;
  const third = await open(71 * HOUR - gone);
  await openTask(third, carrying);
  const carryingDeeds = await reveal(third, carrying, cellar);
  await start(third, carryingDeeds);
  await third.clock.fastForward(2 * HOUR);
  await expect(third.getByTestId('locked')).toBeVisible();
  await expect.poll(() => rows(third, 'contact')).toEqual([]);
  await unlock(third, pin);
  await expect(third.getByText('联网后显示称呼和地点')).toBeVisible();
  await expect(third.getByTestId('contact-place')).toHaveCount(0);
  await expect(third.getByTestId('contact-phone')).toHaveCount(0);
  await finish(third, carryingDeeds);
  await expect(sync(third)).toHaveAttribute('data-state', 'saved');
  await expect.poll(() => unsent(third)).toBe(7);
  expect(receipts(server).length, 'only the desk was heard').toBe(ran + 1);

  // Then: back where there is a network, three days later for the server as well.
  await later(73 * HOUR);
  await offline(context, false);
  await heard(third, 30_000);
  for (const [id, deeds] of [
    [HAY, hayDeeds],
    [CARRYING, carryingDeeds],
  ] as const) {
    const mine = need(id).assignments.filter(({ volunteer }) => volunteer === ME);
    expect(mine.map(({ status }) => status)).toEqual(['finished']);
    expect(mine[0]?.outcome).toMatchObject({ result: 'done', minutes: deeds.minutes });
    near(mine[0]?.startedAt, deeds.startedAt);
    near(mine[0]?.finishedAt, deeds.finishedAt);
    const reveals = need(id).reveals?.filter(({ person }) => person === ME) ?? [];
    expect(reveals).toHaveLength(1);
    near(reveals[0]?.at, deeds.shownAt);
    expect(need(id).reports).toEqual([]);
  }
  expect(hayDeeds.minutes).toBe(105);
  const streams = receipts(server).map(({ stream, n }) => `${stream} ${n}`);
  expect(new Set(streams).size).toBe(streams.length);
  expect(streams.length - ran, 'one of the desk, seven of the phone').toBe(8);
  await goPhone(third, '/me');
  await expect(third.getByTestId('hours')).not.toHaveText(before);

  // At the desk stands the same, with who was shown the number.
  for (const [number, deeds] of [
    [hay, hayDeeds],
    [carrying, carryingDeeds],
  ] as const) {
    await openAtDesk(desk, number);
    const part = desk.getByTestId(`desk-assignment-${ME}`);
    await expect(part).toHaveAttribute('data-status', 'finished', { timeout: 30_000 });
    await expect(part).toContainText(`${deeds.minutes} 分钟`);
  }
  await goDesk(desk, '/desk/people');
  await desk.goto(`${server.url}/desk/people/household/${meadow.id}`);
  await expect(desk.getByTestId('seen-by').getByRole('row').filter({ hasText: hay })).toHaveCount(1);

  // The wish came second: he reads who has it, and what else there is to do.
  expect(need(LAMP).assignments.map(({ volunteer, status }) => [volunteer, status])).toEqual([
    [OTHER, 'accepted'],
    [ME, 'standby'],
  ]);
  await goPhone(third, '/today');
  const told = third.locator('[data-testid=message][data-what=standby]');
  await expect(told).toHaveCount(1);
  await expect(told).toContainText(lamp);
  await expect(told).toContainText(holder);
  await expect(told.getByTestId('alternative').getByTestId(/^claim-/)).toBeVisible();
  await expect(third.getByTestId('standby')).toHaveCount(1);

  // Of what he finished on the third day the door is there for a day, of the first day's no more; then of neither.
  const known = async () => (await rows(third, 'contact')).map(({ id }) => id);
  await expect.poll(known).toContain(CARRYING);
  expect(await known()).not.toContain(HAY);
  await nothingReadable(third);
  await offline(context, true);
  await third.clock.fastForward(DAY + HOUR);
  await expect(third.getByTestId('locked')).toBeVisible();
  await expect.poll(known).not.toContain(CARRYING);
  await unlock(third, pin);
  await third.goto(`${server.url}/need/${CARRYING}`);
  await unlock(third, pin);
  await expect(third.getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
  await expect(third.getByTestId('contact-place')).toHaveCount(0);
  await closeAll(desk.context(), context);
});

interface Deeds {
  shownAt: number;
  startedAt: number;
  finishedAt: number;
  minutes: number;
}

/** He opens the task and asks to see the number, which was masked; notes when. */
async function reveal(phone: Page, number: string, home: Home): Promise<Deeds> {
  await openTask(phone, number);
  const task = phone.getByRole('article');
  await expect(task.getByTestId('contact-place')).toHaveText(home.place);
  const call = task.getByTestId('contact-phone');
  await expect(call).toContainText(/\d{3}\*{4}\d{4}/);
  await task.getByTestId('contact-show').click();
  await expect(call).not.toContainText('*');
  expect((await call.innerText()).replaceAll(/\D/g, '')).toBe(home.phone);
  return { shownAt: await now(phone), startedAt: 0, finishedAt: 0, minutes: 0 };
}

async function start(phone: Page, deeds: Deeds): Promise<void> {
  await phone.getByTestId('start').click();
  await expect(phone.getByTestId('start')).toHaveCount(0);
  deeds.startedAt = await now(phone);
}

async function finish(phone: Page, deeds: Deeds): Promise<void> {
  await phone.getByTestId('finish').click();
  await phone.getByTestId('result-done').getByRole('button').click();
  await phone.getByTestId('finish-confirm').click();
  await expect(phone.getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
  deeds.finishedAt = await now(phone);
  const said = (await rows(phone, 'outbox')).filter(({ name }) => name === 'need.finish').at(-1);
  deeds.minutes = (said?.args as { minutes: number }).minutes;
}

/** What the phone's clock says: its days have passed, the machine's have not. */
const now = (phone: Page) => phone.evaluate(() => Date.now());

/** The time of the deed, not of its being heard, which is days from it. */
function near(at: number | undefined, deed: number): void {
  expect(Math.abs((at ?? 0) - deed)).toBeLessThan(5 * MINUTE);
}

const need = (id: string) => storedOne(server, 'need', id) as unknown as Need;

/** The server goes off, and comes back so much later. */
async function later(passed: number): Promise<void> {
  await server.kill();
  const early = pathToFileURL('tests/support/later.ts').href;
  await server.up({ NODE_OPTIONS: `--import ${early}`, TEST_LATER: String(passed) });
}

async function closeAll(...contexts: BrowserContext[]): Promise<void> {
  for (const context of contexts) await context.close();
}
