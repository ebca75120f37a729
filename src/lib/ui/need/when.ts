import type { Need } from '$lib/domain/need/need.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { m } from '$lib/paraglide/messages.js';
import { clockTime, clocks, dayOf, daysBetween, dayWords, nearDay } from '../base/dates.ts';

type Days = Pick<Need, 'from' | 'until' | 'half'>;

/** The days of a need as one would say them: 'tomorrow, morning', 'by Friday', 'Monday – Wednesday'. */
export function whenWords(locale: Locale, { from, until, half }: Days, now: number): string {
  const today = dayOf(now);
  const day = (value: string) => nearDay(locale, value, today);
  // Two dates in a row are long enough without their weekdays.
  const short = (value: string) =>
    daysBetween(today, value) > 1 ? dayWords(locale, value, { weekday: 'none' }) : day(value);
  const days =
    from === until
      ? day(from)
      : from <= today
        ? `${m.date_by()}${locale === 'zh-CN' ? '' : ' '}${day(until)}`
        : `${short(from)} – ${short(until)}`;
  if (!half) return days;
  return `${days} · ${half === 'am' ? m.half_morning() : m.half_afternoon()}`;
}

export const overdue = ({ until }: Pick<Need, 'until'>, now: number): boolean => until < dayOf(now);

/** A moment inside a sentence, by the clock that everybody's appointments go by, isolated from the letters around it. */
export function momentWords(locale: Locale, at: number, now: number): string {
  return `${nearDay(locale, at, now)} \u2066${clockTime(at)}\u2069 ${clocks(locale, at).beijing.label}`;
}

/** The same moment by the other clock that people here go by. */
export function otherClock(locale: Locale, at: number): string {
  const { time, label } = clocks(locale, at).xinjiang;
  return `\u2066${time}\u2069 ${label}`;
}

/** A name inside a sentence, isolated from the script around it. */
export const named = (name: string): string => `\u2068${name}\u2069`;

/** What stands between the parts of a list. A dot would not do: it stands inside names. */
export const comma = (locale: Locale): string => (locale === 'zh-CN' ? '、' : locale === 'en' ? ', ' : '، ');

/** '138 1234 5678': the way a number is read aloud. */
export const phoneWords = (phone: string): string => phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');

/** Where a tap on a number leads. */
export const callOf = (phone: string): string => `tel:${phone.replaceAll(/[^+\d]/g, '')}`;

/** '1 h 30 min'. */
export function lengthWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const words = [];
  if (hours > 0) words.push(m.phone_hours_hours({ count: hours }));
  if (rest > 0 || hours === 0) words.push(m.common_minutes({ count: rest }));
  return words.join(' ');
}
