import { expect, test, type Page } from '@playwright/test';
import { scan } from '../support/qr.ts';
import { TestServer } from '../support/server.ts';
import { seeingBrowser } from './film.ts';
import { leftOver } from './left-over.ts';
import { askAtKiosk, heard, join, offline, rows, visit } from './people.ts';

const CALLED = { surname: '郭', form: '大妈', phone: '13900012345' };

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('the paper before the kiosk’s camera tells what became of it; another code, no network and no camera are told', async ({
  browser,
}, info) => {
  test.slow(); // a browser of its own, with a camera
  const first = await visit(browser, server, 'kiosk');
  const { number } = await askAtKiosk(first, { service: 'haircut', ...CALLED });
  await first.emulateMedia({ media: 'print' });
  const address = await scan(first.getByTestId('slip-paper').locator('svg'));
  await first.emulateMedia({ media: 'screen' });
  await heard(first);
  const lookUp = async (kiosk: Page) => {
    await kiosk.getByTestId('kiosk-what-became').click();
    await kiosk.getByTestId('kiosk-lookup-scan').click();
  };
  await first.getByTestId('kiosk-done').click();
  await lookUp(first);
  await expect(first.getByTestId('camera-off')).toBeVisible();
  await first.getByTestId('kiosk-lookup-scan').click();
  await expect(first.getByRole('group').filter({ has: first.locator('.delete') })).toBeVisible();

  const seeing = await seeingBrowser(address, info);
  const kiosk = await join(seeing, server, 'kiosk');
  await expect
    .poll(async () => (await rows(kiosk, 'need')).some((each) => each.number === number))
    .toBe(true);
  await offline(kiosk.context(), true);
  await lookUp(kiosk);
  await expect(kiosk.getByText('现在查不到，请输入号码。')).toBeVisible({ timeout: 30_000 });
  await offline(kiosk.context(), false);
  await kiosk.getByTestId('kiosk-lookup-scan').click();
  await expect(kiosk.getByTestId('kiosk-story')).toContainText('理发', { timeout: 30_000 });
  await expect(kiosk.getByRole('main')).toContainText(number);
  expect(await leftOver(kiosk, [address.slice(-22)]), 'the secret of the paper').toEqual([]);
  await seeing.close();

  const other = await seeingBrowser('https://example.org/menu', info);
  const misled = await visit(other, server, 'kiosk');
  await lookUp(misled);
  await expect(misled.getByText('这不是小票上的码。')).toBeVisible({ timeout: 30_000 });
  await other.close();

  const guessed = await seeingBrowser(`${server.url}/slip#${number}.${'A'.repeat(22)}`, info);
  const guessing = await visit(guessed, server, 'kiosk');
  await lookUp(guessing);
  await expect(guessing.getByText('号码和查询码对不上', { exact: false })).toBeVisible({ timeout: 30_000 });
  await expect(guessing.getByTestId('camera')).toHaveCount(0);
  await guessed.close();
});
