import type { Session } from './session.svelte.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The installed app's own life: whether it works offline yet, and whether a new version waits for a quiet moment. */
export class Installed {
  /** A new version has come whole. */
  waiting = $state(false);
  offlineReady = $state(false);
  #heeded = new WeakSet<ServiceWorker>();
  #pause = MINUTE;

  constructor(readonly session: Session) {}

  /** Whether the person is asked to change: not at a kiosk, which changes by itself while it rests. */
  get asks(): boolean {
    return this.waiting && this.session.you?.role !== 'kiosk';
  }

  async start(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    // A change that the browser put off may come to a page that has not asked for it.
    const { serviceWorker } = navigator;
    if (serviceWorker.controller)
      serviceWorker.addEventListener('controllerchange', () => (overtaken = true), { once: true });
    await this.#layDown();
    setInterval(() => void look().catch(() => undefined), HOUR);
  }

  /** Lays the app down on the device. A line that is cut meanwhile is no end of it: the rest comes when there is one again. */
  async #layDown(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.register('/sw.js', {
        type: 'module',
        updateViaCache: 'none',
      });
      if (registration.waiting) this.waiting = true;
      if (registration.active) this.offlineReady = true;
      registration.addEventListener('updatefound', () => this.#heed(registration));
      this.#heed(registration);
    } catch {
      this.#again();
    }
  }

  /** Follows a version that is being laid down to its end. */
  #heed(registration: ServiceWorkerRegistration): void {
    const next = registration.installing;
    if (!next || this.#heeded.has(next)) return;
    this.#heeded.add(next);
    next.addEventListener('statechange', () => {
      if (next.state === 'installed' && registration.active) this.waiting = true;
      if (next.state === 'activated') this.offlineReady = true;
      if (next.state === 'redundant' && !this.offlineReady) this.#again();
    });
  }

  /** Once there is a line, or in a while: ever later, for a device may have no room at all. */
  #again(): void {
    const waited = new AbortController();
    const again = () => {
      waited.abort();
      clearTimeout(timer);
      void this.#layDown();
    };
    const timer = setTimeout(again, this.#pause);
    this.#pause = Math.min(2 * this.#pause, HOUR);
    addEventListener('online', again, { signal: waited.signal });
  }

  /** Changes to the new version, because the person said so. Another tab may have done it: then this one only follows. `quiet` as below. */
  async change(quiet: () => boolean): Promise<void> {
    if (!(await changeNow(quiet)) && quiet()) location.reload();
  }
}

/** Asks the server for a newer version now. Rejects without a network. */
export async function look(): Promise<void> {
  await (await navigator.serviceWorker.getRegistration())?.update();
}

/** Milliseconds that a browser gets to change. Chromium at times puts it off for minutes; loading the page anew ends that. */
const PATIENCE = 5_000;
/** A newer version has taken over while somebody was in the middle of something: this page is still the old one. */
let overtaken = false;

/**
 * Changes to the new version and loads the page anew; other tabs stay, for one may hold a half-written form.
 * @param quiet may the page be loaded anew at this very moment? Asked when it comes to that, which may be later.
 * @returns false: there is no new version
 */
export async function changeNow(quiet: () => boolean = () => true): Promise<boolean> {
  const anew = () => {
    if (quiet()) location.reload();
  };
  const waiting = (await navigator.serviceWorker?.getRegistration())?.waiting;
  if (waiting) {
    const over = () => {
      overtaken = true;
      anew();
    };
    navigator.serviceWorker.addEventListener('controllerchange', over, { once: true });
    setTimeout(anew, PATIENCE);
    waiting.postMessage({ type: 'SKIP_WAITING' });
  } else if (overtaken) anew();
  return !!waiting || overtaken;
}
