import { Problem } from './problem.ts';

/** Requests that may be in the house at once: more only make everybody wait longer for the one database. */
const MOST = 64;
/** Seconds after which those that were sent away come again, spread so that they do not come together. */
const AGAIN = 8;

/** Sheds load instead of falling over: who finds the house full is told when to come again (SPEC E6). */
export class Gate {
  #inside = 0;

  constructor(readonly most = MOST) {}

  /** Takes a place until it is disposed of. @throws Problem 503 with Retry-After if there is none. */
  enter(): Disposable {
    if (this.#inside >= this.most) {
      const seconds = 1 + Math.floor(Math.random() * AGAIN);
      throw new Problem(503, 'busy', '', { 'retry-after': String(seconds) });
    }
    this.#inside++;
    return { [Symbol.dispose]: () => void this.#inside-- };
  }
}
