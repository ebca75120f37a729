import { describe, expect, test } from 'vitest';
import { calendarFile } from '$lib/device/calendar.ts';
import { wayThrough } from '$lib/device/phone-way.ts';
import { plant, type Area } from '$lib/domain/area/area.ts';
import { pasted, pointFrom } from '$lib/ui/desk/point.ts';
import { mapLink } from '$lib/ui/need/map-link.ts';
import { inPeriod, monthOf, periodsOf, periodWords } from '$lib/ui/need/period.ts';
import { onePlace, RADIUS, roundBelow, SIZE, sketch } from '$lib/ui/need/sketch.ts';
import { otherClock, momentWords } from '$lib/ui/need/when.ts';
import { setLocale } from '$lib/paraglide/runtime.js';

const locales = ['zh-CN', 'ug', 'kk-Arab', 'en'] as const;

describe('the sketch of the way', () => {
  const far = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);

  test('keeps north up, east right and one scale, within the sheet', () => {
    const { marks } = sketch([
      { x: 0, y: 0 },
      { x: 2, y: 0 },
      { x: 0, y: 1 },
    ]);
    const [home, east, north] = marks as [(typeof marks)[0], (typeof marks)[0], (typeof marks)[0]];
    expect(east.x).toBeGreaterThan(home.x);
    expect(east.y).toBeCloseTo(home.y);
    expect(north.y).toBeLessThan(home.y);
    expect(far(home, east)).toBeCloseTo(2 * far(home, north));
    for (const { x, y } of marks) for (const value of [x, y]) expect(value > 0 && value < SIZE).toBe(true);
  });

  test('moves apart what lies at one spot, so that each number can be read', () => {
    const spot = { x: 3, y: -2 };
    for (const count of [2, 3, 5, 8]) {
      const { marks } = sketch(Array.from({ length: count }, () => ({ ...spot })));
      for (const [index, a] of marks.entries())
        for (const b of marks.slice(index + 1)) expect(far(a, b)).toBeGreaterThan(2 * RADIUS);
      expect([...marks].sort((a, b) => a.x - b.x)).toEqual(marks); // from the first to the last
    }
  });

  test('tells one place, where there is no way to draw, from a short way', () => {
    const home = { x: 3, y: -2 };
    expect(onePlace([])).toBe(true);
    expect(onePlace([home, { ...home }, { x: 3.02, y: -2.01 }])).toBe(true);
    expect(onePlace([home, { x: 3, y: -1.8 }])).toBe(false);
  });

  test('has a round bar that is as long as it says', () => {
    const { marks, bar } = sketch([
      { x: 0, y: 0 },
      { x: 7.8, y: 0 },
    ]);
    expect(bar.km).toBe(2);
    expect(bar.length / bar.km).toBeCloseTo(far(marks[0]!, marks[1]!) / 7.8);
    expect([0.3, 0.99, 1, 4.9, 5, 73].map(roundBelow)).toEqual([0.2, 0.5, 1, 2, 5, 50]);
  });
});

describe('the way of a day', () => {
  const village = plant({ id: 'v', level: 'community', name: { 'zh-CN': '村' } }, null);
  const grid = (id: string, east: number | undefined): Area => ({
    ...plant({ id, level: 'grid', name: { 'zh-CN': id } }, village),
    ...(east !== undefined && { point: { latitude: 43.7, longitude: 81.9 + east / 80.4 } }),
  });
  const areas = [village, grid('home', 0), grid('a', 1), grid('b', 3), grid('off', undefined)];
  const task = (area: string, from: string, startsAt?: number) => ({ need: { area, from }, startsAt });

  test('goes from home through the tasks of today in their order, with what is not on the map in words only', () => {
    const tasks = [task('a', '2026-11-20'), task('off', '2026-11-24'), task('b', '2026-11-24')];
    const way = wayThrough([...tasks, task('a', '2026-11-25')], { areas, home: 'home', today: '2026-11-24' });
    expect(way?.day).toBe('2026-11-24');
    expect(way?.stops.map(({ sight }) => sight)).toEqual(tasks);
    expect(way?.stops.map(({ km }) => km && Number(km.toFixed(1)))).toEqual([1, undefined, 2]);
    expect(way?.stops[1]?.spot).toBeUndefined();
  });

  test('is that of the next day that has something, when today has nothing', () => {
    const at = Date.UTC(2026, 10, 26, 2); // the 26th, ten o'clock in Beijing
    const way = wayThrough([task('a', '2026-11-25', at), task('b', '2026-11-27')], {
      areas,
      home: 'home',
      today: '2026-11-24',
    });
    expect(way?.day).toBe('2026-11-26');
    expect(way?.stops).toHaveLength(1);
    expect(wayThrough([], { areas, home: 'home', today: '2026-11-24' })).toBeUndefined();
  });
});

