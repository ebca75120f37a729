import { liveQuery } from 'dexie';
import { slot, type Clip } from '$lib/domain/clip/clip.ts';
import type { Locale } from '$lib/domain/texts.ts';
import type { Database } from './database.ts';

/** The recorded clips of this kiosk's village: which there are is known at once, the sound is fetched when it is played. */
export class Clips {
  #home = $state.raw('');
  #ids = $state.raw<readonly string[]>([]);

  constructor(readonly database: Database) {}

  /** Begins to watch what is at hand. Answers how to stop. */
  start(): () => void {
    const watch = liveQuery(async () => {
      const you = await this.database.recall('you');
      const own = await this.database.area.get(you?.area ?? '');
      const ids = await this.database.clip.toCollection().primaryKeys();
      return { home: own?.home ?? '', ids };
    }).subscribe(({ home, ids }) => {
      this.#home = home;
      this.#ids = ids;
    });
    return () => watch.unsubscribe();
  }

  has(prompt: string, locale: Locale): boolean {
    return this.#ids.includes(slot(this.#home, prompt, locale));
  }

  any(locale: Locale): boolean {
    return this.#ids.some((id) => id.endsWith(`:${locale}`));
  }

  find(prompt: string, locale: Locale): Promise<Clip | undefined> {
    return this.database.clip.get(slot(this.#home, prompt, locale));
  }
}
