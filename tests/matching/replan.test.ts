import { describe, expect, test } from 'vitest';
import { daysAfter } from '$lib/domain/days.ts';
import {
  commandsOf,
  difference,
  openPlaces,
  straight,
  type Bends,
  type Plan,
} from '$lib/domain/plan/plan.ts';
import { fits } from '$lib/domain/volunteer/volunteer.ts';
import { groundOf } from '$lib/matching/ground.ts';
import { MorningSearch } from '$lib/matching/morning.ts';
import type { Village } from '$lib/matching/village.ts';
import { faults } from '../support/plan-checker.ts';
import { madeVillage, office, phoneOf, worldOf } from '../support/village-maker.ts';

const seeds = [1, 2, 3, 4, 5, 6];

/** A village of 40 and what was planned for it, with a visit that is the plan's own from its first helper to its last. */
function morning(seed: number) {
  const village = madeVillage(300 + seed, { volunteers: 40, needs: 25, lively: 0.2, hour: 7 });
  const before = planned(village);
  const own = before.visits.filter(({ team }) => team.every(({ by }) => by === 'proposed'));
  const visit = own[seed % own.length]!;
  const need = village.needs.find(({ id }) => id === visit.need)!;
  return { village, before, visit, need, helper: visit.team[0]!.volunteer };
}

/** The plan, after a look at the first one, which changes nothing that it can leave. */
function planned(village: Village, bends: Bends = straight, before?: Plan): Plan {
  const search = new MorningSearch(village, { seed: 1, moves: 8000, bends, ...(before && { before }) });
  const first = search.plan;
  while (search.step());
  expect(faults(search.plan, { village, bends, spots: groundOf(village.areas.values()) })).toEqual([]);
  firsts.set(search.plan, first);
  return search.plan;
}

/** What the needs weigh that a plan leaves unmet: by urgency, and by the people they ask for. */
function undone({ unmet }: Plan, { needs, day, now }: Village): number {
  const weights = unmet.map(({ need: id }) => {
    const need = needs.find((each) => each.id === id)!;
    const late = need.until <= day || need.takeBy < now || need.escalations.length > 0;
    const level = need.urgent ? 8 : late ? 4 : need.until <= daysAfter(day, 1) ? 2 : 1;
    return level * (1 + openPlaces(need).length);
  });
  return weights.reduce((sum, each) => sum + each, 0);
}

const firsts = new WeakMap<Plan, Plan>();

/**
 * What has changed, printed. Elsewhere than at the needs that are touched, and at needs that nobody had, something may have
 * changed only if what is unmet weighs less by it than it does without.
 */
function changed(
  what: string,
  { village, before }: { village: Village; before: Plan },
  after: Plan,
  touched: readonly string[],
) {
  const { came, left, moved } = difference(before, after);
  const pairs = before.visits.reduce((sum, { team }) => sum + team.length, 0);
  console.info(`${what}: ${came.length} came, ${left.length} left, ${moved.length} moved, of ${pairs} pairs`);
  const first = firsts.get(after)!;
  const elsewhere = (plan: Plan) => {
    const all = difference(before, plan);
    const nobodyHad = before.unmet.map(({ need }) => need);
    const others = [...all.left, ...all.moved, ...all.came.filter(({ need }) => !nobodyHad.includes(need))];
    return others.filter(({ need }) => !touched.includes(need));
  };
  expect(elsewhere(first)).toEqual([]);
  if (elsewhere(after).length > 0) expect(undone(after, village)).toBeLessThan(undone(first, village));
  return { came, left, moved };
}

