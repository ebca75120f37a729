import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

/** A busy phone comes to draw all the same, after so many milliseconds. */
const PATIENCE = 200;

/** Draws the items of a long list a few at a time. What has been drawn once stays. */
export class Slices {
  #drawn = new SvelteSet<string>();

  /**
   * @param slice so many in one go: a cheap phone takes 15 to 25 ms for a card, and must answer a tap between two goes
   * @param first so many with what made them needed
   */
  constructor(
    readonly slice: number,
    readonly first: number,
  ) {}

  /** Whether the item may be drawn by now. */
  has(id: string): boolean {
    return this.#drawn.has(id);
  }

  /**
   * Draws these in their order. The first few are drawn at once unless the first stands already: then whoever tapped is answered
   * before anything is made. The answer stops it: an effect's own way to begin anew.
   */
  draw(ids: readonly string[]): () => void {
    const missing = untrack(() => ids.filter((id) => !this.#drawn.has(id)));
    let [next, stop] = [0, () => {}];
    const draw = (count: number) => {
      for (const id of missing.slice(next, next + count)) this.#drawn.add(id);
      next += count;
      if (next < missing.length) stop = (next > this.first ? idle : later)(() => draw(this.slice));
    };
    draw(missing[0] === ids[0] ? this.first : 0);
    return () => stop();
  }
}

/** When what was just done can be seen, and the device has nothing more urgent to do. */
export function later(work: () => void): () => void {
  let stop = () => {};
  const frame = requestAnimationFrame(() => (stop = idle(work)));
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

/** When the device has nothing more urgent to do. */
function idle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(work, { timeout: PATIENCE });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(work, 0);
  return () => clearTimeout(handle);
}
