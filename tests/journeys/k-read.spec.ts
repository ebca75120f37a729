import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import {
  goDesk,
  goPhone,
  heard,
  join,
  joinAs,
  offline,
  openAtDesk,
  openTask,
  rows,
  visit,
} from './people.ts';

test.use({ actionTimeout: 10_000 });
test.setTimeout(300_000); // three browsers take their time where two cores are shared
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

/** Writes a sheet or a notice at the desk, in Chinese and in Uyghur. */
async function write(desk: Page, about: '实用知识' | '通知', title: string, body: string, until?: string) {
  await goDesk(desk, '/desk/sheets');
  await desk.getByTestId('sheet-new').click();
  await desk.getByText(about, { exact: true }).last().click();
  if (until) await desk.getByTestId('sheet-until').fill(until);
  else await desk.getByTestId('sheet-service').selectOption('hay');
  await desk.getByTestId('sheet-title-zh-CN').fill(title);
  await desk.getByTestId('sheet-body-zh-CN').fill(body);
  await desk.getByTestId('sheet-save').click();
  await expect(desk.getByTestId('sheet-row').getByText(title)).toBeVisible();
  await heard(desk);
}

test('P13: a sheet written at the desk is read on a phone without network; a notice is new once, and at the kiosk too', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const phone = await join(browser, server, 'phone');
  const kiosk = await join(browser, server, 'kiosk');
  // The icon of an app that is not installed has no badge to look at: what it is asked to show is written down.
  await phone.evaluate(() =>
    Object.assign(navigator, {
      setAppBadge: (count: number) => Promise.resolve(Object.assign(window, { badge: count })),
    }),
  );
  await write(desk, '实用知识', '磨镰刀', '先看刀口。\n- 石头要湿\n- <b>顺着磨</b>\n\n磨完擦油。');
  await write(desk, '通知', '明天停水', '上午停，下午来。', '2099-12-31');
  // The demo's own notice and this one.
  await expect(phone.locator('nav a[href="/messages"]')).toContainText('2');
  expect(await phone.evaluate(() => (window as { badge?: number }).badge)).toBe(2);
  await expect.poll(async () => (await rows(phone, 'sheet')).length).toBe(6);

  await offline(phone.context(), true);
  await goPhone(phone, '/messages');
  await expect(phone.getByTestId('fresh-notices')).toContainText('2');
  await phone.getByTestId('to-read').getByRole('link').click();
  await expect(phone.getByTestId('notice').first()).toContainText('明天停水');
  await expect(phone.getByTestId('notice').first()).toHaveAttribute('data-fresh', 'true');
  await phone.getByTestId('know-how').getByText('磨镰刀').click();
  const sheet = phone.getByTestId('sheet');
  await expect(sheet.getByRole('listitem')).toHaveText(['石头要湿', '<b>顺着磨</b>']);
  await expect(sheet.locator('b')).toHaveCount(0);
  await expect(sheet.getByRole('paragraph').last()).toHaveText('磨完擦油。');

  // Looked at once, it is new no more; also after the app has been closed without network.
  await goPhone(phone, '/messages');
  await expect(phone.getByTestId('fresh-notices')).toHaveCount(0);
  await phone.reload();
  await expect(phone.getByTestId('to-read')).toBeVisible();
  await expect(phone.getByTestId('fresh-notices')).toHaveCount(0);

  // Hay to be cut leads to how it is done.
  const hay = (await rows(phone, 'need')).find(({ id }) => id === 'need-hay-offer')?.number as string;
  await goPhone(phone, '/today');
  await phone.getByTestId(`offer-${hay}`).getByRole('heading').getByRole('link').click();
  await expect(phone.getByTestId('how').getByText('磨镰刀')).toBeVisible();

  await kiosk.getByTestId('kiosk-notices').click();
  await expect(kiosk.getByRole('dialog')).toContainText('下午来');
  await expect(kiosk.getByRole('dialog')).not.toContainText('磨镰刀');
  await kiosk.getByTestId('kiosk-notices-close').click();

  // What the desk takes down is gone from the phone, too.
  await goDesk(desk, '/desk/sheets');
  await desk.getByTestId('sheet-row').getByText('磨镰刀').click();
  await desk.getByTestId('sheet-drop').click();
  await desk.getByTestId('sheet-drop-confirm').click();
  await heard(desk);
  await offline(phone.context(), false);
  await expect.poll(async () => (await rows(phone, 'sheet')).length).toBe(5);
});

