import type { Locale } from '$lib/domain/texts.ts';
import { chime } from './chime.ts';
import { Player, type Sound } from './sound.ts';
import { SystemVoice } from './system-voice.svelte.ts';

/** The clips at hand. `has` is asked often and must be quick. */
export interface Clips {
  has(prompt: string, locale: Locale): boolean;
  find(prompt: string, locale: Locale): Promise<Sound | undefined>;
  /** Has anybody recorded this language? */
  any(locale: Locale): boolean;
}

export type Volume = 1 | 2 | 3;
const LOUDNESS: Record<Volume, number> = { 1: 0.3, 2: 0.65, 3: 1 };
const VOLUME = 'yardem-kiosk-volume';
const PAUSE = 350;

/**
 * Reads a screen aloud, part after part (`data-aloud` holds the prompts of a part, `data-aloud-in` another language than the
 * screen's), and marks the part that is heard (`data-reading`). A part without all its clips is read by a system voice of
 * that very language, or passed over. Where the language has clips, or somebody has asked to be read to, whatever is new on
 * the screen is read by itself once it was touched; parts with `data-aloud-asked` only when the screen is asked to be read.
 */
export class Reader {
  speaking = $state(false);
  volume = $state<Volume>(2);
  #parts = $state.raw<HTMLElement[]>([]);
  #root: HTMLElement | undefined;
  /** What each part said when it was last heard: the same part with other words is new. */
  #heard = new WeakMap<HTMLElement, string>();
  /** Somebody is here, and does not mind being read to. */
  #awake = false;
  #muted = false;
  /** He has asked to be read to, so whatever voice there is goes on by itself. */
  #wished = false;
  /** Raised by whoever interrupts: a reading that sees another number is over. */
  #turn = 0;
  readonly #player = new Player();

  constructor(
    readonly clips: Clips,
    readonly locale: () => Locale,
    readonly voice = new SystemVoice(),
  ) {}

  /** Is there anything on this screen that can be spoken? */
  readonly able = $derived.by(() => this.#parts.some((part) => this.#can(part)));

  /** Begins to watch what stands in `root`. Answers how to stop. */
  start(root: HTMLElement): () => void {
    this.#root = root;
    const kept = Number(localStorage.getItem(VOLUME));
    if (kept === 1 || kept === 2 || kept === 3) this.volume = kept;
    const watch = new MutationObserver(() => this.#look());
    watch.observe(root, {
      childList: true,
      subtree: true,
      attributeFilter: ['data-aloud', 'open', 'disabled'],
    });
    const touched = (event: Event) => this.#touched(event);
    root.addEventListener('click', touched, true);
    const stop = this.voice.start();
    this.#look();
    return () => {
      watch.disconnect();
      root.removeEventListener('click', touched, true);
      this.hush();
      stop();
    };
  }

  /** Reads the whole screen from its top, and from now on again what comes after it. */
  read(): void {
    this.hush();
    this.#heard = new WeakMap();
    this.#awake = this.#wished = true;
    this.#muted = false;
    void this.#run(true);
  }

  /** Silence, for this screen and those to come, until it is asked to read again. */
  mute(): void {
    this.#muted = true;
    this.#wished = false;
    this.hush();
  }

  /** Silence about all that stands here now. */
  hush(): void {
    this.#turn++;
    this.#player.stop();
    this.voice.stop();
    this.#mark(undefined);
    for (const part of this.#present()) this.#heard.set(part, spoken(part));
    this.speaking = false;
  }

  /** Another visit begins: nobody is here yet. */
  forget(_last: object): void {
    this.hush();
    this.#awake = this.#muted = this.#wished = false;
  }

  /** Calls somebody's eyes to the screen, where no voice does: in words it is said by whatever is read next. */
  call(): void {
    setTimeout(() => this.speaking || chime(LOUDNESS[this.volume]), PAUSE);
  }

  /** One step louder; after the loudest the softest. Kept for the device: it depends on the room, not on who stands here. */
  louder(): void {
    this.volume = this.volume === 3 ? 1 : this.volume === 2 ? 3 : 2;
    localStorage.setItem(VOLUME, String(this.volume));
  }

  /** An answer is given: what is being read is no longer of use. */
  #touched({ target }: Event): void {
    if (!(target instanceof Element) || target.closest('[data-aloud-bar]')) return;
    this.#awake = true;
    if (target.closest('button, a, label, input')) this.hush();
    // Whoever touches his language wishes to hear this screen in it, also where it was his already.
    if (!target.closest('[data-aloud-in]')) return;
    this.#heard = new WeakMap();
    setTimeout(() => this.#look());
  }

  #look(): void {
    this.#parts = this.#present();
    const willing = this.#wished || this.clips.any(this.locale());
    if (this.#awake && !this.#muted && !this.speaking && willing) void this.#run(false);
  }

  async #run(asked: boolean): Promise<void> {
    const turn = ++this.#turn;
    for (let next = this.#next(asked); next && turn === this.#turn; next = this.#next(asked)) {
      this.speaking = true;
      this.#heard.set(next, spoken(next));
      this.#mark(next);
      await this.#say(next, turn);
    }
    if (turn !== this.#turn) return;
    this.#mark(undefined);
    this.speaking = false;
  }

  async #say(part: HTMLElement, turn: number): Promise<void> {
    const locale = this.#localeOf(part);
    const volume = LOUDNESS[this.volume];
    if (!this.#recorded(part)) return this.voice.say(locale, part.innerText.trim(), volume);
    for (const prompt of promptsOf(part)) {
      if (prompt === 'pause') await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const sound = prompt === 'pause' ? undefined : await this.clips.find(prompt, locale);
      if (turn !== this.#turn) return;
      if (sound) await this.#player.play(sound, volume);
      if (turn !== this.#turn) return;
    }
  }

  /** The first part that was not heard yet; what stands over the screen comes before it. */
  #next(asked: boolean): HTMLElement | undefined {
    return this.#present().find(
      (part) =>
        (asked || part.dataset.aloudAsked === undefined) &&
        this.#heard.get(part) !== spoken(part) &&
        this.#can(part),
    );
  }

  #present(): HTMLElement[] {
    const over = [...(this.#root?.querySelectorAll<HTMLElement>('dialog[open]') ?? [])].at(-1);
    const parts = (over ?? this.#root)?.querySelectorAll<HTMLElement>('[data-aloud]') ?? [];
    // A way that is still shut is no answer yet; it is read when it opens.
    return [...parts].filter((part) => !part.matches(':disabled'));
  }

  #can(part: HTMLElement): boolean {
    return this.#recorded(part) || this.voice.of(this.#localeOf(part)) !== undefined;
  }

  #recorded(part: HTMLElement): boolean {
    const prompts = promptsOf(part).filter((each) => each !== 'pause');
    return prompts.length > 0 && prompts.every((each) => this.clips.has(each, this.#localeOf(part)));
  }

  #localeOf(part: HTMLElement): Locale {
    return (part.dataset.aloudIn as Locale | undefined) ?? this.locale();
  }

  #mark(part: HTMLElement | undefined): void {
    for (const each of this.#root?.querySelectorAll('[data-reading]') ?? [])
      each.removeAttribute('data-reading');
    part?.setAttribute('data-reading', '');
    part?.scrollIntoView({ block: 'nearest' });
  }
}

const spoken = (part: HTMLElement) => part.dataset.aloud ?? '';
const promptsOf = (part: HTMLElement) => spoken(part).split(' ').filter(Boolean);
