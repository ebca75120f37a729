import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { goDesk, visit } from './people.ts';

let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('L10: a native speaker accepts a string, corrects another, and hands a file back', async ({
  browser,
}) => {
  const desk = await visit(browser, server, 'desk');
  await goDesk(desk, '/desk/words');
  const progress = desk.getByTestId('words-progress');
  await expect(progress).toContainText('0 / ');
  const cards = desk.getByTestId(/^word-kiosk_/);
  const first = (await cards.nth(0).getAttribute('data-testid'))?.slice(5) ?? '';
  await cards.nth(0).getByTestId('word-right').click();
  await expect(progress).toContainText('1 / ');

  // What would show braces to a resident is not let through, and nothing typed is lost.
  const idle = desk.getByTestId('word-kiosk_idle_text');
  while (!(await idle.isVisible())) await desk.getByTestId('words-more').click();
  const was = await idle.getByRole('textbox').inputValue();
  await idle.getByRole('textbox').fill('قايتا');
  await idle.getByTestId('word-correct').click();
  await expect(idle).toContainText('seconds');
  await expect(idle.getByRole('textbox')).toHaveValue('قايتا');
  await idle.getByRole('textbox').fill('قايتا {seconds}');
  await idle.getByTestId('word-correct').click();
  await expect(progress).toContainText('2 / ');

  // It outlives a reload, and the file says both.
  await desk.reload();
  await expect(progress).toContainText('2 / ');
  const [file] = await Promise.all([desk.waitForEvent('download'), desk.getByTestId('words-export').click()]);
  const review = JSON.parse(readFileSync(await file.path(), 'utf8')) as {
    locale: string;
    verdicts: Record<string, { text: string; was: string }>;
  };
  expect(review.locale).toBe('ug');
  expect(Object.keys(review.verdicts).sort()).toEqual([first, 'kiosk_idle_text'].sort());
  expect(review.verdicts.kiosk_idle_text).toEqual({ text: 'قايتا {seconds}', was });
});
