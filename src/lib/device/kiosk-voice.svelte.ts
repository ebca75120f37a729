import type { Locale } from '$lib/domain/texts.ts';

/** Languages of system voices that may read a locale. A Cyrillic Kazakh voice cannot read Kazakh in Arabic letters. */
const fitting: Record<Locale, (lang: string) => boolean> = {
  'zh-CN': (lang) =>
    lang === 'zh' || lang.startsWith('zh-cn') || lang.startsWith('cmn-') || lang.startsWith('zh-hans'),
  ug: (lang) => lang === 'ug' || lang.startsWith('ug-'),
  'kk-Arab': (lang) => lang.startsWith('kk-arab') || lang === 'kk-cn',
  en: (lang) => lang === 'en' || lang.startsWith('en-'),
};

/** Reads aloud, but only with a voice of that very language that lives on this device. */
export class Voice {
  speaking = $state(false);
  #voices = $state.raw<SpeechSynthesisVoice[]>([]);

  /** Begins to look for voices: some systems have them only after a while. Answers how to stop. */
  start(): () => void {
    if (!('speechSynthesis' in globalThis)) return () => undefined;
    const look = () => (this.#voices = speechSynthesis.getVoices());
    look();
    speechSynthesis.addEventListener?.('voiceschanged', look);
    return () => {
      speechSynthesis.removeEventListener?.('voiceschanged', look);
      this.hush();
    };
  }

  /** The voice that may read this language, if there is one. */
  of(locale: Locale): SpeechSynthesisVoice | undefined {
    return this.#voices.find(
      (voice) => voice.localService && fitting[locale](voice.lang.toLowerCase().replace('_', '-')),
    );
  }

  read(locale: Locale, words: string): void {
    const voice = this.of(locale);
    if (!voice) return;
    this.hush();
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = 0.9;
    utterance.onend = utterance.onerror = () => (this.speaking = false);
    this.speaking = true;
    speechSynthesis.speak(utterance);
  }

  hush(): void {
    if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
    this.speaking = false;
  }
}
