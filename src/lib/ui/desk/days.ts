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
  const days =
    from === until
      ? nearDay(locale, from, today)
      : `${dayWords(locale, from, { weekday: 'none' })} – ${dayWords(locale, until, { weekday: 'none' })}`;
  const joint = locale === 'ug' || locale === 'kk-Arab' ? '، ' : locale === 'en' ? ', ' : ' ';
  return half ? `${days}${joint}${halfWord(half)}` : days;
}
