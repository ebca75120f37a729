import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { read } from '../support/pdf.ts';
import { scan } from '../support/qr.ts';
import { TestServer } from '../support/server.ts';
import {
  askAtKiosk,
  goDesk,
  heard,
  join,
  joinAs,
  offline,
  openAtDesk,
  openTask,
  rows,
  type,
  visit,
} from './people.ts';

/** From the kiosk's slip to the page behind its QR code, on a phone that nobody has logged in on. */
const CALLED = { surname: '郭', form: '大妈', phone: '13900012345' };
const PERSONAL = ['郭大妈', '13900012345', '139 0001 2345', '蓝', '水渠'];
const HELPER = 'volunteer-07';

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());
test.use({ actionTimeout: 10_000 });

/** Any phone: small, with the language its owner has set, without the app. */
async function anyPhone(browser: Browser, locale = 'zh-CN'): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 }, hasTouch: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => expect(error.message, 'an error on the page').toBe(''));
  return page;
}
/** How the slip itself stands; that of its repair comes after it. */
const status = (page: Page) => page.getByTestId('slip-status').first();
const told = (page: Page) => page.getByTestId('slip-told');
const stands = (page: Page, state: string) => expect(status(page)).toHaveAttribute('data-status', state);

async function finishedBy(phone: Page, number: string) {
  await openTask(phone, number);
  await phone.getByTestId('start').click();
  await phone.getByTestId('finish').click();
  await phone.getByTestId('result-done').getByRole('button').click();
  await phone.getByTestId('finish-confirm').click();
  await heard(phone);
}

test('K14, C07: a phone follows the request by the code on the screen, says that it was not good and sees the repair', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const desk = await join(browser, server, 'desk');
  const helper = await joinAs(desk, HELPER);
  const kiosk = await join(browser, server, 'kiosk');
  const { number } = await askAtKiosk(kiosk, { service: 'goods', ...CALLED });
  const address = await scan(kiosk.getByTestId('kiosk-scan').locator('svg'));
  expect(address).toMatch(new RegExp(`^${server.url}/slip#${number}\\.[\\w-]{22}$`));
  const secret = address.slice(-22);
  const lying = JSON.stringify([
    await rows(kiosk, 'outbox'),
    await rows(kiosk, 'sent'),
    await rows(kiosk, 'need'),
  ]);
  expect(lying).not.toContain(secret);
  await heard(kiosk);

  const phone = await anyPhone(browser);
  const asked: string[] = [];
  phone.on('request', (request) => asked.push(request.url()));
  const shown = await phone.goto(address);
  expect(shown?.headers()).toMatchObject({
    ...{ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' },
  });
  await stands(phone, 'posted');
  await expect(phone.getByTestId('slip-number')).toContainText(number);
  expect(phone.url(), 'the address bar holds no secret').toBe(`${server.url}/slip`);
  expect(await phone.title()).toBe('帮一把');
  for (const word of PERSONAL) expect(await phone.content(), word).not.toContain(word);
  expect(asked.join('\n'), 'no request has the secret in its address').not.toContain(secret);
  expect(asked.every((url) => url.startsWith(server.url))).toBe(true);
  expect(
    await phone.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)),
  ).toBe(0);
  expect(await phone.evaluate(() => indexedDB.databases().then((all) => all.length))).toBe(0);

  const { violations } = await new AxeBuilder({ page: phone }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  // A second scan, by another phone, is told so; in its own language.
  const second = await anyPhone(browser, 'en');
  await second.goto(address);
  await expect(told(second)).toHaveAttribute('data-what', 'used');
  await expect(told(second)).toContainText('This code was used already');

  // It is given to somebody, and done.
  await openAtDesk(desk, number);
  const assign = desk.getByTestId(`assign-${HELPER}`);
  while (!(await assign.isVisible())) await desk.getByRole('button', { name: /^显示更多/ }).click();
  await assign.click();
  await heard(desk);
  await expect(helper.getByTestId(`task-${number}`)).toBeVisible();
  await phone.getByTestId('slip-again').click();
  await stands(phone, 'taken');
  await finishedBy(helper, number);

  // The phone remembers the slip, also after it was closed.
  await phone.goto(`${server.url}/slip`);
  await stands(phone, 'done');
  await expect(phone.getByTestId('slip-event-finished')).toBeVisible();
  await phone.getByTestId('slip-rate').getByRole('button', { name: '不满意' }).click();
  await expect(phone.getByTestId('slip-repair')).toBeVisible();
  await stands(phone, 'rated');
  await phone.getByTestId('slip-repair-open').click();
  await stands(phone, 'posted');
  await expect
    .poll(async () => (await rows(desk, 'need')).find((need) => need.number === number)?.repairedBy)
    .toBeDefined();

  // What this phone was told of it forgets when it is told to.
  await expect(phone.getByTestId('slip-forget')).toBeVisible();
  await phone.getByTestId('slip-forget').click();
  await expect(told(phone)).toHaveAttribute('data-what', 'forgotten');
  await phone.getByTestId('slip-others').getByRole('button').click();
  await stands(phone, 'rated');
  await phone.getByTestId('slip-forget').click();
  await phone.goto(`${server.url}/slip`);
  await expect(told(phone)).toHaveAttribute('data-what', 'none');
  expect(await phone.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({});
  expect(server.log).not.toContain(secret);
});

