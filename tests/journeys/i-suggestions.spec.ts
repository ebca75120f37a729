import { expect, test, type Page } from '@playwright/test';
import type { Area } from '../../src/lib/domain/area/area.ts';
import type { NeedRow } from '../../src/lib/device/database.ts';
import type { Volunteer } from '../../src/lib/domain/volunteer/volunteer.ts';
import { insteadOf, suited, type Onlooker } from '../../src/lib/matching/index.ts';
import { TestServer } from '../support/server.ts';
import { goDesk, goPhone, heard, join, joinAs, offline, openTask, rows, unsent, visit } from './people.ts';

// Two plumbers who are free on any day; the second has ten hours a week and lives in the group beside.
const FIRST = 'volunteer-35';
const SECOND = 'volunteer-34';

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

/** What a phone holds, read past the app: who looks, and the needs he could take. */
async function held(phone: Page, person: string) {
  const [needs, volunteers, areas] = (await Promise.all([
    rows(phone, 'need'),
    rows(phone, 'volunteer'),
    rows(phone, 'area'),
  ])) as unknown as [NeedRow[], Volunteer[], Area[]];
  const volunteer = volunteers.find(({ id }) => id === person);
  if (!volunteer) throw new Error(`${person} is not on his own phone`);
  const onlooker: Onlooker = {
    volunteer,
    areas: new Map(areas.map((area) => [area.id, area])),
    own: needs.filter(({ mine }) => mine !== ''),
    now: Date.now(),
  };
  const open = suited(
    onlooker,
    needs.filter(({ mine }) => ['', 'declined', 'lapsed'].includes(mine)),
  );
  return { onlooker, needs, open };
}

/** The numbers of the needs that can be taken here, from top to bottom. */
async function offeredIn(page: Page, list: string): Promise<string[]> {
  const buttons = await page
    .locator(list)
    .getByTestId(/^claim-/)
    .all();
  const ids = await Promise.all(buttons.map((each) => each.getAttribute('data-testid')));
  return ids.map((id) => (id ?? '').replace('claim-', ''));
}
const numbers = (list: readonly { need: NeedRow }[]) => list.map(({ need }) => need.number);

test('what is open near him is ordered by the fit of the plan, and each card says why', async ({
  browser,
}) => {
  const desk = await visit(browser, server, 'desk');
  const phone = await joinAs(desk, SECOND);
  const { open } = await held(phone, SECOND);
  expect(open.length).toBeGreaterThan(12);

  await expect(phone.getByTestId('near').getByTestId('suits')).toHaveCount(5);
  expect(await offeredIn(phone, '[data-testid=near]')).toEqual(numbers(open).slice(0, 5));

  await goPhone(phone, '/open');
  await phone.getByTestId('more').click();
  await expect(phone.getByTestId(/^claim-/)).toHaveCount(Math.min(open.length, 72));
  expect(await offeredIn(phone, 'main')).toEqual(numbers(open).slice(0, 72));
  // What is out of sight is not laid out, and has no inner text.
  const said = await phone.getByTestId('suits').locator('p:first-child').allTextContents();
  const places = {
    group: '就在您本组',
    close: '离您家不远',
    next: '在相邻小组',
    village: '在本村',
    beyond: '在别的村',
  };
  expect(said.map((words) => words.split(' · ')[0]?.trim())).toEqual(
    open.slice(0, 72).map(({ far: { place, km } }) => {
      const told = km === undefined || place === 'group' || place === 'close';
      return told ? places[place] : `约 \u2066${km.toFixed(1)}\u2069 公里`;
    }),
  );
});

test('who lost the last place is shown what is nearest to it, and takes it with one tap, without network too', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const second = await joinAs(desk, SECOND);
  const first = await joinAs(desk, FIRST);
  await goDesk(desk, '/desk/new');
  await desk.getByTestId('desk-service').selectOption('pipe');
  await desk.getByTestId('desk-household').fill('1组');
  await desk.getByRole('listbox').getByRole('option').first().click();
  await desk.getByTestId('desk-post').click();
  const number = (await desk.getByTestId('desk-posted-number').innerText()).trim();
  await heard(desk);

  for (const phone of [second, first]) {
    await goPhone(phone, '/open');
    await expect(phone.getByTestId(`claim-${number}`)).toBeVisible();
    await offline(phone.context(), true);
    await phone.getByTestId(`claim-${number}`).click();
    await expect(phone.getByTestId(`claimed-${number}`)).toBeVisible();
    await goPhone(phone, '/today');
  }
  await offline(first.context(), false);
  await heard(first);
  await offline(second.context(), false);
  await heard(second);

  // By the rules, the seeded village's urgent carrying in the same grid is the nearest to the pipe that he lost.
  const { onlooker, needs, open } = await held(second, SECOND);
  const lost = needs.find((each) => each.number === number);
  if (!lost) throw new Error('the lost need is gone');
  const [nearest, ...others] = insteadOf(onlooker, lost, open);
  expect(nearest?.need).toMatchObject({ service: 'carrying', urgent: true });

  // Today says so, in the notice that tells of the loss, and does not say it twice.
  const message = second.locator('[data-testid=message][data-what=standby]');
  await expect(message).toContainText(number);
  const [taken = ''] = numbers([nearest!]);
  await expect(message.getByTestId('alternative').getByTestId(/^claim-/)).toHaveCount(1);
  await expect(message.getByTestId(`claim-${taken}`)).toBeVisible();
  await expect(second.getByTestId('near').getByTestId(`claim-${taken}`)).toHaveCount(0);

  // The page of the lost need says it too, with two more.
  await second.getByTestId('standby').getByRole('heading').getByRole('link').click();
  await expect(second.getByTestId('my-status')).toHaveAttribute('data-status', 'standby');
  await expect(second.getByTestId('instead').getByTestId('suits')).toHaveCount(3);
  expect(await offeredIn(second, '[data-testid=instead]')).toEqual(
    numbers([nearest!, ...others]).slice(0, 3),
  );

  // He goes out of reach and takes it there, with one tap.
  await offline(second.context(), true);
  await second.getByTestId('instead').getByTestId(`claim-${taken}`).click();
  await expect(second.getByTestId('instead').getByTestId(`claim-${taken}`)).toHaveCount(0);
  await expect(second.getByTestId('instead').getByTestId('suits')).toHaveCount(3);
  await expect.poll(() => unsent(second)).toBe(1);
  await goPhone(second, '/today');
  await expect(second.getByTestId(`task-${taken}`).getByTestId('unsent')).toBeVisible();

  await offline(second.context(), false);
  await heard(second);
  await expect(second.getByTestId(`task-${taken}`).getByTestId('contact-place')).toBeVisible();
  await openTask(second, taken);
  await expect(second.getByTestId('instead')).toHaveCount(0);
});
