import type { Area } from '$lib/domain/area/area.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Skill } from '$lib/domain/volunteer/volunteer.ts';
import { text, type Locale } from '$lib/domain/texts.ts';
import { addDays, weekdayName } from '$lib/ui/base/dates.ts';
import type { Section } from '$lib/ui/voice/words.ts';
import { m } from '$lib/paraglide/messages.js';

/**
 * Everything the kiosk says aloud: the slots for recorded clips, with the words that whoever records them reads. A screen
 * names its parts by these (`data-aloud`); the kiosk itself needs only the names.
 */
type Words = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;
/** One of the sentences of a text that is too long for one clip, or whose rest changes from visit to visit. */
const sentence =
  (whole: (inputs: never, options?: { locale?: Locale }) => string, index: number): Words =>
  (_, options) =>
    whole({} as never, options)
      .match(/[^。.!؟?]+[。.!؟?]*/g)
      ?.[index]?.trim() ?? '';
// A Monday: only the name of the day counts.
const MONDAY = '2025-01-06';
const nameOfDay =
  (index: number): Words =>
  (_, options) =>
    weekdayName(options?.locale ?? 'zh-CN', addDays(MONDAY, index));

const start = {
  voice_language: m.voice_language,
  kiosk_title: m.kiosk_title,
  kiosk_need_help: m.kiosk_need_help,
  kiosk_what_became: m.kiosk_what_became,
  rate_question: m.rate_question,
  common_ask_person: m.common_ask_person,
  read_notices: m.read_notices,
};
const ask = {
  kiosk_ask_what: m.kiosk_ask_what,
  kiosk_no_services: m.kiosk_no_services,
  kiosk_ask_when: m.kiosk_ask_when,
  date_today: m.date_today,
  date_this_week: m.date_this_week,
  kiosk_when_date: m.kiosk_when_date,
  kiosk_ask_day: m.kiosk_ask_day,
  voice_until: m.voice_until,
  voice_next_week: m.voice_next_week,
  voice_week_after: m.voice_week_after,
  kiosk_ask_who: m.kiosk_ask_who,
  kiosk_name: m.kiosk_name,
  common_phone_number: m.common_phone_number,
  kiosk_office: m.kiosk_office,
  kiosk_nameless: m.kiosk_nameless,
  kiosk_missing_name: m.kiosk_missing_name,
  kiosk_missing_phone: m.kiosk_missing_phone,
  kiosk_short_phone: m.kiosk_short_phone,
};
const where = {
  kiosk_ask_where: m.kiosk_ask_where,
  kiosk_which_part: m.kiosk_which_part,
  kiosk_which_group: m.kiosk_which_group,
  kiosk_whole_part: m.kiosk_whole_part,
  kiosk_missing_place: m.kiosk_missing_place,
  kiosk_find_door: m.kiosk_find_door,
  kiosk_find_spot: m.kiosk_find_spot,
  kiosk_house_number: m.kiosk_house_number,
  kiosk_mark_shop: m.kiosk_mark_shop,
  kiosk_mark_school: m.kiosk_mark_school,
  kiosk_mark_clinic: m.kiosk_mark_clinic,
  kiosk_mark_office: m.kiosk_mark_office,
  kiosk_mark_bridge: m.kiosk_mark_bridge,
  kiosk_mark_river: m.kiosk_mark_river,
  kiosk_mark_crossing: m.kiosk_mark_crossing,
  kiosk_mark_end: m.kiosk_mark_end,
  kiosk_mark_known: m.kiosk_mark_known,
  kiosk_mark_blue: m.kiosk_mark_blue,
  kiosk_mark_red: m.kiosk_mark_red,
  kiosk_mark_green: m.kiosk_mark_green,
  kiosk_mark_yurt: m.kiosk_mark_yurt,
  kiosk_spot_bridge: m.kiosk_spot_bridge,
  kiosk_spot_road: m.kiosk_spot_road,
  kiosk_spot_lamp: m.kiosk_spot_lamp,
  kiosk_spot_water: m.kiosk_spot_water,
  kiosk_spot_ditch: m.kiosk_spot_ditch,
  kiosk_spot_toilet: m.kiosk_spot_toilet,
  kiosk_spot_fence: m.kiosk_spot_fence,
  kiosk_spot_rubbish: m.kiosk_spot_rubbish,
  kiosk_spot_stairs: m.kiosk_spot_stairs,
};
const slip = {
  kiosk_read_back: m.kiosk_read_back,
  kiosk_notice_1: sentence(m.kiosk_notice_text, 0),
  kiosk_notice_2: sentence(m.kiosk_notice_text, 1),
  kiosk_notice_3: sentence(m.kiosk_notice_text, 2),
  kiosk_notice_text_place: m.kiosk_notice_text_place,
  slip_grown: m.slip_grown,
  slip_grown_missing: m.slip_grown_missing,
  common_yes: m.common_yes,
  common_no: m.common_no,
  slip_young_title: m.slip_young_title,
  slip_young_text: m.slip_young_text,
  slip_disagree_title: m.slip_disagree_title,
  slip_disagree_text: m.slip_disagree_text,
  kiosk_agree: m.kiosk_agree,
  kiosk_disagree: m.kiosk_disagree,
  kiosk_slip_title: m.kiosk_slip_title,
  kiosk_slip_number: m.kiosk_slip_number,
  kiosk_slip_code: m.kiosk_slip_code,
  kiosk_slip_keep: m.kiosk_slip_keep,
  slip_scan_title: m.slip_scan_title,
  slip_scan_text: m.slip_scan_text,
  slip_scan_later: m.slip_scan_later,
  common_print: m.common_print,
  kiosk_done: m.kiosk_done,
};
const became = {
  kiosk_lookup_first: m.kiosk_lookup_first,
  kiosk_lookup_second: m.kiosk_lookup_second,
  kiosk_lookup_code: m.kiosk_lookup_code,
  kiosk_lookup_next: m.kiosk_lookup_next,
  kiosk_lookup: m.kiosk_lookup,
  kiosk_lookup_scan: m.kiosk_lookup_scan,
  kiosk_lookup_keys: m.kiosk_lookup_keys,
  kiosk_lookup_hold: m.kiosk_lookup_hold,
  kiosk_lookup_off: m.kiosk_lookup_off,
  kiosk_lookup_other: m.kiosk_lookup_other,
  kiosk_lookup_not_now: m.kiosk_lookup_not_now,
  kiosk_lookup_wrong: sentence(m.kiosk_lookup_wrong, 0),
  kiosk_lookup_wait: sentence(m.kiosk_lookup_wait, 0),
  kiosk_story_posted: m.kiosk_story_posted,
  kiosk_story_offered: m.kiosk_story_offered,
  kiosk_story_taken: m.kiosk_story_taken,
  kiosk_story_underway: m.kiosk_story_underway,
  kiosk_story_done: m.kiosk_story_done,
  kiosk_story_rated: m.kiosk_story_rated,
  kiosk_story_cancelled: m.kiosk_story_cancelled,
  kiosk_story_unfilled: m.kiosk_story_unfilled,
  kiosk_repair_follows: m.kiosk_repair_follows,
  kiosk_erase: m.kiosk_erase,
  kiosk_erase_title: m.kiosk_erase_title,
  kiosk_erase_text: m.kiosk_erase_text,
  kiosk_erase_no: m.kiosk_erase_no,
  kiosk_erase_yes: m.kiosk_erase_yes,
  kiosk_erase_asked: m.kiosk_erase_asked,
  rate_good: m.rate_good,
  rate_okay: m.rate_okay,
  rate_bad: m.rate_bad,
  kiosk_for_whom: m.kiosk_for_whom,
  kiosk_for_myself: m.kiosk_for_myself,
  kiosk_for_other: m.kiosk_for_other,
  common_thank_you: m.common_thank_you,
  kiosk_thanks_text: m.kiosk_thanks_text,
  kiosk_bad_text: m.kiosk_bad_text,
  kiosk_already_rated: m.kiosk_already_rated,
};
const apply = {
  apply_door: m.apply_door,
  apply_what: m.apply_what,
  apply_anything: m.apply_anything,
  apply_office: m.apply_office,
  apply_part: m.apply_part,
  apply_missing: m.apply_missing,
  apply_missing_part: m.apply_missing_part,
  apply_notice_1: sentence(m.apply_notice_text, 0),
  apply_notice_2: sentence(m.apply_notice_text, 1),
  apply_notice_3: sentence(m.apply_notice_text, 2),
  apply_notice_4: sentence(m.apply_notice_text, 3),
  apply_thanks_phone: m.apply_thanks_phone,
  apply_thanks_office: m.apply_thanks_office,
};
const skills = {
  'skill:hay': m.skill_hay,
  'skill:cleaning': m.skill_cleaning,
  'skill:haircut': m.skill_haircut,
  'skill:plumbing': m.skill_plumbing,
  'skill:electrics': m.skill_electrics,
  'skill:carpentry': m.skill_carpentry,
  'skill:carrying': m.skill_carrying,
  'skill:growing': m.skill_growing,
  'skill:herding': m.skill_herding,
  'skill:cooking': m.skill_cooking,
  'skill:driving': m.skill_driving,
  'skill:translation': m.skill_translation,
  'skill:paperwork': m.skill_paperwork,
  'skill:phones': m.skill_phones,
} satisfies Record<`skill:${Skill}`, Words>;
const always = {
  common_back: m.common_back,
  common_next: m.common_next,
  common_continue: m.common_continue,
  common_edit: m.common_edit,
  common_close: m.common_close,
  kiosk_home: m.kiosk_home,
  kiosk_still_there: m.kiosk_still_there,
  kiosk_here: m.kiosk_here,
  kiosk_cut_off: m.kiosk_cut_off,
  kiosk_person_text: m.kiosk_person_text,
  kiosk_person_a_minute: m.kiosk_person_a_minute,
  kiosk_refused_unserved: m.kiosk_refused_unserved,
  kiosk_refused_date: m.kiosk_refused_date,
  kiosk_refused_other: m.kiosk_refused_other,
};
const sections = { start, ask, where, slip, became, apply, skills, always };

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
export type Prompt =
  | keyof typeof start
  | keyof typeof ask
  | keyof typeof where
  | keyof typeof slip
  | keyof typeof became
  | keyof typeof apply
  | keyof typeof always
  | `digit_${Digit}`
  | `weekday_${0 | 1 | 2 | 3 | 4 | 5 | 6}`
  | `skill:${Skill}`
  | `service:${string}`
  | `area:${string}`;