test('S04: who holds the paper calls the request off, and has everything erased at once', async ({
  browser,
}) => {
  const desk = await visit(browser, server, 'desk');
  const kiosk = await visit(browser, server, 'kiosk');
  const { number, code } = await askAtKiosk(kiosk, { service: 'haircut', ...CALLED });
  await kiosk.emulateMedia({ media: 'print' });
  await expect(kiosk.getByTestId('kiosk-scan')).toBeHidden();
  const address = await scan(kiosk.getByTestId('slip-paper').locator('svg'));
  await kiosk.emulateMedia({ media: 'screen' });
  await expect(kiosk.getByTestId('slip-paper')).toBeHidden();
  await heard(kiosk);
  await expect(desk.getByTestId(`desk-row-${number}`)).toBeVisible();

  const phone = await anyPhone(browser);
  await phone.goto(`${server.url}/slip#${number}.${code}`);
  await expect(told(phone), 'the four digits open nothing').toHaveAttribute('data-what', 'none');
  await phone.goto(address);
  await stands(phone, 'posted');
  await expect(phone.getByTestId('slip-forget'), 'a paper’s code is not kept on the phone').toHaveCount(0);
  await phone.getByTestId('slip-cancel').click();
  await phone.getByTestId('slip-no').click();
  await stands(phone, 'posted');
  await phone.getByTestId('slip-cancel').click();
  await phone.getByTestId('slip-yes').click();
  await stands(phone, 'cancelled');
  const id = (await rows(desk, 'need')).find((need) => need.number === number)?.id as string;
  await desk.goto(`${server.url}/desk/need/${id}`);
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'cancelled');
  const house = (await rows(desk, 'need')).find((need) => need.number === number)?.household as string;
  const agreed = (await rows(desk, 'household')).find(({ id }) => id === house);
  expect(agreed?.consent).toMatchObject({ version: 1, mode: 'self', at: expect.any(Number) as unknown });

  await phone.getByTestId('slip-erase').click();
  await phone.getByTestId('slip-yes').click();
  await expect(told(phone)).toHaveAttribute('data-what', 'erased');
  await expect.poll(async () => (await rows(desk, 'household')).some(({ id }) => id === house)).toBe(false);
  await phone.goto(address);
  await expect(told(phone)).toHaveAttribute('data-what', 'unknown');
});

