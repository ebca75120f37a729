import { overwriteGetLocale, setLocale } from '$lib/paraglide/runtime.js';
import type { Locale } from '$lib/domain/texts.ts';

/** Changes the language without loading the page anew: what was put in so far stays, the network is not asked. */
export function speak(locale: Locale): void {
  void setLocale(locale, { reload: false });
  overwriteGetLocale(() => locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = locale === 'ug' || locale === 'kk-Arab' ? 'rtl' : 'ltr';
}
