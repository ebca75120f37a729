import { expect, test, type Locator, type Page } from '@playwright/test';
import type { NeedRow } from '../../src/lib/device/database.ts';
import type { Area } from '../../src/lib/domain/area/area.ts';
import type { Household } from '../../src/lib/domain/household/household.ts';
import type { Volunteer } from '../../src/lib/domain/volunteer/volunteer.ts';
import { suited } from '../../src/lib/matching/index.ts';
import type { Said } from '../support/client.ts';
import { TestServer } from '../support/server.ts';
import { dayAt, scriptedDesk } from './j-village.ts';
import { goPhone, joinAs, rows, visit } from './people.ts';

/** The list of what is open, as long as it gets: how fast it is, `npm run bench:start` says. */
const LISTED = 500;
const POSTED = 510;
const DAY = 24 * 60 * 60_000;
const PLUMBER = 'volunteer-34';

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

/** A desk of its own posts them, a hundred at a time, of three services and for each of the coming days. */
async function post(desk: Page) {
  const client = await scriptedDesk(server);
  const homes = (await rows(desk, 'household')) as unknown as Household[];
  const posts = Array.from({ length: POSTED }, (_, index): Said => {
    const { id: household, area } = homes[index % homes.length]!;
    const service = ['carrying', 'cleaning', 'phone-help'][index % 3]!;
    const until = dayAt(Date.now() + (1 + (index % 9)) * DAY);
    const slip = { id: `many-${index}`, number: `77-${index + 1}`, code: '1234' };
    const days = { from: dayAt(Date.now()), until, urgent: index % 7 === 0, minutes: 30 + (index % 4) * 15 };
    const asked = {
      ...slip,
      household,
      area,
      service,
      ...days,
      goods: [],
      places: [{}],
      channel: 'desk' as const,
    };
    return { name: 'need.post', args: asked };
  });
  for (let from = 0; from < POSTED; from += 100) {
    const { results } = await client.say(...posts.slice(from, from + 100));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
  }
}

/** The needs in the order in which they suit him, by what his phone holds, read past the app. */
async function expected(phone: Page) {
  const [needs, people, areas] = (await Promise.all([
    rows(phone, 'need'),
    rows(phone, 'volunteer'),
    rows(phone, 'area'),
  ])) as unknown as [NeedRow[], Volunteer[], Area[]];
  const onlooker = {
    volunteer: people.find(({ id }) => id === PLUMBER)!,
    areas: new Map(areas.map((area) => [area.id, area])),
    own: needs.filter(({ mine }) => mine !== ''),
    now: Date.now(),
  };
  const free = needs.filter(({ mine }) => ['', 'declined', 'lapsed'].includes(mine));
  return suited(onlooker, free)
    .slice(0, LISTED)
    .map(({ need }) => need);
}

const cards = (phone: Page): Locator => phone.getByTestId(/^claim-/).filter({ visible: true });
const shown = (phone: Page): Promise<string[]> =>
  cards(phone).evaluateAll((all) => all.map((each) => each.dataset.testid!.replace('claim-', '')));

test('P06: a phone shows five hundred open needs to whoever asks for more, in their order; a filter narrows them, and back leads to the same card', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const desk = await visit(browser, server, 'desk');
  await post(desk);
  const phone = await joinAs(desk, PLUMBER);
  await expect
    .poll(async () => (await rows(phone, 'need')).length, { timeout: 30_000 })
    .toBeGreaterThan(POSTED);
  await goPhone(phone, '/open');

  // At first what suits him best, and more of it as often as he asks.
  await expect(cards(phone)).toHaveCount(12);
  const order = await expected(phone);
  const numbers = order.map(({ number }) => number);
  expect(await shown(phone)).toEqual(numbers.slice(0, 12));
  const more = phone.getByTestId('more');
  for (let count = 72; count < LISTED; count += 60) {
    await more.click();
    await expect(cards(phone)).toHaveCount(count);
  }
  await more.click();
  await expect(cards(phone)).toHaveCount(LISTED);
  await expect(more).toHaveCount(0);
  expect(await shown(phone)).toEqual(numbers);

  // One service of them, in the same order.
  const select = phone.getByRole('combobox');
  await select.selectOption('cleaning');
  const cleaning = order.filter(({ service }) => service === 'cleaning').map(({ number }) => number);
  expect(cleaning.length).toBeGreaterThan(100);
  await expect(cards(phone)).toHaveCount(cleaning.length);
  expect(await shown(phone)).toEqual(cleaning);
  // What the filter has taken away stays made, but neither the keys nor a reader of the screen get there.
  const away = phone.locator('ul[aria-hidden=true]').getByRole('link', { includeHidden: true }).first();
  const reached = () => away.evaluate((link) => (link.focus(), document.activeElement === link));
  await expect.poll(reached).toBe(false);

  // He looks at one from the middle, and comes back to it.
  const looked = phone
    .locator('li')
    .filter({ has: phone.getByTestId(`claim-${cleaning[90]}`) })
    .filter({ visible: true });
  await looked.scrollIntoViewIfNeeded();
  // What came into sight is laid out now, and may push it: he looks at what has come to rest.
  let before = NaN;
  await expect(async () => {
    const { y } = (await looked.boundingBox())!;
    const [moved] = [Math.abs(y - before), (before = y)];
    expect(moved).toBeLessThan(1);
  }).toPass({ intervals: [500] });
  await looked.getByRole('heading').getByRole('link').click();
  await expect(phone.getByTestId('need-status')).toBeVisible();
  await phone.goBack();
  await expect(looked).toBeInViewport();
  await expect.poll(async () => Math.abs((await looked.boundingBox())!.y - before)).toBeLessThan(8);
  await expect(select).toHaveValue('cleaning');
  await expect(cards(phone)).toHaveCount(cleaning.length);
  expect(await shown(phone)).toEqual(cleaning);

  // All of them are drawn anew after coming back, when the phone has time.
  await select.selectOption('');
  await expect(cards(phone)).toHaveCount(LISTED, { timeout: 60_000 });
  expect(await shown(phone)).toEqual(numbers);
});
