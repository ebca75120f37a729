import type { Texts } from '$lib/domain/texts.ts';

/** What was written, without the languages left empty. */
export function written(texts: Texts): Texts {
  const said: Texts = { 'zh-CN': texts['zh-CN'].trim() };
  for (const locale of ['ug', 'kk-Arab', 'en'] as const) {
    const words = texts[locale]?.trim();
    if (words) said[locale] = words;
  }
  return said;
}
