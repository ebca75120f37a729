import { createSubscriber } from 'svelte/reactivity';

/** The present moment, looked at anew every minute: 'today' must not stay yesterday on a phone that is left on. */
export class Ticking {
  #watch = createSubscriber((changed) => {
    const timer = setInterval(changed, 60_000);
    return () => clearInterval(timer);
  });

  get now(): number {
    this.#watch();
    return Date.now();
  }
}
