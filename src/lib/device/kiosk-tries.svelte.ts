const MOST = 5;
const WAIT = 60_000;

/** Counts wrong guesses at a slip's code over all visits: after five a minute passes before the next. */
export class Tries {
  left = $state(MOST);
  #until = $state(0);
  #now = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Seconds until another try is let through; 0 when it is. */
  get wait(): number {
    return Math.max(0, Math.ceil((this.#until - this.#now) / 1000));
  }

  right(): void {
    this.left = MOST;
  }

  wrong(): void {
    this.left--;
    if (this.left > 0) return;
    this.left = MOST;
    this.#now = Date.now();
    this.#until = this.#now + WAIT;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.#now = Date.now();
      if (this.wait === 0) clearInterval(this.#timer);
    }, 1000);
  }
}
