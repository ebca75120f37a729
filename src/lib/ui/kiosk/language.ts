import { getTextDirection, setLocale } from '$lib/paraglide/runtime.js';
import type { Locale } from '$lib/domain/texts.ts';

/** Changes the language without loading the page anew: what was put in so far stays, the network is not asked. */
export function speak(locale: Locale): void {
  void setLocale(locale, { reload: false });
  document.documentElement.lang = locale;
  document.documentElement.dir = getTextDirection(locale);
}
