import { expect, test, type Page } from '@playwright/test';
import { startPostgres } from '../support/postgres.ts';
import { TestServer } from '../support/server.ts';
import {
  askAtKiosk,
  expectStory,
  goDesk,
  goPhone,
  heard,
  join,
  joinAs,
  offline,
  openAtDesk,
  openTask,
  rows,
  showSlip,
  sync,
  unsent,
  watchSync,
} from './people.ts';

// Two with a mower, three without: one place of the team is a mower's.
const [MOWER, LATE, ...OTHERS] = [
  'volunteer-02',
  'volunteer-03',
  'volunteer-07',
  'volunteer-08',
  'volunteer-09',
];
const TEAM = [MOWER, ...OTHERS] as string[];
const CALLED = { surname: '郭', form: '大妈', phone: '13900012345' };

test.use({ actionTimeout: 10_000 });
for (const kind of ['SQLite', 'PostgreSQL'])
  test.describe(`on ${kind}`, () => {
    let server: TestServer;
    let database: Awaited<ReturnType<typeof startPostgres>> | undefined;
    test.beforeAll(async () => {
      if (kind === 'PostgreSQL') database = await startPostgres();
      server = await TestServer.start({ YARDEM_DEMO: '1', ...(database && { DATABASE_URL: database.url }) });
    });
    test.afterAll(async () => {
      await server.stop();
      await database?.stop();
    });

    test('A: hay cutting, from a kiosk without network to the three faces, over a server that is killed twice', async ({
      browser,
    }) => {
      test.setTimeout(300_000); // nine browsers take their time where two cores are shared
      const desk = await join(browser, server, 'desk');
      await hayAllYear(desk);
      const kiosk = await join(browser, server, 'kiosk');
      const phones = new Map<string, Page>();
      for (const id of [...TEAM, LATE]) phones.set(id, await joinAs(desk, id));
      const phone = (id: string | undefined) => phones.get(id ?? '') as Page;
      await goDesk(desk, '/desk');

      // The kiosk has no network and gives a number all the same.
      await offline(kiosk.context(), true);
      const kioskSaid = await watchSync(kiosk);
      const slip = await askAtKiosk(kiosk, { service: 'hay', ...CALLED });
      const { number } = slip;
      expect(slip).toEqual({
        number: expect.stringMatching(/^\d+-\d+$/),
        code: expect.stringMatching(/^\d{4}$/),
      });
      await kiosk.getByTestId('kiosk-done').click();
      await expectStory(kiosk, slip, 'posted');
      await expect.poll(() => unsent(kiosk)).toBe(2);
      expect(await kioskSaid()).toEqual(['sent', 'waiting']);
      await expect(desk.getByTestId(`desk-row-${number}`)).toHaveCount(0);

      // The network is back: the desk sees it and asks five.
      await offline(kiosk.context(), false);
      await heard(kiosk);
      await expect(desk.getByTestId(`desk-row-${number}`)).toHaveAttribute('data-status', 'posted');
      await openAtDesk(desk, number);
      for (const id of phones.keys()) {
        const box = desk.getByTestId(`offer-${id}`);
        while (!(await box.isVisible())) await desk.getByRole('button', { name: /^显示更多/ }).click();
        await box.check();
      }
      await desk.getByTestId('desk-offer-send').click();
      await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'offered');
      await heard(desk);
      for (const each of phones.values()) await expect(each.getByTestId(`offer-${number}`)).toBeVisible();
      await expectStory(kiosk, slip, 'offered');

      // All five say yes where there is no network, and see that nobody has heard it.
      const phonesSaid = new Map<string, () => Promise<string[]>>();
      for (const [id, each] of phones) {
        await offline(each.context(), true);
        phonesSaid.set(id, await watchSync(each));
        await each.getByTestId(`offer-${number}`).getByTestId('accept').click();
        await expect(each.getByTestId(`task-${number}`).getByTestId('unsent')).toBeVisible();
        await expect(each.getByTestId('offline')).toBeVisible();
        await expect(each.getByTestId(`task-${number}`).getByTestId('contact-place')).toHaveCount(0);
        await expect(sync(each)).toHaveAttribute('data-state', 'saved');
        await expect.poll(() => unsent(each)).toBe(1);
      }
      const assigned = (id: string | undefined) => desk.getByTestId(`desk-assignment-${id ?? ''}`);
      for (const id of phones.keys()) await expect(assigned(id)).toHaveAttribute('data-status', 'offered');
      for (const said of phonesSaid.values())
        expect((await said()).lastIndexOf('sent')).toBeLessThanOrEqual(0);

      // Two come back and are in.
      for (const id of OTHERS.slice(0, 2)) {
        await offline(phone(id).context(), false);
        await heard(phone(id));
        await expect(phone(id).getByTestId(`task-${number}`).getByTestId('contact-place')).toBeVisible();
        await expect(assigned(id)).toHaveAttribute('data-status', 'accepted');
      }
      await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'offered');

      // The server is gone when the third comes back: nothing is claimed to be sent until it is up again.
      await server.kill();
      await offline(phone(OTHERS[2]).context(), false);
      await expect(phone(OTHERS[2]).getByTestId(`task-${number}`).getByTestId('unsent')).toBeVisible();
      await expect.poll(() => unsent(phone(OTHERS[2]))).toBe(1);
      expect((await phonesSaid.get(OTHERS[2] ?? '')?.())?.lastIndexOf('sent')).toBeLessThanOrEqual(0);
      await server.up();
      await heard(phone(OTHERS[2]));
      await expect(assigned(OTHERS[2])).toHaveAttribute('data-status', 'accepted');

      // The one with the mower comes back in the very moment in which the plug is pulled again.
      await Promise.all([offline(phone(MOWER).context(), false), server.kill()]);
      await server.up();
      await heard(phone(MOWER));
      await expect(assigned(MOWER)).toHaveAttribute('data-status', 'accepted');
      await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'taken');
      await expectStory(kiosk, slip, 'taken');

      // The fifth said yes too, but the team is full: he stands by and is told so.
      await offline(phone(LATE).context(), false);
      await heard(phone(LATE));
      await expect(phone(LATE).locator('[data-testid=message][data-what=standby]')).toContainText(number);
      const id = (await rows(desk, 'need')).find((need) => need.number === number)?.id as string;
      const card = phone(LATE)
        .getByTestId('standby')
        .filter({ has: phone(LATE).locator(`a[href="/need/${id}"]`) });
      await expect(card).toBeVisible();
      await expect(phone(LATE).getByTestId(`task-${number}`)).toHaveCount(0);
      await expect(assigned(LATE)).toHaveAttribute('data-status', 'standby');

      // One starts; all four finish, two of them without network.
      await openTask(phone(MOWER), number);
      await phone(MOWER).getByTestId('start').click();
      await expect(assigned(MOWER)).toHaveAttribute('data-status', 'started');
      await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'underway');
      await expectStory(kiosk, slip, 'underway');
      for (const [index, id] of TEAM.entries()) {
        const away = index % 2 === 0;
        await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'underway');
        await offline(phone(id).context(), away);
        await openTask(phone(id), number);
        await phone(id).getByTestId('finish').click();
        await phone(id).getByTestId('result-done').getByRole('button').click();
        await phone(id).getByTestId('finish-confirm').click();
        await expect(phone(id).getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
        if (away) {
          await expect(phone(id).getByTestId('unsent')).toBeVisible();
          await expect(sync(phone(id))).toHaveAttribute('data-state', 'saved');
          await offline(phone(id).context(), false);
        }
        await heard(phone(id));
        await expect(assigned(id)).toHaveAttribute('data-status', 'finished');
      }
      await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'done');
      await expectStory(kiosk, slip, 'done');

      // The household says how it was, by the slip alone.
      await showSlip(kiosk, 'kiosk-how-was-it', slip);
      await kiosk.getByTestId('kiosk-rate-good').getByRole('button').click();
      await expect(kiosk.getByTestId('kiosk-thanks')).toBeVisible();
      await kiosk.getByTestId('kiosk-done').click();
      await heard(kiosk);
      await expectStory(kiosk, slip, 'rated');
      await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'rated');
      await expect(desk.getByTestId('desk-rating')).toHaveAttribute('data-face-value', 'good');

      // Nothing is lost, nothing doubled: a desk that has never seen any of it hears the same as the one that has.
      const stranger = await join(browser, server, 'desk');
      for (const one of [stranger, desk]) {
        const needs = (await rows(one, 'need')).filter((need) => need.number === number);
        expect(needs).toHaveLength(1);
        const [need] = needs as [Round];
        expect(need).toMatchObject({ stands: 'rated', rating: { face: 'good', proxy: false }, reports: [] });
        const by = (status: string) =>
          need.assignments.filter((each) => each.status === status).map((each) => each.volunteer);
        expect(by('finished').sort()).toEqual([...TEAM].sort());
        expect(by('standby')).toEqual([LATE]);
        expect(need.assignments).toHaveLength(5);
        const called = CALLED.surname + CALLED.form;
        const homes = (await rows(one, 'household')).filter(({ phone: its }) => its === CALLED.phone);
        expect(homes).toEqual([expect.objectContaining({ name: called, id: need.household })]);
      }
      for (const each of [kiosk, desk, ...phones.values()]) await expect.poll(() => unsent(each)).toBe(0);
      for (const id of TEAM) {
        await goPhone(phone(id), '/today');
        await expect(phone(id).getByTestId(`task-${number}`)).toHaveCount(0);
      }
    });
  });

interface Round extends Record<string, unknown> {
  household: string;
  assignments: { volunteer: string; status: string }[];
}

/** Hay is a service of a season, and the test is one of every month. */
async function hayAllYear(desk: Page): Promise<void> {
  await goDesk(desk, '/desk/services');
  await desk.getByTestId('service-hay').click();
  await desk.getByLabel('季节性服务').uncheck();
  await desk.getByTestId('service-save').click();
  await expect(desk).toHaveURL(/services$/);
  await heard(desk);
}