test('the map app is asked for a point and an area’s name, by geo: on Android and by a page elsewhere', () => {
  const point = { latitude: 43.7123456, longitude: 81.9 };
  expect(mapLink(point, '3组 (北)', 'Mozilla/5.0 (Linux; Android 13)')).toBe(
    `geo:43.71235,81.9?q=43.71235,81.9(${encodeURIComponent('3组  北')})`,
  );
  expect(mapLink(point, '3组', 'Mozilla/5.0 (iPhone)')).toBe(
    `https://maps.apple.com/?ll=43.71235,81.9&q=${encodeURIComponent('3组')}`,
  );
});

test('a map point is two numbers or both pasted, and what is wrong is told apart', () => {
  expect(pasted('43.8, 87.6')).toEqual({ latitude: '43.8', longitude: '87.6' });
  for (const words of ['43.8，87.6', '43.8، 87.6', ' 43.8 87.6 ', '43.8°, 87.6°'])
    expect(pasted(words)).toEqual({ latitude: '43.8', longitude: '87.6' });
  expect(pasted('43.8')).toBeUndefined();
  expect(pointFrom(' 43.8 ', '87.6')).toEqual({ latitude: 43.8, longitude: 87.6 });
  expect(pointFrom('', ' ')).toBeUndefined();
  expect(pointFrom('43.8', '')).toBe('half');
  expect(pointFrom('43,8', '87.6')).toBe('number');
  expect(pointFrom('91', '87.6')).toBe('range');
  expect(pointFrom('43.8', '-181')).toBe('range');
});

test('L09: months and years of work given, by Beijing’s day, in words of each language with digits 0-9', () => {
  const edge = Date.UTC(2026, 10, 30, 16); // midnight in Beijing: December has begun
  expect(monthOf(edge)).toBe('2026-12');
  expect(monthOf(edge - 1)).toBe('2026-11');
  expect(inPeriod(edge, '2026')).toBe(true);
  expect(inPeriod(edge, '2026-11')).toBe(false);
  expect(periodsOf([edge, edge - 1, Date.UTC(2025, 0, 5)])).toEqual([
    ...['2026', '2026-12', '2026-11'],
    ...['2025', '2025-01'],
  ]);
  expect(locales.map((locale) => periodWords(locale, '2026-11'))).toEqual([
    '2026年11月',
    '2026، نويابىر',
    '2026، قاراشا',
    'November 2026',
  ]);
});

test('L07: a planned time stands on the card on both clocks, Beijing’s first, each with its label', () => {
  const at = Date.UTC(2026, 10, 24, 2, 30);
  const plain = (words: string) => words.replaceAll(/[\u2066-\u2069]/g, '');
  expect(plain(momentWords('zh-CN', at, at))).toBe('今天 10:30 北京时间');
  expect(plain(otherClock('zh-CN', at))).toBe('08:30 新疆时间');
  for (const locale of locales) {
    void setLocale(locale, { reload: false });
    expect(momentWords(locale, at, at)).toContain('\u206610:30\u2069');
    expect(otherClock(locale, at)).toContain('\u206608:30\u2069');
  }
});

test('the calendar is a valid file: folded, escaped, in UTC, with stable ids and whole days where nobody timed it', async () => {
  const long = '很长的名字；带分号, 逗号和换行'.repeat(5);
  const file = await calendarFile(
    [
      { id: 'need-1', summary: '打草', location: '1组', startsAt: Date.UTC(2026, 10, 24, 2), minutes: 90 },
      { id: 'need-2', summary: long, location: '2组', from: '2026-11-25', until: '2026-11-27' },
    ],
    { name: '帮一把', locale: 'zh-CN', stamp: Date.UTC(2026, 10, 23, 1, 2, 3) },
  );
  expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const lines = file.replaceAll('\r\n ', '').split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
  expect(lines).toEqual(
    expect.arrayContaining([
      ...['VERSION:2.0', 'PRODID:-//Yardem//Volunteer//ZH-CN', 'UID:need-1@yardem', 'UID:need-2@yardem'],
      ...['DTSTAMP:20261123T010203Z', 'DTSTART:20261124T020000Z', 'DTEND:20261124T033000Z'],
      ...['SUMMARY:打草', 'LOCATION:1组', 'DTSTART;VALUE=DATE:20261125', 'DTEND;VALUE=DATE:20261128'],
    ]),
  );
  expect(lines).toContain(`SUMMARY:${long.replaceAll(',', '\\,')}`);
});
