import { expect, test, type Browser } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { goDesk, heard, join, offline, rows, visit } from './people.ts';
import { listenTo, openVoices, record, withMicrophone } from './voices.ts';

let server: TestServer;
let talking: Browser;
test.beforeAll(async () => {
  server = await TestServer.start();
  talking = await withMicrophone();
});
test.afterAll(async () => {
  await talking.close();
  await server.stop();
});

test('A08: a clip recorded at the desk is heard at the kiosk, without network too, and replaced and dropped again', async () => {
  const desk = await join(talking, server, 'desk');
  const kiosk = await join(talking, server, 'kiosk');
  const ears = await listenTo(kiosk);
  await kiosk.reload();
  await expect(kiosk.getByTestId('kiosk-need-help')).toBeVisible();
  await kiosk.locator('button[lang=ug]').click();
  // No voice of this language, no clip: nothing to press, and no foreign voice.
  await expect(kiosk.getByTestId('kiosk-read')).toBeHidden();

  await openVoices(desk, 'ug');
  await expect(desk.getByTestId('voices-missing')).toBeVisible();
  await record(desk, 'kiosk_need_help');
  await heard(desk);
  const [clip] = (await rows(desk, 'clip')) as { data: string; type: string; length: number }[];
  expect(clip?.type).toBe('audio/webm');
  expect(clip?.length).toBeGreaterThan(0);
  // Mono Opus at some 24 kbit/s: 3 kB a second, and what a file costs.
  expect(((clip?.data.length ?? 0) * 3) / 4).toBeLessThan(6000);

  await expect.poll(async () => (await rows(kiosk, 'clip')).length, { timeout: 20_000 }).toBe(1);
  // It is read as soon as it is there, for somebody stands here; and again when it is asked for.
  await expect.poll(async () => (await ears.ended()).count).toBe(1);
  await kiosk.getByTestId('kiosk-read').click();
  await expect.poll(async () => (await ears.ended()).count).toBe(2);
  expect(new Set(await ears.since())).toEqual(new Set(['kiosk_need_help']));
  expect((await ears.ended()).moved, 'its time went on while it played').toBe(true);

  await offline(kiosk.context(), true);
  await kiosk.reload();
  await kiosk.locator('button[lang=ug]').click();
  await expect
    .poll(() => ears.since(), 'read by itself, for the language has clips')
    .toEqual(['kiosk_need_help']);
  await expect.poll(async () => (await ears.ended()).count).toBe(1);
  await offline(kiosk.context(), false);

  await record(desk, 'kiosk_need_help', 1200);
  await heard(desk);
  const length = async (page: typeof desk) => ((await rows(page, 'clip')) as { length: number }[])[0]?.length;
  expect(await length(desk)).toBeGreaterThan(1000);
  await expect.poll(() => length(kiosk), { timeout: 70_000 }).toBe(await length(desk));
  // Whoever walks away in the middle of a take leaves the clip that was there.
  const kept = await length(desk);
  await desk.locator('[data-prompt=kiosk_need_help]').getByTestId('slot-record').click();
  await expect(desk.locator('[data-prompt=kiosk_need_help]').getByRole('meter')).toBeVisible();
  await goDesk(desk, '/desk');
  await openVoices(desk, 'ug');
  await heard(desk);
  expect(await length(desk)).toBe(kept);
  await desk.locator('[data-prompt=kiosk_need_help]').getByRole('button').nth(1).click();
  await heard(desk);
  await expect.poll(async () => (await rows(kiosk, 'clip')).length, { timeout: 20_000 }).toBe(0);
  await desk.context().close();
  await kiosk.context().close();
});

test('A08: the microphone refused, or none there: it is said, and nothing is kept', async ({ browser }) => {
  const desk = await visit(browser, server, 'desk');
  await openVoices(desk, 'ug');
  const slot = desk.locator('[data-prompt=kiosk_title]');
  for (const [name, word] of [
    ['NotAllowedError', /麦克风.*允许|允许.*麦克风/],
    ['NotFoundError', /没有麦克风/],
  ] as const) {
    await desk.evaluate((error) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', error));
    }, name);
    await slot.getByTestId('slot-record').click();
    await expect(slot).toContainText(word);
    await expect(slot).toHaveAttribute('data-kept', 'false');
  }
  expect(await rows(desk, 'clip')).toEqual([]);
  await goDesk(desk, '/desk');
  await desk.context().close();
});

test('A07, A08: what is heard is marked on the screen; a touch on an answer is silence; loudness is kept', async () => {
  const desk = await join(talking, server, 'desk');
  await openVoices(desk, 'zh-CN');
  for (const prompt of ['kiosk_ask_what', 'service:cleaning', 'kiosk_ask_when'])
    await record(desk, prompt, 1500);
  await heard(desk);
  const kiosk = await join(talking, server, 'kiosk');
  const ears = await listenTo(kiosk);
  await kiosk.reload();
  await kiosk.getByTestId('kiosk-need-help').click();
  await expect(kiosk.locator('h1[data-reading]')).toBeVisible();
  await expect(kiosk.getByTestId('kiosk-service-cleaning')).toHaveAttribute('data-reading', '');
  await kiosk.getByTestId('kiosk-service-cleaning').getByRole('button').click();
  await expect(kiosk.locator('h1[data-reading]')).toBeVisible();
  expect(await ears.since()).toEqual(['kiosk_ask_what', 'service:cleaning', 'kiosk_ask_when']);

  // The way to silence is as large as any answer, and lasts until it is asked to read again.
  await kiosk.getByTestId('kiosk-read').click();
  await expect(kiosk.locator('[data-reading]')).toHaveCount(0);
  await kiosk.getByTestId('kiosk-back').click();
  await kiosk.waitForTimeout(600);
  expect(await ears.since()).toEqual([]);
  await kiosk.getByTestId('kiosk-read').click();
  await expect.poll(() => ears.since()).toEqual(['kiosk_ask_what']);

  await kiosk.getByTestId('kiosk-volume').click();
  await expect(kiosk.getByTestId('kiosk-volume')).toHaveAttribute('data-volume', '3');
  await kiosk.reload();
  await expect(kiosk.getByTestId('kiosk-volume')).toHaveAttribute('data-volume', '3');
  await desk.context().close();
  await kiosk.context().close();
});
