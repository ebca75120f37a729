import type { About } from './ask.ts';
import type { Database } from './database.ts';
import { isFull } from './full.ts';
import type { Heard, Standing } from './speak.ts';
import type { Wire } from './wire.ts';

/** The longest that news may wait while the app is looked at (P10). */
const EVERY = 60_000;
const overHttp: Wire = async (...question) => (await import('./wire.ts')).overHttp(...question);

/** The sync loop: on start, on say, on poke, on visibility, on online and every minute; one at a time over all tabs. */
export class Exchange {
  standing = $state<Standing>('ok');
  busy = $state(false);
  /** Shut out or signed out, and its last word was heard: nothing is left here. */
  emptied = $state(false);
  /** Device time of the last answer, epoch milliseconds. */
  lastSync = $state<number>();

  #started = false;
  #failures = 0;
  #again = false;
  /** Milliseconds after which the server wishes to be asked again. */
  #wished = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  constructor(
    readonly database: Database,
    readonly wire: Wire = overHttp,
    readonly about: () => About | Promise<About> = () => ({ app: '', kept: null }),
  ) {}

  /** Begins to listen and to exchange; `stop` ends it. */
  start() {
    if (this.#started) return this.nudge();
    this.#started = true;
    const { signal } = this.#stop;
    const now = () => this.nudge();
    addEventListener('online', now, { signal });
    document.addEventListener('visibilitychange', () => document.hidden || now(), { signal });
    void import('./pokes.ts').then(({ hearPokes }) => hearPokes(signal, now));
    now();
  }

  stop() {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  /** Something is to be said or heard: exchange as soon as may be. Never awaited by a screen. */
  nudge() {
    this.#again = true;
    if (!this.busy && !this.emptied && !this.#stop.signal.aborted) void this.#run();
  }

  /** Exchanges until nothing is left to say or hear. True if the server answered to the end. */
  async exchange(): Promise<boolean> {
    return navigator.locks.request('yardem-exchange', async () => {
      // The rules come when there is something to say or to settle, not before the first screen stands.
      const { speak } = await import('./speak.ts');
      const answer = await speak(this, this.#stop.signal);
      return typeof answer === 'boolean' ? answer : this.#silent(answer);
    });
  }

  async #run() {
    clearTimeout(this.#timer);
    this.#wished = 0;
    this.busy = true;
    try {
      do {
        this.#again = false;
        this.#failures = (await this.exchange()) ? 0 : this.#failures + 1;
      } while (this.#again && this.#failures === 0 && !this.emptied);
    } catch (error) {
      this.#failures++;
      if (isFull(error)) this.standing = 'full';
      else console.error('exchange', error);
    } finally {
      this.busy = false;
    }
    if (this.emptied || this.standing === 'stranger' || this.#stop.signal.aborted) return;
    const patience = this.#failures ? Math.min(EVERY, 1000 * 2 ** this.#failures) : EVERY;
    // Never all at once: what everybody waited for, everybody would ask for in the same moment.
    const wait = this.#wished ? this.#wished * (1 + Math.random()) : patience * (0.75 + Math.random() / 4);
    this.#timer = setTimeout(() => this.nudge(), wait);
  }

  #silent(silence: Heard): false {
    if (typeof silence === 'object') this.#wished = silence.again;
    const standing = typeof silence === 'object' ? 'crowded' : silence;
    if (this.standing !== 'wiped') this.standing = standing;
    return false;
  }
}
