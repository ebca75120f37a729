import type { About } from './ask.ts';
import type { Database } from './database.ts';
import { forgetContacts } from './contact.ts';
import { isFull } from './full.ts';
import type { Silence, Wire } from './wire.ts';

/**
 * What the last try came to. `stranger`: the server does not know this device; `wiped`: it was shut out; `old`: the app
 * is; `full`: the device has no room for what it is told; `crowded`: the server asks to be left alone for some seconds.
 */
export type Standing = 'ok' | 'unreachable' | 'crowded' | 'stranger' | 'wiped' | 'old' | 'full';

const EVERY = 60_000;
/** An answer that took longer tells nothing of what time it is now. */
const STALE = 5 * 60_000;
const rules = () =>
  Promise.all([import('./ask.ts'), import('./stream.ts'), import('./settle.ts'), import('./wire.ts')]);

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
    /** Over HTTP, unless said otherwise. */
    readonly wire?: Wire,
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
    void this.database.recall('lastSync').then((at) => (this.lastSync ??= at));
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
      await forgetContacts(this.database);
      // The rules come when there is something to say or to settle, not before the first screen stands.
      const [{ ask }, { renew, resend }, { settle, settleUpgrade }, { overHttp }] = await rules();
      const wire = this.wire ?? overHttp;
      for (;;) {
        const request = await ask(this.database, await this.about());
        const reply = await wire(request, this.#stop.signal);
        if (reply === 'not-your-stream') {
          await renew(this.database);
          continue;
        }
        if (typeof reply === 'string' || 'again' in reply) return this.#silent(reply);
        if ('wipe' in reply) {
          const { wipe } = await import('./leave.ts');
          this.emptied = await wipe(this.database, reply.lastOp);
          this.standing = 'wiped';
          if (this.emptied) return true;
          continue;
        }
        if ('resend' in reply) {
          await resend(this.database, reply.lastOp);
          continue;
        }
        if ('upgrade' in reply) {
          await settleUpgrade(this.database, reply);
          this.standing = 'old';
          if (request.left > 0) continue;
          return false;
        }
        // The phone slept while it was on its way: by such an answer it would set its clock wrong.
        if (Math.abs(Date.now() - request.sent) > STALE) return this.#silent('unreachable');
        const taken = await settle(this.database, request.cursor, reply);
        this.lastSync = Date.now();
        this.standing = 'ok';
        if (taken && !reply.more && (await this.#isThrough())) return true;
      }
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
    const wait = this.#wished ? this.#wished * (1 + Math.random()) : patience * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => this.nudge(), wait);
  }

  /** Nothing is left to say, and nothing must be heard from the beginning. */
  async #isThrough(): Promise<boolean> {
    if ((await this.database.outbox.count()) > 0) return false;
    return (
      (await this.database.recall('cursor')) !== undefined ||
      (await this.database.recall('was')) !== undefined
    );
  }

  #silent(silence: Exclude<Silence, 'not-your-stream'>): false {
    if (typeof silence === 'object') this.#wished = silence.again;
    const standing = typeof silence === 'object' ? 'crowded' : silence;
    if (this.standing !== 'wiped') this.standing = standing;
    return false;
  }
}
