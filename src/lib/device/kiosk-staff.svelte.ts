import type { Database } from './database.ts';
import { isPin } from './pin.ts';

const MOST = 5;
const WAIT = 5 * 60_000;
/** So many touches of the corner, none longer after the one before than this. */
const TAPS = 5;
const BEAT = 1500;

/**
 * The way behind the kiosk: five touches of a corner nobody touches by chance, then the staff's PIN, checked without
 * network. After five wrong ones five minutes pass, over restarts too. It forgets that it was open with every visit's end.
 */
export class Staff {
  asking = $state(false);
  open = $state(false);
  /** Tries left; shown after a wrong one. */
  left = $state(MOST);
  /** Seconds until another try is let through. */
  wait = $state(0);
  /** False where no PIN was ever set. */
  guarded = $state(true);
  busy = $state(false);
  #taps: number[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly database: Database,
    readonly now: () => number = Date.now,
  ) {}

  /** A touch of the corner. */
  tap(): void {
    const at = this.now();
    const last = this.#taps.at(-1);
    this.#taps = last !== undefined && at - last <= BEAT ? [...this.#taps, at] : [at];
    if (this.#taps.length < TAPS) return;
    this.#taps = [];
    void this.#ask();
  }

  /** True if it was the PIN, and it was let through at all. */
  async enter(pin: string): Promise<boolean> {
    const guard = await this.#guard();
    if (!guard || this.busy || this.wait > 0) return false;
    this.busy = true;
    try {
      // Written down before it is tried: pulling the plug gives no try back.
      const { wrong } = await this.#tries();
      const tried = wrong + 1;
      const until = tried >= MOST ? this.now() + WAIT : 0;
      await this.database.remember('staff', { wrong: tried >= MOST ? 0 : tried, until });
      if (!(await isPin(pin, guard))) {
        await this.#look();
        return false;
      }
      await this.database.remember('staff', { wrong: 0, until: 0 });
      await this.#look();
      [this.open, this.asking] = [true, false];
      return true;
    } finally {
      this.busy = false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    [this.open, this.asking] = [false, false];
  }

  async #ask(): Promise<void> {
    this.guarded = (await this.#guard()) !== undefined;
    await this.#look();
    this.asking = true;
  }

  async #look(): Promise<void> {
    const { wrong, until } = await this.#tries();
    this.left = MOST - wrong;
    const count = () => {
      // A clock that was set back makes nobody wait longer than it was meant.
      this.wait = Math.max(0, Math.min(WAIT / 1000, Math.ceil((until - this.now()) / 1000)));
      if (this.wait === 0) clearInterval(this.#timer);
    };
    clearInterval(this.#timer);
    count();
    if (this.wait > 0) this.#timer = setInterval(count, 1000);
  }

  async #tries(): Promise<{ wrong: number; until: number }> {
    return (await this.database.recall('staff')) ?? { wrong: 0, until: 0 };
  }

  async #guard() {
    const you = await this.database.recall('you');
    return you && (await this.database.device.get(you.device))?.pin;
  }
}
