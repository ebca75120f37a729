import type { Locale } from '$lib/domain/texts.ts';

/**
 * Languages of system voices that may read a locale. Written Chinese of other places is read otherwise; 'kk' alone is Cyrillic,
 * 'kk-CN' is the Kazakh of China, which is written in Arabic letters (CLDR's likely script).
 */
const fitting: Record<Locale, RegExp> = {
  'zh-CN': /^(zh-cn|zh-hans(-cn)?|cmn-hans-cn|cmn-cn)$/,
  ug: /^ug(-arab)?(-cn)?$/,
  'kk-Arab': /^(kk-arab(-cn)?|kk-cn)$/,
  en: /^en(-|$)/,
};

/** May this voice read this language? Only one of that very language that lives on the device: no other sends words away. */
export const mayRead = (
  locale: Locale,
  voice: Pick<SpeechSynthesisVoice, 'lang' | 'localService'>,
): boolean => voice.localService && fitting[locale].test(voice.lang.toLowerCase().replaceAll('_', '-'));

/** The system's own voices, where one of them is of the language. */
export class SystemVoice {
  #voices = $state.raw<SpeechSynthesisVoice[]>([]);

  /** Begins to look for voices: some systems have them only after a while. Answers how to stop. */
  start(): () => void {
    if (!('speechSynthesis' in globalThis)) return () => undefined;
    const look = () => (this.#voices = speechSynthesis.getVoices());
    look();
    speechSynthesis.addEventListener?.('voiceschanged', look);
    return () => {
      speechSynthesis.removeEventListener?.('voiceschanged', look);
      this.stop();
    };
  }

  /** The voice that may read this language, if there is one. */
  of(locale: Locale): SpeechSynthesisVoice | undefined {
    return this.#voices.find((voice) => mayRead(locale, voice));
  }

  /** Answers when the words are over, or were stopped. `volume` from 0 to 1. */
  async say(locale: Locale, words: string, volume = 1): Promise<void> {
    const voice = this.of(locale);
    if (!voice) return;
    const utterance = new SpeechSynthesisUtterance(words);
    Object.assign(utterance, { voice, lang: voice.lang, rate: 0.9, volume });
    const over = new Promise((resolve) => (utterance.onend = utterance.onerror = resolve));
    speechSynthesis.speak(utterance);
    await over;
  }

  stop(): void {
    if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
  }
}
