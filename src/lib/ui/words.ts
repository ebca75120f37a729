/** Codes in words. An unknown code (a newer server's) comes back as it is. */
import type { Level } from '../domain/area/area.ts';
import type { Role } from '../domain/device/device.ts';
import type { Reason, Result } from '../domain/need/need.ts';
import { m } from '$lib/paraglide/messages.js';

export { assignmentWord, statusWord } from './base/status-words.ts';
export { skillWord, toolWord } from './skill-words.ts';

export const resultWord = (code: Result | Unknown): string => word(results, code);
export const reasonWord = (code: Reason | Unknown): string => word(reasons, code);
export const levelWord = (code: Level | Unknown): string => word(levels, code);
export const roleWord = (code: Role | Unknown): string => word(roles, code);
export const halfWord = (code: Half | Unknown): string => word(halves, code);
export const unitWord = (code: Unit | Unknown): string => word(units, code);

export const unitCodes = ['piece', 'bag', 'box', 'bale', 'set', 'kilogram', 'litre', 'load'] as const;
export type Unit = (typeof unitCodes)[number];
export type Half = 'am' | 'pm' | 'day';

/** Any string, without losing the known ones from an editor's suggestions. */
type Unknown = string & {};
type Words<Code extends string> = Record<Code, () => string>;

function word(words: Record<string, () => string>, code: string): string {
  return (Object.hasOwn(words, code) && words[code]?.()) || code;
}

const results: Words<Result> = {
  done: m.result_done,
  partly: m.result_partly,
  'could-not': m.result_could_not,
};

const reasons: Words<Reason> = {
  'nobody-home': m.reason_nobody_home,
  weather: m.reason_weather,
  'tool-missing': m.reason_tool_missing,
  'skill-missing': m.reason_skill_missing,
  'too-big': m.reason_too_big,
  unsafe: m.reason_unsafe,
  other: m.reason_other,
};

const levels: Words<Level> = {
  group: m.level_group,
  grid: m.level_grid,
  community: m.level_community,
  township: m.level_township,
  county: m.level_county,
  pasture: m.level_pasture,
};

const roles: Words<Role> = {
  kiosk: m.role_kiosk,
  volunteer: m.role_volunteer,
  coordinator: m.role_coordinator,
  administrator: m.role_administrator,
};

const halves: Words<Half> = { am: m.half_morning, pm: m.half_afternoon, day: m.half_day };

const units: Words<Unit> = {
  piece: m.unit_piece,
  bag: m.unit_bag,
  box: m.unit_box,
  bale: m.unit_bale,
  set: m.unit_set,
  kilogram: m.unit_kilogram,
  litre: m.unit_litre,
  load: m.unit_load,
};
