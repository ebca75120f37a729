/**
 * Keeps the screen on while the app is shown. The system takes the lock away when the page is hidden or the battery is
 * low: it is asked for again at once and whenever the page is shown, and while it is refused the staff is told.
 */
export class Awake {
  /** The screen may go dark: the system does not let it be kept on. */
  refused = $state(false);
  #lock: WakeLockSentinel | undefined;
  #wanted = false;

  /** Begins to keep it on; answers how to stop. */
  start(): () => void {
    this.#wanted = true;
    const shown = () => void this.#ask();
    document.addEventListener('visibilitychange', shown);
    const timer = setInterval(shown, AGAIN);
    shown();
    return () => {
      this.#wanted = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
      void this.#lock?.release();
    };
  }

  async #ask(): Promise<void> {
    if (!this.#wanted || document.hidden || (this.#lock && !this.#lock.released)) return;
    try {
      // Where the system knows no such thing the tablet's own settings keep it on (docs/kiosk.md).
      const lock = await navigator.wakeLock?.request('screen');
      this.refused = false;
      if (!lock) return;
      this.#lock = lock;
      if (!this.#wanted) return void lock.release();
      lock.addEventListener('release', () => void this.#ask(), { once: true });
    } catch {
      this.refused = true;
    }
  }
}

const AGAIN = 30_000;
