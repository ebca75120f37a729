import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { TestServer } from '../support/server.ts';
import { unfold } from './k-measure.ts';
import { rows, showSlip, type, visit } from './people.ts';

const locales = [
  { locale: 'zh-CN', dir: 'ltr' },
  { locale: 'ug', dir: 'rtl' },
  { locale: 'kk-Arab', dir: 'rtl' },
  { locale: 'en', dir: 'ltr' },
] as const;
type Said = (typeof locales)[number];
interface Size {
  width: number;
  height: number;
}

const phone: Size = { width: 360, height: 740 };
const desk: Size = { width: 1280, height: 800 };
const lying: Size = { width: 1280, height: 800 };
const standing: Size = { width: 800, height: 1280 };

test.describe.configure({ mode: 'parallel', timeout: 600_000 });

let server: TestServer;
test.beforeAll(async () => {
  server = await TestServer.start();
});
test.afterAll(() => server.stop());

for (const said of locales) {
  test(`A01, A04, L01: every screen of the door can be used by everybody: ${said.locale}`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ viewport: phone, serviceWorkers: 'block' });
    const page = await context.newPage();
    const look = new Look(page, said, phone, phone);
    await look.speak();
    for (const path of ['/', '/join']) {
      await page.goto(server.url + path);
      await expect(page.getByTestId('code')).toBeVisible();
      await look.at(path);
    }
    await look.done();
  });

  test(`A01, A04, L01: every screen of the kiosk can be used by everybody: ${said.locale}`, async ({
    browser,
  }) => {
    const page = await visit(browser, server, 'kiosk');
    const look = new Look(page, said, lying, standing);
    await look.speak();
    const slips = (await rows(page, 'need')) as unknown as { id: string; number: string; code: string }[];
    const slipOf = (id: string) => slips.find((each) => each.id === id) ?? { number: '', code: '' };
    await page.route('**/api/**', (asked) => asked.abort()); // what is said here stays here
    const home = async () => {
      await page.goto(`${server.url}/kiosk`);
      await expect(page.getByTestId('kiosk-wall')).toBeVisible();
    };

    await home();
    await look.at('resting');
    await page.getByTestId('kiosk-person').click();
    await expect(page.getByTestId('kiosk-person-close')).toBeVisible();
    await look.at('ask a person');

    await home();
    await page.getByTestId('kiosk-need-help').click();
    await expect(page.getByTestId('kiosk-service-cleaning')).toBeVisible();
    await look.at('ask: what');
    await page.getByTestId('kiosk-service-cleaning').getByRole('button').click();
    await page.getByTestId('kiosk-when-date').getByRole('button').click();
    await expect(page.getByTestId(/^kiosk-day-/).first()).toBeVisible();
    await look.at('ask: when');
    await page
      .getByTestId(/^kiosk-day-/)
      .first()
      .click();
    await page.getByTestId('kiosk-name-key').first().click();
    await type(page.getByRole('group').filter({ has: page.locator('.delete') }), '13900012345');
    await look.at('ask: whom');
    await page.getByTestId('kiosk-next').click();
    await page.getByTestId('kiosk-area-grid-1').getByRole('button').click();
    await page.getByTestId('kiosk-area-group-1').getByRole('button').click();
    await page.getByTestId('kiosk-mark-blue').getByRole('button').click();
    await look.at('ask: where');
    await page.getByTestId('kiosk-next').click();
    await expect(page.getByTestId('kiosk-read-back')).toBeVisible();
    await look.at('ask: read back');
    await page.getByTestId('kiosk-grown-yes').click();
    await page.getByTestId('kiosk-confirm').click();
    await expect(page.getByTestId('kiosk-slip-number')).toBeVisible();
    await look.at('slip given');

    await home();
    await page.getByTestId('kiosk-what-became').getByRole('link').click();
    await expect(page.getByTestId('kiosk-lookup-first')).toBeVisible();
    await look.at('slip');
    await home();
    await showSlip(page, 'kiosk-what-became', slipOf('need-hay-today'));
    await expect(page.getByTestId('kiosk-story')).toBeVisible();
    await look.at('what became of it');
    await page.getByTestId('kiosk-erase').click();
    await expect(page.getByTestId('kiosk-erase-yes')).toBeVisible();
    await look.at('erased?');
    await page.getByTestId('kiosk-erase-yes').getByRole('button').click();
    await expect(page.getByTestId('kiosk-erase-asked')).toBeVisible();
    await look.at('erasure asked for');
    await home();
    await showSlip(page, 'kiosk-how-was-it', slipOf('need-phone-help-done'));
    await expect(page.getByTestId('kiosk-rate-bad')).toBeVisible();
    await look.at('rate');
    await page.getByTestId('kiosk-rate-bad').getByRole('button').click();
    await expect(page.getByTestId('kiosk-slip-number')).toBeVisible();
    await look.at('thanks');
    await look.done();
  });

  test(`A01, A04, L01: every screen of the phone can be used by everybody: ${said.locale}`, async ({
    browser,
  }) => {
    const page = await visit(browser, server, 'phone');
    const look = new Look(page, said, phone, phone);
    await look.speak();
    await page.route('**/api/**', (asked) => asked.abort()); // what is said here stays here
    const need = async (id: string) => {
      await page.goto(`${server.url}/need/${id}`);
      await expect(page.getByTestId('need-status')).toBeVisible();
    };

    await page.goto(`${server.url}/today`);
    await expect(page.getByTestId('tasks')).toBeVisible();
    await look.at('today');
    await page.goto(`${server.url}/open`);
    await expect(page.getByTestId(/^claim-/).first()).toBeVisible();
    await look.at('open');
    await need('need-cleaning-offer');
    await look.at('need offered');
    await need('need-cleaning-good');
    await look.at('need finished');
    await need('need-carrying-urgent');
    await look.at('need open');
    await page.getByTestId('claim').click();
    await expect(page.getByTestId('unsent')).toBeVisible();
    await look.at('need taken here, unsent');
    await need('need-hay-today');
    await look.at('need accepted');
    await page.getByTestId('withdraw').click();
    await expect(page.getByTestId('withdraw-confirm')).toBeVisible();
    await look.at('need given back?');
    await need('need-carrying-today');
    await page.getByTestId('start').click();
    await expect(page.getByTestId('start')).toBeHidden();
    await look.at('need started');
    await page.getByTestId('finish').click();
    await page.getByTestId('result-partly').getByRole('button').click();
    await look.at('finish');
    for (const path of ['/messages', '/me', '/me/sync']) {
      await page.goto(server.url + path);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await look.at(path);
    }
    await page.goto(`${server.url}/me`);
    await page.getByTestId('leave').click();
    await expect(page.getByTestId('leave-confirm')).toBeVisible();
    await look.at('sign out?');
    await page.getByTestId('leave-confirm').click();
    await expect(page.getByTestId('gone')).toBeVisible();
    await look.at('signed out, with last words');
    await look.done();
  });

  test(`A01, A04, L01: every screen of the desk can be used by everybody: ${said.locale}`, async ({
    browser,
  }) => {
    const page = await visit(browser, server, 'desk');
    const look = new Look(page, said, desk, phone);
    await look.speak();
    const open = async (path: string, seen: string | RegExp) => {
      await page.goto(server.url + path);
      await expect(page.getByTestId(seen).first()).toBeVisible();
    };

    await open('/desk', /^desk-row-/);
    await look.at('board');
    await open('/desk?view=list', 'desk-list');
    await look.at('list');
    await open('/desk/new', 'desk-post');
    await page.getByTestId('desk-service').selectOption('hay');
    await page.getByTestId('desk-post').click();
    await look.at('new, with gaps');
    await open('/desk/need/need-hay-one-free', 'desk-status');
    await look.at('need with a free place');
    await page.getByTestId('desk-edit').click();
    await page.getByTestId('desk-cancel').click();
    await expect(page.getByTestId('desk-cancel-confirm')).toBeVisible();
    await look.at('need, really cancelled?');
    await open('/desk/need/need-carrying-cancelled-done', 'desk-report');
    await look.at('need with a report');
    await open('/desk/need/need-pipe-bad', 'desk-rating');
    await look.at('need rated');
    await page.getByTestId('erase').click();
    await expect(page.getByTestId('erase-confirm')).toBeVisible();
    await look.at('household, really erased?');
    await open('/desk/sync', 'standing');
    await look.at('sync');
    await open('/desk/people', 'person-volunteer-01');
    await look.at('people');
    await open('/desk/people?of=households', /^person-/);
    await look.at('households');
    await open('/desk/people/volunteer/volunteer-01', 'volunteer-save');
    await look.at('volunteer');
    await open('/desk/people/household/new', 'household-save');
    await page.getByTestId('household-save').click();
    await look.at('household, with gaps');
    await open('/desk/areas', 'area-rename-grid-1');
    await page.getByTestId('area-rename-grid-1').click();
    await look.at('areas');
    await open('/desk/routines', 'routine-routine-friday');
    await look.at('routines');
    await open('/desk/routines/routine-friday', 'routine-save');
    await look.at('routine');
    await page.getByTestId('routine-end').click();
    await expect(page.getByTestId('routine-end-confirm')).toBeVisible();
    await look.at('routine really ended?');
    await open('/desk/routines/new', 'routine-save');
    for (const day of await page.getByTestId(/^weekday-/).all()) await day.uncheck({ force: true });
    await page.getByTestId('routine-save').click();
    await look.at('routine, with gaps');
    await open('/desk/morning', 'plan-propose');
    await page.locator('main select').nth(1).selectOption({ index: 1 }); // tomorrow is whole at any hour
    await look.at('morning without a plan');
    await page.getByTestId('plan-propose').click();
    await expect(page.getByTestId('plan-board')).toHaveAttribute('aria-busy', 'false');
    await look.at('morning proposed');
    await page
      .getByTestId(/^swap-/)
      .first()
      .click();
    await expect(page.getByTestId(/^choose-volunteer-/).first()).toBeVisible();
    await look.at('morning, somebody else chosen');
    await page
      .getByTestId(/^choose-volunteer-/)
      .first()
      .click();
    await expect(page.getByTestId('plan-change')).toBeVisible();
    await look.at('morning changed');
    await open('/desk/evening', /^evening-need-/);
    await look.at('evening');
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.getByTestId('evening-share').click();
    await expect(page.getByTestId('evening-text')).toBeVisible();
    await look.at('evening, to be copied by hand');
    const before = new Date(Date.now() - 20 * 24 * 60 * 60_000).toISOString().slice(0, 10);
    await open(`/desk/evening?day=${before}`, 'evening');
    await look.at('evening of a quiet day');
    await open('/desk/services', 'service-hay');
    await look.at('services');
    await open('/desk/services/hay', 'service-save');
    await look.at('service');
    await open('/desk/devices', 'standings-at');
    await page.getByTestId('leave').click();
    await expect(page.getByTestId('leave-confirm')).toBeVisible();
    await look.at('desk signed out?');
    await open('/desk/devices', 'invite-role');
    await page.getByTestId('invite-role').selectOption('volunteer');
    await page.getByTestId('invite-volunteer').selectOption('volunteer-02');
    await page.getByTestId('invite-name').fill('手机');
    await look.at('devices');
    await page.getByTestId('invite-send').click();
    await expect(page.getByTestId('invite-link')).toBeVisible();
    await look.at('invitation');
    await look.done();
  });
}

