/** Below this, or above this part of what the browser grants (P12), it is time to clear up. */
const LITTLE = 50 * 1024 * 1024;
const FULL = 0.8;

/** Whether this browser keeps what lies in it, how full it is, and whether the app opens without a network. Asked once. */
export class Shelf {
  kept = $state<boolean>();
  ready = $state(false);
  installed = $state(false);
  /** Room for more, as far as the browser tells. */
  room = $state<'much' | 'little'>();

  async look(): Promise<void> {
    this.installed = matchMedia('(display-mode: standalone)').matches;
    this.ready = !!navigator.serviceWorker?.controller;
    this.kept = await navigator.storage?.persisted?.();
    const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    if (quota !== undefined) this.room = quota - usage < LITTLE || usage > FULL * quota ? 'little' : 'much';
  }
}
