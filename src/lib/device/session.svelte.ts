import { liveQuery } from 'dexie';
import { getContext, setContext } from 'svelte';
import type { Command, Slip } from '$lib/domain/command.ts';
import type { You } from '$lib/sync/protocol.ts';
import { version } from '$app/environment';
import { database, type Database } from './database.ts';
import { Exchange } from './exchange.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Spoken } from './outbox.ts';

/** What a closed door says; a word that the person's language has a sentence for. */
export type JoinProblem =
  | 'unknown-invitation'
  | 'invitation-used'
  | 'invitation-expired'
  | 'village-name-missing'
  | 'too-many-tries'
  | 'unsent-of-another'
  | 'unreachable';

/** This device as long as the app is open: who it is, its database, its exchange with the server. */
export class Session {
  /** Who this device is; undefined until it has joined. */
  you = $state.raw<You>();
  standing = $state<'opening' | 'unlinked' | 'linked'>('opening');
  readonly database: Database = database();
  readonly exchange = new Exchange(this.database, undefined, async () => ({
    app: version,
    kept: (await navigator.storage?.persisted?.()) ?? null,
  }));
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
    liveQuery(() => this.database.recall('you')).subscribe({ next: (you) => (this.you = you) });
    const known = () => this.database.recall('you');
    if (!(await known())) await this.exchange.exchange().catch(() => false);
    if (await known()) return this.#begin();
    this.standing = 'unlinked';
    // Signed out or shut out with last words to send: they go on trying.
    if (await this.database.recall('was')) this.exchange.start();
  }

  /** Uses up an invitation and fetches the first rows. Answers what is wrong, or undefined when this device is in. */
  async join(code: string, village?: string, { discard = false } = {}): Promise<JoinProblem | undefined> {
    const was = discard ? undefined : await this.#unheard();
    let response: Response;
    try {
      response = await fetch('/api/enrol', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, ...(village && { village }), ...(was && { was }) }),
      });
    } catch {
      return 'unreachable';
    }
    if (!response.ok) {
      const problem = (await response.json().catch(() => null)) as { title?: JoinProblem } | null;
      return problem?.title ?? 'unreachable';
    }
    this.exchange.standing = 'ok';
    if (!this.database.isOpen()) await this.database.open();
    const { heir } = (await response.json()) as { heir: boolean };
    const { forgetRows } = await import('./leave.ts');
    if (heir) await forgetRows(this.database);
    else await Promise.all(this.database.tables.map((table) => table.clear()));
    await this.database.meta.delete('was');
    await this.exchange.exchange();
    this.you = await this.database.recall('you');
    this.#begin();
    return undefined;
  }

  /** Signs this device out: nothing of what it was told stays here, and what it still has to say is sent before it goes. */
  async leave(): Promise<Spoken> {
    const id = this.you?.device ?? '';
    const answer = await this.say({ name: 'device.revoke', args: { id } });
    if (!answer.ok) return answer;
    await (await import('./leave.ts')).forgetRows(this.database);
    this.standing = 'unlinked';
    this.exchange.nudge();
    return answer;
  }

  /** As whom this browser spoke, if something of it lies here that the server may not have, or may lose again. */
  async #unheard() {
    await this.exchange.exchange().catch(() => false);
    const you = await this.database.recall('you');
    const was = (await this.database.recall('was')) ?? (you && (await import('./leave.ts')).wasOf(you));
    const kept = (await this.database.outbox.count()) + (await this.database.sent.count());
    return kept > 0 ? was : undefined;
  }

  /** Says something in the person's name: written down at once, sent when it can be. */
  async say(...commands: Command[]): Promise<Spoken> {
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
