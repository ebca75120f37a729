import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Need } from '$lib/domain/need/need.ts';
import type { Plan, Visit } from '$lib/domain/plan/plan.ts';
import type { Client } from '../support/client.ts';
import type { TestServer } from '../support/server.ts';
import { expectSheets, expectTold, givenOn } from './j-expect.ts';
import {
  clockAt,
  dayAt,
  drafts,
  lacking,
  pairsOf,
  planned,
  planOn,
  postUntil,
  scriptedDesk,
  serveMorning,
  untilMorning,
} from './j-village.ts';
import { enter, goDesk, heard, join, offline, openTask, rows, unsent, visit } from './people.ts';

/** A morning at the desk and what becomes of it: planned without a network, sent, mended, worked, summed up. */
const NEEDS = 40;
let later: number;
let server: TestServer;
test.beforeEach(async () => {
  later = untilMorning();
  server = await serveMorning(later);
});
test.afterEach(() => server.stop());
test.use({ actionTimeout: 10_000 });

const today = () => dayAt(Date.now() + later);
const propose = async (desk: Page): Promise<Plan> => {
  await desk.getByTestId('plan-propose').click();
  await expect(desk.getByTestId('plan-board')).toBeVisible();
  return planned(desk);
};

test('66 volunteers, 40 needs: planned and bent offline, sent, answered, mended, worked, summed up', async ({
  browser,
}) => {
  test.setTimeout(300_000); // six browsers take their time where two cores are shared
  const desk = await join(browser, server, 'desk', later);
  const client = await scriptedDesk(server);
  const names = new Map((await rows(desk, 'volunteer')).map(({ id, name }) => [String(id), String(name)]));
  expect(names.size).toBe(66);
  const nameOf = (id: string) => names.get(id) ?? '';
  await postUntil(client, desk, { day: today(), count: NEEDS });
  const numberOf = await numbers(desk);

  const plan = await test.step('plan, lock, swap and leave out without a network', async () => {
    await offline(desk.context(), true);
    await desk.reload();
    await goDesk(desk, '/desk/morning');
    const first = await propose(desk);
    expect(drafts(first).length + first.unmet.length).toBe(NEEDS);
    const { needs, met } = { needs: first.visits.length, met: first.visits.length - first.unmet.length };
    await expect(desk.getByTestId('plan-met')).toHaveText(`${met} / ${needs}`);

    // Two pairs are locked. Nothing else changes by it.
    const locked = drafts(first)
      .filter(({ team }) => team.every(({ by }) => by === 'proposed'))
      .slice(0, 2)
      .map(({ need, team }) => ({ need, volunteer: team[0]?.volunteer ?? '' }));
    for (const { need, volunteer } of locked) {
      await desk.getByTestId(`lock-${numberOf(need)}-${volunteer}`).click();
      await planned(desk);
      await expect(desk.getByTestId(`lock-${numberOf(need)}-${volunteer}`)).toHaveAttribute(
        'aria-pressed',
        'true',
      );
    }

    // One is swapped for somebody against whom nothing stands; the notice tells each change, and no other.
    const before = await planned(desk);
    const swapped = drafts(before).find(
      ({ need, team }) => team.length === 1 && !locked.some((pair) => pair.need === need),
    ) as Visit;
    const gone = swapped.team[0]?.volunteer ?? '';
    await desk.getByTestId(`swap-${numberOf(swapped.need)}-${gone}`).click();
    const choice = desk
      .locator('li:not(.hindered)')
      .getByTestId(/^choose-volunteer-/)
      .first();
    const chosen = ((await choice.getAttribute('data-testid')) ?? '').replace('choose-', '');
    await choice.click();
    await expect(desk.getByTestId('plan-change')).toContainText(nameOf(chosen));
    const after = await planned(desk);
    await expectTold(desk, before, after, { nameOf, numberOf });
    const bent = (plan: Plan) => {
      for (const { need, volunteer } of [...locked, { need: swapped.need, volunteer: chosen }])
        expect(partIn(plan, need, volunteer)?.by).toBe('locked');
      expect(partIn(plan, swapped.need, gone)).toBeUndefined();
    };
    bent(after);

    // Leaving a need out and taking it in again plans anew, twice; what was locked stays.
    const out = drafts(after).findLast(({ team }) => team.every(({ by }) => by === 'proposed')) as Visit;
    await desk
      .getByTestId(`out-${numberOf(out.need)}`)
      .first()
      .click();
    await expect(desk.getByTestId(`unmet-${numberOf(out.need)}`)).toHaveAttribute('data-why', 'left-out');
    bent(await planned(desk));
    await desk.getByTestId(`in-${numberOf(out.need)}`).click();
    await expect(desk.getByTestId(`unmet-${numberOf(out.need)}`)).toHaveCount(0);
    const last = await planned(desk);
    bent(last);

    // All of it is this desk's alone, and outlives a reload.
    await expect.poll(() => unsent(desk)).toBe(0);
    expect((await lacking(desk, today())).length).toBe(NEEDS);
    await desk.reload();
    await expect(desk.getByTestId('plan-board')).toBeVisible();
    expect(pairsOf((await planOn(desk)).plan)).toEqual(pairsOf(last));
    const [pair] = locked;
    await expect(desk.getByTestId(`lock-${numberOf(pair?.need ?? '')}-${pair?.volunteer}`)).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    return last;
  });

  await expectSheets(desk, plan);

  const { team, single, busy } = castOf(plan);
  const [one, other] = team.people as [string, string];
  const phones = new Map<string, Page>();
  const phoneOf = async (id: string): Promise<Page> => {
    const phone = phones.get(id) ?? (await enrol(browser, client, id));
    phones.set(id, phone);
    return phone;
  };

  await test.step('send: written down offline, heard once there is a network', async () => {
    for (const id of [one, other, single.volunteer, busy.volunteer]) {
      const phone = await phoneOf(id);
      await expect(phone.getByTestId('today')).toBeVisible();
      for (const visit of visitsOf(plan, id))
        await expect(phone.getByTestId(`offer-${numberOf(visit.need)}`)).toHaveCount(0);
    }
    await desk.getByTestId('plan-send').click();
    await expect(desk.getByTestId('plan-sent')).toBeVisible();
    const fresh = plan.visits.flatMap(({ team }) =>
      team.filter(({ by }) => by === 'proposed' || by === 'locked'),
    );
    await expect.poll(() => unsent(desk)).toBeGreaterThanOrEqual(fresh.length);
    await offline(desk.context(), false);
    await heard(desk);
    // Where nothing is open any more, the line that a stop has left can still be hit.
    const lines = desk.getByTestId(/^stop-/).getByRole('link');
    const heights = await lines.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(0);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
  });

  await test.step('four phones show their day and answer', async () => {
    for (const id of [one, other, single.volunteer, busy.volunteer]) {
      const phone = await phoneOf(id);
      for (const visit of visitsOf(plan, id)) {
        const offer = phone.getByTestId(`offer-${numberOf(visit.need)}`);
        await expect(offer).toContainText('今天');
        await expect(offer).toContainText(clockAt(visit.startsAt));
        if (id !== single.volunteer) await offer.getByTestId('accept').click();
        else await offer.getByTestId('decline').click();
      }
      await heard(phone);
    }
    // The team knows its own; whoever has two visits sees them in the order in which he goes.
    for (const [id, mate] of [
      [one, other],
      [other, one],
    ] as const)
      await expect((await phoneOf(id)).getByTestId(`task-${numberOf(team.need)}`)).toContainText(
        nameOf(mate),
      );
    const day = visitsOf(plan, busy.volunteer).map(({ need }) => numberOf(need));
    const tasks = (await phoneOf(busy.volunteer)).getByTestId('tasks').getByTestId(/^task-/);
    const order = () => tasks.evaluateAll((all) => all.map((each) => each.getAttribute('data-testid') ?? ''));
    await expect
      .poll(async () => (await order()).filter((each) => day.some((number) => each === `task-${number}`)))
      .toEqual(day.map((number) => `task-${number}`));
  });

  await test.step('one has declined: the desk offers a repair, one tap asks, he accepts', async () => {
    const number = numberOf(single.need);
    const row = desk.getByTestId(`mend-${number}`);
    await expect(row).toHaveAttribute('data-what', 'declined');
    await expect(row).toContainText(nameOf(single.volunteer));
    await desk.getByTestId(`mend-ask-${number}`).click();
    await expect(row).toHaveCount(0);
    await heard(desk);
    const asked = (await needOf(desk, single.need)).assignments.filter(({ status }) => status === 'offered');
    expect(asked).toHaveLength(1);
    const [{ volunteer = '', startsAt = 0 } = {}] = asked as { volunteer: string; startsAt: number }[];
    expect(volunteer).not.toBe(single.volunteer);
    const phone = await phoneOf(volunteer);
    const offer = phone.getByTestId(`offer-${number}`);
    await expect(offer).toContainText(clockAt(startsAt));
    await offer.getByTestId('accept').click();
    await heard(phone);
    await expect
      .poll(async () => (await needOf(desk, single.need)).assignments.map(({ status }) => status).sort())
      .toEqual(['accepted', 'declined']);
  });

  await expectSheets(desk, plan);

  await test.step('work is begun and ended without a network, and heard later', async () => {
    const [first] = visitsOf(plan, busy.volunteer);
    const work = [
      [one, team.need],
      [other, team.need],
      [busy.volunteer, first?.need ?? ''],
    ] as const;
    for (const [id, need] of work) {
      const phone = await phoneOf(id);
      await offline(phone.context(), true);
      await openTask(phone, numberOf(need));
      await phone.getByTestId('start').click();
      await phone.getByTestId('finish').click();
      await phone.getByTestId('result-done').getByRole('button').click();
      await phone.getByTestId('finish-confirm').click();
      await expect(phone.getByTestId('my-status')).toHaveAttribute('data-status', 'finished');
      await expect.poll(() => unsent(phone)).toBeGreaterThan(0);
    }
    expect((await needOf(desk, team.need)).assignments.every(({ status }) => status === 'accepted')).toBe(
      true,
    );
    for (const [id] of work) {
      const phone = await phoneOf(id);
      await offline(phone.context(), false);
      await heard(phone);
    }
    for (const [id, need] of work)
      await expect
        .poll(
          async () =>
            (await needOf(desk, need)).assignments.find(({ volunteer }) => volunteer === id)?.status,
        )
        .toBe('finished');
  });

  await test.step('the evening counts what really happened', async () => {
    await goDesk(desk, '/desk/evening');
    const given = await givenOn(desk, today());
    for (const id of [one, other, busy.volunteer]) expect(given.helpers).toContain(id);
    expect(given.helpers).not.toContain(single.volunteer);
    await expect(desk.getByTestId('evening-helpers')).toHaveText(String(given.helpers.size));
    await expect(desk.getByTestId('evening-hours')).toHaveText(String(Math.round(given.minutes / 6) / 10));
    await expect(desk.getByTestId('evening-done')).toHaveText(String(given.done));
    await expect(desk.getByTestId('evening-thanks')).toContainText(nameOf(one));
  });
});

