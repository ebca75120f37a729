import { liveQuery } from 'dexie';
import { createSubscriber } from 'svelte/reactivity';

/** A Dexie query a view can read: `current` is undefined until the first answer, and fresh ever after. */
export class Live<T> {
  #answer: { value: T } | { error: unknown } | undefined;
  #watch: () => void;

  constructor(query: () => T | Promise<T>) {
    this.#watch = createSubscriber((changed) => {
      const tell = (answer: { value: T } | { error: unknown }) => {
        this.#answer = answer;
        changed();
      };
      const subscription = liveQuery(query).subscribe({
        next: (value) => tell({ value }),
        error: (error) => tell({ error }),
      });
      return () => subscription.unsubscribe();
    });
  }

  get current(): T | undefined {
    this.#watch();
    if (this.#answer && 'error' in this.#answer) throw this.#answer.error; // for <svelte:boundary>
    return this.#answer?.value;
  }
}
