import { expect, type Page } from '@playwright/test';
import type { Household } from '$lib/domain/household/household.ts';
import type { Need } from '$lib/domain/need/need.ts';
import type { Plan, Visit } from '$lib/domain/plan/plan.ts';
import { read } from '../support/pdf.ts';
import { dayAt } from './j-village.ts';
import { rows } from './people.ts';

/** The notice says who came, who left and who begins at another time: each once, and nobody else. */
export async function expectTold(
  desk: Page,
  before: Plan,
  after: Plan,
  { nameOf, numberOf }: { nameOf: (id: string) => string; numberOf: (id: string) => string },
): Promise<void> {
  const starts = ({ visits }: Plan) =>
    new Map(
      visits.flatMap(({ need, startsAt, team }) =>
        team.map(({ volunteer }) => [`${nameOf(volunteer)} (${numberOf(need)})`, startsAt] as const),
      ),
    );
  const [was, is] = [starts(before), starts(after)];
  const expected = {
    新来: [...is.keys()].filter((each) => !was.has(each)),
    不去了: [...was.keys()].filter((each) => !is.has(each)),
    改时间: [...is.keys()].filter((each) => was.has(each) && was.get(each) !== is.get(each)),
  };
  const notice = desk.getByTestId('plan-change');
  const lines = (await notice.locator('p').allInnerTexts()).map((line) =>
    line.replace(/[\u2066-\u2069]/g, ''),
  );
  for (const [word, pairs] of Object.entries(expected)) {
    const told = lines.find((line) => line.startsWith(word))?.slice(word.length + 1);
    expect((told?.split(' · ') ?? []).sort()).toEqual(pairs.sort());
  }
  await expect(notice).toHaveAttribute('data-moved', String(expected.改时间.length));
}

/** On paper: a page for every team; doors and numbers of those only to whom somebody has said yes, once it is noted that they were looked at. */
export async function expectSheets(desk: Page, plan: Plan): Promise<void> {
  const noted = new Set((await rows(desk, 'household')).filter(({ reveals }) => reveals).map(({ id }) => id));
  const masked = read(await desk.pdf({ preferCSSPageSize: true })).text;
  await desk.evaluate(() => {
    delete document.documentElement.dataset.printed;
    window.print = () => void (document.documentElement.dataset.printed = 'yes');
  });
  await desk.getByTestId('plan-print').click();
  await expect(desk.locator('html')).toHaveAttribute('data-printed', 'yes');
  const { text, pages } = read(await desk.pdf({ preferCSSPageSize: true }));
  const paper = text.replace(/\s/g, '');
  expect(paper).not.toMatch(/早派工|这次改动/);
  // Sheets are made when they are printed.
  await desk.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(pages.length).toBe(await desk.getByTestId('sheet').count());
  await desk.evaluate(() => dispatchEvent(new Event('afterprint')));
  for (const { width, height } of pages) expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
  const homes = new Map(
    ((await rows(desk, 'household')) as unknown as Household[]).map((each) => [each.id, each]),
  );
  const needs = new Map(((await rows(desk, 'need')) as unknown as Need[]).map((each) => [each.id, each]));
  const yes = ['accepted', 'started', 'finished'];
  const agreed = plan.visits.filter(({ need, team }) =>
    needs
      .get(need)
      ?.assignments.some(
        ({ volunteer, status }) => yes.includes(status) && team.some((part) => part.volunteer === volunteer),
      ),
  );
  const homesOf = (visits: Visit[]) =>
    new Set(visits.flatMap(({ need }) => needs.get(need)?.household ?? []));
  const open = homesOf(agreed);
  expect(open.size).toBeGreaterThan(0);
  const secrets = (id: string) =>
    [homes.get(id)?.phone, homes.get(id)?.place].flatMap((each) =>
      each ? each.normalize('NFKC').replace(/\s/g, '') : [],
    );
  for (const id of open) for (const each of secrets(id)) expect(paper).toContain(each);
  for (const id of open) {
    const { phone = '', reveals = [] } = homes.get(id) ?? {};
    if (!phone) continue;
    if (!noted.has(id)) expect(masked.replace(/\s/g, '')).not.toContain(phone);
    expect(reveals.length, 'it is noted that the number was looked at').toBeGreaterThan(0);
  }
  for (const id of homesOf(plan.visits))
    if (!open.has(id)) for (const each of secrets(id)) expect(paper).not.toContain(each);
}

/** What was given on this day: minutes, by whom, and how many needs were done, counted from the bare rows. */
export async function givenOn(desk: Page, day: string) {
  const needs = (await rows(desk, 'need')) as unknown as (Need & { stands: string })[];
  const ended = ({ assignments, reports }: Need) => [
    ...assignments.filter(({ status }) => status === 'finished'),
    ...reports.map(({ at, ...each }) => ({ ...each, finishedAt: at })),
  ];
  const now = (at: number | undefined) => at !== undefined && dayAt(at) === day;
  const parts = needs.flatMap(ended).filter(({ finishedAt }) => now(finishedAt));
  const last = (need: Need) => Math.max(0, ...ended(need).map(({ finishedAt = 0 }) => finishedAt));
  return {
    minutes: parts.reduce((sum, { outcome }) => sum + (outcome?.minutes ?? 0), 0),
    helpers: new Set(parts.map(({ volunteer }) => volunteer)),
    done: needs.filter((need) => ['done', 'rated'].includes(need.stands) && now(last(need))).length,
  };
}
