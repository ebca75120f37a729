import type { Clip } from '$lib/domain/clip/clip.ts';

/** A recorded sound, as it is kept. */
export type Sound = Pick<Clip, 'type' | 'data'>;

/** Plays one sound at a time, from memory: nothing is fetched. */
export class Player {
  #audio: HTMLAudioElement | undefined;
  #done: (() => void) | undefined;

  /** Answers when the sound is over, was stopped, or cannot be played. `volume` from 0 to 1. */
  async play(sound: Sound, volume = 1): Promise<void> {
    this.stop();
    const address = URL.createObjectURL(new Blob([bytes(sound.data)], { type: sound.type }));
    const audio = (this.#audio ??= new Audio());
    const over = new Promise<void>((resolve) => (this.#done = resolve));
    audio.onended = audio.onerror = () => this.#done?.();
    audio.volume = volume;
    audio.src = address;
    // A browser that has not been touched yet plays nothing; then there is nothing to wait for.
    audio.play().catch(() => this.#done?.());
    await over;
    URL.revokeObjectURL(address);
  }

  stop(): void {
    this.#audio?.pause();
    this.#done?.();
    this.#done = undefined;
  }
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
