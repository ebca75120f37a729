import type { Mention, Summary } from '$lib/domain/evening/summary.ts';
import { FEWEST } from '$lib/domain/evening/summary.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { m } from '$lib/paraglide/messages.js';
import { dayWords } from '../../base/dates.ts';
import { comma, named } from '../../need/when.ts';
import { levelWord, statusWord } from '../../words.ts';
import { daysWords } from '../days.ts';
import {
  agreedWords,
  areaWord,
  asOfWords,
  hoursOf,
  ltr,
  percent,
  serviceWord,
  upWords,
  whyWords,
  type Known,
} from './words.ts';

/**
 * The day's summary as plain text, to be sent by any messenger. It names no household and nobody who failed to come. Numbers,
 * times and names are isolated where the text runs from right to left (U+2066 to U+2069); elsewhere the marks would only be in the way.
 */
export function eveningText(summary: Summary, known: Known, locale: Locale): string {
  const parts = [
    heading(summary, known, locale),
    figures(summary, locale),
    done(summary, known, locale),
    rated(summary, locale),
    solved(summary, locale),
    section(m.evening_unmet(), summary.unmet, (need) => [whyWords(need.why, locale)]),
    section(statusWord('overdue'), summary.overdue, (need) => [whyWords(need.why, locale)]),
    section(m.desk_flag_escalated(), summary.escalated, (need) => upWords(need, known, locale)),
    section(m.evening_unfilled(), summary.unfilled, () => []),
    section(m.evening_carried_after(), summary.carried, (need) => [
      daysWords(need, NO_DAY, locale),
      ...agreedWords(need, locale),
    ]),
    areas(summary, known, locale),
    thanks(summary, locale),
  ];
  const text = parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
  return rightToLeft(locale) ? text : text.replaceAll(/[\u2066-\u2069]/g, '');

  function section<N extends Mention>(title: string, needs: readonly N[], words: (need: N) => string[]) {
    if (needs.length === 0) return [];
    const lines = needs.map((need) => {
      const what = `${serviceWord(known, need.service, locale)} ${ltr(need.number)}`;
      return `· ${[what, areaWord(known, need.area, locale), ...words(need)].join(' · ')}`;
    });
    return [pair(locale, title, needs.length), ...lines];
  }
}

const bracket = (locale: Locale, words: string) => (locale === 'zh-CN' ? `（${words}）` : ` (${words})`);
/** A text may be read on another day: dates are said in full, without “today” and “tomorrow”. */
const NO_DAY = '1970-01-01';
const rightToLeft = (locale: Locale) => locale === 'ug' || locale === 'kk-Arab';
const pair = (locale: Locale, word: string, count: number | string) =>
  `${word}${locale === 'zh-CN' ? '：' : ': '}${ltr(count)}`;

const heading = (summary: Summary, known: Known, locale: Locale) => [
  m.evening_title(),
  `${areaWord(known, summary.area, locale)} · ${dayWords(locale, summary.day, { weekday: 'long', year: true })}`,
  ...asOfWords(summary, locale),
];

const figures = ({ counts, helpers }: Summary, locale: Locale) => [
  pair(locale, statusWord('done'), counts.done),
  pair(locale, m.evening_hours(), hoursOf(counts.minutes)),
  pair(locale, m.evening_helpers(), helpers),
  pair(locale, statusWord('underway'), counts.underway),
  pair(locale, m.evening_unmet(), counts.unmet),
  pair(locale, statusWord('overdue'), counts.overdue),
  pair(locale, m.desk_flag_escalated(), counts.escalated),
  pair(locale, m.evening_unfilled(), counts.unfilled),
];

function done({ services, reported }: Summary, known: Known, locale: Locale): string[] {
  const lines = services.map(
    ({ service, done }) => `· ${pair(locale, serviceWord(known, service, locale), done)}`,
  );
  return [
    ...(lines.length > 0 ? [m.evening_services(), ...lines] : []),
    ...(reported > 0 ? [m.evening_reported({ count: ltr(reported) })] : []),
  ];
}

function rated({ rated: { answers, faces } }: Summary, locale: Locale): string[] {
  if (answers === 0) return [];
  const count = m.evening_answers({ count: ltr(answers) });
  if (!faces) return [count, m.evening_few({ count: ltr(FEWEST) })];
  return [
    count,
    `· ${pair(locale, m.rate_good(), faces.good)}`,
    `· ${pair(locale, m.rate_okay(), faces.okay)}`,
    `· ${pair(locale, m.rate_bad(), faces.bad)}`,
  ];
}

function solved({ solved: { week } }: Summary, locale: Locale): string[] {
  if (week.total === 0) return [];
  return [
    `${m.evening_solved()}${bracket(locale, m.evening_week())}`,
    ...week.levels.map(
      ({ level, count }) => `· ${pair(locale, levelWord(level), count)}${bracket(locale, ltr(share(count)))}`,
    ),
    pair(locale, m.evening_in_community(), share(week.inCommunity)),
    pair(locale, m.evening_in_township(), share(week.inTownship)),
  ];

  function share(count: number) {
    return percent(count, week.total);
  }
}

function areas({ parts, area }: Summary, known: Known, locale: Locale): string[] {
  const busy = parts.filter(({ done, minutes, underway, unmet, overdue, escalated, unfilled }) =>
    [done, minutes, underway, unmet, overdue, escalated, unfilled].some((count) => count > 0),
  );
  if (busy.length === 0) return [];
  const lines = busy.map((part) => {
    const name = areaWord(known, part.area, locale);
    const words = [
      part.area === area ? m.evening_itself({ area: name }) : name,
      pair(locale, statusWord('done'), part.done),
      pair(locale, m.evening_unmet(), part.unmet),
      pair(locale, statusWord('overdue'), part.overdue),
    ];
    return `· ${words.join(' · ')}`;
  });
  return [m.evening_parts(), ...lines];
}

function thanks({ thanks: names }: Summary, locale: Locale): string[] {
  return names.length > 0 ? [m.evening_thanks(), names.map(named).join(comma(locale))] : [];
}
