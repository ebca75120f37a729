import { AT_ONCE, forget } from './forget.ts';
import type { Store } from './store/port.ts';
import { Tree } from './tree.ts';

const EVERY = 60 * 60_000;
/** Whoever has been away for longer starts anew (SPEC S17). */
const TOMBSTONES_LAST = 120 * 24 * 60 * 60_000;

/** The server's own clock: forgets what is overdue when the server starts and every hour from then on. */
export class Clock {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly store: Store,
    readonly now: () => number,
  ) {}

  async start(): Promise<void> {
    await this.strike();
    this.#timer = setInterval(
      () => void this.strike().catch((error) => console.error('clock', error)),
      EVERY,
    );
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Several servers on one database may do so at the same time: what one has forgotten, the next no longer finds. */
  async strike(): Promise<void> {
    const now = this.now();
    const some = () => this.store.write(async (tx) => forget(tx, await new Tree().catchUp(tx), now));
    while ((await some()) === AT_ONCE);
    await this.store.write((tx) => tx.prune(now - TOMBSTONES_LAST));
  }
}
