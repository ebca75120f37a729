import type { Workbox } from 'workbox-window';

/** The installed app's own life: whether it works offline yet, and whether a new version waits for a quiet moment. */
export class Installed {
  waiting = $state(false);
  offlineReady = $state(false);
  #workbox: Workbox | undefined;
  #changing = false;

  async start(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/sw.js', { type: 'module', updateViaCache: 'none' });
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => (this.waiting = true));
    workbox.addEventListener('activated', () => (this.offlineReady = true));
    workbox.addEventListener('controlling', () => {
      // Only the tab where the person said so: another one may hold a half-written form.
      if (this.#changing) location.reload();
    });
    await workbox.register();
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration?.waiting) this.waiting = true;
    if (registration?.active) this.offlineReady = true;
    setInterval(() => void workbox.update().catch(() => undefined), 60 * 60_000);
  }

  /** Asks the server for a newer version now. */
  async look(): Promise<void> {
    await this.#workbox?.update();
  }

  /** Changes to the new version, because the person said so. */
  change(): void {
    this.#changing = true;
    this.#workbox?.messageSkipWaiting();
  }
}
