// What the kiosk does when something is wrong with it: nobody stands there who could know.
import { rmSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { giveStaffPin, join, type, visit } from './people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await TestServer.start();
});
test.afterEach(() => server.stop());

test('K17: a kiosk that its server no longer knows tells whoever comes, and shows its staff the way back', async ({
  browser,
}) => {
  const [kiosk, desk] = await Promise.all([join(browser, server, 'kiosk'), join(browser, server, 'desk')]);
  const pin = await giveStaffPin(desk, kiosk);
  await expect(kiosk.getByTestId('kiosk-cut-off')).toHaveCount(0);

  // Somebody set the server up anew, and nothing of what it knew is left.
  await server.kill();
  for (const end of ['', '-wal', '-shm']) rmSync(`${server.database}${end}`, { force: true });
  await server.up();
  await kiosk.reload();
  await expect(kiosk.getByTestId('kiosk-cut-off')).toContainText('请找工作人员');
  await expect(kiosk.getByTestId('sync')).toHaveAttribute('data-state', 'failed');

  for (let each = 0; each < 5; each++) await kiosk.getByTestId('kiosk-corner').click();
  await type(kiosk.getByRole('dialog').getByRole('group'), pin);
  await expect(kiosk.getByTestId('staff-trouble')).toContainText('新的邀请码');
  await kiosk.clock.install();
  await kiosk.getByTestId('staff-trouble').getByRole('link').click();
  await expect(kiosk.getByTestId('code')).toBeVisible();
  // Who came without an invitation and went away leaves no form for those who come next.
  await kiosk.clock.runFor(62_000);
  await expect(kiosk.getByTestId('kiosk-cut-off')).toBeVisible();
});

test('K07: a screen of the kiosk that breaks says so, and opens anew by itself', async ({ browser }) => {
  const kiosk = await visit(browser, server, 'kiosk');
  await kiosk.clock.install();
  await kiosk.goto(`${server.url}/kiosk`);
  await spoil(kiosk, 'service', 'cleaning', { name: null });
  await kiosk.getByTestId('kiosk-need-help').click();
  await expect(kiosk.getByTestId('broken')).toBeVisible();

  const anew = kiosk.waitForEvent('load');
  await kiosk.clock.fastForward(25_000);
  await anew;
  // Nobody touched anything, and what is whole can be used.
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await spoil(kiosk, 'service', 'cleaning', { name: { 'zh-CN': '打扫卫生' } });
  await kiosk.getByTestId('kiosk-need-help').click();
  await expect(kiosk.getByTestId('kiosk-service-cleaning')).toBeVisible();
});

test('K02: the warning sounds where no voice speaks, and again before it is over', async ({ browser }) => {
  const kiosk = await visit(browser, server, 'kiosk');
  await kiosk.addInitScript(() => {
    const start: (when?: number) => void = Reflect.get(OscillatorNode.prototype, 'start');
    OscillatorNode.prototype.start = function (when) {
      const { dataset } = document.documentElement;
      dataset.tones = String(Number(dataset.tones ?? 0) + 1);
      Reflect.apply(start, this, [when]);
    };
  });
  await kiosk.clock.install();
  await kiosk.goto(`${server.url}/kiosk`);
  await kiosk.getByTestId('kiosk-need-help').click();
  await expect(kiosk.getByTestId('kiosk-service-cleaning')).toBeVisible();
  await kiosk.clock.pauseAt((await kiosk.evaluate(() => Date.now())) + 1000);
  await kiosk.clock.runFor(61_000);
  await expect(kiosk.getByTestId('kiosk-continue')).toBeVisible();
  await expect(kiosk.locator('html')).toHaveAttribute('data-tones', '2');
  await kiosk.clock.runFor(10_000);
  await expect(kiosk.locator('html')).toHaveAttribute('data-tones', '4');
  await kiosk.getByTestId('kiosk-continue').click();
  await expect(kiosk.getByTestId('kiosk-service-cleaning')).toBeVisible();
});

/** Writes something into a row that nobody would write. */
function spoil(page: Page, table: string, id: string, change: object): Promise<void> {
  return page.evaluate(
    ([table, id, change]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('yardem');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const store = opening.result.transaction(table, 'readwrite').objectStore(table);
          const asked = store.get(id);
          asked.onsuccess = () => store.put({ ...(asked.result as object), ...change });
          store.transaction.oncomplete = () => (opening.result.close(), resolve());
        };
      }),
    [table, id, change] as const,
  );
}
