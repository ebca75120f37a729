import { expect, test, type Page } from '@playwright/test';
import { read } from '../support/pdf.ts';
import { TestServer } from '../support/server.ts';
import { seeingBrowser } from './film.ts';
import { leftOver } from './left-over.ts';
import { askAtKiosk, goDesk, join, offline, openAtDesk, rows, type, visit } from './people.ts';

const PHONE = '13900055512';
const CALLED = { surname: '冯', form: '阿姨' };
const SPOKEN = PHONE.replace(/^(...)(....)/, '$1 $2 ');
const WORDS = [CALLED.surname + CALLED.form, PHONE, SPOKEN];

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

/** The desk makes a card for this volunteer. */
async function cardFor(desk: Page, volunteer: string) {
  await goDesk(desk, '/desk/people');
  await desk.getByTestId(`person-${volunteer}`).click();
  await desk.getByTestId('card-make').click();
  const number = (await desk.getByTestId('card-number').innerText()).trim();
  const pin = (await desk.getByTestId('card-pin').innerText()).trim();
  return { number, pin };
}

const pad = (kiosk: Page) => kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') });

async function enter(kiosk: Page, number: string, pin: string) {
  await kiosk.getByTestId('kiosk-member').click();
  await type(pad(kiosk), number);
  await kiosk.getByTestId('member-next').click();
  await type(pad(kiosk), pin);
}

test('K04, S10: a volunteer signs in with his PIN, takes what he was offered, prints his sheet and leaves nothing behind', async ({
  browser,
}) => {
  const [kiosk, desk] = [await join(browser, server, 'kiosk'), await join(browser, server, 'desk')];
  const slip = await askAtKiosk(kiosk, { service: 'cleaning', ...CALLED, phone: PHONE });
  await kiosk.getByTestId('kiosk-done').click();
  await openAtDesk(desk, slip.number);
  const need = (await rows(desk, 'need')).find(({ number }) => number === slip.number);
  const box = desk.getByTestId(/^offer-volunteer-/).first();
  await box.click();
  const volunteer = ((await box.getAttribute('data-testid')) ?? '').replace('offer-', '');
  const name = String((await rows(desk, 'volunteer')).find((each) => each.id === volunteer)?.name);
  await desk.getByTestId('desk-offer-send').click();
  await expect(desk.getByTestId('desk-status')).toHaveAttribute('data-status', 'offered');
  const { number, pin } = await cardFor(desk, volunteer);
  await expect(desk.getByTestId('card')).not.toContainText(name);
  await desk.emulateMedia({ media: 'print' });
  await expect(desk.getByTestId('card')).toBeVisible();
  await expect(desk.getByTestId('volunteer-name')).toBeHidden();
  await desk.emulateMedia({ media: 'screen' });

  await enter(kiosk, number, pin === '000000' ? '000001' : '000000');
  await expect(kiosk.getByTestId('member-problem')).toBeVisible();
  await type(pad(kiosk), pin);
  const tasks = kiosk.getByTestId('member-tasks');
  await expect(tasks).toBeVisible();
  const id = String(need?.id);
  const offer = kiosk.getByTestId(`member-need-${slip.number}`);
  await expect(offer, 'no name before the yes').not.toContainText(CALLED.form);
  const [yes, no] = [
    await offer.getByTestId('need.accept').boundingBox(),
    await offer.getByTestId('need.decline').boundingBox(),
  ];
  expect(Math.abs((yes?.width ?? 0) - (no?.width ?? 1)), 'equally large').toBeLessThan(2);
  expect(yes?.height).toBe(no?.height);
  await offer.getByTestId('need.accept').click();
  await expect(tasks.getByTestId(`member-need-${slip.number}`)).toContainText(CALLED.surname + CALLED.form);
  await expect(tasks, 'others stand by').not.toContainText(SPOKEN);
  await expect(tasks.getByTestId(`member-need-${slip.number}`)).toContainText(/\d{3}\*{4}\d{4}/);
  await tasks.getByTestId(`member-need-${slip.number}`).getByTestId('member-show').click();
  await expect(tasks.getByTestId('member-phone').first()).toContainText(SPOKEN);
  const held = () =>
    rows(desk, 'need').then((all) => all.find((each) => each.id === id) as Record<string, unknown>);
  await expect
    .poll(async () => (await held()).assignments)
    .toMatchObject([{ volunteer, via: 'offer', status: 'accepted' }]);
  await expect.poll(async () => (await held()).reveals).toMatchObject([{ person: volunteer }]);

  await kiosk.evaluate(() => Object.assign(window, { print: () => undefined }));
  await kiosk.getByTestId('member-print').click();
  const sheet = read(await kiosk.pdf({ preferCSSPageSize: true }));
  expect(sheet.text).toContain(slip.number);
  expect(sheet.text.replaceAll(' ', '')).toContain(PHONE);
  expect(Math.round(sheet.pages[0]?.width ?? 0), 'A4').toBe(595);

  expect(await leftOver(kiosk, WORDS), 'on the screen, and nowhere else').toEqual(
    expect.arrayContaining([`${WORDS[0]} in page`]),
  );
  const places = (await leftOver(kiosk, WORDS)).filter((each) => !each.endsWith(' in page'));
  expect(places).toEqual([]);
  // How it went, also where it did not: with its reason, as on a phone.
  const mine = tasks.getByTestId(`member-need-${slip.number}`);
  await mine.getByTestId('need.start').click();
  await mine.getByTestId('finish').click();
  await kiosk.getByTestId('result-could-not').getByRole('button').click();
  await kiosk.getByTestId('finish-confirm').click();
  await expect(kiosk.getByTestId('finish-gap')).toBeVisible();
  await kiosk.getByText('家里没人').click();
  await kiosk.getByTestId('finish-confirm').click();
  await expect(kiosk.getByTestId('finish-confirm')).toBeHidden();
  await expect
    .poll(async () => (await held()).assignments)
    .toMatchObject([{ volunteer, outcome: { result: 'could-not', reason: 'nobody-home' } }]);
  await kiosk.getByTestId('member-leave').click();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  expect(await leftOver(kiosk, [...WORDS, pin])).toEqual([]);
  for (let times = 0; times < 4; times++) {
    await kiosk.goBack({ timeout: 2000 }).catch(() => null);
    expect(await leftOver(kiosk, WORDS), `after Back, ${times + 1} times`).toEqual([]);
  }
  await kiosk.goto(`${server.url}/kiosk/member`);
  await expect(kiosk.getByTestId('member-number'), 'a reload has ended it').toBeVisible();
});

