import type { Face } from '$lib/domain/need/need.ts';
import { readSlip, type SlipAnswer, type SlipRequest } from '$lib/sync/slip.ts';
import { freshSecret } from './secret.ts';
import { SlipShelf } from './slip-shelf.ts';

export type SlipTrouble = 'offline' | 'unknown' | 'used' | 'expired' | 'busy';
const PATIENCE = 15_000;

/** One slip as its page shows it: what became of it, and what can be said about it. No session, no database. */
export class SlipPage {
  number = $state<string>();
  answer = $state.raw<SlipAnswer>();
  trouble = $state<SlipTrouble>();
  busy = $state(false);
  /** Is it kept on this phone for good? */
  kept = $state(false);
  forgotten = $state(false);
  /** Numbers of other slips that this phone has been handed. */
  others = $state.raw<string[]>([]);
  readonly #shelf = new SlipShelf();

  /** Begins with what stands behind the '#', or with what this phone remembers. */
  async begin(fragment: string): Promise<void> {
    const given = readSlip(fragment);
    if (given) {
      if (!this.#shelf.isKeptForGood(given.number))
        this.#shelf.keep(given.number, { secret: given.secret, phone: freshSecret() });
      return this.show(given.number);
    }
    const [only, ...more] = this.#shelf.numbers();
    this.others = only === undefined ? [] : [only, ...more];
    if (only !== undefined && more.length === 0) await this.show(only);
  }

  async show(number: string): Promise<void> {
    this.number = number;
    this.answer = undefined;
    this.forgotten = false;
    await this.look();
  }

  look = (): Promise<void> => this.#ask({});
  rate = (face: Face, proxy: boolean): Promise<void> => this.#ask({ say: 'rate', face, proxy });
  cancel = (): Promise<void> => this.#ask({ say: 'cancel' });
  erase = (): Promise<void> => this.#ask({ say: 'erase' });

  /** The page of what followed, which the same secret opens. */
  async showRepair(number: string): Promise<void> {
    const own = this.number === undefined ? undefined : this.#shelf.get(this.number);
    if (!own) return;
    if (this.kept) this.#shelf.keepForGood(number, own.secret);
    else this.#shelf.keep(number, { secret: own.secret });
    await this.show(number);
  }

  /** The request stands; only this phone knows nothing of it any more. */
  forget(): void {
    if (this.number !== undefined) this.#shelf.forget(this.number);
    this.#clear();
    this.forgotten = true;
  }

  async #ask(said: Pick<SlipRequest, 'say' | 'face' | 'proxy'>): Promise<void> {
    const { number } = this;
    const kept = number === undefined ? undefined : this.#shelf.get(number);
    if (this.busy || number === undefined || !kept) return;
    this.busy = true;
    try {
      const reply = await post({ number, ...kept, ...said });
      if (typeof reply === 'string') this.#heedTrouble(reply, number);
      else this.#take(reply, number, kept.phone);
    } finally {
      this.busy = false;
    }
  }

  #take(answer: SlipAnswer, number: string, phone: string | undefined): void {
    this.trouble = undefined;
    if (answer.handed && phone !== undefined) this.#shelf.keepForGood(number, phone);
    if (answer.erased) this.#shelf.forget(number);
    this.kept = this.#shelf.isKeptForGood(number);
    this.answer = answer;
  }

  #heedTrouble(trouble: SlipTrouble, number: string): void {
    this.trouble = trouble;
    // What no longer opens anything is not kept; what may only not have arrived yet is.
    if (trouble === 'used' || trouble === 'expired') this.#shelf.forget(number);
    if (trouble === 'unknown') this.answer = undefined;
  }

  #clear(): void {
    this.number = undefined;
    this.answer = undefined;
    this.trouble = undefined;
    this.kept = false;
    this.others = this.#shelf.numbers();
  }
}

/** Number and secret go in the body, never in an address. */
async function post(asked: SlipRequest): Promise<SlipAnswer | SlipTrouble> {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    const reply = await fetch('/api/slip', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      signal: impatience.signal,
      cache: 'no-store',
    });
    if (reply.ok) return (await reply.json()) as SlipAnswer;
    if (reply.status === 404) return 'unknown';
    if (reply.status === 429 || reply.status === 503) return 'busy';
    if (reply.status >= 500) return 'offline'; // nobody heard it: the slip is as good as before
    if (reply.status !== 410) return 'unknown';
    const { title } = (await reply.json()) as { title?: string };
    return title === 'slip-used' ? 'used' : 'expired';
  } catch {
    return 'offline';
  } finally {
    clearTimeout(timer);
  }
}
