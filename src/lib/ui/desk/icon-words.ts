import { m } from '$lib/paraglide/messages.js';
import type { ServiceIconName } from '../base/service-icons.ts';
import { skillWord } from '../words.ts';

/** A picture in a word, for whoever cannot see it. */
export const iconWord = (icon: ServiceIconName): string => words[icon]();

const words: Record<ServiceIconName, () => string> = {
  hay: () => skillWord('hay'),
  cleaning: () => skillWord('cleaning'),
  haircut: () => skillWord('haircut'),
  pipe: () => skillWord('plumbing'),
  repair: m.icon_repair,
  electricity: () => skillWord('electrics'),
  carpentry: () => skillWord('carpentry'),
  painting: m.icon_painting,
  carrying: () => skillWord('carrying'),
  firewood: m.icon_firewood,
  snow: m.icon_snow,
  sewing: m.icon_sewing,
  cooking: () => skillWord('cooking'),
  shopping: m.icon_shopping,
  goods: m.desk_goods,
  growing: () => skillWord('growing'),
  herding: () => skillWord('herding'),
  cattle: m.icon_cattle,
  machine: m.icon_machine,
  moving: m.icon_moving,
  knowhow: m.icon_knowhow,
  teaching: m.icon_teaching,
  phone: () => skillWord('phones'),
  paperwork: () => skillWord('paperwork'),
  translation: () => skillWord('translation'),
  company: m.icon_company,
  driving: () => skillWord('driving'),
  gathering: m.icon_gathering,
  place: m.desk_about_place,
  water: m.icon_water,
  bridge: m.icon_bridge,
  road: m.icon_road,
  lamp: m.icon_lamp,
  rubbish: m.icon_rubbish,
  fence: m.icon_fence,
  help: m.icon_help,
  other: m.reason_other,
};
