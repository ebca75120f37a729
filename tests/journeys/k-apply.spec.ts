import { expect, test } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { leftOver } from './left-over.ts';
import { goDesk, join, offline, rows, type, unsent, visit } from './people.ts';

const PHONE = '13900098765';
const NAME = '苏师傅';
const WORDS = [NAME, PHONE, PHONE.replace(/^(...)(....)/, '$1 $2 ')];

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('S04, K04: who wants to help says so at the kiosk, without network; nothing stays there, and the desk takes him in', async ({
  browser,
}) => {
  const kiosk = await join(browser, server, 'kiosk');
  await offline(kiosk.context(), true);
  await kiosk.getByTestId('kiosk-apply').getByRole('link').click();
  await expect(kiosk.getByTestId('kiosk-next')).toBeDisabled();
  for (const skill of ['hay', 'haircut'])
    await kiosk.getByTestId(`apply-skill-${skill}`).getByRole('button').click();
  await kiosk.getByTestId('kiosk-next').click();
  await kiosk.getByTestId('kiosk-name-key').getByText('苏', { exact: true }).click();
  await kiosk.getByTestId('kiosk-name-form').getByText('师傅', { exact: true }).click();
  await type(kiosk.getByRole('group').filter({ has: kiosk.locator('.delete') }), PHONE);
  await kiosk.getByTestId('kiosk-next').click();
  await kiosk.getByTestId('kiosk-area-grid-1').getByRole('button').click();
  await kiosk.getByTestId('kiosk-next').click();
  await expect(kiosk.getByTestId('apply-read-back')).toContainText(NAME);
  expect(await leftOver(kiosk, WORDS), 'what is on the screen is found').not.toEqual([]);
  await expect(kiosk.getByTestId('kiosk-notice'), 'told before it is written down').toBeVisible();
  await expect.poll(() => unsent(kiosk)).toBe(0);
  await kiosk.getByTestId('apply-confirm').click();
  await expect(kiosk.getByTestId('apply-thanks')).toBeVisible();
  await expect.poll(() => unsent(kiosk)).toBe(1);
  expect(await leftOver(kiosk, WORDS), 'sealed while it waits').toEqual([]);
  await kiosk.getByTestId('kiosk-done').click();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await offline(kiosk.context(), false);
  await expect.poll(() => unsent(kiosk), { timeout: 30_000 }).toBe(0);
  await kiosk.goBack({ timeout: 2000 }).catch(() => null);
  expect(await leftOver(kiosk, WORDS)).toEqual([]);

  const desk = await join(browser, server, 'desk');
  await expect(desk.getByTestId('applications-count')).toBeVisible();
  expect(await rows(desk, 'application')).toMatchObject([
    { name: NAME, phone: PHONE, skills: ['hay', 'haircut'], consent: { version: 1, mode: 'self' } },
  ]);
  await goDesk(desk, '/desk/people');
  await desk.getByTestId('applicant-accept').click();
  await expect(desk.getByTestId('volunteer-name')).toHaveValue(NAME);
  await desk.getByTestId('volunteer-save').click();
  await expect(desk.getByTestId('applicant')).toHaveCount(0);
  await expect.poll(() => unsent(desk)).toBe(0);
  expect(await rows(desk, 'application')).toEqual([]);
  const taken = (await rows(desk, 'volunteer')).filter(({ name }) => name === NAME);
  expect(taken).toMatchObject([{ phone: PHONE, skills: ['hay', 'haircut'], status: 'active', wall: false }]);
});

test('S04: who does not agree leaves nothing, and the desk can say not now', async ({ browser }) => {
  const kiosk = await visit(browser, server, 'kiosk');
  const apply = async () => {
    await kiosk.getByTestId('kiosk-apply').getByRole('link').click();
    await kiosk.getByTestId('apply-anything').getByRole('button').click();
    await kiosk.getByTestId('kiosk-next').click();
    await kiosk.getByTestId('kiosk-name-key').getByText('苏', { exact: true }).click();
    await kiosk.getByTestId('kiosk-name-form').getByText('师傅', { exact: true }).click();
    await kiosk.getByTestId('kiosk-office').getByRole('button').click();
    await kiosk.getByTestId('kiosk-next').click();
    await kiosk.getByTestId('kiosk-area-grid-1').getByRole('button').click();
    await kiosk.getByTestId('kiosk-next').click();
  };
  await apply();
  await kiosk.getByTestId('kiosk-disagree').click();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await expect.poll(() => unsent(kiosk)).toBe(0);
  expect(await leftOver(kiosk, [NAME])).toEqual([]);

  await apply();
  await kiosk.getByTestId('apply-confirm').click();
  await kiosk.getByTestId('kiosk-done').click();
  await expect.poll(() => unsent(kiosk)).toBe(0);
  const desk = await visit(browser, server, 'desk');
  await goDesk(desk, '/desk/people');
  await desk.getByTestId('applicant-close').click();
  await expect(desk.getByTestId('applicant')).toHaveCount(0);
  await expect.poll(() => unsent(desk)).toBe(0);
  expect(await rows(desk, 'application')).toEqual([]);
});

test('whoever takes his consent back is gone from the wall at the next sync', async ({ browser }) => {
  const [kiosk, desk] = [await visit(browser, server, 'kiosk'), await visit(browser, server, 'desk')];
  const onWall = async () => (await rows(kiosk, 'volunteer')).map(({ id }) => String(id));
  expect(await onWall()).toContain('volunteer-01');
  const shown = await kiosk.getByTestId('kiosk-wall').getByRole('listitem').count();
  expect(shown).toBeGreaterThan(0);
  await expect(kiosk.getByTestId('kiosk-wall').locator('img')).toHaveCount(0);
  await goDesk(desk, '/desk/people');
  await desk.getByTestId('person-volunteer-01').click();
  await desk.locator('label').filter({ hasText: '在终端墙上展示' }).click();
  await desk.getByTestId('volunteer-save').click();
  await expect.poll(onWall, { timeout: 20_000 }).not.toContain('volunteer-01');
});

test('K10: the attract screen has four languages by their own names, no flags, a speaker and one verb, and comes back to Chinese', async ({
  browser,
}) => {
  const kiosk = await visit(browser, server, 'kiosk');
  await kiosk.addInitScript(() => {
    const voice = { lang: 'zh-CN', localService: true, name: 'zh', default: true, voiceURI: 'zh' };
    speechSynthesis.getVoices = () => [voice];
  });
  await kiosk.reload();
  const languages = kiosk.locator('.languages').getByRole('button');
  await expect(languages).toHaveCount(4);
  for (const name of ['中文', 'ئۇيغۇرچە', 'قازاقشا', 'English'])
    await expect(languages.filter({ hasText: name })).toHaveCount(1);
  expect(await kiosk.locator('.languages img, .languages svg').count(), 'no flags').toBe(0);
  expect(await kiosk.locator('.languages').innerText()).not.toMatch(/\p{Regional_Indicator}/u);
  await expect(kiosk.getByTestId('kiosk-read')).toBeVisible();
  await expect(kiosk.locator('nav .main')).toHaveCount(1);

  await languages.filter({ hasText: 'ئۇيغۇرچە' }).click(); // the first touch is enough
  await expect(kiosk.locator('html')).toHaveAttribute('lang', 'ug');
  await kiosk.getByTestId('kiosk-need-help').click();
  await kiosk.getByTestId('kiosk-back').click();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await expect(kiosk.locator('html')).toHaveAttribute('lang', 'zh-CN');
});