/** Looks at one screen after another: all rules by day at one size, colours and width by night at the other. */
class Look {
  readonly #found: string[] = [];

  constructor(
    readonly page: Page,
    readonly said: Said,
    readonly size: Size,
    readonly other: Size,
  ) {}

  /** The language is this device's choice, as if it had been picked before. */
  async speak(): Promise<void> {
    const { page, said, size } = this;
    await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: said.locale, url: server.url }]);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(size);
  }

  async at(screen: string): Promise<void> {
    const { page, said } = this;
    const { locale, dir } = said;
    const html = page.locator('html');
    await expect.soft(html, screen).toHaveAttribute('lang', locale);
    await expect.soft(html, screen).toHaveAttribute('dir', dir);
    await unfold(page);
    // At the end of a page nothing lies under the bar that stays at its foot; where the end is, is known once all of it is drawn.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    this.#note(`${screen}, light`, await this.#axe().analyze());
    await this.#width(screen);

    // Colours hang neither on the words nor on where they run to: by night one language is enough.
    const night = locale === 'zh-CN';
    if (night) await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.setViewportSize(this.other);
    // Colours and room change with the next frame, not with the wish.
    await unfold(page);
    // What a scheme or a size changes is colours and room; names and roles are the same.
    const rules = ['color-contrast', 'link-in-text-block'];
    if (night) this.#note(`${screen}, dark`, await this.#axe().withRules(rules).analyze());
    await this.#width(screen);
    await page.setViewportSize(this.size);
    if (night) await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }

  /** Tells everything that was found, not only the first. */
  async done(): Promise<void> {
    expect(this.#found).toEqual([]);
    await this.page.context().close();
  }

  #axe(): AxeBuilder {
    // Of WCAG 2.2's rules, axe leaves this one out unless it is asked for.
    return new AxeBuilder({ page: this.page })
      .options({ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })
      .setLegacyMode(true);
  }

  #note(screen: string, { violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): void {
    for (const { id, nodes } of violations)
      for (const { target, any, all, none } of nodes.slice(0, 3)) {
        const why = [...any, ...all, ...none].map(({ message }) => message)[0] ?? '';
        this.#found.push(`${screen}: ${id} at ${target.join(' ')}: ${why}`);
      }
  }

  async #width(screen: string): Promise<void> {
    const { wide, view, who } = await this.page.evaluate(() => {
      const { scrollWidth: wide, clientWidth: view } = document.documentElement;
      const over = [...document.body.querySelectorAll('*')].filter((each) => {
        const { left, right } = each.getBoundingClientRect();
        return right > view + 1 || left < -1;
      });
      const who = over.map((each) => `${each.tagName.toLowerCase()}.${each.classList[0] ?? ''}`);
      return { wide, view, who: [...new Set(who)].slice(0, 6) };
    });
    if (wide > view) this.#found.push(`${screen}: ${wide} px wide on ${view}: ${who.join(', ')}`);
  }
}