test('K14: while the kiosk has no network its screen points to the paper, whose page says that nothing has arrived', async ({
  browser,
}) => {
  const kiosk = await join(browser, server, 'kiosk');
  await offline(kiosk.context(), true);
  await askAtKiosk(kiosk, { service: 'haircut', ...CALLED });
  const onScreen = kiosk.getByTestId('kiosk-scan').locator('svg');
  const later = kiosk.getByTestId('kiosk-scan-later');
  await expect(later).toContainText('扫纸上的码');
  await expect(later).toHaveAttribute('data-aloud', 'slip_scan_later');
  await expect(onScreen, 'its ten minutes would run out unsent').toHaveCount(0);
  await kiosk.emulateMedia({ media: 'print' });
  const address = await scan(kiosk.getByTestId('slip-paper').locator('svg'));
  await kiosk.emulateMedia({ media: 'screen' });
  const phone = await anyPhone(browser, 'en');
  await phone.goto(address);
  await expect(told(phone)).toHaveAttribute('data-what', 'unknown');
  await offline(kiosk.context(), false);
  await expect(onScreen, 'sent, it is there to be scanned').toBeVisible();
  await expect(later).toHaveCount(0);
  expect(await scan(onScreen)).toMatch(new RegExp(`^${server.url}/slip#`));
  await heard(kiosk);
  await phone.getByTestId('slip-again').click();
  await stands(phone, 'posted');
  await expect(status(phone)).toHaveText('People who can come are being looked for.');
  await phone.getByRole('button', { name: 'ئۇيغۇرچە' }).click();
  await expect(phone.locator('html')).toHaveAttribute('dir', 'rtl');
  await stands(phone, 'posted');

  // A server that fails has not forgotten the request, and what was read of it stays.
  for (const [status, words] of [
    [502, 'تور يوق'],
    [503, 'سىناش بەك كۆپ'],
  ] as const) {
    await phone.route('**/api/slip', (route) => route.fulfill({ status }));
    await phone.getByTestId('slip-again').click();
    await expect(phone.getByText(words, { exact: false })).toBeVisible();
    await stands(phone, 'posted');
    await phone.unroute('**/api/slip');
  }
  await phone.getByTestId('slip-again').click();
  await expect(phone.getByText('سىناش بەك كۆپ', { exact: false })).toHaveCount(0);

  await offline(phone.context(), true);
  await phone.getByTestId('slip-again').click();
  await expect(phone.getByText('تور يوق', { exact: false })).toBeVisible();
  await offline(phone.context(), false);
});