test('goods: two phones without network promise the last quilts; one is told, and what is wanted elsewhere', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const first = await joinAs(desk, 'volunteer-29');
  const second = await joinAs(desk, 'volunteer-27');
  const number = (await rows(desk, 'need')).find(({ id }) => id === 'need-goods-open')?.number as string;
  const quilts = (page: Page) => page.getByTestId('goods-棉被');

  for (const phone of [first, second]) {
    await goPhone(phone, '/open');
    await phone.getByTestId(`give-${number}`).click();
    await offline(phone.context(), true);
    await quilts(phone).getByTestId('give-more').click();
    await quilts(phone).getByTestId('pledge').click();
    await expect(quilts(phone).getByTestId('my-pledge')).toContainText('2');
  }
  await offline(first.context(), false);
  await heard(first);
  await offline(second.context(), false);
  await heard(second);

  await expect(quilts(second).getByTestId('my-pledge')).toHaveCount(0);
  await expect(quilts(second)).toContainText('已经够了');
  await goPhone(second, '/today');
  const message = second.locator('[data-testid=message][data-what=enough]');
  await expect(message).toContainText(number);
  await expect(message.getByTestId('wanted')).toBeVisible();
  await expect(message.getByTestId(`give-${number}`)).toHaveCount(0);
  await expect(second.getByTestId('promised')).toHaveCount(0);

  // The giver knows what to bring and where to, and never for whom; he brings it without network.
  await goPhone(first, '/today');
  await expect(first.getByTestId('promised')).toContainText('村委会办公室');
  expect(JSON.stringify(await rows(first, 'contact'))).toBe('[]');
  await openAtDesk(desk, number);
  const given = desk.getByTestId('given-棉被');
  await expect(given.getByTestId('has-come-volunteer-29')).toBeVisible();
  await offline(first.context(), true);
  await first.getByTestId('today-brought').click();
  await expect(first.getByTestId('promised')).toHaveCount(0);
  await expect(given.getByTestId('has-come-volunteer-29')).toBeVisible();
  await offline(first.context(), false);
  await heard(first);
  await expect(given.getByTestId('has-come-volunteer-29')).toHaveCount(0);

  // For somebody without his phone at hand the desk says that it has come.
  const coats = desk.getByTestId('given-儿童棉衣');
  await coats.getByTestId('has-come-volunteer-01').click();
  await heard(desk);
  await expect(coats.getByTestId('has-come-volunteer-01')).toHaveCount(0);
});

test('S03, S09: a question of at most 140 characters, with its warning, is taken, called about and done; the number comes only then', async ({
  browser,
}) => {
  const desk = await join(browser, server, 'desk');
  const people = await rows(desk, 'volunteer');
  const knows = people.find(
    ({ skills, awayUntil }) => (skills as string[]).includes('herding') && !awayUntil,
  );
  const asker = await join(browser, server, 'phone');
  const helper = await joinAs(desk, knows?.id as string);
  const own = people.find(({ id }) => id === 'volunteer-01');

  await goPhone(asker, '/open');
  await asker.getByTestId('to-ask').click();
  await offline(asker.context(), true);
  await asker.getByTestId('subject-herding').getByRole('button').click();
  const field = asker.getByTestId('question');
  await expect(asker.getByText('只写事情，不写人')).toBeVisible();
  await field.fill('羊'.repeat(200));
  expect((await field.inputValue()).length).toBeLessThanOrEqual(140);
  await field.fill('母羊下羔以前喂什么好？');
  // What takes the form off the screen does not take the words: a look elsewhere, the phone's lock.
  await goPhone(asker, '/messages');
  await goPhone(asker, '/open');
  await asker.getByTestId('to-ask').click();
  await expect(field).toHaveValue('母羊下羔以前喂什么好？');
  await asker.getByTestId('ask-send').click();
  await expect(asker.getByTestId('asked')).toBeVisible();
  const mine = asker.getByTestId(/^question-/);
  await expect(mine).toContainText('母羊下羔');
  await expect(mine.getByTestId('unsent')).toBeVisible();
  const posted = (await rows(asker, 'need')).find(({ asker: who }) => who === 'volunteer-01');
  expect(posted).not.toHaveProperty('household');
  const number = posted?.number as string;
  await offline(asker.context(), false);
  await heard(asker);

  // The desk sees who asks; he himself is not among those who could be asked.
  await openAtDesk(desk, number);
  await expect(desk.getByTestId('asked-by')).toContainText(own?.name as string);
  await expect(desk.getByTestId(`offer-${knows?.id as string}`)).toBeVisible();
  await expect(desk.getByTestId('offer-volunteer-01')).toHaveCount(0);
  // Nor is it open to himself.
  await goPhone(asker, '/open');
  await expect(asker.getByTestId(`claim-${number}`)).toHaveCount(0);

  await goPhone(helper, '/open');
  const card = helper.getByRole('listitem').filter({ has: helper.getByTestId(`claim-${number}`) });
  await expect(card.getByTestId('asks')).toContainText('母羊下羔');
  await expect(card.getByTestId('asks')).toContainText(own?.name as string);
  await helper.getByTestId(`claim-${number}`).click();
  await heard(helper);
  await openTask(helper, number);
  const page = helper.getByRole('article');
  await expect(page.getByTestId('contact-phone')).toContainText((own?.phone as string).slice(-4));
  await expect(page.getByTestId('contact-place')).toHaveCount(0);
  await expect(page.getByTestId('call-first')).toBeVisible();
  await expect(page.getByTestId('start')).toHaveCount(0);

  await asker.getByTestId('to-ask').click();
  await expect(mine).toContainText(knows?.name as string);
  await offline(helper.context(), true);
  await helper.getByTestId('finish').click();
  await helper.getByTestId('finish-confirm').click();
  await offline(helper.context(), false);
  await heard(helper);
  await expect(mine.locator('[data-status=done]')).toBeVisible();
  await expect(mine).toContainText('已经回答');
  await expect(mine.getByTestId('take-back')).toHaveCount(0);
});

test('a question that nobody has taken yet is taken back by who asked it', async ({ browser }) => {
  const asker = await visit(browser, server, 'phone');
  await goPhone(asker, '/open');
  await asker.getByTestId('to-ask').click();
  await asker.getByTestId('subject-growing').getByRole('button').click();
  await asker.getByTestId('question').fill('土豆什么时候培土？');
  await asker.getByTestId('ask-send').click();
  const mine = asker.getByTestId(/^question-/).filter({ hasText: '培土' });
  await mine.getByTestId('take-back').click();
  await heard(asker);
  await expect(mine).toHaveCount(0);
});
