import { m } from '$lib/paraglide/messages.js';
import type { ServiceIconName } from '../base/service-icons.ts';
import { skillWord } from '../words.ts';

/** A picture in a word, for whoever cannot see it. */
export const iconWord = (icon: ServiceIconName): string => words[icon]();

const words: Record<ServiceIconName, () => string> = {
  hay: () => skillWord('hay'),
  cleaning: () => skillWord('cleaning'),
  haircut: () => skillWord('haircut'),
  repair: m.desk_icon_repair,
  electricity: () => skillWord('electrics'),
  carrying: () => skillWord('carrying'),
  goods: m.desk_goods,
  growing: () => skillWord('growing'),
  herding: () => skillWord('herding'),
  knowhow: m.desk_icon_knowhow,
  translation: () => skillWord('translation'),
  company: m.desk_icon_company,
  driving: () => skillWord('driving'),
  place: m.desk_about_place,
  help: m.desk_icon_help,
};
