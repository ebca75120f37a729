import { expect, test, type Browser, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { goDesk, visit } from './people.ts';

/** A page stands still once it is painted, and nobody new is met with an error. */
test.describe.configure({ mode: 'serial' });

let server: TestServer;
let phone: Page;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

test('P05: nothing on a page of the phone moves once it is painted', async ({ browser }) => {
  phone = await visit(browser, server, 'phone');
  await watchShifts(phone);
  for (const [path, last] of [
    ['/me', 'away'],
    ['/me/hours', 'hours-print'],
    ['/today', 'tasks'],
  ] as const) {
    await phone.goto(server.url + path);
    await expect(phone.getByTestId(last)).toBeVisible();
    expect(await shifts(phone), path).toEqual([]);
  }
});

test('P05: nothing on the desk’s morning moves once it is painted, though what came apart is found out late', async ({
  browser,
}) => {
  const desk = await visit(browser, server, 'desk');
  await desk.setViewportSize({ width: 412, height: 823 });
  await watchShifts(desk);
  await desk.goto(`${server.url}/desk/morning`);
  await expect(desk.getByTestId('mendings')).toBeVisible();
  expect(await shifts(desk)).toEqual([]);
  await desk.context().close();
});

test('a need that comes in leaves every column of the board where it stands', async ({ browser }) => {
  const desk = await visit(browser, server, 'desk');
  const columns = desk.getByTestId('desk-board').locator('section');
  await expect(columns).toHaveCount(5);
  await desk.evaluate(() => {
    const gone = Object.assign(window, { gone: 0 });
    new MutationObserver((changes) => {
      for (const { removedNodes } of changes)
        for (const node of removedNodes) if (node.nodeName === 'SECTION') gone.gone++;
    }).observe(document.querySelector('[data-testid=desk-board]')!, { childList: true });
  });

  const other = await visit(browser, server, 'desk');
  await goDesk(other, '/desk/new');
  await other.getByTestId('desk-service').selectOption('haircut');
  await other.getByTestId('desk-household').fill('1组');
  await other.getByRole('listbox').getByRole('option').first().click();
  await other.getByTestId('desk-post').click();
  const number = (await other.getByTestId('desk-posted-number').innerText()).trim();
  await expect(desk.getByTestId('desk-column-posted')).toContainText(number);
  expect(await desk.evaluate(() => (window as unknown as { gone: number }).gone)).toBe(0);
});

test('whoever is new is not asked who he is, and reads of no error: at a demo its doors stand at once (E11)', async ({
  browser,
}) => {
  const real = await TestServer.start({});
  try {
    for (const [url, doors] of [
      [real.url, 0],
      [server.url, 1],
    ] as const) {
      const { page, heard } = await newcomer(browser);
      for (const path of ['/join', '/']) {
        await page.goto(url + path);
        await expect(page.getByTestId('code')).toBeVisible();
        await page.waitForLoadState('networkidle');
      }
      await expect(page.getByTestId('demo')).toHaveCount(doors);
      expect(heard).toEqual([]);
      await page.context().close();
    }
  } finally {
    await real.stop();
  }
});

test('a browser that has lost its database, but not its credential, comes home (E11)', async () => {
  await phone.goto(`${server.url}/logo.svg`); // no app there that holds the database open
  await phone.evaluate(
    () =>
      new Promise((gone) => {
        indexedDB.deleteDatabase('yardem').onsuccess = gone;
      }),
  );
  await phone.goto(server.url);
  await expect(phone).toHaveURL(/\/today$/);
  await expect(phone.getByTestId('tasks')).toBeVisible();
  await phone.context().close();
});

/** A device that nobody has let in, with what its console says and what it asks the server for. */
async function newcomer(browser: Browser): Promise<{ page: Page; heard: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const heard: string[] = [];
  page.on('console', (said) => void (said.type() === 'error' && heard.push(said.text())));
  page.on('request', (asked) => void (asked.url().includes('/api/') && heard.push(asked.url())));
  return { page, heard };
}

/** Writes down on every page from now on what moves without having been touched. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    const note = (list: PerformanceEntryList) => {
      for (const each of list as (PerformanceEntry & { value: number; sources: { node?: Node }[] })[]) {
        const who = each.sources.map(({ node }) => (node instanceof Element ? node.className : ''));
        seen.push(`${each.value.toFixed(4)} ${who.join(', ')}`);
      }
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    const shifts = () => {
      note(observer.takeRecords());
      return seen;
    };
    Object.assign(window, { shifts });
  });
}

/** What has moved on this page so far, once what is known is drawn. */
function shifts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    return (window as unknown as { shifts: () => string[] }).shifts();
  });
}
