import { liveQuery } from 'dexie';
import { getContext, setContext } from 'svelte';
import type { Applied } from '$lib/domain/apply.ts';
import type { Command, Slip } from '$lib/domain/command.ts';
import type { You } from '$lib/sync/protocol.ts';
import { database, type Database } from './database.ts';
import { Exchange } from './exchange.svelte.ts';
import { Live } from './live.svelte.ts';

/** What a closed door says; a word that the person's language has a sentence for. */
export type JoinProblem =
  | 'unknown-invitation'
  | 'invitation-used'
  | 'invitation-expired'
  | 'village-name-missing'
  | 'too-many-tries'
  | 'unreachable';

/** This device as long as the app is open: who it is, its database, its exchange with the server. */
export class Session {
  /** Who this device is; undefined until it has joined. */
  you = $state.raw<You>();
  standing = $state<'opening' | 'unlinked' | 'linked'>('opening');
  readonly database: Database = database();
  readonly exchange = new Exchange(this.database);
  #opening: Promise<void> | undefined;
  readonly #unsent = new Live(() => this.database.outbox.count());

  /** Commands said here that the server has not heard yet. */
  get unsent(): number {
    return this.#unsent.current ?? 0;
  }

  /** What the sync badge shows. Never 'sent' while something is still here only. */
  get sync(): { state: 'saved' | 'waiting' | 'sent' | 'failed'; count: number; at?: number } {
    const { standing, lastSync, busy } = this.exchange;
    const at = lastSync === undefined ? {} : { at: lastSync };
    if (standing === 'stranger' || standing === 'old') return { state: 'failed', count: this.unsent, ...at };
    if (this.unsent === 0) return { state: 'sent', count: 0, ...at };
    return { state: busy || standing === 'ok' ? 'waiting' : 'saved', count: this.unsent, ...at };
  }

  /** Finds out whether this device has joined: it knows itself, or the server still knows its credential. */
  open(): Promise<void> {
    return this.#opening ?? (this.#opening = this.#open());
  }

  async #open(): Promise<void> {
    liveQuery(() => this.database.recall('you')).subscribe({ next: (you) => (this.you = you) });
    const known = () => this.database.recall('you');
    if (!(await known())) await this.exchange.exchange().catch(() => false);
    if (await known()) this.#begin();
    else this.standing = 'unlinked';
  }

  /** Uses up an invitation and fetches the first rows. Answers what is wrong, or undefined when this device is in. */
  async join(code: string, village?: string): Promise<JoinProblem | undefined> {
    let response: Response;
    try {
      response = await fetch('/api/enrol', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, ...(village && { village }) }),
      });
    } catch {
      return 'unreachable';
    }
    if (!response.ok) {
      const problem = (await response.json().catch(() => null)) as { title?: JoinProblem } | null;
      return problem?.title ?? 'unreachable';
    }
    this.exchange.standing = 'ok';
    await Promise.all(this.database.tables.map((table) => table.clear()));
    await this.exchange.exchange();
    this.you = await this.database.recall('you');
    this.#begin();
    return undefined;
  }

  /** Says something in the person's name: written down at once, sent when it can be. */
  async say(...commands: Command[]): Promise<Applied> {
    const { say } = await outbox();
    const answer = await say(this.database, ...commands);
    if (answer.ok) this.exchange.nudge();
    return answer;
  }

  async mint(): Promise<Slip> {
    return (await outbox()).mint(this.database);
  }

  #begin() {
    if (this.standing === 'linked') return;
    this.standing = 'linked';
    void navigator.storage?.persist?.();
    void outbox();
    this.exchange.start();
  }
}

/** The rules of saying something: loaded right after the first screen stands, not before. */
const outbox = () => import('./outbox.ts');

const KEY = Symbol('session');
export const provideSession = (session: Session): Session => setContext(KEY, session);
export const useSession = (): Session => getContext<Session>(KEY);
