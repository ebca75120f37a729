/** How an open need suits him, in a few words, and what usually stands against it: said calmly, for he may take it all the same. */
import type { Far, Suits } from '$lib/domain/plan/suits.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { m } from '$lib/paraglide/messages.js';
import { weekdayName } from '../base/dates.ts';
import { skillWord, toolWord } from '../skill-words.ts';

export interface SuitsWords {
  /** At most three, the distance first. */
  why: string[];
  against: string | undefined;
}

/** The words for a suggestion, in the language of the session, whose `locale` the days go by. */
export function suitsWords(suits: Suits, locale: Locale): SuitsWords {
  const [tool, skill] = [suits.tools[0], suits.skills[0]];
  const brings = tool
    ? [m.suits_tool({ what: inside(toolWord(tool)) })]
    : skill
      ? [m.suits_skill({ what: inside(skillWord(skill)) })]
      : [];
  const free = suits.free ? [m.suits_free({ when: halfWords(suits.free, locale) })] : [];
  return { why: [farWords(suits.far), ...brings, ...free], against: againstWords(suits) };
}

/** In kilometres where the map knows them; who lives next door is told so all the same. */
function farWords({ place, km }: Far): string {
  if (km === undefined || place === 'group' || place === 'close') return places[place]();
  return m.suits_km({ km: `\u2066${km < 9.95 ? km.toFixed(1) : Math.round(km)}\u2069` });
}

function againstWords({ misses, away }: Suits): string | undefined {
  if (misses === undefined) return undefined;
  return away ? m.suits_away() : against[misses]();
}

/** 'Thursday afternoon'. */
function halfWords({ day, half }: NonNullable<Suits['free']>, locale: Locale): string {
  const part = inside(half === 'am' ? m.half_morning() : m.half_afternoon());
  return `${weekdayName(locale, day, 'long')}${locale === 'zh-CN' ? '' : ' '}${part}`;
}

/** A word that begins a line elsewhere, within a sentence. */
const inside = (word: string): string => word.toLowerCase();

const places: Record<Far['place'], () => string> = {
  group: m.suits_group,
  close: m.suits_close,
  next: m.suits_next,
  village: m.suits_village,
  beyond: m.suits_beyond,
};

const against: Record<NonNullable<Suits['misses']>, () => string> = {
  days: m.suits_days,
  reach: m.suits_reach,
  hours: m.suits_hours,
};
