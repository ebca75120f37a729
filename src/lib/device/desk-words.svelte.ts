import { misplaced, type Review, type Verdict, type Wording } from '$lib/sync/words.ts';

const SHELF = 'yardem-words';

/** One reviewer's work on one language: what he accepted or corrected, kept on this device until it is exported. */
export class Reviewing {
  words = $state.raw<Wording[]>();
  /** The strings could not be fetched. */
  away = $state(false);
  verdicts = $state<Record<string, Verdict>>({});
  #locale = $state('ug');

  get locale(): string {
    return this.#locale;
  }

  /** How many strings need no more looking at. */
  get done(): number {
    return this.words?.filter((each) => this.isDone(each)).length ?? 0;
  }

  isDone({ key, text, reviewed }: Wording): boolean {
    const said = this.verdicts[key];
    return reviewed || (said !== undefined && said.was === text);
  }

  async open(locale: string): Promise<void> {
    this.#locale = locale;
    this.words = undefined;
    this.verdicts = JSON.parse(localStorage.getItem(`${SHELF}-${locale}`) ?? '{}') as Record<string, Verdict>;
    const response = await fetch(`/api/words?locale=${locale}`).catch(() => undefined);
    this.away = !response?.ok;
    if (response?.ok && this.#locale === locale)
      this.words = ((await response.json()) as { words: Wording[] }).words;
  }

  /** Says how the text should be; the same text means that it is right. Answers the names that it has lost or made up. */
  judge({ key, text: was }: Wording, text: string): string[] {
    const wrong = misplaced(text, was);
    if (wrong.length > 0) return wrong;
    this.verdicts[key] = { text: text.trim(), was };
    this.#keep();
    return [];
  }

  takeBack({ key }: Wording): void {
    delete this.verdicts[key];
    this.#keep();
  }

  /** All that was said so far, to be handed back. */
  review(day: string): Review {
    return { locale: this.#locale, day, verdicts: $state.snapshot(this.verdicts) };
  }

  #keep() {
    localStorage.setItem(`${SHELF}-${this.#locale}`, JSON.stringify(this.verdicts));
  }
}