/** A clip, or the moment of silence between two halves of a number. */
export type Spoken = Prompt | 'pause';

export interface Slot {
  prompt: Prompt;
  /** What is to be said, in the language of the clip. */
  words: (locale: Locale) => string;
}

/** All slots of one village, in the order in which somebody would record them. */
export function inventory(
  services: readonly Pick<Service, 'id' | 'name'>[],
  areas: readonly Pick<Area, 'id' | 'name'>[],
): { section: Section; slots: Slot[] }[] {
  const fixed = Object.entries(sections).map(([section, prompts]) => ({
    section: section as Section,
    slots: Object.entries<Words>(prompts).map(([prompt, words]) => slotOf(prompt as Prompt, words)),
  }));
  const numbers = [
    ...Array.from({ length: 10 }, (_, digit) => slotOf(`digit_${digit}` as Prompt, () => String(digit))),
    ...Array.from({ length: 7 }, (_, day) => slotOf(`weekday_${day}` as Prompt, nameOfDay(day))),
  ];
  const named = (kind: 'service' | 'area', rows: readonly Pick<Area, 'id' | 'name'>[]) =>
    rows.map(({ id, name }) => ({
      prompt: `${kind}:${id}` as Prompt,
      words: (locale: Locale) => text(name, locale),
    }));
  return [
    ...fixed,
    { section: 'numbers', slots: numbers },
    { section: 'services', slots: named('service', services) },
    { section: 'areas', slots: named('area', areas) },
  ];
}

const slotOf = (prompt: Prompt, words: Words): Slot => ({
  prompt,
  words: (locale) => words({}, { locale }),
});
