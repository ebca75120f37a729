import type { Area } from '$lib/domain/area/area.ts';
import { text, type Locale } from '$lib/domain/texts.ts';

/** An area by its way down from its village ("Grid 1 › Group 2"); the village itself by its own name. */
export function areaWords(area: Area | undefined, areas: Map<string, Area>, locale: Locale): string {
  if (!area) return '—';
  const start = area.path.indexOf(area.home);
  const below = area.path.slice(start + 1).flatMap((id) => areas.get(id) ?? []);
  if (below.length === 0) return text(area.name, locale);
  return below
    .map((each) => text(each.name, locale))
    .join(locale === 'ug' || locale === 'kk-Arab' ? ' ‹ ' : ' › ');
}

/** The areas as choices, each under its parent. With several villages the village's name goes first. */
export function areaOptions(list: readonly Area[], areas: Map<string, Area>, locale: Locale) {
  const homes = new Set(list.map((area) => area.home));
  return inOrder(list).map((area) => {
    const words = areaWords(area, areas, locale);
    const home = areas.get(area.home);
    const label =
      homes.size > 1 && home && home.id !== area.id ? `${text(home.name, locale)} · ${words}` : words;
    return { value: area.id, label };
  });
}

/** Where people live and work: the village and what lies within it. */
export const livedIn = (list: readonly Area[]): Area[] =>
  list.filter((area) => area.level !== 'township' && area.level !== 'county');

/** Each area after its parent, siblings by their base name. */
export function inOrder(list: readonly Area[]): Area[] {
  const names = new Map(list.map((area) => [area.id, area.name['zh-CN']]));
  const key = (area: Area) => area.path.map((id) => names.get(id) ?? '').join('\u0001');
  return [...list].sort((a, b) => key(a).localeCompare(key(b), 'zh-CN'));
}
