import { liveQuery } from 'dexie';
import { getContext, setContext } from 'svelte';
import type { Command, Slip } from '$lib/domain/command.ts';
import type { You } from '$lib/sync/protocol.ts';
import { version } from '$app/environment';
import { holdsCredential } from './cookies.ts';
import { database, type Database, type Meta } from './database.ts';
import { Exchange } from './exchange.svelte.ts';
import { Live } from './live.svelte.ts';
import type { JoinProblem } from './membership.ts';
import type { Spoken, SpokenWithSlip } from './outbox.ts';

/** How long what is not of the first screen waits for it, in milliseconds. */
const PATIENCE = 1500;
/** What has to be known before anything is drawn. */
const REMEMBERED = ['you', 'lastSync', 'was', 'lock'] as const;

/** This device as long as the app is open: who it is, its database, its exchange with the server. */
export class Session {
  /** Who this device is; undefined until it has joined. */
  you = $state.raw<You>();
  /** It has signed itself out since the app was opened. */
  left = $state(false);
  /** Whether a PIN guarded this phone when the app was opened; undefined until that is known. */
  guarded: boolean | undefined;
  #standing = $state<'opening' | 'unlinked' | 'linked'>('opening');
  readonly database: Database = database();
  readonly exchange = new Exchange(this.database, undefined, async () => ({
    app: version,
    kept: (await navigator.storage?.persisted?.()) ?? null,
    ...(this.you?.role === 'kiosk' && { health: await (await import('./kiosk-health.ts')).health() }),
  }));
  #opening: Promise<void> | undefined;
  /** It hears when the server tells it anew who it is. */
  #listening = false;
  /** Says that the first screen stands; whoever draws one that takes its time says so. */
  stand: () => void = () => undefined;
  /** Resolves once the first screen stands, at the latest after `PATIENCE`: what it does without is fetched then. */
  readonly stands = new Promise<void>((resolve) => {
    this.stand = resolve;
    setTimeout(resolve, PATIENCE);
  });
  #unsent = $state.raw<Live<number>>();
  /** Resolves once this device has looked up who it is; it never fails. */
  readonly remembered = this.#recall();

  /** Shut out is no longer in, whatever it still has to say. */
  get standing(): 'opening' | 'unlinked' | 'linked' {
    return this.exchange.standing === 'wiped' ? 'unlinked' : this.#standing;
  }

  /** Once it was in and is no more: whether by its own wish, and how much of its last words is still to be heard. */
  get gone(): { left: boolean; lastWords: number } | undefined {
    const { standing, emptied } = this.exchange;
    if (this.standing !== 'unlinked') return undefined;
    const lastWords = emptied ? 0 : this.unsent;
    return this.left || standing === 'wiped' || lastWords > 0 ? { left: this.left, lastWords } : undefined;
  }

  /** Commands said here that the server has not heard yet. */
  get unsent(): number {
    return this.#unsent?.current ?? 0;
  }

  /** What the sync badge shows. Never 'sent' while something is still here only. */
  get sync(): { state: 'saved' | 'waiting' | 'sent' | 'failed'; count: number; at?: number } {
    const { standing, lastSync, busy } = this.exchange;
    const at = lastSync === undefined ? {} : { at: lastSync };
    if (standing === 'stranger' || standing === 'old' || standing === 'full')
      return { state: 'failed', count: this.unsent, ...at };
    if (this.unsent === 0) return { state: 'sent', count: 0, ...at };
    return { state: busy || standing === 'ok' ? 'waiting' : 'saved', count: this.unsent, ...at };
  }

  /** Finds out whether this device has joined: it knows itself, or the server still knows its credential. */
  open(): Promise<void> {
    return this.#opening ?? (this.#opening = this.#open());
  }

  async #open(): Promise<void> {
    const { lock, unsent, ...remembered } = await this.remembered;
    let { you, lastSync, was } = remembered;
    this.guarded = !!lock;
    this.#unsent = new Live(() => this.database.outbox.count(), { value: unsent, until: this.stands });
    if (!you && holdsCredential()) {
      await this.exchange.exchange().catch(() => false);
      ({ you, lastSync, was } = await this.#recall());
    }
    if (you) {
      this.you ??= you;
      this.exchange.lastSync ??= lastSync;
      return this.#begin();
    }
    this.#standing = 'unlinked';
    // Signed out or shut out with last words to send: they go on trying.
    if (was) this.exchange.start();
  }

  async #recall(): Promise<Pick<Meta, 'you' | 'lastSync' | 'was' | 'lock'> & { unsent: number }> {
    const { meta, outbox } = this.database;
    const reading = this.database.transaction('r', meta, outbox, async () => {
      const [values, unsent] = await Promise.all([meta.bulkGet([...REMEMBERED]), outbox.count()]);
      return { ...Object.fromEntries(REMEMBERED.map((key, index) => [key, values[index]])), unsent };
    });
    // The last words may have been heard just now: then there is no database any more.
    return reading.catch(() => ({ unsent: 0 }));
  }

  /** Uses up an invitation and fetches the first rows. Answers what is wrong, or undefined when this device is in. */
  async join(code: string, village?: string, { discard = false } = {}): Promise<JoinProblem | undefined> {
    const { join } = await import('./membership.ts');
    const problem = await join(this.database, this.exchange, { code, village, discard });
    if (problem) return problem;
    this.left = false;
    this.you = await this.database.recall('you');
    this.#begin();
    return undefined;
  }

  /** Signs this device out: nothing of what it was told stays here, and what it still has to say is sent before it goes. */
  async leave(): Promise<Spoken> {
    const { leave } = await import('./membership.ts');
    const answer = await leave(this.database, this.you?.device ?? '');
    if (!answer.ok) return answer;
    this.left = true;
    this.#standing = 'unlinked';
    this.exchange.nudge();
    return answer;
  }

  /** Says something in the person's name: written down at once, sent when it can be. */
  async say(...commands: Command[]): Promise<Spoken> {
    this.stand(); // whoever says something has the screen before him, and is told at once what is here only
    const { say } = await outbox();
    const answer = await say(this.database, ...commands);
    if (answer.ok) this.exchange.nudge();
    return answer;
  }

  /** Says something that goes along with a fresh slip, and answers that slip too. */
  async sayWithSlip(make: (slip: Slip) => Command[]): Promise<SpokenWithSlip> {
    this.stand();
    const { sayWithSlip } = await outbox();
    const answer = await sayWithSlip(this.database, make);
    if (answer.said.ok) this.exchange.nudge();
    return answer;
  }

  #begin() {
    if (this.#standing === 'linked') return this.exchange.nudge();
    this.#standing = 'linked';
    const begin = () => {
      if (!this.#listening)
        liveQuery(() => this.database.recall('you')).subscribe({ next: (you) => (this.you = you) });
      this.#listening = true;
      void navigator.storage?.persist?.();
      void outbox();
      this.exchange.start();
    };
    // A phone's holder reads first what lies here; a kiosk and a desk have nothing that waits for it.
    if (this.you?.role === 'volunteer') void this.stands.then(begin);
    else begin();
  }
}

/** The rules of saying something: loaded right after the first screen stands, not before. */
const outbox = () => import('./outbox.ts');

const KEY = Symbol('session');
export const provideSession = (session: Session): Session => setContext(KEY, session);
export const useSession = (): Session => getContext<Session>(KEY);
