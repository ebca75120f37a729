import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seat } from '$lib/domain/need/team.ts';

describe('seating a team', () => {
  test('an empty team is seated', () => {
    expect(seat([], 0)).toEqual([]);
    expect(seat([], 4)).toEqual([]);
  });

  test('nobody sits where he cannot work', () => {
    expect(seat([[]], 4)).toBeNull();
    expect(seat([[4]], 4)).toBeNull();
  });

  test('whoever sits already moves over, so that the one mower place goes to the one with a mower', () => {
    expect(seat([[0, 1], [0]], 2)).toEqual([1, 0]);
  });

  test('moving over goes along a chain of helpers', () => {
    expect(seat([[0, 1], [1, 2], [2, 3], [0]], 4)).toEqual([1, 2, 3, 0]);
  });

  test('three without a mower and one more without a mower leave one standing', () => {
    const withoutMower = [1, 2, 3];
    expect(seat([withoutMower, withoutMower, withoutMower, withoutMower], 4)).toBeNull();
    expect(seat([withoutMower, withoutMower, withoutMower, [1, 2, 3, 0]], 4)?.at(3)).toBe(0);
  });

  test('agrees with trying everything, and never seats two on one place', () => {
    const helpers = fc.array(fc.uniqueArray(fc.nat(5), { maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(helpers, fc.nat(5), (can, places) => {
        const seats = seat(can, places);
        expect(seats !== null).toBe(canAllSit(can, places, new Set()));
        if (seats === null) return;
        expect(new Set(seats).size).toBe(can.length);
        seats.forEach((place, helper) => {
          expect(place).toBeLessThan(places);
          expect(can[helper]).toContain(place);
        });
      }),
      { numRuns: 1000 },
    );
  });
});

function canAllSit([first, ...others]: number[][], places: number, taken: Set<number>): boolean {
  if (!first) return true;
  return first.some(
    (place) => place < places && !taken.has(place) && canAllSit(others, places, new Set([...taken, place])),
  );
}
