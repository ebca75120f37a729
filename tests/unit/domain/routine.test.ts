import { describe, expect, test } from 'vitest';
import { erasure } from '$lib/domain/erasure.ts';
import { project } from '$lib/domain/project.ts';
import { daysOf, recurs } from '$lib/domain/routine/recur.ts';
import { row } from '$lib/domain/row.ts';
import * as v from '../../support/village.ts';

const from = '2025-07-01'; // a Tuesday
const days = (rule: string, first = from, last = '2025-09-01', more: { until?: string } = {}) =>
  daysOf({ rule, from, ...more }, first, last)
    .map((day) => day.slice(5))
    .join(' ');

describe('the days of a routine', () => {
  test.each([
    ['every Friday', 'FREQ=WEEKLY;BYDAY=FR', '07-04 07-11 07-18 07-25 08-01'],
    [
      'Tuesday and Friday, every two weeks',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR',
      '07-01 07-04 07-15 07-18 07-29 08-01',
    ],
    ['every month on the first day', 'FREQ=MONTHLY;BYMONTHDAY=1', '07-01 08-01'],
    ['the last Friday of a month', 'FREQ=MONTHLY;BYDAY=-1FR', '07-25'],
    ['three times', 'FREQ=DAILY;COUNT=3', '07-01 07-02 07-03'],
    ['the 31st, or a shorter month’s last', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1', '07-31'],
  ])('%s', (_, rule, then) => {
    expect(days(rule, from, '2025-08-01')).toBe(then);
  });

  test('count from the first day, however late one looks, and end with the last', () => {
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2025-07-16', '2025-08-12')).toBe('07-29 08-12');
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2025-06-01', '2025-07-20')).toBe('07-01 07-15');
    expect(days('FREQ=DAILY', from, '2025-07-09', { until: '2025-07-03' })).toBe('07-01 07-02 07-03');
    expect(days('FREQ=DAILY', '2025-07-05', '2025-07-04')).toBe('');
  });

  test('are few where few are asked for', () => {
    expect(daysOf({ rule: 'FREQ=DAILY', from }, from, '2035-01-01', 3)).toEqual([
      '2025-07-01',
      '2025-07-02',
      '2025-07-03',
    ]);
  });
});

describe('a rule', () => {
  test.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TH',
    'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU;WKST=MO',
    'FREQ=YEARLY',
    'FREQ=MONTHLY;BYDAY=2TU',
  ])('%s is one', (rule) => {
    expect(recurs({ rule, from })).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['no frequency', 'INTERVAL=2'],
    ['more often than daily', 'FREQ=HOURLY'],
    ['more than once a day', 'FREQ=DAILY;BYHOUR=8,17'],
    ['an interval that never gets anywhere', 'FREQ=DAILY;INTERVAL=0'],
    ['an interval that runs backwards', 'FREQ=DAILY;INTERVAL=-1'],
    ['a day that no week has', 'FREQ=WEEKLY;BYDAY=XX'],
    ['the 30th of February', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    ['a first Friday that is the 31st', 'FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=31'],
    ['every seventh day that is another weekday', 'FREQ=DAILY;INTERVAL=7;BYDAY=WE'],
    ['a frequency that every object has', 'FREQ=constructor'],
    ['a part that nobody knows', 'FREQ=DAILY;FOO=1'],
    ['one part twice', 'FREQ=DAILY;FREQ=WEEKLY'],
    ['a part of every object', 'FREQ=DAILY;constructor=1'],
    ['a beginning of its own', 'DTSTART:20250701\nRRULE:FREQ=DAILY'],
    ['more than anybody writes', `FREQ=WEEKLY;BYDAY=${Array.from({ length: 90 }, () => 'FR').join(',')}`],
  ])('%s is none', (_, rule) => {
    expect(recurs({ rule, from })).toBe(false);
    expect(daysOf({ rule, from }, from, '2025-08-01')).toEqual([]);
  });

  test('without a day between the first and the last is none, and that is known at once', () => {
    const began = performance.now();
    expect(recurs({ rule: 'FREQ=WEEKLY;BYDAY=FR', from, until: '2025-07-03' })).toBe(false);
    expect(recurs({ rule: 'FREQ=WEEKLY;BYDAY=FR', from, until: '2025-07-04' })).toBe(true);
    const february = '2025-02-01';
    expect(recurs({ rule: 'FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30', from: february })).toBe(false);
    expect(recurs({ rule: 'FREQ=MONTHLY;INTERVAL=48;BYDAY=5TH', from: february })).toBe(false);
    for (const far of ['1999-12-31', '9999-12-31'])
      expect(recurs({ rule: 'FREQ=DAILY', from: far, until: '9999-12-31' })).toBe(false);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('what is said of a routine', () => {
  test('is kept, changed and ended, and what ended does not come back', () => {
    const village = v.village();
    expect(village.say(v.desk, 'routine.keep', v.routine()).ok).toBe(true);
    expect(village.say(v.desk, 'routine.keep', v.routine({ paused: true })).ok).toBe(true);
    expect(village.get('routine', 'routine')).toMatchObject({ paused: true, household: v.secrets.household });
    expect(village.say(v.desk, 'routine.end', { id: 'routine' }).ok).toBe(true);
    expect(village.get('routine', 'routine')).toMatchObject({ endedAt: v.NOW });
    expect(village.say(v.desk, 'routine.end', { id: 'routine' }, v.NOW + 1).ok).toBe(true);
    expect(village.get('routine', 'routine')).toMatchObject({ endedAt: v.NOW });
    expect(village.say(v.desk, 'routine.keep', v.routine())).toEqual({ ok: false, code: 'not-there' });
  });

  test('holds no word about the household once it has ended', () => {
    const village = v.village();
    village.say(v.desk, 'routine.keep', v.routine({ spot: v.secrets.place }));
    village.say(v.desk, 'routine.end', { id: 'routine' });
    expect(JSON.stringify(village.get('routine', 'routine'))).not.toMatch(/SECRET/);
  });

  test.each([
    ['a service that is not there', { service: 'none' }, 'unknown-service'],
    ['a first day after the last', { until: '2025-06-30' }, 'bad-dates'],
    ['nobody in the team', { places: [] }, 'bad-team'],
    ['another village', { area: 'next-grid' }, 'other-area'],
  ])('is refused for %s', (_, more, code) => {
    const village = v.village();
    village.say(v.desk, 'routine.keep', v.routine());
    expect(village.say(v.townshipDesk, 'routine.keep', v.routine(more))).toEqual({ ok: false, code });
  });

  test('goes with its household', () => {
    const known = [
      row('routine', v.routine()),
      row('routine', v.routine({ id: 'other', household: 'other' })),
    ];
    const { rows } = erasure(v.secrets.household, known, v.NOW);
    expect(rows.map(({ id }) => id)).toEqual(['routine']);
    expect(rows[0]?.body).toMatchObject({ endedAt: v.NOW });
    expect(JSON.stringify(rows)).not.toMatch(/SECRET/);
  });

  test('is seen by the desks that look after its area, and by no kiosk and no phone (V9)', () => {
    const village = v.village();
    const seen = (who: typeof v.desk) => project(row('routine', v.routine()), who, village) !== undefined;
    expect([v.desk, v.townshipDesk, v.administrator].map(seen)).toEqual([true, true, true]);
    expect([v.kiosk, v.phone('aman'), v.phone('bek'), v.nextDesk, v.gridDesk].map(seen)).toEqual(
      Array.from({ length: 5 }, () => false),
    );
  });

  test('does not reach helpers by way of a need of it, nor does the hour at which a fellow was last heard', () => {
    const escalations = [{ to: 'grid1', at: v.NOW, why: 'holder-offline' as const, heardAt: 123_456 }];
    const need = row('need', v.team(1, { routine: 'routine', escalations }));
    for (const who of [v.kiosk, v.phone('aman')]) {
      const text = JSON.stringify(project(need, who, v.village()));
      expect(text).toContain('holder-offline');
      expect(text).not.toMatch(/123456|"routine"/);
    }
    expect(project(need, v.desk, v.village())).toEqual(need);
  });
});