test('K12, S06, S04: six screens with one question each; a child is sent to a grown-up; who disagrees finds another way', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const kiosk = await visit(browser, server, 'kiosk');
  const titles: string[] = [];
  const screen = async () => {
    await expect(kiosk.locator('main h1')).toHaveCount(1);
    titles.push(await kiosk.locator('main h1').innerText());
    expect(
      await kiosk.locator('input:not([type=radio], [type=checkbox]), textarea').count(),
      'nothing is typed on a keyboard',
    ).toBe(0);
  };
  const toReadBack = async () => {
    titles.length = 0;
    await kiosk.getByTestId('kiosk-need-help').click();
    await expect(kiosk.getByTestId('kiosk-service-cleaning')).toBeVisible();
    await screen();
    await kiosk.getByTestId('kiosk-service-cleaning').getByRole('button').click();
    await expect(kiosk.getByTestId('kiosk-when-date')).toBeVisible();
    await screen();
    await kiosk.getByTestId('kiosk-when-week').getByRole('button').click();
    await expect(kiosk.getByTestId('kiosk-name-key').first()).toBeVisible();
    await screen();
    await kiosk.getByTestId('kiosk-name-key').getByText(CALLED.surname, { exact: true }).click();
    await kiosk.getByTestId('kiosk-name-form').getByText(CALLED.form, { exact: true }).click();
    await type(kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') }), CALLED.phone);
    await kiosk.getByTestId('kiosk-next').click();
    await expect(kiosk.getByTestId('kiosk-area-grid-1')).toBeVisible();
    await screen();
    await kiosk.getByTestId('kiosk-area-grid-1').getByRole('button').click();
    await kiosk.getByTestId('kiosk-area-group-1').getByRole('button').click();
    await kiosk.getByTestId('kiosk-mark-blue').getByRole('button').click();
    await kiosk.getByTestId('kiosk-next').click();
    await expect(kiosk.getByTestId('kiosk-notice')).toBeVisible();
    await screen();
  };
  const nothingSaid = async () => expect(await rows(kiosk, 'outbox')).toEqual([]);

  // The notice stands before anything is kept, is read aloud, and has a version.
  await toReadBack();
  await expect(kiosk.getByTestId('kiosk-notice').locator('[data-aloud]')).toContainText('称呼');
  await expect(kiosk.getByTestId('kiosk-notice')).toContainText('版本 1');
  await expect(kiosk.getByTestId('kiosk-confirm')).toBeDisabled();
  await kiosk.getByTestId('kiosk-grown-no').click();
  await expect(kiosk.getByTestId('kiosk-halted')).toContainText('爸爸妈妈');
  await expect(kiosk.getByText(CALLED.phone.slice(0, 3))).toHaveCount(0);
  await nothingSaid();
  await kiosk.getByTestId('kiosk-done').click();

  await toReadBack();
  await kiosk.getByTestId('kiosk-disagree').click();
  await expect(kiosk.getByTestId('kiosk-halted')).toContainText('电话');
  await expect(kiosk.getByTestId('kiosk-halted'), 'the office’s own number').toContainText('199 0000 9000');
  await nothingSaid();
  await kiosk.getByTestId('kiosk-done').click();

  await toReadBack();
  await kiosk.getByTestId('kiosk-grown-yes').click();
  await kiosk.getByTestId('kiosk-confirm').click();
  await expect(kiosk.getByTestId('kiosk-slip-number')).toBeVisible();
  await screen();
  expect(titles.length).toBeLessThanOrEqual(6);
  expect(new Set(titles).size, titles.join(' | ')).toBe(6);
  await heard(kiosk);
});

for (const [locale, name] of [
  ['zh-CN', '中文'],
  ['ug', 'ئۇيغۇرچە'],
  ['kk-Arab', 'قازاقشا'],
  ['en', 'English'],
] as const)
  test(`K13: the paper slip in ${locale} holds number, service, day, office and code, and nothing of the household`, async ({
    browser,
  }) => {
    const kiosk = await visit(browser, server, 'kiosk');
    await kiosk.getByRole('button', { name }).click();
    await kiosk.getByTestId('kiosk-need-help').click();
    await kiosk.getByTestId('kiosk-service-cleaning').getByRole('button').click();
    await kiosk.getByTestId('kiosk-when-week').getByRole('button').click();
    for (const letter of locale === 'zh-CN' ? [3] : [3, 4, 5, 6, 7])
      await kiosk.getByTestId('kiosk-name-key').nth(letter).click();
    if (locale === 'zh-CN') await kiosk.getByTestId('kiosk-name-form').first().click();
    await type(kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') }), CALLED.phone);
    await kiosk.getByTestId('kiosk-next').click();
    await kiosk.getByTestId('kiosk-area-grid-1').getByRole('button').click();
    await kiosk.getByTestId('kiosk-area-group-1').getByRole('button').click();
    await kiosk.getByTestId('kiosk-mark-blue').getByRole('button').click();
    const mark = (await kiosk.getByTestId('kiosk-mark-blue').innerText()).trim();
    await kiosk.getByTestId('kiosk-next').click();
    const called = (
      await kiosk.getByTestId('kiosk-read-back').locator('strong bdi').first().innerText()
    ).trim();
    expect([...called].length).toBeGreaterThan(2);
    await kiosk.getByTestId('kiosk-grown-yes').click();
    await kiosk.getByTestId('kiosk-confirm').click();
    const number = (await kiosk.getByTestId('kiosk-slip-number').innerText()).trim();
    const code = (await kiosk.getByTestId('kiosk-slip-code').innerText()).trim();

    const roll = async (width: string) => read(await kiosk.pdf({ width, height: '150mm' }));
    expect((await roll('80mm')).pages).toHaveLength(1);
    const { text, pages } = await roll('58mm');
    expect(pages).toHaveLength(1);
    const plain = text.replaceAll(/\s/g, '');
    for (const word of [number, code, '19900009000']) expect(plain, word).toContain(word);
    for (const word of [CALLED.phone, called, mark])
      expect(plain, word).not.toContain(word.replaceAll(/\s/g, ''));
    await kiosk.emulateMedia({ media: 'print' });
    for (const [roll, most] of [
      [58, 52],
      [80, 74],
    ] as const) {
      await kiosk.setViewportSize({ width: Math.round((most / 25.4) * 96), height: 600 });
      const over = await kiosk.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, `wider than a roll of ${roll} mm`).toBeLessThanOrEqual(0);
    }
    const paper = await scan(kiosk.getByTestId('slip-paper').locator('svg'));
    expect(paper).toMatch(new RegExp(`^${server.url}/slip#${number}\\.[\\w-]{22}$`));
    await kiosk.context().close();
  });

