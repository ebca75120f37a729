import { m } from '$lib/paraglide/messages.js';

const sections = {
  start: m.voice_section_start,
  ask: m.voice_section_ask,
  where: m.voice_section_where,
  slip: m.voice_section_slip,
  became: m.voice_section_became,
  apply: m.apply_door,
  skills: m.apply_row_what,
  always: m.voice_section_always,
  numbers: m.voice_section_numbers,
  services: m.voice_section_services,
  areas: m.voice_section_areas,
};
/** The parts into which the slots are sorted. */
export type Section = keyof typeof sections;
export const sectionWord = (section: Section): string => sections[section]();

const troubles: Record<string, () => string> = {
  refused: m.voice_problem_refused,
  absent: m.voice_problem_absent,
  unable: m.voice_problem_unable,
  empty: m.voice_problem_empty,
  'too-long': m.voice_problem_too_long,
  'no-room': m.voice_problem_no_room,
};
/** Why nothing was recorded or kept, in words. */
export const troubleWord = (code: string): string => (troubles[code] ?? m.voice_problem_not_kept)();

/** A piece of a line that keeps its own direction (Unicode's first strong isolate), where no element can stand around it. */
export const apart = (piece: string): string => `\u2068${piece}\u2069`;
