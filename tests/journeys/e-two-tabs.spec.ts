import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { openNewNeed, postNeed, ranFor, said, upTo } from './e-faults.ts';
import { stored } from './e-server-file.ts';
import { goDesk, heard, join, offline, sync } from './people.ts';

const EACH = 10;

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('two tabs of one desk speak at once, one of them listens, and the other listens when it is closed', async ({
  browser,
}) => {
  const first = await join(browser, server, 'desk');
  await expect.poll(() => listening(first)).toEqual({ held: 1, waiting: 0 });
  const second = await first.context().newPage();
  const asked: string[] = [];
  second.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await second.goto(`${server.url}/desk`);
  await expect(sync(second)).toHaveAttribute('data-state', 'sent');
  await expect.poll(() => listening(second)).toEqual({ held: 1, waiting: 1 });

  // Both speak at once, with network and without.
  const shown: string[] = [];
  const speak = (away: boolean) =>
    Promise.all(
      [first, second].map(async (tab, index) => {
        await openNewNeed(tab);
        for (let k = 0; k < EACH / 2; k++)
          shown.push(await postNeed(tab, `第${index}页${away ? '断网' : '联网'}${k}`));
        await goDesk(tab, '/desk');
      }),
    );
  await speak(false);
  await offline(first.context(), true);
  await speak(true);
  expect((await said(first)).length, 'one outbox for both').toBe(2 * EACH);
  await offline(first.context(), false);
  await Promise.all([heard(first), heard(second)]);

  // Each need stands once, under a number of its own, and both tabs show all of them.
  expect(new Set(shown).size).toBe(2 * EACH);
  const posted = stored(server, 'need').filter(({ number }) => shown.includes(number as string));
  expect(posted.map(({ number }) => number).sort()).toEqual([...shown].sort());
  expect(await ranFor(first, server)).toEqual(upTo(2 * EACH));
  for (const tab of [first, second])
    for (const number of shown) await expect(tab.getByTestId(`desk-row-${number}`)).toHaveCount(1);

  // Somebody else speaks: the tab that does not listen sees it by the work of the one that does.
  const other = await join(browser, server, 'desk');
  await openNewNeed(other);
  const early = await postNeed(other, '别处第一件');
  for (const tab of [first, second]) await expect(tab.getByTestId(`desk-row-${early}`)).toBeVisible();
  expect(asked).not.toContain('/api/poke');

  // The tab that listens is closed: the other takes over, and hears what is said from now on.
  await first.close();
  await expect.poll(() => listening(second)).toEqual({ held: 1, waiting: 0 });
  await expect.poll(() => asked).toContain('/api/poke');
  const late = await postNeed(other, '别处第二件');
  await expect(second.getByTestId(`desk-row-${late}`)).toBeVisible();
});

/** How many tabs listen for pokes, and how many stand by to. */
function listening(page: Page): Promise<{ held: number; waiting: number }> {
  return page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const count = (locks: LockInfo[]) => locks.filter(({ name }) => name === 'yardem-leader').length;
    return { held: count(held), waiting: count(pending) };
  });
}