test('K17, S04: staff write down for somebody only what he has agreed to, see it on record, and print the same slip', async ({
  browser,
}) => {
  const desk = await visit(browser, server, 'desk');
  await goDesk(desk, '/desk/areas');
  await desk.getByTestId('area-rename-grid-1').click();
  await desk.getByTestId('area-office').fill('呼叫');
  await desk.getByTestId('area-save').click();
  await expect(desk.getByTestId('area-office')).toHaveAttribute('aria-invalid', 'true');
  await desk.getByTestId('area-office').fill('0999 123 456');
  await desk.getByTestId('area-save').click();
  await expect(desk.getByTestId('area-office')).toHaveCount(0);

  await desk.goto(`${server.url}/desk/new`);
  await desk.getByTestId('desk-service').selectOption('haircut');
  await desk.getByTestId('desk-household').fill('新来的');
  await desk.getByTestId('desk-household-new').click();
  await desk.getByTestId('household-phone').fill('19900001234');
  await desk.getByTestId('household-place').fill('磨坊后第二家');
  await desk.getByLabel('片区').selectOption('grid-1');
  await desk.getByTestId('desk-post').click();
  await expect(desk.getByTestId('household-told')).toContainText('没有他们的同意');
  await expect(desk.getByTestId('desk-posted-number')).toHaveCount(0);
  await desk.getByTestId('household-told').getByRole('checkbox').check();
  await desk.getByTestId('desk-post').click();
  const number = (await desk.getByTestId('desk-posted-number').innerText()).trim();

  const { text, pages } = read(await desk.pdf({ width: '58mm', height: '150mm' }));
  expect(pages).toHaveLength(1);
  const plain = text.replaceAll(/\s/g, '');
  for (const word of [number, '理发', '0999123456']) expect(plain, word).toContain(word);
  for (const word of ['新来的', '19900001234', '磨坊']) expect(plain, word).not.toContain(word);
  await desk.emulateMedia({ media: 'print' });
  const address = await scan(desk.getByTestId('slip-paper').locator('svg'));
  await desk.emulateMedia({ media: 'screen' });
  await heard(desk);

  const phone = await anyPhone(browser);
  await phone.goto(address);
  await stands(phone, 'posted');
  await phone.getByTestId('slip-erase').click();
  await phone.getByTestId('slip-yes').click();
  await expect(phone.getByText('已请办公室删除您的信息', { exact: false })).toBeVisible();

  const house = (await rows(desk, 'household')).find((each) => each.name === '新来的') as { id: string };
  expect(house).toMatchObject({ consent: { version: 1, mode: 'staff' } });
  await desk.goto(`${server.url}/desk/people/household/${house.id}`);
  await expect(desk.getByTestId('household-agreed')).toContainText('第 1 版');
});
