/** Months and years of work given, in words. Pure: the days come from dates.ts. */
import type { Locale } from '$lib/domain/texts.ts';
import { dayOf, monthName } from '../base/dates.ts';

/** '' for all, 'YYYY' for a year, 'YYYY-MM' for a month. */
export type Period = string;

/** The month that a moment lies in, by Beijing's day. */
export const monthOf = (at: number): Period => dayOf(at).slice(0, 7);

/** Does the moment lie in the period? */
export const inPeriod = (at: number, period: Period): boolean => dayOf(at).startsWith(period);

/** The years and months that any of the moments lie in, the latest first, each year before its months. */
export function periodsOf(moments: readonly number[]): Period[] {
  const months = [...new Set(moments.map(monthOf))].sort().reverse();
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  return years.flatMap((year) => [year, ...months.filter((month) => month.startsWith(year))]);
}

/** "November 2026", "2026年11月", "2026年". */
export function periodWords(locale: Locale, period: Period): string {
  const [year = '', month] = period.split('-');
  const han = locale === 'zh-CN';
  if (month === undefined) return han ? `${year}年` : year;
  const name = monthName(locale, Number(month));
  if (han) return `${year}年${name}`;
  return locale === 'en' ? `${name} ${year}` : `${year}، ${name}`;
}
