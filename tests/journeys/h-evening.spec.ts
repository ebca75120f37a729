import { expect, test, type Page } from '@playwright/test';
import { read } from '../support/pdf.ts';
import { TestServer } from '../support/server.ts';
import { goDesk, heard, join, joinAs, offline, openAtDesk, openTask, rows } from './people.ts';

/** The day is summed up in the evening: by what happened, without a network, on paper, and with nobody's household. */
interface Row {
  id: string;
  number: string;
  assignments: { volunteer: string; status: string; finishedAt?: number; outcome?: { minutes: number } }[];
  reports: { volunteer: string; at: number; outcome?: { minutes: number } }[];
}

const [DOER, UNLUCKY] = ['volunteer-02', 'volunteer-03'] as const;
const BEIJING = 8 * 60 * 60_000;

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());
test.use({ actionTimeout: 10_000 });

test('the evening counts what the phones did, works without a network, and goes on paper and into a message', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const desk = await join(browser, server, 'desk');
  const names = new Map((await rows(desk, 'volunteer')).map(({ id, name }) => [String(id), String(name)]));
  const done = await numberOf(desk, 'need-streetlight');
  const vain = await numberOf(desk, 'need-carrying-urgent');
  await goDesk(desk, '/desk/evening');
  const before = await figures(desk);
  const given = await givenToday(desk);
  expect(before.hours).toBe(inHours(given.minutes));
  expect(before.helpers).toBe(String(given.helpers.size));
  await expect(vainList(desk, vain).filter({ hasText: '天气不好' })).toHaveCount(0);

  // One does his work in half an hour; the other is sent home by the weather after a quarter.
  for (const [id, number] of [
    [DOER, done],
    [UNLUCKY, vain],
  ] as const) {
    const phone = await joinAs(desk, id);
    await openAtDesk(desk, number);
    const agreed = desk.getByTestId(`assign-${id}`);
    while (!(await agreed.isVisible())) await desk.getByRole('button', { name: /^显示更多/ }).click();
    await agreed.click();
    await heard(desk);
    await openTask(phone, number);
    await phone.getByTestId('start').click();
    await phone.getByTestId('finish').click();
    if (id === UNLUCKY) {
      await phone.getByTestId('result-could-not').getByRole('button').click();
      await phone.getByText('天气不好').click();
    }
    await spend(phone, id === DOER ? 30 : 15);
    await phone.getByTestId('finish-confirm').click();
    await heard(phone);
    await phone.context().close();
  }

  await goDesk(desk, '/desk/evening');
  await expect(desk.getByTestId('evening-done')).toHaveText(String(Number(before.done) + 1));
  await expect(desk.getByTestId('evening-hours')).toHaveText(inHours(given.minutes + 45));
  const helpers = new Set([...given.helpers, DOER, UNLUCKY]);
  await expect(desk.getByTestId('evening-helpers')).toHaveText(String(helpers.size));
  await expect(vainList(desk, vain)).toContainText('没能做：天气不好');
  const thanked = [...helpers].map((id) => names.get(id) ?? '').sort((a, b) => a.localeCompare(b, 'zh-CN'));
  await expect(desk.getByTestId('evening-thanks').getByRole('listitem')).toHaveText(thanked);
  const now = await figures(desk);

  // Without a network, from nothing but the device; a day earlier, an area below, and back again.
  await offline(desk.context(), true);
  await desk.reload();
  await expect.poll(() => figures(desk)).toEqual(now);
  await desk.getByRole('button', { name: '前一天' }).click();
  await expect(desk).toHaveURL(/day=/);
  await expect(desk.getByTestId('evening-thanks')).not.toContainText(names.get(DOER) ?? '');
  await desk.getByRole('button', { name: '后一天' }).click();
  await expect.poll(() => figures(desk)).toEqual(now);
  await desk.getByTestId('evening-area').locator('select').selectOption('pasture');
  await expect(desk.getByTestId('evening-done')).toHaveText('0');
  await desk.getByTestId('evening-area').locator('select').selectOption('village');
  await expect.poll(() => figures(desk)).toEqual(now);

  // As a text, copied; and where copying is refused, to be copied by hand.
  await desk.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await desk.getByTestId('evening-share').click();
  await expect(desk.getByTestId('evening-shared')).toHaveAttribute('data-given', 'copied');
  const text = await desk.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(`已完成：${now.done}\n帮助小时数：${now.hours}\n`);
  expect(text).toMatch(new RegExp(`${vain} · .*没能做：天气不好`));
  await desk.evaluate(() =>
    Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error()) }),
  );
  await desk.getByTestId('evening-share').click();
  await expect(desk.getByTestId('evening-text')).toHaveValue(text);

  // On paper.
  const { text: paper, pages } = read(await desk.pdf({ preferCSSPageSize: true }));
  expect(pages.length).toBeGreaterThan(0);
  for (const { width, height } of pages) expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
  expect(paper).toContain(`晚总结杏园村`);
  const words = {
    done: '已完成',
    hours: '帮助小时数',
    helpers: '帮忙人数',
    underway: '进行中',
    unmet: '未满足',
  };
  for (const [key, word] of Object.entries(words)) expect(paper).toContain(`${now[key]}${word}`);
  for (const name of thanked.filter((each) => /^\p{Script=Han}+$/u.test(each))) expect(paper).toContain(name);
  expect(paper).toContain('没能做:天气不好');
  expect(paper).not.toMatch(/打印|以文字分享|代发需求/);

  // Nothing on either leads to a household.
  const homes = (await rows(desk, 'household')) as Record<string, string | undefined>[];
  const asked = (await rows(desk, 'need')) as Record<string, string | undefined>[];
  expect(homes.length).toBeGreaterThan(10);
  const secrets = [
    ...homes.flatMap(({ name, phone, place }) => [name, phone, place]),
    ...asked.flatMap(({ note, spot }) => [note, spot]),
  ].flatMap((secret) => secret?.normalize('NFKC') ?? []);
  for (const told of [paper, text]) for (const secret of secrets) expect(told).not.toContain(secret);

  // And from here a need is one tap away.
  await vainList(desk, vain).getByRole('link').click();
  await expect(desk.getByTestId('desk-status')).toBeVisible();
  await desk.context().close();
});

