import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { Chance, openNewNeed, postNeed, ranFor, said, sayAway, speaks, upTo } from './e-faults.ts';
import { stored, storedOne } from './e-server-file.ts';
import { goPhone, heard, join, rows } from './people.ts';

const EACH = 30;
const WORDS = 40;
const KILLS = 8;

test.use({ actionTimeout: 10_000 });
let server: TestServer;
test.beforeAll(async () => (server = await TestServer.start()));
test.afterAll(() => server.stop());

test('P08: a hundred commands of two desks and a phone while the server is killed in the middle of pushes: none lost, none twice', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const desks = [await join(browser, server, 'desk'), await join(browser, server, 'desk')];
  const phone = await join(browser, server, 'phone');
  const killing = new Killing(server, new Chance('the server dies'));
  const shown = new Map<string, string>();
  await Promise.all([
    ...desks.map(async (desk, index) => {
      await openNewNeed(desk);
      for (let k = 1; k <= EACH; k++) {
        const spot = `第${index + 1}台第${k}处`;
        if (k % 8 === 4) killing.during(desk);
        shown.set(spot, await postNeed(desk, spot));
      }
    }),
    (async () => {
      await goPhone(phone, '/me');
      for (let k = 1; k <= WORDS; k++) {
        if (k % 10 === 5) killing.during(phone);
        await sayAway(phone, 1 + (k % 13));
        await expect.poll(() => said(phone), { intervals: [20] }).toEqual(upTo(k));
      }
    })(),
  ]);
  await killing.over();
  expect(killing.count).toBeGreaterThanOrEqual(KILLS / 2);

  for (const each of [...desks, phone]) await heard(each, 40_000);
  const posted = stored(server, 'need').filter(({ spot }) => shown.has(spot as string));
  expect(posted).toHaveLength(2 * EACH);
  for (const { spot, number } of posted) expect(number).toBe(shown.get(spot as string));
  for (const desk of desks) {
    expect(await ranFor(desk, server)).toEqual(upTo(EACH));
    await expect
      .poll(async () => (await rows(desk, 'need')).filter(({ spot }) => shown.has(spot as string)).length)
      .toBe(2 * EACH);
  }
  expect(await ranFor(phone, server)).toEqual(upTo(WORDS));
  const [own] = (await rows(phone, 'volunteer')).filter(({ id }) => id === 'volunteer-01');
  expect(storedOne(server, 'volunteer', 'volunteer-01').awayUntil).toBe(own?.awayUntil);
});

/** Pulls the server's plug some moments after a push has left, and starts it again on the same file. */
class Killing {
  count = 0;
  #busy: Promise<void> | undefined;

  constructor(
    readonly server: TestServer,
    readonly chance: Chance,
  ) {}

  /** Kills during the next push of this page, unless the server is being killed already. */
  during(page: Page): void {
    this.#busy ??= this.#kill(page).finally(() => (this.#busy = undefined));
  }

  async over(): Promise<void> {
    await this.#busy;
  }

  async #kill(page: Page): Promise<void> {
    const moment = this.chance.below(30);
    await page.waitForRequest(speaks);
    await sleep(moment);
    await this.server.kill();
    this.count++;
    await this.server.up();
  }
}
