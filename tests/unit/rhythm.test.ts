import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysOf, recurs } from '$lib/domain/routine/recur.ts';
import { everies, rhythmOf, rhythmWords, ruleOf } from '$lib/ui/desk/rhythm.ts';

const from = '2026-01-30'; // a Friday
const rule = (every: (typeof everies)[number], ...weekdays: number[]) => ruleOf({ every, weekdays }, from);

describe('what is chosen by big buttons', () => {
  test.each([
    ['week', [4, 0], 'FREQ=WEEKLY;BYDAY=MO,FR'],
    ['two-weeks', [4], 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'],
    ['four-weeks', [6], 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU'],
    ['day', [4], 'FREQ=DAILY'],
    ['month', [4], 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
  ] as const)('%s on %s', (every, weekdays, then) => {
    expect(rule(every, ...weekdays)).toBe(then);
  });

  test('is always a rule that has days, and is read again as it was chosen', () => {
    const weekdays = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 });
    const day = fc
      .integer({ min: 0, max: 3000 })
      .map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.constantFrom(...everies), weekdays, day, (every, weekdays, from) => {
        const rule = ruleOf({ every, weekdays }, from);
        expect(recurs({ rule, from })).toBe(true);
        const weekly = every !== 'day' && every !== 'month';
        expect(rhythmOf(rule)).toEqual({ every, weekdays: weekly ? weekdays.sort((a, b) => a - b) : [] });
      }),
      { numRuns: 50 },
    );
  });

  test('by the month comes on the last day where a month is too short', () => {
    expect(daysOf({ rule: rule('month'), from }, from, '2026-04-30').map((day) => day.slice(5))).toEqual([
      '01-30',
      '02-28',
      '03-30',
      '04-30',
    ]);
  });
});

test('a rule that was not made here is shown as it is, not taken for another', () => {
  for (const other of ['FREQ=WEEKLY;INTERVAL=3;BYDAY=FR', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=DAILY;COUNT=3']) {
    expect(rhythmOf(other)).toBeUndefined();
    expect(rhythmWords('en', other)).toContain(other);
  }
  expect(rhythmWords('zh-CN', 'FREQ=WEEKLY;BYDAY=MO,FR')).toContain('星期一、星期五');
});
