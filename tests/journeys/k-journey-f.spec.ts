import { expect, test, type Browser, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { leftOver } from './left-over.ts';
import { heard, join, rows, type } from './people.ts';
import { listenTo, openVoices, record, recordAll, withMicrophone, type Ears } from './voices.ts';

const NAME = 'پاتەم';
const PHONE = '13900012345';
const SECRETS = [NAME, PHONE, '139 0001 2345', '139 0001'];

let server: TestServer;
let browser: Browser;
test.beforeAll(async () => {
  server = await TestServer.start();
  browser = await withMicrophone();
});
test.afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A clip slot behind each option that can be seen: picture, word, and a part that is read. */
async function everyOptionSpeaks(kiosk: Page, slots: ReadonlySet<string>): Promise<void> {
  const options = await kiosk.$$eval('main .choice, main footer button, main footer a', (all) =>
    all.map((each) => ({
      word: (each as HTMLElement).innerText.trim(),
      picture: each.querySelector('svg') !== null,
      prompts: each.closest<HTMLElement>('[data-aloud]')?.dataset.aloud ?? '',
    })),
  );
  expect(options.length).toBeGreaterThan(0);
  for (const { word, picture, prompts } of options) {
    expect(word).not.toBe('');
    expect(picture, `${word} has a picture`).toBe(true);
    expect(prompts, `${word} has a slot`).not.toBe('');
    for (const prompt of prompts.split(' ')) expect(slots).toContain(prompt);
  }
}

test('Journey F (K02, K03, K04, K12, A07, A08): an old resident asks for help in Uyghur by ear alone, goes away, and leaves nothing', async () => {
  test.setTimeout(300_000);
  // Given: all prompts recorded in Uyghur (here one beep, for no speaker stood at hand), and a kiosk that has them.
  const desk = await join(browser, server, 'desk');
  await openVoices(desk, 'ug');
  await record(desk, 'kiosk_title', 400);
  await heard(desk);
  const slots = new Set(await recordAll(desk, server.url, 'ug'));
  await desk.context().close();
  const kiosk = await join(browser, server, 'kiosk');
  await expect.poll(async () => (await rows(kiosk, 'clip')).length, { timeout: 30_000 }).toBe(slots.size);
  const ears = await listenTo(kiosk, 4);
  await kiosk.clock.install();
  await kiosk.reload();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  expect(await leftOver(kiosk, SECRETS)).toEqual([]);

  // When: the language is touched by its name, and each screen is listened to.
  expect(await ears.since(), 'silent until somebody is here').toEqual([]);
  await kiosk.locator('button[lang=ug]').click();
  expect(await all(ears)).toEqual([
    'kiosk_title',
    'voice_language',
    'kiosk_need_help',
    'kiosk_what_became',
    'rate_question',
    'apply_door',
  ]);
  await everyOptionSpeaks(kiosk, slots);

  const screens: string[] = [];
  const screen = async () => {
    screens.push(await kiosk.locator('h1').innerText());
    await everyOptionSpeaks(kiosk, slots);
    return all(ears);
  };
  await kiosk.getByTestId('kiosk-need-help').click();
  const services = await screen();
  expect(services[0]).toBe('kiosk_ask_what');
  expect(services).toContain('service:cleaning');
  expect(services.length).toBe(1 + (await kiosk.locator('.choice').count()));
  await kiosk.getByTestId('kiosk-service-cleaning').getByRole('button').click();
  expect(await screen()).toEqual(['kiosk_ask_when', 'date_today', 'date_this_week', 'kiosk_when_date']);
  await kiosk.getByTestId('kiosk-when-today').getByRole('button').click();
  expect(await screen()).toEqual([
    'kiosk_ask_who',
    'kiosk_name',
    'kiosk_nameless',
    'common_phone_number',
    'kiosk_office',
  ]);
  await kiosk.getByTestId('kiosk-read').click();
  expect(await all(ears), 'asked to read, it says why it cannot go on').toContain('kiosk_missing_name');
  // Who cannot write gives the number alone, digit by digit; the office will ask for the name.
  await kiosk.getByTestId('kiosk-nameless').getByRole('button').click();
  await expect(kiosk.getByTestId('kiosk-name-key')).toHaveCount(0);
  const digits = kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') });
  await type(digits, PHONE.slice(0, -1));
  await expect(kiosk.getByTestId('kiosk-gap')).toHaveAttribute('data-aloud', 'kiosk_short_phone');
  await type(digits, PHONE.slice(-1));
  expect(await all(ears), 'the way on is told when it opens').toContain('common_next');
  // This one has somebody beside him who writes it, so that there is a name to be forgotten.
  await kiosk.getByTestId('kiosk-nameless').getByRole('button').click();
  for (const letter of NAME)
    await kiosk.getByTestId('kiosk-name-key').getByText(letter, { exact: true }).click();
  expect(await leftOver(kiosk, SECRETS), 'what is there is found').not.toEqual([]);
  await all(ears);
  await kiosk.getByTestId('kiosk-next').click();
  const where = await screen();
  expect(where.slice(0, 2)).toEqual(['kiosk_ask_where', 'kiosk_which_part']);
  await kiosk.getByTestId('kiosk-area-grid-1').getByRole('button').click();
  // What the answer brings is read; what was heard already is not read again.
  const more = await all(ears);
  expect(more).toEqual(expect.arrayContaining(['kiosk_which_group', 'kiosk_find_door', 'kiosk_mark_blue']));
  expect(more).not.toContain('kiosk_ask_where');
  await everyOptionSpeaks(kiosk, slots);
  await kiosk.getByTestId('kiosk-mark-blue').getByRole('button').click();
  expect(await all(ears)).toEqual(['common_next']);
  await kiosk.getByTestId('kiosk-next').click();
  expect(await screen()).toEqual([
    'kiosk_read_back',
    'service:cleaning',
    'date_today',
    'area:grid-1 kiosk_mark_blue',
    'kiosk_notice_1 kiosk_notice_2 kiosk_notice_3',
    'slip_grown',
    'common_yes',
    'common_no',
    'kiosk_disagree',
  ]);
  await kiosk.getByTestId('kiosk-grown-yes').click();
  expect(await all(ears)).toEqual(['kiosk_agree']);
  await kiosk.getByTestId('kiosk-confirm').click();
  const slip = await screen();
  const number = (await kiosk.getByTestId('kiosk-slip-number').innerText()).trim();
  const spoken = [...number].map((sign) => (sign === '-' ? 'pause' : `digit_${sign}`)).join(' ');
  expect(slip).toEqual([
    'kiosk_slip_title',
    `kiosk_slip_number ${spoken}`,
    'slip_scan_title',
    'slip_scan_text',
    'kiosk_slip_keep',
    'common_print',
    'kiosk_done',
  ]);
  expect(screens.length, 'screens from "I need help" to the slip (K12)').toBeLessThanOrEqual(6);

  // Then: nobody answers the warning, which is heard and seen; the visit ends by itself.
  await kiosk.clock.runFor(61_000);
  await expect(kiosk.getByTestId('kiosk-continue')).toBeVisible();
  expect(await all(ears)).toEqual(['kiosk_still_there', 'kiosk_here']);
  await kiosk.clock.runFor(21_000);
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await expect(kiosk.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(kiosk.locator('[data-reading]')).toHaveCount(0);
  await expect.poll(async () => (await rows(kiosk, 'outbox')).length, { timeout: 20_000 }).toBe(0);
  expect(await leftOver(kiosk, SECRETS)).toEqual([]);
  const address = kiosk.url();
  for (let times = 1; times <= 20; times++) {
    await kiosk.goBack({ timeout: 2000 }).catch(() => null);
    expect(await leftOver(kiosk, SECRETS), `after Back, ${times} times`).toEqual([]);
  }
  // Away and back again: what the browser may have put aside whole holds nothing either.
  await kiosk.goto(address);
  await kiosk.goto('about:blank');
  await kiosk.goBack();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  expect(await leftOver(kiosk, SECRETS)).toEqual([]);
  await kiosk.context().close();
});

async function all(ears: Ears): Promise<string[]> {
  await ears.quiet();
  return ears.since();
}