test('a task is dragged onto somebody else, taken back, and outlives a reload', async ({ browser }) => {
  const desk = await visit(browser, server, 'desk', later);
  const numberOf = await numbers(desk);
  await goDesk(desk, '/desk/morning');
  const before = await propose(desk);
  const [task, from, to] = await movable(desk, before);
  const stop = desk.getByTestId(`stop-${numberOf(task.need)}-${from}`);
  await drag(desk, stop, desk.getByTestId(`person-${to}`));
  await expect(desk.getByTestId(`stop-${numberOf(task.need)}-${to}`)).toBeVisible();
  await expect(stop).toHaveCount(0);
  const dragged = await planned(desk);
  expect(partIn(dragged, task.need, to)?.by).toBe('locked');
  await desk.reload();
  await expect(desk.getByTestId(`stop-${numberOf(task.need)}-${to}`)).toBeVisible();
  expect(pairsOf((await planOn(desk)).plan)).toEqual(pairsOf(dragged));

  // What was dragged in this visit to the page can be taken back.
  const again = drafts(dragged).find(({ need, team }) => need !== task.need && team.length === 1) as Visit;
  const whose = again.team[0]?.volunteer ?? '';
  await desk.getByTestId(`out-${numberOf(again.need)}`).click();
  await expect(desk.getByTestId(`stop-${numberOf(again.need)}-${whose}`)).toHaveCount(0);
  await planned(desk);
  await desk.getByTestId('plan-undo').click();
  await expect(desk.getByTestId(`stop-${numberOf(again.need)}-${whose}`)).toBeVisible();
  await expect.poll(async () => pairsOf((await planOn(desk)).plan)).toEqual(pairsOf(dragged));
  await expect(desk.getByTestId('plan-send')).toBeEnabled();
});

