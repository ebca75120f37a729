import type { Skill, Tool } from '../domain/volunteer/volunteer.ts';
import { m } from '$lib/paraglide/messages.js';

// Apart from words.ts, because the phone's first screen needs these and few of the others.
const skills: Record<Skill, () => string> = {
  hay: m.skill_hay,
  cleaning: m.skill_cleaning,
  haircut: m.skill_haircut,
  plumbing: m.skill_plumbing,
  electrics: m.skill_electrics,
  carpentry: m.skill_carpentry,
  carrying: m.skill_carrying,
  growing: m.skill_growing,
  herding: m.skill_herding,
  cooking: m.skill_cooking,
  driving: m.skill_driving,
  translation: m.skill_translation,
  paperwork: m.skill_paperwork,
  phones: m.skill_phones,
};

const tools: Record<Tool, () => string> = {
  mower: m.tool_mower,
  scythe: m.tool_scythe,
  tractor: m.tool_tractor,
  clippers: m.tool_clippers,
  toolbox: m.tool_toolbox,
  van: m.tool_van,
  ladder: m.tool_ladder,
};

/** Any string, without losing the known ones from an editor's suggestions. */
type Unknown = string & {};

/** A skill in words; an unknown code comes back as it is, so that an older app still says something. */
export const skillWord = (code: Skill | Unknown): string =>
  (skills as Record<string, () => string>)[code]?.() ?? code;

/** A tool in words. */
export const toolWord = (code: Tool | Unknown): string =>
  (tools as Record<string, () => string>)[code]?.() ?? code;