test('K04: whoever walks away from his tasks is signed out by the clock, and nothing of them stays', async ({
  browser,
}) => {
  const [kiosk, desk] = [await join(browser, server, 'kiosk'), await join(browser, server, 'desk')];
  const { number, pin } = await cardFor(desk, 'volunteer-02');
  await enter(kiosk, number, pin);
  await expect(kiosk.getByTestId('member')).toBeVisible();
  const ended = kiosk.waitForRequest((request) => request.method() === 'DELETE');
  await kiosk.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 81_000; // as if that long nobody had touched anything
  });
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  const visit = (await ended).headers()['x-yardem-visit'] ?? '';
  await expect
    .poll(() =>
      kiosk.evaluate(
        (token) => fetch('/api/visit', { headers: { 'x-yardem-visit': token } }).then(({ status }) => status),
        visit,
      ),
    )
    .toBe(401);
});

test('without network signing in says what else there is to do', async ({ browser }) => {
  const kiosk = await join(browser, server, 'kiosk');
  await offline(kiosk.context(), true);
  await enter(kiosk, '4711', '123456');
  await expect(kiosk.getByTestId('member-problem')).toContainText('没有网络');
  await expect(kiosk.getByTestId('kiosk-person')).toBeVisible();
});

test('his own card before the camera lets him in; where there is no camera, the PIN does', async ({
  browser,
}, info) => {
  test.slow(); // a browser of its own, with a camera
  const desk = await visit(browser, server, 'desk');
  const given = desk.waitForResponse((response) => response.url().endsWith('/api/badge'));
  await cardFor(desk, 'volunteer-05');
  const { token } = (await (await given).json()) as { token: string };

  const seeing = await seeingBrowser(`yardem-card:${token}`, info);
  const kiosk = await join(seeing, server, 'kiosk');
  await kiosk.getByTestId('kiosk-member').click();
  await kiosk.getByTestId('member-scan').click();
  await expect(kiosk.getByTestId('member')).toBeVisible({ timeout: 30_000 });
  expect(await leftOver(kiosk, [token])).toEqual([]);
  await seeing.close();

  const blind = await visit(browser, server, 'kiosk');
  await blind.getByTestId('kiosk-member').click();
  await blind.getByTestId('member-scan').click();
  await expect(blind.getByTestId('camera-off')).toBeVisible();
  await blind.getByTestId('member-scan').click();
  await expect(pad(blind)).toBeVisible();
});