test('where no plan can be made it is said, and what is there stays', async ({ browser }) => {
  const desk = await join(browser, server, 'desk', later);
  const numberOf = await numbers(desk);
  await goDesk(desk, '/desk/morning');
  const plan = await propose(desk);

  // The planning part of the app is lost from the device, and there is no network to fetch it.
  await offline(desk.context(), true);
  await desk.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        if (request.url.includes('plan.worker')) await cache.delete(request);
    }
  });
  const devtools = await desk.context().newCDPSession(desk);
  await devtools.send('Network.clearBrowserCache');
  await desk.reload();
  await expect(desk.getByTestId('plan-board')).toBeVisible();
  const failed = desk.getByText('没能做出方案');
  const [visit] = drafts(plan);
  const fresh = visit?.team.find(({ by }) => isNew(by))?.volunteer ?? '';
  const lock = desk.getByTestId(`lock-${numberOf(visit?.need ?? '')}-${fresh}`);
  for (const tap of [lock, desk.getByTestId('plan-propose')]) {
    await tap.click();
    await expect(failed).toBeVisible();
    await expect(desk.getByTestId('plan-board')).toHaveAttribute('aria-busy', 'false');
    await expect(lock).toHaveAttribute('aria-pressed', 'false');
    expect(pairsOf((await planOn(desk)).plan)).toEqual(pairsOf(plan));
  }

  await offline(desk.context(), false);
  await lock.click();
  await expect(lock).toHaveAttribute('aria-pressed', 'true');
  await planned(desk);
  await expect(failed).toHaveCount(0);
});

