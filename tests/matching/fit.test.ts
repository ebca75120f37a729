import { describe, expect, test } from 'vitest';
import * as rule from '$lib/matching/fit.ts';
import type { Helper, Task } from '$lib/matching/fit.ts';
import { weekProblem } from '$lib/matching/pairs.ts';
import { reasonsFor } from '$lib/matching/reasons.ts';
import { Ground } from '$lib/matching/village.ts';
import { madeVillage } from '../support/village-maker.ts';
import { ask, village } from '../support/morning.ts';
import { mower, hand, volunteer } from '../support/village.ts';

const helper: Helper = {
  ...{ id: 'bek', x: 0, y: 0, speed: 12, reach: 60, skills: 0b1, tools: 0b1, traits: 0 },
  ...{ halves: 0b01, minutes: 240, agreed: 0, room: 240 },
};
const task: Task = {
  ...{ id: 'a', x: 2, y: 0, places: [{ skill: 0b1, tool: 0b1 }], halves: 0b11, minutes: 60 },
  ...{ weight: 500, wishes: [], known: [] },
};
const trip = 2 + 13; // 2 km, a third longer by road, at 12 km/h

describe('every rule forbids by itself', () => {
  test('a pair that keeps them all costs its way, there and back', () => {
    expect(rule.fit(helper, task)).toEqual({
      allowed: true,
      cost: 2 * trip,
      minutes: 60 + 2 * trip,
      mask: 1,
    });
  });

  const broken: [because: rule.Rule, helper: Partial<Helper>, task: Partial<Task>][] = [
    ['skill', { skills: 0 }, {}],
    ['tool', { tools: 0 }, {}],
    ['halves', { halves: 0b100 }, {}],
    ['wish', {}, { wishes: [{ trait: 1, must: true, points: 0 }] }],
    ['reach', { reach: trip - 1 }, {}],
    ['hours', { room: 60 + 2 * trip - 1 }, {}],
  ];
  test.each(broken)('%s', (because, less, more) => {
    expect(rule.fit({ ...helper, ...less }, { ...task, ...more })).toEqual({ allowed: false, because });
  });

  test('each at its very edge allows', () => {
    const edge = { ...helper, reach: trip, room: 60 + 2 * trip };
    expect(rule.fit(edge, task).allowed).toBe(true);
  });
});

describe('every preference costs by itself', () => {
  const cost = (other: Partial<Task>) => {
    const found = rule.fit(helper, { ...task, ...other });
    return found.allowed ? found.cost - 2 * trip : undefined;
  };

  test('somebody else than whom the household knows', () => {
    expect(cost({ known: ['chen'] })).toBe(10);
    expect(cost({ known: ['chen', 'bek'] })).toBe(0);
  });

  test('a wish that is not met', () => {
    expect(cost({ wishes: [{ trait: 1, must: false, points: 7 }] })).toBe(7);
  });

  test('a week that is fuller: nothing to the half of it, more from there, much more above four fifths', () => {
    const left = (minutes: number) => rule.loadPoints(helper, minutes);
    expect(left(120)).toBe(0);
    expect(left(60)).toBeCloseTo(6);
    expect(left(0)).toBeCloseTo(12 + 0.3 * 48);
  });
});

describe('the rules are one set', () => {
  test.each([1, 2, 3])(
    'the search may choose exactly the pairs that the rules allow, at their cost: %i',
    (seed) => {
      const ground = new Ground(madeVillage(seed, { volunteers: 20, needs: 15, lively: 0.3 }));
      const { pairStart, volunteer: at, cost } = weekProblem(ground.helpers, ground.tasks, ground.bend);
      let count = 0;
      ground.tasks.forEach((task, j) => {
        const pairs = new Map<string, number>();
        for (let e = pairStart[j]!; e < pairStart[j + 1]!; e++)
          pairs.set(ground.helpers[at[e]!]!.id, cost[e]!);
        for (const helper of ground.helpers) {
          const found = rule.fit(helper, task);
          const bent = ground.bend(helper, task);
          expect(pairs.get(helper.id)).toBe(found.allowed && bent !== null ? found.cost + bent : undefined);
          count++;
        }
      });
      expect(count).toBeGreaterThan(0);
    },
  );

  test('the reasons for a pair say what holds, the weightiest first', () => {
    const aman = volunteer('aman', { skills: ['hay'], tools: ['mower', 'scythe'], area: 'group2' });
    const need = ask('a', { places: [mower, hand], household: 'house' });
    const known = new Map([['house', ['aman']]]);
    const ground = new Ground(village({ volunteers: [aman, volunteer('bek')], needs: [need], known }));
    expect(reasonsFor(ground, need, 'aman')).toEqual([
      { why: 'known' },
      { why: 'skill', skill: 'hay' },
      { why: 'tool', tool: 'mower' },
      { why: 'near', steps: 4 },
      { why: 'hours', minutes: 0, of: 240 },
    ]);
    expect(reasonsFor(ground, need, 'bek').map(({ why }) => why)).toEqual(['near', 'hours']);
    expect(reasonsFor(ground, need, 'nobody')).toEqual([]);
  });
});
