import { describe, expect, test } from 'vitest';
import { groundOf } from '$lib/matching/ground.ts';
import { MorningSearch } from '$lib/matching/morning.ts';
import { faults } from '../support/plan-checker.ts';
import { madeVillage } from '../support/village-maker.ts';

describe('no plan breaks a rule', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('village %i', (seed) => {
    const village = madeVillage(seed);
    const promised = { village, spots: groundOf(village.areas.values()) };
    const search = new MorningSearch(village, { seed, moves: 2000 });
    let last = Infinity;
    do {
      if (search.plan.points === last) continue;
      expect(search.plan.points).toBeLessThanOrEqual(last);
      last = search.plan.points;
      expect(faults(search.plan, promised)).toEqual([]);
    } while (search.step());
  });
});
