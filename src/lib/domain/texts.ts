export const locales = ['zh-CN', 'ug', 'kk-Arab', 'en'] as const;
export type Locale = (typeof locales)[number];

/** A name that people of the place wrote themselves: zh-CN is the base, the others where somebody gave them. */
export type Texts = { 'zh-CN': string } & { [L in Exclude<Locale, 'zh-CN'>]?: string };

/** The text in `locale`, or in the base language where nobody has written it yet. */
export function text(texts: Texts, locale: Locale): string {
  return texts[locale] || texts['zh-CN'];
}
