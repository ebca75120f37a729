import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { read } from '../support/pdf.ts';
import { TestServer } from '../support/server.ts';
import { goDesk, goPhone, heard, join, joinAs, offline, rows, unsent, visit } from './people.ts';

/** A volunteer's own life on the phone: when he is free, the wall, his hours, his calendar, his way, and coming together. */
const ANNA = 'volunteer-02';
const BERT = 'volunteer-03';
const HOUR = 60 * 60_000;

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

/** The day and the time that a moment is in Beijing, as the desk's fields take them. */
function written(at: number): { day: string; time: string } {
  const beijing = new Date(at + 8 * HOUR).toISOString();
  return { day: beijing.slice(0, 10), time: beijing.slice(11, 16) };
}

async function volunteerOn(page: Page, id: string) {
  return (await rows(page, 'volunteer')).find((each) => each.id === id);
}

test('L09: who says on his phone when he is free is believed at the desk, and who leaves the wall is gone from the kiosk', async ({
  browser,
}) => {
  const [desk, phone, kiosk] = await Promise.all([
    join(browser, server, 'desk'),
    join(browser, server, 'phone'),
    join(browser, server, 'kiosk'),
  ]);
  const me = 'volunteer-01';
  const wall = kiosk.getByTestId('kiosk-wall').getByRole('listitem');
  const shown = await volunteerOn(kiosk, me);
  expect(shown?.wall).toBe(true);
  await expect(wall.first()).toBeVisible();

  await goPhone(phone, '/me');
  await phone.getByRole('link', { name: '我有空的时间' }).click();
  // Without a network, as on any day in the meadow.
  await offline(phone.context(), true);
  const free = phone.getByTestId('free');
  const days = ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'];
  await expect(free.getByRole('rowheader')).toHaveText(days);
  await expect(phone.getByTestId('available-save')).toBeDisabled();
  await free.getByRole('checkbox', { name: '星期二 上午' }).check();
  await free.getByRole('checkbox', { name: '星期六 下午' }).check();
  await phone.getByRole('button', { name: '减 1 小时' }).click();
  await phone.getByTestId('available-save').click();
  await expect(phone.getByText('已保存')).toBeVisible();
  await phone.getByRole('checkbox', { name: '在照片墙上展示我' }).uncheck();
  await expect(phone.getByTestId('wall-shown')).toHaveAttribute('data-shown', 'false');
  await expect.poll(() => unsent(phone)).toBe(2);

  await offline(phone.context(), false);
  await heard(phone);
  await expect.poll(async () => (await volunteerOn(desk, me))?.free).toEqual(['tue-am', 'sat-pm']);
  expect(await volunteerOn(desk, me)).toMatchObject({ weeklyHours: 7, wall: false });
  await goDesk(desk, '/desk/people');
  await desk.goto(`${server.url}/desk/people/volunteer/${me}`);
  await expect(desk.getByRole('checkbox', { name: '星期二 上午' })).toBeChecked();
  await expect(desk.getByRole('checkbox', { name: '星期三 上午' })).not.toBeChecked();

  await expect.poll(() => volunteerOn(kiosk, me)).toBeUndefined();
  await expect(wall.filter({ hasText: String(shown?.name) })).toHaveCount(0);
});

