import { AT_ONCE, attend } from './attend.ts';
import type { Journal } from './journal.ts';
import type { Store } from './store/port.ts';
import { Tree } from './tree.ts';

const EVERY = 60_000;
const PRUNES_EVERY = 60 * 60_000;
/** Whoever has been away for longer starts anew (SPEC S17). */
const TOMBSTONES_LAST = 120 * 24 * 60 * 60_000;

/**
 * The server's own clock. It strikes when the server starts and every minute from then on: forgets what is overdue, says
 * what the time itself has to say (an offer has lapsed, a need goes up a level), posts what comes back.
 */
export class Clock {
  #timer: NodeJS.Timeout | undefined;
  #tree = new Tree();
  #striking = false;
  #stopped = false;
  #prunedAt = -Infinity;

  constructor(
    readonly store: Store,
    readonly journal: Journal,
    readonly now: () => number,
  ) {}

  async start(): Promise<void> {
    await this.strike();
    this.#timer = setInterval(() => {
      if (!this.#striking) void this.strike().catch((error) => console.error('clock', error));
    }, EVERY);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** Several servers on one database may do so at the same time. */
  async strike(): Promise<void> {
    this.#striking = true;
    try {
      const now = this.now();
      while (!this.#stopped && (await this.#attend(now)) === AT_ONCE);
      if (this.#stopped || now - this.#prunedAt < PRUNES_EVERY) return;
      await this.store.write((tx) => tx.prune(now - TOMBSTONES_LAST));
      this.#prunedAt = now;
    } finally {
      this.#striking = false;
    }
  }

  async #attend(now: number): Promise<number> {
    // Nobody waits for a lock as long as there is nothing to do.
    if ((await this.store.read((tx) => tx.due(now, 1))).length === 0) return 0;
    try {
      return await this.store.write(async (tx) => {
        this.#tree = await this.#tree.catchUp(tx);
        return attend(tx, this.#tree, this.journal, now);
      });
    } catch (error) {
      this.#tree = new Tree(); // it may know of areas that were never committed
      throw error;
    }
  }
}
