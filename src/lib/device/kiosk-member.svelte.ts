import { Finishing } from './half-written.svelte.ts';
import {
  VISIT_HEADER,
  type SignIn,
  type VisitAnswer,
  type VisitDeed,
  type Visited,
} from '$lib/sync/visit.ts';

/** Why a volunteer could not come in, or is out again. */
export type MemberProblem = 'wrong' | 'wait' | 'offline' | 'over' | 'failed';

/**
 * A volunteer who is signed in at the kiosk. What he is told, and the token of his visit, live in this object only: it goes
 * with the visit, and nothing of it is ever written to the device.
 */
export class Member {
  view = $state.raw<Visited>();
  problem = $state<MemberProblem>();
  /** Seconds until another try is let through, as the server says. */
  wait = $state(0);
  /** What became of the last thing he said, where it was not done or not as hoped. */
  outcome = $state<string>();
  busy = $state(false);
  /** Needs whose number he has asked to see. */
  shown = $state.raw<readonly string[]>([]);
  /** He is saying how one of his needs went. */
  finishing = $state.raw<Finishing>();
  #visit = '';
  #over = false;

  async signIn(how: SignIn): Promise<void> {
    await this.#ask('/api/visit', { method: 'POST', body: JSON.stringify(how) });
  }

  /** Says something about a need. True if it was heard and done. */
  async say(name: VisitDeed, id: string, more: object = {}): Promise<boolean> {
    return this.#sayAll([{ name, args: { id, ...more } }]);
  }

  /** He begins to say how a need went. */
  finish(need: string): void {
    this.problem = undefined;
    this.finishing = new Finishing(need);
  }

  /** Shows the numbers of these needs; that he saw them is kept for the households. */
  async reveal(ids: readonly string[]): Promise<boolean> {
    const fresh = ids.filter((id) => !this.shown.includes(id));
    const done =
      fresh.length === 0 ||
      (await this.#sayAll(fresh.map((id) => ({ name: 'need.reveal' as const, args: { id } }))));
    if (done) this.shown = [...this.shown, ...fresh];
    return done;
  }

  /** Forgets everything here and now, and tells the server, which forgets by itself if it does not hear. */
  leave(): void {
    this.#over = true;
    this.view = undefined;
    this.shown = [];
    this.finishing = undefined;
    const headers = { [VISIT_HEADER]: this.#visit };
    if (this.#visit)
      void fetch('/api/visit', { method: 'DELETE', headers, keepalive: true }).catch(() => null);
    this.#visit = '';
  }

  #sayAll(say: { name: VisitDeed; args: object }[]): Promise<boolean> {
    return this.#ask('/api/visit/say', { method: 'POST', body: JSON.stringify({ say }) });
  }

  async #ask(path: string, asked: RequestInit): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      const headers = { 'content-type': 'application/json', [VISIT_HEADER]: this.#visit };
      const limits = { cache: 'no-store' as const, signal: AbortSignal.timeout(15_000) };
      const response = await fetch(path, { ...asked, headers, ...limits });
      // He has gone while it was on its way: nothing of the answer may stay.
      if (this.#over) return false;
      if (!response.ok) return this.#refused(response);
      const { visit, refused, told, ...view } = (await response.json()) as VisitAnswer;
      if (this.#over) return false;
      this.#visit = visit ?? this.#visit;
      this.view = view;
      [this.problem, this.outcome] = [undefined, refused ?? told];
      return refused === undefined;
    } catch {
      this.problem = 'offline';
      return false;
    } finally {
      this.busy = false;
    }
  }

  #refused(response: Response): false {
    this.wait = Number(response.headers.get('retry-after') ?? 0);
    const problems: Record<number, MemberProblem> = { 404: 'wrong', 429: 'wait', 401: 'over' };
    this.problem = problems[response.status] ?? 'failed';
    if (response.status === 401) [this.view, this.finishing] = [undefined, undefined];
    return false;
  }
}