async function figures(desk: Page): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const key of ['done', 'hours', 'helpers', 'underway', 'unmet', 'overdue', 'escalated', 'unfilled'])
    found[key] = await desk.getByTestId(`evening-${key}`).innerText();
  return found;
}

/** The row of a need among those that were not met, whether its time is over or not. */
const vainList = (desk: Page, number: string) =>
  desk
    .locator('[data-testid=evening-list-unmet], [data-testid=evening-list-overdue]')
    .getByTestId(`evening-need-${number}`);

/** Minutes that were given on this day in Beijing, and by whom, counted from the bare rows. */
async function givenToday(desk: Page): Promise<{ minutes: number; helpers: Set<string> }> {
  const day = (at: number) => new Date(at + BEIJING).toISOString().slice(0, 10);
  const parts = ((await rows(desk, 'need')) as unknown as Row[]).flatMap(({ assignments, reports }) => [
    ...assignments.filter(({ status }) => status === 'finished'),
    ...reports.map(({ at, ...each }) => ({ ...each, finishedAt: at })),
  ]);
  const today = parts.filter(({ finishedAt = 0 }) => day(finishedAt) === day(Date.now()));
  return {
    minutes: today.reduce((sum, { outcome }) => sum + (outcome?.minutes ?? 0), 0),
    helpers: new Set(today.map(({ volunteer }) => volunteer)),
  };
}

const inHours = (minutes: number) => String(Math.round(minutes / 6) / 10);

async function numberOf(desk: Page, id: string): Promise<string> {
  const found = ((await rows(desk, 'need')) as unknown as Row[]).find((each) => each.id === id);
  if (!found) throw new Error(`the desk has no need ${id}`);
  return found.number;
}

/** Tells the phone how long it took, by quarters of an hour. */
async function spend(phone: Page, minutes: number): Promise<void> {
  const less = phone.getByRole('button', { name: '减 15 分钟' });
  while (await less.isEnabled()) await less.click();
  for (let told = 0; told < minutes; told += 15)
    await phone.getByRole('button', { name: '加 15 分钟' }).click();
  await expect(phone.locator('output')).toHaveText(`${minutes} 分钟`);
}
