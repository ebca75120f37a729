import { weekdayName } from '../base/dates.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Locale } from '$lib/domain/texts.ts';

/** How often something comes back, as a coordinator chooses it: from these a rule is made, and read again. */
export const everies = ['week', 'two-weeks', 'four-weeks', 'day', 'month'] as const;
export type Every = (typeof everies)[number];

/** 0 is Monday. */
export interface Rhythm {
  every: Every;
  weekdays: number[];
}

const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const weeks: Partial<Record<Every, number>> = { week: 1, 'two-weeks': 2, 'four-weeks': 4 };

/** The rule that says so; `from` is its first day, after which a month's date is called. */
export function ruleOf({ every, weekdays }: Rhythm, from: string): string {
  if (every === 'day') return 'FREQ=DAILY';
  const interval = weeks[every];
  if (interval === undefined) return monthly(Number(from.slice(8)));
  const days = [...weekdays].sort((a, b) => a - b).map((day) => names[day]);
  return `FREQ=WEEKLY${interval > 1 ? `;INTERVAL=${interval}` : ''};BYDAY=${days.join(',')}`;
}

/** A month that is too short has its last day instead. */
function monthly(date: number): string {
  if (date <= 28) return `FREQ=MONTHLY;BYMONTHDAY=${date}`;
  const dates = Array.from({ length: date - 27 }, (_, index) => 28 + index);
  return `FREQ=MONTHLY;BYMONTHDAY=${dates.join(',')};BYSETPOS=-1`;
}

/** What a rule says, or undefined for one that was not made here. */
export function rhythmOf(rule: string): Rhythm | undefined {
  if (rule === 'FREQ=DAILY') return { every: 'day', weekdays: [] };
  if (/^FREQ=MONTHLY;BYMONTHDAY=\d+(,\d+)*(;BYSETPOS=-1)?$/.test(rule))
    return { every: 'month', weekdays: [] };
  const [, interval = '1', days] = /^FREQ=WEEKLY(?:;INTERVAL=(\d+))?;BYDAY=([A-Z,]+)$/.exec(rule) ?? [];
  const every = everies.find((each) => weeks[each] === Number(interval));
  if (!days || !every) return undefined;
  return { every, weekdays: days.split(',').map((day) => names.indexOf(day)) };
}

const words: Record<Every, () => string> = {
  day: m.clock_every_day,
  week: m.clock_every_week,
  'two-weeks': m.clock_every_two_weeks,
  'four-weeks': m.clock_every_four_weeks,
  month: m.clock_every_month,
};

export const everyWord = (every: Every): string => words[every]();

/** The name of a weekday, 0 for Monday. */
export const weekdayWord = (locale: Locale, weekday: number, length: 'long' | 'short' = 'long'): string =>
  weekdayName(locale, `2024-01-0${weekday + 1}`, length);

/** "Every week: Monday, Friday". */
export function rhythmWords(locale: Locale, rule: string): string {
  const rhythm = rhythmOf(rule);
  if (!rhythm) return m.clock_every_other({ rule: `\u2066${rule}\u2069` });
  const { every, weekdays } = rhythm;
  if (weekdays.length === 0) return everyWord(every);
  const joint = { 'zh-CN': '、', ug: '، ', 'kk-Arab': '، ', en: ', ' }[locale];
  const days = weekdays.map((day) => weekdayWord(locale, day, weekdays.length > 3 ? 'short' : 'long'));
  return `${everyWord(every)}${locale === 'zh-CN' ? '：' : ': '}${days.join(joint)}`;
}
