import { flushSync } from 'svelte';
import { on } from 'svelte/events';

/** So many of a list are drawn at once, and so many more in each turn after it. */
const FIRST = 1;
const MORE = 1;

/** A long list that is drawn in pieces: between them the page answers taps. */
export class Pieces<T> {
  #shown = $state(FIRST);
  readonly #all: () => readonly T[];

  /** Must be made while a component is: it goes on drawing as long as that is there. */
  constructor(all: () => readonly T[]) {
    this.#all = all;
    $effect(() => {
      if (this.#shown >= all().length) return;
      const timer = setTimeout(() => (this.#shown += MORE));
      return () => clearTimeout(timer);
    });
    // Paper waits for no turn.
    $effect(() => on(window, 'beforeprint', () => flushSync(() => (this.#shown = all().length))));
  }

  /** What is drawn so far. */
  get drawn(): readonly T[] {
    return this.#all().slice(0, this.#shown);
  }
}