test('L03, L09: the hours are printed on A4 as a record with a line to sign, and the calendar is saved without a network', async ({
  browser,
}) => {
  const phone = await join(browser, server, 'phone');
  await goPhone(phone, '/me');
  const total = (await phone.getByTestId('hours').locator('strong').innerText()).trim();
  await phone.getByRole('link', { name: '帮忙时长' }).click();
  await offline(phone.context(), true);
  await expect(phone.getByTestId('record-total')).toContainText(total);
  const pieces = await phone.getByTestId('piece').count();
  expect(pieces).toBeGreaterThan(0);

  const { text, pages } = read(await phone.pdf({ preferCSSPageSize: true }));
  for (const { width, height } of pages) expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
  const own = await volunteerOn(phone, 'volunteer-01');
  for (const words of ['志愿服务记录', own?.name as string, '合计', '村委会', '签字'])
    expect(text.replaceAll(/\s/g, '')).toContain(words);
  expect(text).not.toContain('今天待接'); // the ways through stay on the screen

  const saving = phone.waitForEvent('download');
  await phone.getByTestId('calendar').click();
  const file = readFileSync(await (await saving).path(), 'utf8');
  expect((await saving).suggestedFilename()).toBe('yardem.ics');
  const lines = file.replaceAll('\r\n ', '').split('\r\n');
  const agreed = (await rows(phone, 'need')).filter(({ mine }) => mine === 'accepted' || mine === 'started');
  expect(agreed.length).toBeGreaterThan(0);
  for (const { id } of agreed) expect(lines).toContain(`UID:need-${String(id)}@yardem`);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(agreed.length);
  for (const needed of [
    /^PRODID:-\/\/Yardem/,
    /^DTSTAMP:\d{8}T\d{6}Z$/,
    /^DTSTART/,
    /^SUMMARY:打草$/,
    /^LOCATION:1组$/,
  ])
    expect(lines.some((line) => needed.test(line))).toBe(true);
  // Of the household it says nothing that stands on Today.
  await goPhone(phone, '/today');
  const door = phone.getByTestId('contact-place').first();
  expect(file).not.toContain((await door.innerText()).split(' · ').at(-1)?.trim());
  expect(file).not.toMatch(/1990000\d{4}/);
});

test('the way of today is drawn from home through the tasks in their order, said as a list too, and leads to the map app', async ({
  browser,
}) => {
  const phone = await join(browser, server, 'phone');
  await offline(phone.context(), true);
  await phone.getByTestId('show-way').click();
  const stops = phone.getByTestId('way-stop');
  const tasks = await phone
    .getByTestId('tasks')
    .getByTestId(/^task-/)
    .count();
  await expect(stops).toHaveCount(tasks);
  await expect(phone.getByTestId('sketch-stop')).toHaveText(
    Array.from({ length: tasks }, (_, index) => `${index + 1}`),
  );
  await expect(phone.getByTestId('sketch-home')).toHaveCount(1);
  const words = await phone.getByTestId('sketch').getAttribute('aria-describedby');
  await expect(phone.locator(`ol[id="${words}"]`)).toHaveCount(1);
  const href = await phone.getByTestId('map-link').first().getAttribute('href');
  expect(href).toMatch(/^https:\/\/maps\.apple\.com\/\?ll=43\.\d+,81\.\d+&q=/);
  expect(decodeURIComponent(href ?? '')).toMatch(/q=1组$/);
});

test('an area gets its point at the desk, pasted, and what is wrong is said', async ({ browser }) => {
  const desk = await visit(browser, server, 'desk');
  await goDesk(desk, '/desk/areas');
  await desk.getByTestId('area-rename-group-1').click();
  await desk.getByTestId('area-latitude').fill('43.9');
  await desk.getByTestId('area-longitude').fill('');
  await desk.getByTestId('area-save').click();
  await expect(desk.getByText('两个数字都要填')).toBeVisible();
  await desk.getByTestId('area-latitude').fill('43.71, 81.91');
  await expect(desk.getByTestId('area-longitude')).toHaveValue('81.91');
  await desk.getByTestId('area-save').click();
  await expect(desk.getByTestId('area-latitude')).toHaveCount(0);
  await heard(desk);
  const area = (await rows(desk, 'area')).find(({ id }) => id === 'group-1');
  expect(area?.point).toEqual({ latitude: 43.71, longitude: 81.91 });
});

