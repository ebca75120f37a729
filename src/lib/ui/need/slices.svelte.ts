import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

/** So many cards are drawn in one go: a cheap phone takes about 15 ms for each, and must answer a tap between two goes. */
const SLICE = 4;
/** A busy phone comes to draw all the same, after so many milliseconds. */
const PATIENCE = 200;

/** Draws the items of a long list a few at a time, the first at once. What has been drawn once stays. */
export class Slices {
  #drawn = new SvelteSet<string>();

  /** Whether the item may be drawn by now. */
  has(id: string): boolean {
    return this.#drawn.has(id);
  }

  /** Draws these in their order; the answer stops it: an effect's own way to begin anew. */
  draw(ids: readonly string[]): () => void {
    const missing = untrack(() => ids.filter((id) => !this.#drawn.has(id)));
    let [next, stop] = [0, () => {}];
    const slice = () => {
      for (const id of missing.slice(next, next + SLICE)) this.#drawn.add(id);
      next += SLICE;
      if (next < missing.length) stop = later(slice);
    };
    slice();
    return () => stop();
  }
}

/** When the device has nothing more urgent to do. */
function later(work: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(work, { timeout: PATIENCE });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(work, 0);
  return () => clearTimeout(handle);
}
