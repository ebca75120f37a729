import { liveQuery, type Subscription } from 'dexie';
import { createSubscriber } from 'svelte/reactivity';

/** What was read before a view asked for it. */
export interface First<T> {
  value: T;
  /** When there is time to read it anew. */
  until: Promise<void>;
}

/** A Dexie query a view can read: `current` is undefined until the first answer, and fresh ever after. */
export class Live<T> {
  #answer: { value: T } | { error: unknown } | undefined;
  #watch: () => void;

  constructor(query: () => T | Promise<T>, first?: First<T>) {
    this.#answer = first;
    this.#watch = createSubscriber((changed) => {
      const tell = (answer: { value: T } | { error: unknown }) => {
        this.#answer = answer;
        changed();
      };
      let subscription: Subscription | undefined;
      const subscribe = () => {
        subscription = liveQuery(query).subscribe({
          next: (value) => tell({ value }),
          error: (error) => tell({ error }),
        });
      };
      let over = false;
      if (first) void first.until.then(() => over || subscribe());
      else subscribe();
      return () => {
        over = true;
        subscription?.unsubscribe();
      };
    });
  }

  get current(): T | undefined {
    this.#watch();
    if (this.#answer && 'error' in this.#answer) throw this.#answer.error; // for <svelte:boundary>
    return this.#answer?.value;
  }
}