describe('a plan that is made again', () => {
  test.each(seeds)('is the same when nothing has changed: %i', (seed) => {
    const { village, before } = morning(seed);
    const after = changed('nothing', { village, before }, planned(village, straight, before), []);
    expect([after.came, after.left, after.moved]).toEqual([[], [], []]);
  });

  test.each(seeds)('when one pair is barred, changes that team and no other: %i', (seed) => {
    const { village, before, need, helper } = morning(seed);
    const bends = { ...straight, barred: [{ need: need.id, volunteer: helper }] };
    const { left } = changed('one pair barred', { village, before }, planned(village, bends, before), [
      need.id,
    ]);
    expect(left).toContainEqual({ need: need.id, volunteer: helper });
  });

  test.each(seeds)('when one helper is insisted on, changes that team and no other: %i', (seed) => {
    const { village, before } = morning(seed);
    const busy = new Set(before.visits.flatMap(({ team }) => team.map(({ volunteer }) => volunteer)));
    const home = (area: string) => village.areas.get(area)?.home;
    const idle = village.volunteers.filter(({ id, status }) => !busy.has(id) && status === 'active');
    const [pair] = before.visits.flatMap(({ need: id, team }) => {
      const need = village.needs.find((each) => each.id === id)!;
      if (team.some(({ by }) => by !== 'proposed')) return [];
      const able = idle.filter(
        (one) => home(one.area) === home(need.area) && fits(one, need.places).length === need.places.length,
      );
      return able.map((one) => ({ need: id, volunteer: one.id }));
    });
    const after = planned(village, { ...straight, locked: [pair!] }, before);
    const { came } = changed('one insisted on', { village, before }, after, [pair!.need]);
    expect(came).toContainEqual(pair);
  });

  test.each(seeds)('when one helper is away, changes the teams he was in and no other: %i', (seed) => {
    const { village, before, helper } = morning(seed);
    const touched = before.visits
      .filter(({ team }) => team.some(({ volunteer }) => volunteer === helper))
      .map(({ need }) => need);
    const volunteers = village.volunteers.map((one) =>
      one.id === helper ? { ...one, awayUntil: village.day } : one,
    );
    const after = planned({ ...village, volunteers }, straight, before);
    const { left } = changed('one away', { village, before }, after, touched);
    expect(left.some(({ volunteer }) => volunteer === helper)).toBe(true);
  });

  test.each(seeds)(
    'when something urgent comes, takes no more people from others than it asks for: %i',
    (seed) => {
      const { village, before, need } = morning(seed);
      const urgent = { ...need, id: 'urgent', number: '7-999', urgent: true };
      const now = { ...village, needs: [...village.needs, urgent] };
      const after = planned(now, straight, before);
      const { came, left } = changed(
        `an urgent need for ${need.places.length}`,
        { village: now, before },
        after,
        ['urgent'],
      );
      expect(after.visits.map((visit) => visit.need)).toContain('urgent');
      expect(came.length).toBe(need.places.length);
      expect(left.length).toBeLessThanOrEqual(need.places.length);
    },
  );
});

describe('a plan that was sent', () => {
  /** Sends the plan, lets everybody who was offered something say yes, and one helper no. */
  function sent(seed: number) {
    const { village, before, need, helper } = morning(seed);
    const told = worldOf(village);
    const needs = new Map(village.needs.map((each) => [each.id, each]));
    for (const command of commandsOf(before, needs, 'need.offer'))
      expect(told.say(office, command.name, command.args, village.now).ok).toBe(true);
    const now = village.needs.map(({ id }) => told.need(id));
    for (const { id, assignments } of now)
      for (const { volunteer, status } of assignments) {
        const one = village.volunteers.find((each) => each.id === volunteer)!;
        const says = id === need.id && volunteer === helper ? 'need.decline' : 'need.accept';
        if (status === 'offered') told.say(phoneOf(one), says, { id }, village.now);
      }
    const needsNow = village.needs.map(({ id }) => told.need(id));
    return { before, need, helper, village: { ...village, needs: needsNow } };
  }

  test.each(seeds)('moves nobody when one declines: %i', (seed) => {
    const { before, village, need, helper } = sent(seed);
    const after = planned(village, straight, before);
    const { left } = changed('one declined', { village, before }, after, [need.id]);
    expect(left.filter((pair) => pair.need !== need.id)).toEqual([]);
    expect(left).toContainEqual({ need: need.id, volunteer: helper });
  });

  test.each(seeds)('moves nobody either when it is planned afresh: %i', (seed) => {
    const { before, village, need } = sent(seed);
    const { left } = changed('one declined, planned afresh', { village, before }, planned(village), [
      need.id,
    ]);
    expect(left.filter((pair) => pair.need !== need.id)).toEqual([]);
  });

  test.each(seeds)('is what it was: everybody planned is in the team, with the time: %i', (seed) => {
    for (const as of ['need.offer', 'need.assign'] as const) {
      const village = madeVillage(400 + seed, { volunteers: 30, needs: 20 });
      const plan = planned(village);
      const told = worldOf(village);
      const commands = commandsOf(plan, new Map(village.needs.map((each) => [each.id, each])), as);
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands)
        expect(told.say(office, command.name, command.args, village.now)).toMatchObject({ ok: true });
      for (const { need, team, startsAt } of plan.visits.filter((each) =>
        each.team.some(({ by }) => by === 'proposed'),
      ))
        for (const { volunteer, by } of team) {
          const part = told.need(need).assignments.find((each) => each.volunteer === volunteer)!;
          expect(['offered', 'accepted', 'started']).toContain(part.status);
          if (by === 'proposed') expect(part.startsAt).toBe(startsAt);
          if (part.status !== 'started') expect(part.startsAt).toBeDefined();
        }
    }
  });
});
