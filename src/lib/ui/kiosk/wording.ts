import type { Status } from '$lib/domain/need/need.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { dayWords, nearDay } from '$lib/ui/base/dates.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Prompt } from './prompts.ts';

/** One day, or the last of several. */
export function span(locale: Locale, from: string, until: string, today: string): string {
  if (from !== until) return m.kiosk_until({ day: dayWords(locale, until, { weekday: 'long' }) });
  return from === today
    ? `${m.date_today()} · ${dayWords(locale, from, { weekday: 'long' })}`
    : nearDay(locale, from, today);
}

const gaps = {
  kiosk_missing_name: m.kiosk_missing_name,
  kiosk_missing_phone: m.kiosk_missing_phone,
  kiosk_short_phone: m.kiosk_short_phone,
  kiosk_missing_place: m.kiosk_missing_place,
  slip_grown_missing: m.slip_grown_missing,
  apply_missing: m.apply_missing,
  apply_missing_part: m.apply_missing_part,
} satisfies Partial<Record<Prompt, () => string>>;
/** Why a screen cannot be left forwards yet: the clip that says it; its words are `gapWord`. */
export type Gap = keyof typeof gaps;
/** Why whoever cannot be called cannot go on. */
export const phoneGap = {
  reachable: undefined,
  none: 'kiosk_missing_phone',
  short: 'kiosk_short_phone',
} as const satisfies Record<string, Gap | undefined>;
export const gapWord = (gap: Gap): string => gaps[gap]();

/** What to say when something was refused; what a resident cannot mend himself goes to a person. */
export function refusedWord(code: string): string {
  switch (code) {
    case 'nothing-to-rate':
      return m.kiosk_refused_unserved();
    case 'bad-dates':
      return m.kiosk_refused_date();
    case 'storage-full':
      return `${m.phone_told_storage_full()} ${m.common_ask_person()}`;
    default:
      return m.kiosk_refused_other();
  }
}

/** The same, as it is heard. */
export function refusedSpoken(code: string): Prompt {
  if (code === 'nothing-to-rate') return 'kiosk_refused_unserved';
  return code === 'bad-dates' ? 'kiosk_refused_date' : 'kiosk_refused_other';
}

const stories: Record<string, () => string> = {
  posted: m.kiosk_story_posted,
  offered: m.kiosk_story_offered,
  taken: m.kiosk_story_taken,
  underway: m.kiosk_story_underway,
  done: m.kiosk_story_done,
  rated: m.kiosk_story_rated,
  cancelled: m.kiosk_story_cancelled,
  unfilled: m.kiosk_story_unfilled,
};
/** What became of a need, as it is heard. */
export const storySpoken = (status: Status): Prompt => `kiosk_story_${status}`;
/** What became of a need, told plainly. */
export const storyOf = (status: string): string => stories[status]?.() ?? status;
