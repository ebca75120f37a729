import type { Workbox } from 'workbox-window';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The installed app's own life: whether it works offline yet, and whether a new version waits for a quiet moment. */
export class Installed {
  waiting = $state(false);
  offlineReady = $state(false);
  #workbox: Workbox | undefined;
  #changing = false;

  async start(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    await this.#layDown();
    setInterval(() => void this.look().catch(() => undefined), HOUR);
  }

  /** Lays the app down on the device. A line that is cut meanwhile is no end of it: the rest comes when there is one again. */
  async #layDown(): Promise<void> {
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/sw.js', { type: 'module', updateViaCache: 'none' });
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => (this.waiting = true));
    workbox.addEventListener('activated', () => (this.offlineReady = true));
    workbox.addEventListener('controlling', () => {
      // Only the tab where the person said so: another one may hold a half-written form.
      if (this.#changing) location.reload();
    });
    workbox.addEventListener('redundant', () => {
      if (!this.offlineReady) this.#again();
    });
    try {
      await workbox.register();
    } catch {
      return this.#again();
    }
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration?.waiting) this.waiting = true;
    if (registration?.active) this.offlineReady = true;
  }

  #again(): void {
    const waited = new AbortController();
    const again = () => {
      waited.abort();
      clearTimeout(timer);
      void this.#layDown();
    };
    const timer = setTimeout(again, MINUTE);
    addEventListener('online', again, { signal: waited.signal });
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
