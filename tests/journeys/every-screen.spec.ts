// Every screen there is, by the same list that the pictures are taken from: rules of access, letters, targets, colours and room.
import { expect, test, type Page } from '@playwright/test';
import { Devices, looks, sizes } from '../../scripts/screens/devices.ts';
import { screens, type Face, type Screen } from '../../scripts/screens/list.ts';
import { open, settled, wear } from '../../scripts/screens/open.ts';
import { colours, violations } from '../support/axe.ts';
import { TestServer } from '../support/server.ts';
import { cutOff, lengthen } from './k-longer.ts';
import { tooSmall, unfold, type Least } from './k-measure.ts';

test.describe.configure({ mode: 'parallel', timeout: 600_000 });

const elder: Least = {
  ...{ letters: 18, leading: 1.3, arabic: 1.6, paragraphs: 1.3, target: 60, gap: 8, rows: false },
};
const hand: Least = {
  ...{ letters: 12, leading: 1.3, arabic: 1.6, paragraphs: 1, target: 44, gap: 8, rows: false },
};
const least: Record<Face, Least> = {
  ...{ door: hand, kiosk: elder, phone: hand, desk: { ...hand, rows: true } },
};
const faces = ['desk', 'kiosk', 'phone', 'door'] as const;
const printed = ({ press }: Screen) => press?.includes('paper') === true;

for (const face of faces) {
  // Uyghur stands for all: its letters are the tallest and its words the longest; colours hang neither on the words nor on their way.
  test(`A01, A02, A03, A04, L01, L11: every screen of the ${face} can be used, by day and by night, also with words 40 % longer`, async ({
    browser,
  }) => {
    let grown = 0;
    await walk(browser, face, 'ug', screens, async (page, say) => {
      say('light', await violations(page));
      for (const look of looks(face).slice(1)) {
        await wear(page, look);
        await settled(page); // colours may pass over slowly
        say(look, await violations(page, colours));
      }
      await wear(page, 'light');
      for (const size of sizes[face]) {
        await page.setViewportSize(size);
        await settled(page);
        say('light', await tooSmall(page, least[face]));
        say('light', await tooWide(page));
      }
      grown += await lengthen(page);
      // At the kiosk at each of its sizes; elsewhere the others are only stopgaps.
      for (const size of face === 'kiosk' ? sizes.kiosk : sizes[face].slice(0, 1)) {
        await page.setViewportSize(size);
        await settled(page);
        say('longer', await cutOff(page));
      }
    });
    expect(grown, 'texts made longer').toBeGreaterThan(50);
  });

  // What a screen is made of hangs not on its language either: the first ones are gone to in one more, and all by `npm run screens` in all four.
  const most = face === 'kiosk' ? 1 : 0;
  const near = screens.filter(
    (each) => each.face === face && (each.press ?? []).length <= most && !each.after,
  );
  const others = ['zh-CN', 'kk-Arab', 'en'];
  for (const [turn, locale] of others.entries())
    test(`A01, L01: the first screens of the ${face}, by turns, can be used in ${locale}`, async ({
      browser,
    }) => {
      const its = near.filter((_, index) => index % others.length === turn);
      await walk(browser, face, locale, its, async (page, say) => {
        say(locale, await violations(page));
        say(locale, await tooSmall(page, least[face]));
      });
    });
}

/** Goes to these screens of a face, in a village of its own, and tells everything that was found, not only the first. */
async function walk(
  browser: Parameters<Parameters<typeof test>[2]>[0]['browser'],
  face: Face,
  locale: string,
  listed: readonly Screen[],
  look: (page: Page, say: (how: string, found: readonly string[]) => void) => Promise<void>,
): Promise<void> {
  const server = await TestServer.start();
  const found = new Map<string, string[]>();
  try {
    const devices = new Devices(browser, server.url, locale);
    for (const screen of listed.filter((each) => each.face === face && !printed(each))) {
      const page = await devices.of(face);
      expect.soft(await open(page, screen, devices), `${screen.name} is reached`).toBe(true);
      const html = page.locator('html');
      await expect.soft(html, screen.name).toHaveAttribute('lang', locale);
      await expect.soft(html, screen.name).toHaveAttribute('dir', /ug|kk/.test(locale) ? 'rtl' : 'ltr');
      await settled(page);
      await unfold(page);
      // At the end of a page nothing lies under the bar that stays at its foot; where the end is, is known once all of it is drawn.
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await look(page, (how, why) =>
        why.forEach((each) =>
          found.set(`${how}: ${each}`, [...(found.get(`${how}: ${each}`) ?? []), screen.name]),
        ),
      );
    }
    await devices.close();
  } finally {
    await server.stop();
  }
  expect([...found].map(([what, where]) => `${what} on ${where.join(', ')}`)).toEqual([]);
}

/** What makes the page scroll sideways. */
async function tooWide(page: Page): Promise<string[]> {
  const { wide, view, who } = await page.evaluate(() => {
    const { scrollWidth: wide, clientWidth: view } = document.documentElement;
    const over = [...document.body.querySelectorAll('*')].filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return right > view + 1 || left < -1;
    });
    const who = over.map((each) => `${each.tagName.toLowerCase()}.${each.classList[0] ?? ''}`);
    return { wide, view, who: [...new Set(who)].slice(0, 6) };
  });
  return wide > view ? [`${wide} px wide on ${view}: ${who.join(', ')}`] : [];
}
