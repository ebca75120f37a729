import { describe, expect, it } from 'vitest';
import {
  addDays,
  ago,
  clocks,
  clockTime,
  dayOf,
  daysBetween,
  dayWords,
  monthName,
  nearDay,
  relativeDay,
  startOf,
  weekday,
  weekdayName,
  weekStart,
  type Locale,
} from '$lib/ui/base/dates.ts';

const locales: Locale[] = ['zh-CN', 'ug', 'kk-Arab', 'en'];
const at = Date.parse('2026-12-07T02:30:00Z');

describe('the calendar', () => {
  it('counts the day in Beijing time, whatever the machine believes', () => {
    expect(dayOf(at)).toBe('2026-12-07');
    expect(dayOf(Date.parse('2026-12-06T15:59:59Z'))).toBe('2026-12-06');
    expect(dayOf(Date.parse('2026-12-06T16:00:00Z'))).toBe('2026-12-07');
    expect(dayOf(startOf('2026-12-07'))).toBe('2026-12-07');
    expect(dayOf(startOf('2026-12-07') - 1)).toBe('2026-12-06');
  });
  it('steps over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-12-07', '2027-01-07')).toBe(31);
  });
  it('L09: begins the week on Monday', () => {
    expect(weekday('2026-12-07')).toBe(0);
    expect(weekday('2026-12-13')).toBe(6);
    expect(weekStart('2026-12-13')).toBe('2026-12-07');
  });
});

describe('L02, L09: days in words', () => {
  it.each([
    ['zh-CN', '12月7日 周一', '2026年12月7日 星期一'],
    ['ug', '7-\u2060دېكابىر، دۈ', '2026، 7-\u2060دېكابىر، دۈشەنبە'],
    ['kk-Arab', '7-\u00a0جەلتوقسان، دۇي', '2026، 7-\u00a0جەلتوقسان، دۇيسەنبى'],
    ['en', 'Mon 7 December', 'Monday 7 December 2026'],
  ] as const)('%s', (locale, short, full) => {
    expect(dayWords(locale, '2026-12-07')).toBe(short);
    expect(dayWords(locale, at)).toBe(short);
    expect(dayWords(locale, at, { weekday: 'long', year: true })).toBe(full);
  });
  it('leaves the weekday out when told so', () => {
    expect(dayWords('en', at, { weekday: 'none' })).toBe('7 December');
    expect(dayWords('zh-CN', at, { weekday: 'none' })).toBe('12月7日');
  });
  it('has twelve months and seven days in each language', () => {
    for (const locale of locales) {
      const months = Array.from({ length: 12 }, (_, index) => monthName(locale, index + 1));
      const days = Array.from({ length: 7 }, (_, index) => weekdayName(locale, addDays('2026-12-07', index)));
      const short = Array.from({ length: 7 }, (_, index) =>
        weekdayName(locale, addDays('2026-12-07', index), 'short'),
      );
      for (const [names, count] of [
        [months, 12],
        [days, 7],
        [short, 7],
      ] as const) {
        expect(new Set(names).size).toBe(count);
        expect(names.every(Boolean)).toBe(true);
      }
    }
  });
});

describe('nearness', () => {
  it.each([
    ['zh-CN', ['昨天', '今天', '明天', '3天后', '2天前']],
    ['ug', ['تۈنۈگۈن', 'بۈگۈن', 'ئەتە', '3 كۈندىن كېيىن', '2 كۈن ئىلگىرى']],
    ['kk-Arab', ['كەشە', 'بۇگىن', 'ەرتەڭ', '3 كۇننەن كەيىن', '2 كۇن بۇرىن']],
    ['en', ['yesterday', 'today', 'tomorrow', 'in 3 days', '2 days ago']],
  ] as const)('%s', (locale, expected) => {
    const days = [-1, 0, 1, 3, -2].map((distance) => addDays('2026-12-07', distance));
    expect(days.map((day) => relativeDay(locale, day, at))).toEqual(expected);
  });
  it('names the near days and dates the far ones', () => {
    expect(nearDay('en', '2026-12-08', at)).toBe('tomorrow');
    expect(nearDay('en', '2026-12-10', at)).toBe('Thu 10 December');
  });
  it('tells how long ago', () => {
    const passed = [0, 5 * 60_000, 3_600_000, 2 * 86_400_000, -1];
    const said = (locale: Locale) => passed.map((time) => ago(locale, at - time, at));
    expect(said('en')).toEqual(['just now', '5 minutes ago', '1 hour ago', '2 days ago', 'just now']);
    expect(said('zh-CN')).toEqual(['刚刚', '5分钟前', '1小时前', '2天前', '刚刚']);
    expect(said('ug')[1]).toBe('5 مىنۇت ئىلگىرى');
    expect(said('kk-Arab')[2]).toBe('1 ساعات بۇرىن');
  });
});

describe('clocks', () => {
  it('L07: tells Beijing time first, Xinjiang time second, across midnight too', () => {
    expect(clockTime(at)).toBe('10:30');
    expect(clocks('zh-CN', at)).toEqual({
      beijing: { time: '10:30', label: '北京时间' },
      xinjiang: { time: '08:30', label: '新疆时间' },
    });
    expect(clocks('en', Date.parse('2026-12-06T17:00:00Z')).xinjiang.time).toBe('23:00');
  });
});
