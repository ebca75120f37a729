import { daysBetween, weekday, weekStart } from '$lib/ui/base/dates.ts';
import type { Prompt, Spoken } from './prompts.ts';

/** What a screen's parts say aloud, as sequences of clips. Pure; the words for whoever records them are in `prompts.ts`. */

/** The value of a part's `data-aloud`: its clips in order. */
export const aloud = (...prompts: readonly Spoken[]): string => prompts.join(' ');

/** '3-12' digit by digit, with a pause where the dash is. */
export const digits = (number: string): Spoken[] =>
  [...number].map((sign) => (/\d/.test(sign) ? (`digit_${sign}` as Prompt) : 'pause'));

/** A day: its weekday, after the word for a later week. Nothing for a day that is past or too far off to be named so. */
export function daySpoken(day: string, today: string): Prompt[] {
  const weeks = daysBetween(weekStart(today), weekStart(day)) / 7;
  const name = `weekday_${weekday(day)}` as Prompt;
  if (day < today || weeks > 2) return [];
  return weeks === 0 ? [name] : [weeks === 1 ? 'voice_next_week' : 'voice_week_after', name];
}

/** When something is asked for: today, this week, on a day or until one. */
export function spanSpoken(from: string, until: string, today: string): Prompt[] {
  if (from === until) return from === today ? ['date_today'] : daySpoken(from, today);
  if (from === today && weekday(until) === 6 && weekStart(until) === weekStart(today))
    return ['date_this_week'];
  const day = daySpoken(until, today);
  return day.length === 0 ? [] : ['voice_until', ...day];
}
