import { judge, slot, type Clip } from '$lib/domain/clip/clip.ts';
import type { Area } from '$lib/domain/area/area.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { Live } from './live.svelte.ts';
import type { Session } from './session.svelte.ts';

/** What a recording said: kept, or why not. */
export type Kept = 'kept' | 'too-long' | 'no-room' | 'not-kept';

/** The villages that this device may record for, with what their kiosks have to say. */
export interface Spoken {
  villages: Area[];
  services: Service[];
  areas: Area[];
  clips: Clip[];
}

/** Recording the kiosk's voices: at the desk, or at the kiosk itself by its staff. Both say the same `clip.keep`. */
export class Voices {
  /** The village whose kiosk speaks with these clips; '' until it is known. */
  #village = $state('');
  readonly #spoken: Live<Spoken>;

  constructor(readonly session: Session) {
    this.#spoken = new Live(() => this.#look());
  }

  get ready(): boolean {
    return this.#spoken.current !== undefined;
  }

  get villages(): readonly Area[] {
    return this.#spoken.current?.villages ?? [];
  }

  get village(): string {
    return this.#village || (this.villages[0]?.id ?? '');
  }

  set village(id: string) {
    this.#village = id;
  }

  get services(): readonly Service[] {
    return this.#spoken.current?.services ?? [];
  }

  /** The parts that somebody of the village can choose, or the village where it has none. */
  get areas(): readonly Area[] {
    const own = (this.#spoken.current?.areas ?? []).filter((each) => each.home === this.village);
    const parts = own.filter((each) => each.id !== this.village);
    return parts.length > 0 ? parts : own;
  }

  get clips(): readonly Clip[] {
    return (this.#spoken.current?.clips ?? []).filter(({ id }) => id.startsWith(`${this.village}:`));
  }

  /** Keeps a recording in its slot; what lay there before is replaced. */
  async keep(prompt: string, locale: Locale, sound: Pick<Clip, 'type' | 'data' | 'length'>): Promise<Kept> {
    const id = slot(this.village, prompt, locale);
    const clips = await this.session.database.clip.where('id').startsWith(`${this.village}:`).toArray();
    const verdict = judge(clips, { id, locale, data: sound.data });
    if (verdict !== 'fits') return verdict;
    const args = { id, area: this.village, prompt, locale, ...sound };
    const answer = await this.session.say({ name: 'clip.keep', args });
    return answer.ok ? 'kept' : 'not-kept';
  }

  async drop(prompt: string, locale: Locale): Promise<Kept> {
    const args = { id: slot(this.village, prompt, locale) };
    const answer = await this.session.say({ name: 'clip.drop', args });
    return answer.ok ? 'kept' : 'not-kept';
  }

  async #look(): Promise<Spoken> {
    const { database } = this.session;
    const you = await database.recall('you');
    const [all, services, clips] = await Promise.all([
      database.area.toArray(),
      database.service.toArray(),
      database.clip.toArray(),
    ]);
    const own = all.find(({ id }) => id === you?.area);
    // A desk of a village, or of a part of it, speaks for that one; a desk above it for each below.
    const below = all.filter(({ level, path }) => level === 'community' && path.includes(own?.id ?? ''));
    const villages = below.length > 0 ? below : all.filter(({ id }) => id === own?.home);
    return { villages, services: services.filter(({ active }) => active), areas: all, clips };
  }
}
