/** The keys of the name pad. No Chinese input method fits a pad: there a surname and a form of address will do. */
export const scripts = ['han', 'ug', 'kk', 'latin'] as const;
export type Script = (typeof scripts)[number];

export const scriptOf = { 'zh-CN': 'han', ug: 'ug', 'kk-Arab': 'kk', en: 'latin' } as const;

/** What the switch between the pads shows: the first letters, known to whoever reads them. */
export const signs: Record<Script, string> = { han: '王李张', ug: 'ئا ئە ب', kk: 'ا ءا ب', latin: 'ABC' };

export const letters: Record<Exclude<Script, 'han'>, readonly string[]> = {
  ug: [...'ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي'],
  kk: [...'اءەبۆگعدجزيكقلمنڭوپرستۋۇفحھچشى'],
  latin: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
};

// Three rows of eleven: the commonest, with those often met in the north-west.
export const surnames = [...'王李张刘陈杨马赵黄周吴徐孙胡朱高林何郭罗梁宋郑谢韩唐冯于董曹许苏丁'];
export const forms = ['大爷', '大妈', '叔叔', '阿姨', '大哥', '大姐', '师傅', '老师'];

const LONGEST = 64;

/** The name with one more letter. Latin letters are capital only where a word begins. */
export function withLetter(name: string, letter: string): string {
  const begins = name === '' || name.endsWith(' ');
  const next = name + (begins ? letter : letter.toLowerCase());
  return next.length > LONGEST ? name : next;
}

export const withSpace = (name: string): string => (name === '' || name.endsWith(' ') ? name : `${name} `);
export const withoutLast = (name: string): string => [...name].slice(0, -1).join('');

/** A Han call-name taken apart, so that pressing another tile changes its half and leaves the other. */
export function halves(name: string): { surname: string; form: string } {
  const surname = surnames.find((each) => name.startsWith(each)) ?? '';
  const form = forms.find((each) => name.endsWith(each)) ?? '';
  return { surname, form };
}
