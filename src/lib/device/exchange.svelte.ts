import type { Reply, Request } from '$lib/sync/protocol.ts';
import type { Database } from './database.ts';
import { forgetContacts } from './contact.ts';
import { overHttp, type Wire } from './wire.ts';

/** What the last try came to. `stranger`: the server does not know this device; `wiped`: it was revoked. */
export type Standing = 'ok' | 'unreachable' | 'stranger' | 'wiped' | 'old';

const EVERY = 60_000;

/** The sync loop: on start, on say, on poke, on visibility, on online and every minute; one at a time over all tabs. */
export class Exchange {
  standing = $state<Standing>('ok');
  busy = $state(false);
  /** Device time of the last answer, epoch milliseconds. */
  lastSync = $state<number>();

  #failures = 0;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  constructor(
    readonly database: Database,
    readonly wire: Wire = overHttp,
  ) {}

  /** Begins to listen and to exchange; `stop` ends it. */
  start() {
    const { signal } = this.#stop;
    const now = () => this.nudge();
    addEventListener('online', now, { signal });
    document.addEventListener('visibilitychange', () => document.hidden || now(), { signal });
    void this.database.recall('lastSync').then((at) => (this.lastSync ??= at));
    this.#listen(signal);
    now();
  }

  stop() {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  /** Something is to be said or heard: exchange as soon as may be. Never awaited by a screen. */
  nudge() {
    this.#again = true;
    if (!this.busy && !this.#stop.signal.aborted) void this.#run();
  }

  /** Exchanges until nothing is left to say or hear. True if the server answered to the end. */
  async exchange(): Promise<boolean> {
    return navigator.locks.request('yardem-exchange', async () => {
      await forgetContacts(this.database, Date.now());
      // The rules come when there is something to say or to settle, not before the first screen stands.
      const [{ ask, resend }, { settle }] = await Promise.all([import('./ask.ts'), import('./settle.ts')]);
      for (;;) {
        const request = await ask(this.database);
        const reply = await this.#send(request);
        if (!reply) return false;
        if ('wipe' in reply) return this.#wipe();
        if ('resend' in reply) {
          await resend(this.database, reply.lastOp);
          continue;
        }
        if ('upgrade' in reply) {
          this.standing = 'old';
          return false;
        }
        const taken = await settle(this.database, request.cursor, reply);
        this.lastSync = Date.now();
        await this.database.remember('lastSync', this.lastSync);
        await this.database.remember('offset', reply.now - this.lastSync);
        this.standing = 'ok';
        if (taken && !reply.more && (await this.database.outbox.count()) === 0) return true;
      }
    });
  }

  async #run() {
    clearTimeout(this.#timer);
    this.busy = true;
    try {
      do {
        this.#again = false;
        this.#failures = (await this.exchange()) ? 0 : this.#failures + 1;
      } while (this.#again && this.#failures === 0);
    } catch (error) {
      this.#failures++;
      console.error('exchange', error);
    } finally {
      this.busy = false;
    }
    if (this.#stop.signal.aborted || this.standing === 'wiped' || this.standing === 'stranger') return;
    const wait = this.#failures
      ? Math.min(EVERY, 1000 * 2 ** this.#failures) * (0.75 + Math.random() / 2)
      : EVERY;
    this.#timer = setTimeout(() => this.nudge(), wait);
  }

  async #send(request: Request): Promise<Reply | undefined> {
    const reply = await this.wire(request, this.#stop.signal);
    if (typeof reply === 'object') return reply;
    this.standing = reply ?? 'unreachable';
    return undefined;
  }

  async #wipe(): Promise<false> {
    await this.database.delete();
    this.standing = 'wiped';
    return false;
  }

  /** One tab listens for pokes; the others see its work through the database. */
  #listen(signal: AbortSignal) {
    const hear = () => {
      const source = new EventSource('/api/poke');
      const close = () => source.close();
      signal.addEventListener('abort', close);
      source.onopen = () => this.nudge(); // what was poked meanwhile was not heard
      source.onmessage = () => setTimeout(() => this.nudge(), Math.random() * 300);
      // A browser tries again by itself after a lost line, but gives up for good when it was answered with an error.
      source.onerror = () => {
        if (source.readyState !== EventSource.CLOSED || signal.aborted) return;
        signal.removeEventListener('abort', close);
        setTimeout(() => signal.aborted || hear(), EVERY / 2);
      };
    };
    void navigator.locks
      .request('yardem-leader', { signal }, async () => {
        hear();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      })
      .catch(() => undefined);
  }
}