/** A phone of his own for one volunteer, by an invitation from the scripted desk. */
async function enrol(browser: Parameters<typeof enter>[0], client: Client, volunteer: string): Promise<Page> {
  const code = await client.invite({ role: 'volunteer', area: 'village', volunteer, name: volunteer });
  return enter(browser, `${server.url}/join#${code}`, 'phone', later);
}

/** A task that one person has alone, and somebody else of the plan who could do it. */
async function movable(desk: Page, plan: Plan): Promise<[task: Visit, from: string, to: string]> {
  const people = (await rows(desk, 'volunteer')) as { id: string; skills: string[] }[];
  const out = people.filter(({ id }) => visitsOf(plan, id).length > 0);
  for (const task of drafts(plan).filter(({ team }) => team.length === 1)) {
    const { places } = await needOf(desk, task.need);
    const from = task.team[0]?.volunteer ?? '';
    const able = ({ id, skills }: (typeof out)[number]) =>
      id !== from && places.every(({ skill }) => !skill || skills.includes(skill));
    const to = out.find(able)?.id;
    if (to) return [task, from, to];
  }
  throw new Error('nobody could take over anything');
}

/** Two of one team, one who goes alone, and one who goes twice: nobody of them has anything but drafts that day. */
function castOf(plan: Plan) {
  const only = (id: string) => visitsOf(plan, id).every(({ team }) => team.every(({ by }) => isNew(by)));
  const days = new Map(
    plan.visits.flatMap(({ team }) => team.map(({ volunteer }) => [volunteer, visitsOf(plan, volunteer)])),
  );
  const team = drafts(plan).find(
    ({ team }) => team.length === 2 && team.every(({ volunteer }) => only(volunteer)),
  );
  const people = team?.team.map(({ volunteer }) => volunteer) ?? [];
  const free = [...days].filter(([id]) => only(id) && !people.includes(id));
  const single = free.find(([, visits]) => visits.length === 1 && visits[0]?.team.length === 1);
  const busy = free.find(([id, visits]) => visits.length > 1 && id !== single?.[0]);
  if (!team || !single || !busy) throw new Error('the plan has nobody for these parts');
  return {
    team: { need: team.need, people },
    single: { volunteer: single[0], need: single[1][0]?.need ?? '' },
    busy: { volunteer: busy[0] },
  };
}

/** Cards out of sight are laid out only when they are scrolled to, so the pointer is left out: these are the browser's own events. */
async function drag(desk: Page, from: Locator, to: Locator): Promise<void> {
  const dataTransfer = await desk.evaluateHandle(() => new DataTransfer());
  await from.dispatchEvent('dragstart', { dataTransfer });
  await to.dispatchEvent('dragover', { dataTransfer });
  await to.dispatchEvent('drop', { dataTransfer });
  await from.dispatchEvent('dragend', { dataTransfer });
}

const isNew = (by: string) => by === 'proposed' || by === 'locked';
const visitsOf = ({ visits }: Plan, id: string): Visit[] =>
  visits
    .filter(({ team }) => team.some(({ volunteer }) => volunteer === id))
    .sort((a, b) => a.startsAt - b.startsAt);
const partIn = ({ visits }: Plan, need: string, volunteer: string) =>
  visits.find((visit) => visit.need === need)?.team.find((part) => part.volunteer === volunteer);

async function numbers(desk: Page): Promise<(need: string) => string> {
  const found = new Map((await rows(desk, 'need')).map(({ id, number }) => [String(id), String(number)]));
  return (need) => found.get(need) ?? '';
}

async function needOf(desk: Page, id: string): Promise<Need> {
  const found = ((await rows(desk, 'need')) as unknown as Need[]).find((each) => each.id === id);
  if (!found) throw new Error(`the desk has no need ${id}`);
  return found;
}
