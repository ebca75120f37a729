import { describe, expect, test } from 'vitest';
import { plant, type Area } from '$lib/domain/area/area.ts';
import { agreedMinutes, meantFor } from '$lib/matching/agreed.ts';
import { groundOf } from '$lib/matching/ground.ts';
import {
  bitsOf,
  freeBits,
  halfOf,
  minuteOf,
  minutesIn,
  momentOf,
  weekdayOf,
  windowOf,
} from '$lib/matching/hours.ts';
import { ask, at, WEDNESDAY } from '../support/morning.ts';
import { areas, assign, claim, finish, given, report, start } from '../support/village.ts';

describe('half-days', () => {
  test('the week begins on Monday, in Beijing', () => {
    expect(['2025-06-30', '2025-07-02', '2025-07-06'].map(weekdayOf)).toEqual([0, 2, 6]);
  });

  test('who names no half-day is free on any, others on those they name', () => {
    expect(freeBits([])).toBe(0b11111111111111);
    expect(freeBits(['mon-am', 'wed-pm'])).toBe(0b100001);
    expect(freeBits(['wed-am', 'wed-pm'])).toBe(bitsOf(WEDNESDAY));
  });

  test('their hours', () => {
    const [am, pm] = [bitsOf(WEDNESDAY, 'am'), bitsOf(WEDNESDAY, 'pm')];
    expect(windowOf(WEDNESDAY, am)).toEqual({ from: 570, until: 840 });
    expect(windowOf(WEDNESDAY, pm)).toEqual({ from: 930, until: 1200 });
    expect(windowOf(WEDNESDAY, am | pm)).toEqual({ from: 570, until: 1200 });
    expect(windowOf(WEDNESDAY, bitsOf('2025-07-03'))).toBeUndefined();
    expect([am, pm, am | pm, 0].map((bits) => minutesIn(WEDNESDAY, bits))).toEqual([270, 270, 540, 0]);
  });

  test('a moment and its minute', () => {
    expect(minuteOf(WEDNESDAY, momentOf(WEDNESDAY, 570))).toBe(570);
    expect(new Date(momentOf(WEDNESDAY, 570)).toISOString()).toBe('2025-07-02T01:30:00.000Z');
  });

  test('a visit rests at noon, unless it is longer than half a day', () => {
    const day = { earliest: 570, latest: 1140 };
    expect(halfOf(day, 60, 700)).toEqual({ earliest: 570, latest: 780 });
    expect(halfOf(day, 60, 781)).toEqual({ earliest: 930, latest: 1140 });
    expect(halfOf({ earliest: 800, latest: 1140 }, 60, 800)).toEqual({ earliest: 930, latest: 1140 });
    expect(halfOf({ earliest: 570, latest: 780 }, 60, 900)).toEqual({ earliest: 570, latest: 780 });
    expect(halfOf({ earliest: 570, latest: 900 }, 300, 700)).toEqual({ earliest: 570, latest: 900 });
  });
});

describe('where areas lie', () => {
  const point = (id: string, latitude: number, longitude: number): Area => ({
    ...plant({ id, level: 'grid', name: { 'zh-CN': id } }, areas.get('village')!),
    point: { latitude, longitude },
  });

  test('on the map: a hundredth of a degree is 1.1 km to the north, and less to the east', () => {
    const spots = groundOf([point('a', 43.9, 81.3), point('b', 43.91, 81.3), point('c', 43.9, 81.31)]);
    expect(spots.get('a')).toEqual({ x: 0, y: 0, mapped: true });
    expect(spots.get('b')!.y).toBeCloseTo(1.112);
    expect(spots.get('c')!.x).toBeCloseTo(0.801, 2);
  });

  test('off the map: beside the area above, further for a pasture than for a group, each somewhere else', () => {
    const spots = groundOf(areas.values());
    const away = (a: string, b: string) =>
      Math.hypot(spots.get(a)!.x - spots.get(b)!.x, spots.get(a)!.y - spots.get(b)!.y);
    expect(away('group1', 'grid1')).toBeCloseTo(0.4);
    expect(away('grid1', 'village')).toBeCloseTo(1);
    expect(away('pasture', 'village')).toBeCloseTo(12);
    expect(away('grid1', 'grid2')).toBeGreaterThan(0.1);
    expect([...spots.values()].some(({ mapped }) => mapped)).toBe(false);
  });
});

describe('what is agreed', () => {
  const minutes = (...needs: Parameters<typeof agreedMinutes>[0][]) =>
    agreedMinutes(
      needs.flatMap((each) => [...each]),
      WEDNESDAY,
      at(9),
    ).get('bek') ?? 0;

  test('counts what was given this week and what is promised, whatever became of the need', () => {
    const promised = given(ask('a'), claim('bek')).need;
    const done = given(
      ask('b', { minutes: 90 }),
      assign('bek'),
      start('bek'),
      finish('bek', 'done', 45),
    ).need;
    const late = given(ask('c'), assign('chen'), start('chen'), report('bek', 'done', 20)).need;
    const nextWeek = given(ask('d', { from: '2025-07-07', until: '2025-07-09' }), claim('bek')).need;
    const overdue = given(ask('e', { from: '2025-06-20', until: '2025-06-21' }), claim('bek')).need;
    expect(minutes([promised])).toBe(60);
    expect(minutes([promised, done])).toBe(60 + 45);
    expect(minutes([promised, done, late])).toBe(60 + 45 + 20);
    expect(minutes([nextWeek])).toBe(0);
    expect(minutes([overdue])).toBe(60);
  });

  test('a time binds to its day until that day is over', () => {
    const meant = (startsAt: number | undefined) =>
      meantFor({ ...(startsAt !== undefined && { startsAt }) }, WEDNESDAY, at(12));
    expect(meant(undefined)).toBe('any');
    expect(meant(at(10))).toBe('day');
    expect(meant(at(10, '2025-07-03'))).toBe('other');
    expect(meant(at(10, '2025-07-01'))).toBe('any');
    expect(meantFor({ startsAt: at(10) }, '2025-07-03', at(20))).toBe('other');
  });
});