test('L07, P10: two phones out of reach say that they come and came; the desk sees who, the kiosk how many', async ({
  browser,
}) => {
  test.setTimeout(300_000); // four devices, each with its own clock and network
  const desk = await join(browser, server, 'desk');
  const kiosk = await join(browser, server, 'kiosk');
  const anna = await joinAs(desk, ANNA);
  const bert = await joinAs(desk, BERT);

  // In five hours: too early to have come.
  await goDesk(desk, '/desk/gatherings');
  await desk.getByTestId('gathering-new').click();
  await desk.getByTestId('gathering-save').click();
  await expect(desk.getByTestId('gathering-form').locator('[aria-invalid=true]').first()).toBeVisible();
  await desk.getByTestId('text-zh-CN').fill('扫雪');
  await desk.getByTestId('text-en').fill('Clearing snow');
  await desk.getByTestId('gathering-spot').fill('卫生室门口');
  const later = written(Date.now() + 5 * HOUR);
  await desk.getByTestId('gathering-day').fill(later.day);
  await desk.getByTestId('gathering-time').fill(later.time);
  await desk.getByTestId('gathering-save').click();
  await expect(desk.getByTestId('gathering-form')).toHaveCount(0);
  await heard(desk);
  const id = (await rows(desk, 'gathering')).find(({ spot }) => spot === '卫生室门口')?.id as string;
  const card = (page: Page) => page.getByTestId(`gathering-${id}`);

  for (const phone of [anna, bert]) {
    await expect(card(phone)).toContainText('扫雪');
    await expect(card(phone)).toContainText(`${later.time} 北京时间`);
    await expect(card(phone)).toContainText('新疆时间');
    await expect(card(phone).getByTestId('came')).toHaveCount(0);
    const sizes = await Promise.all(
      ['join', 'leave'].map((word) => card(phone).getByTestId(word).boundingBox()),
    );
    expect(sizes[0]?.width).toBeCloseTo(sizes[1]?.width ?? 0, 0);
    expect(sizes[0]?.height).toBeCloseTo(sizes[1]?.height ?? 0, 0);
    await offline(phone.context(), true);
    await card(phone).getByTestId('join').click();
    await expect(card(phone).getByTestId('join')).toHaveAttribute('aria-pressed', 'true');
    await expect(card(phone).getByTestId('unsent')).toBeVisible();
  }
  await card(bert).getByTestId('leave').click();
  for (const phone of [anna, bert]) {
    await offline(phone.context(), false);
    await heard(phone);
  }
  await expect(card(desk).getByTestId('coming')).toHaveText('1 人要来');
  const name = (await volunteerOn(desk, ANNA))?.name as string;
  await expect(card(desk)).toContainText(name);
  await expect(kiosk.getByTestId('kiosk-gatherings')).toContainText('扫雪');
  await expect(kiosk.getByTestId('kiosk-gatherings')).toContainText('1 人要来');
  await expect(kiosk.getByTestId('kiosk-gatherings')).not.toContainText(name);
  expect(JSON.stringify(await rows(kiosk, 'gathering'))).not.toContain(ANNA);
  expect(JSON.stringify(await rows(bert, 'gathering'))).not.toContain(ANNA);

  // It is moved to within the hour: now one can have come.
  const soon = written(Date.now() + HOUR);
  await card(desk).getByTestId('gathering-edit').click();
  await desk.getByTestId('gathering-day').fill(soon.day);
  await desk.getByTestId('gathering-time').fill(soon.time);
  await desk.getByTestId('gathering-save').click();
  await heard(desk);
  for (const phone of [anna, bert]) {
    await expect(card(phone).getByTestId('came')).toBeVisible();
    await offline(phone.context(), true);
    await card(phone).getByTestId('came').click();
    await expect(card(phone)).toContainText('您到了');
  }
  for (const phone of [anna, bert]) {
    await offline(phone.context(), false);
    await heard(phone);
  }
  await expect(card(desk).getByTestId('came-count')).toHaveText('2 人到了');

  // Called off, whoever wanted to come is told.
  await card(desk).getByTestId('gathering-cancel').click();
  await card(desk).getByTestId('gathering-cancel-sure').click();
  await heard(desk);
  await expect(card(anna)).toContainText('取消了');
  await expect(kiosk.getByTestId('kiosk-gatherings')).not.toContainText('扫雪');
});
