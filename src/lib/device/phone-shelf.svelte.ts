/** Whether this browser keeps what lies in it, and whether the app opens without a network. Asked once, on opening. */
export class Shelf {
  kept = $state<boolean>();
  ready = $state(false);
  installed = $state(false);

  async look(): Promise<void> {
    this.installed = matchMedia('(display-mode: standalone)').matches;
    this.ready = !!navigator.serviceWorker?.controller;
    this.kept = await navigator.storage?.persisted?.();
  }
}
