import type { Need } from '$lib/domain/need/need.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { halfWord } from '../words.ts';
import { dayWords, nearDay } from '../base/dates.ts';

/** The days of a need in words: "today", "Mon 3 November – Fri 7 November, morning". */
export function daysWords(
  need: Pick<Need, 'from' | 'until' | 'half'>,
  today: string,
  locale: Locale,
): string {
  const { from, until, half } = need;
  const days = from === until ? nearDay(locale, from, today) : span(from, until, locale);
  const joint = locale === 'ug' || locale === 'kk-Arab' ? '، ' : locale === 'en' ? ', ' : ' ';
  return half ? `${days}${joint}${halfWord(half)}` : days;
}

/** From day to day; the month is said once. The two numbers stay together and run left to right in every language. */
function span(from: string, until: string, locale: Locale): string {
  const first = dayWords(locale, from, { weekday: 'none' });
  const last = dayWords(locale, until, { weekday: 'none' });
  if (from.slice(0, 7) === until.slice(0, 7)) {
    if (locale === 'zh-CN') return `${first.slice(0, -1)}–${Number(until.slice(8))}日`;
    return last.replace(/^\d+/, (day) => `\u2066${Number(from.slice(8))}–${day}\u2069`);
  }
  return `${first} – ${last}`;
}
