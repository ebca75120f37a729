import { pathToFileURL } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { Household } from '$lib/domain/household/household.ts';
import type { Assignment, Need } from '$lib/domain/need/need.ts';
import type { Bends, Plan, Visit } from '$lib/domain/plan/plan.ts';
import type { Service } from '$lib/domain/service/service.ts';
import { Client, type Said } from '../support/client.ts';
import { TestServer } from '../support/server.ts';
import { rows } from './people.ts';

/** The village of the morning plan: always the same day and hour, whenever the test is run. */
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;
const WEDNESDAY = 3;
const OPENS = 8;

/** How far the next Wednesday, eight in the morning in Beijing, lies ahead, in milliseconds. */
export function untilMorning(now = Date.now()): number {
  let at = Math.floor((now + BEIJING) / DAY) * DAY - BEIJING + OPENS * HOUR;
  while (at < now || new Date(at + BEIJING).getUTCDay() !== WEDNESDAY) at += DAY;
  return at - now;
}

/** The demo village on a server that lives so much later. */
export function serveMorning(later: number): Promise<TestServer> {
  const early = pathToFileURL('tests/support/later.ts').href;
  return TestServer.start({
    YARDEM_DEMO: '1',
    NODE_OPTIONS: `--import ${early}`,
    TEST_LATER: String(later),
  });
}

export const dayAt = (at: number): string => new Date(at + BEIJING).toISOString().slice(0, 10);
export const clockAt = (at: number): string => new Date(at + BEIJING).toISOString().slice(11, 16);

/** A second desk that only posts and invites, by the same endpoint as every device. */
export async function scriptedDesk(server: TestServer): Promise<Client> {
  const reply = await new Client(server.url).send('/api/demo/desk', { method: 'GET' });
  const code = /join#(\w+)/.exec(reply.headers.get('location') ?? '')?.[1];
  if (!code) throw new Error('the demo has no door');
  return new Client(server.url).enrol(code);
}

/** Needs of the day that still lack somebody. */
export async function lacking(desk: Page, day: string): Promise<Need[]> {
  const there = ({ status, outcome }: Assignment) =>
    ['accepted', 'started', 'offered'].includes(status) ||
    (status === 'finished' && outcome?.result !== 'could-not');
  return ((await rows(desk, 'need')) as unknown as (Need & { stands: string })[]).filter(
    ({ stands, from, places, assignments }) =>
      ['posted', 'offered', 'taken', 'underway'].includes(stands) &&
      from <= day &&
      assignments.filter(there).length < places.length,
  );
}

/** Posts as many needs for the day as are lacking to `count`: small and large ones, for households all over the village. */
export async function postUntil(
  client: Client,
  desk: Page,
  { day, count }: { day: string; count: number },
): Promise<void> {
  const homes = (await rows(desk, 'household')) as unknown as Household[];
  const services = new Map(
    ((await rows(desk, 'service')) as unknown as Service[]).map((one) => [one.id, one]),
  );
  const kinds = ['carrying', 'goods', 'cleaning', 'phone-help', 'goods', 'electricity', 'carrying', 'pipe'];
  const missing = count - (await lacking(desk, day)).length;
  const posts = Array.from({ length: missing }, (_, index): Said => {
    const home = homes.filter(({ area }) => area !== 'pasture')[index];
    const service = services.get(kinds[index % kinds.length] ?? '');
    if (!home || !service) throw new Error('the village is too small');
    const { places, minutes } = service;
    const until = dayAt(Date.parse(`${day}T00:00:00+08:00`) + 3 * DAY);
    const slip = { id: `posted-${index}`, number: `77-${index + 1}`, code: '1234' };
    const asked = { area: home.area, service: service.id, household: home.id, goods: [], places, minutes };
    return {
      name: 'need.post',
      args: { ...slip, ...asked, from: day, until, urgent: false, channel: 'desk' },
    };
  });
  const { results } = await client.say(...posts);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  await expect.poll(async () => (await lacking(desk, day)).length).toBe(count);
}

/** The plan that lies on this desk, and how it is bent. */
export async function planOn(desk: Page): Promise<{ plan: Plan; bends: Bends }> {
  const kept = (await rows(desk, 'meta')).find((each) => each && typeof each === 'object' && 'plan' in each);
  if (!kept) throw new Error('there is no plan');
  return kept as unknown as { plan: Plan; bends: Bends };
}

/** Waits until the search is over and what it found is written down. */
export async function planned(desk: Page): Promise<Plan> {
  await expect(desk.getByTestId('plan-board')).toHaveAttribute('aria-busy', 'false');
  await expect(desk.getByTestId('plan-propose')).toBeVisible();
  return (await planOn(desk)).plan;
}

/** Everybody the plan proposes or the coordinator insists on, need by need. */
export const drafts = ({ visits }: Plan): Visit[] =>
  visits.filter(({ team }) => team.some(({ by }) => by === 'proposed' || by === 'locked'));

export const pairsOf = ({ visits }: Plan): string[] =>
  visits.flatMap(({ need, team }) => team.map(({ volunteer }) => `${need} ${volunteer}`)).sort();
