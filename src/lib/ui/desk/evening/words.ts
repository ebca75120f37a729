import type { Area } from '$lib/domain/area/area.ts';
import type { Carried, PassedUp, Summary } from '$lib/domain/evening/summary.ts';
import type { Why } from '$lib/domain/evening/why.ts';
import type { Service } from '$lib/domain/service/service.ts';
import { text, type Locale } from '$lib/domain/texts.ts';
import { m } from '$lib/paraglide/messages.js';
import { clockTime, clocks, dayOf, dayWords } from '../../base/dates.ts';
import { named } from '../../need/when.ts';
import { levelWord, reasonWord, resultWord, statusWord } from '../../words.ts';
import { areaWords } from '../area-words.ts';

/** What is said of a day, in words that stand alike on the screen, on paper and in a shared text. */

/** What names are looked up in; no household among them. */
export interface Known {
  areas: Map<string, Area>;
  services: Map<string, Service>;
}

/** Numbers and times go from left to right whatever stands around them. */
export const ltr = (what: string | number): string => `\u2066${what}\u2069`;

export function serviceWord({ services }: Known, id: string, locale: Locale): string {
  const service = services.get(id);
  return service ? text(service.name, locale) : '—';
}

export const areaWord = ({ areas }: Known, id: string, locale: Locale): string =>
  named(areaWords(areas.get(id), areas, locale));

/** The time of which it tells while the day is still on; a day that is over needs none. */
export const asOfWords = ({ day, at }: Summary, locale: Locale): string[] =>
  dayOf(at) === day
    ? [m.evening_as_of({ when: `${ltr(clockTime(at))} ${clocks(locale, at).beijing.label}` })]
    : [];

/** Hours of help, to a tenth. */
export const hoursOf = (minutes: number): string => String(Math.round(minutes / 6) / 10);

/** A share in whole parts of a hundred. */
export const percent = (count: number, total: number): string => `${Math.round((100 * count) / total)}%`;

/** A moment by its day and Beijing's clock, which is named. */
export const momentIn = (locale: Locale, at: number): string =>
  `${dayWords(locale, at)} ${ltr(clockTime(at))} ${clocks(locale, at).beijing.label}`;

export function whyWords(why: Why, locale: Locale): string {
  switch (why.code) {
    case 'not-asked':
      return m.evening_why_not_asked();
    case 'unanswered':
      return m.evening_why_unanswered();
    case 'all-declined':
      return m.evening_why_all_declined();
    case 'absent':
      return m.evening_why_absent();
    case 'not-begun':
      return m.evening_why_not_begun();
    case 'begun':
      return m.evening_why_begun();
    case 'cancelled':
    case 'unfilled':
      return statusWord(why.code);
    case 'incomplete':
      return m.evening_why_incomplete({ count: ltr(`${why.held}/${why.places}`) });
    case 'silent':
      return silentWords(why.heardAt, locale);
    case 'could-not': {
      const result = resultWord(why.result);
      return why.reason ? m.evening_why_could_not({ result, reason: reasonWord(why.reason) }) : result;
    }
  }
}

/** From which level to which, and why. */
export function upWords({ from, to, why, heardAt }: PassedUp, known: Known, locale: Locale): string[] {
  const level = (id: string) => levelWord(known.areas.get(id)?.level ?? '—');
  const way = m.evening_up({ from: level(from), to: level(to) });
  switch (why) {
    case 'unanswered':
      return [way, m.desk_up_unanswered()];
    case 'holder-offline':
      return [way, silentWords(heardAt, locale)];
    case 'not-done':
      return [way, m.desk_up_not_done()];
  }
}

/** What was agreed for tomorrow: how it stands, who of how many, and from when. */
export function agreedWords({ stands, held, places, startsAt }: Carried, locale: Locale): string[] {
  const words = [statusWord(stands)];
  if (held > 0) words.push(m.evening_agreed({ count: ltr(`${held}/${places}`) }));
  if (startsAt !== undefined) words.push(m.evening_begins({ when: momentIn(locale, startsAt) }));
  return words;
}

const silentWords = (heardAt: number | undefined, locale: Locale) =>
  heardAt === undefined ? m.desk_up_offline() : m.clock_silent_since({ when: momentIn(locale, heardAt) });
