import type { Face } from '$lib/domain/need/need.ts';
import { readSlip, type SlipAnswer, type SlipRequest } from '$lib/sync/slip.ts';
import { freshSecret } from './secret.ts';
import { SlipShelf, type Kept } from './slip-shelf.ts';

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
      const { number, secret } = given;
      // Scanned again, its phone's secret stays the one it may have been handed over to: the reply may be lost or late.
      if (!this.#shelf.isKeptForGood(number) && this.#shelf.get(number)?.secret !== secret)
        this.#shelf.keep(number, { secret, phone: freshSecret() });
      return this.show(number);
    }
    const [only, ...more] = this.#shelf.numbers();
    this.others = only === undefined ? [] : [only, ...more];
    if (only !== undefined && more.length === 0) await this.show(only);
  }

  async show(number: string): Promise<void> {
    this.number = number;
    this.answer = undefined;
    this.trouble = undefined;
    this.forgotten = false;
    await this.look();
  }

  look = (): Promise<void> => this.#ask({});
  rate = (face: Face, proxy: boolean): Promise<void> => this.#say({ say: 'rate', face, proxy });
  cancel = (): Promise<void> => this.#say({ say: 'cancel' });
  erase = (): Promise<void> => this.#say({ say: 'erase' });

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

  /** Something is said of the slip on the screen: where no answer stands there, nobody has seen what it would be said of. */
  async #say(said: Pick<SlipRequest, 'say' | 'face' | 'proxy'>): Promise<void> {
    if (this.answer) await this.#ask(said);
  }

  /**
   * One question at a time. Another slip may be opened before the reply is there, or this one forgotten: then the reply is
   * not shown, for it tells of something else, and what is shown by then is looked up.
   */
  async #ask(said: Pick<SlipRequest, 'say' | 'face' | 'proxy'>): Promise<void> {
    const { number } = this;
    const kept = number === undefined ? undefined : this.#shelf.get(number);
    if (this.busy || number === undefined || !kept) return;
    this.busy = true;
    const reply = await post({ number, ...kept, ...said });
    this.busy = false;
    const current = number === this.number && this.#shelf.get(number)?.secret === kept.secret;
    this.#keep(reply, number, kept);
    if (!current) return this.look();
    if (typeof reply === 'string') this.#heedTrouble(reply);
    else this.#take(reply, number);
  }

  /** What the reply says of the keys on this phone. It holds for a slip that is not shown any more, not for a forgotten one. */
  #keep(reply: SlipAnswer | SlipTrouble, number: string, { secret, phone }: Kept): void {
    const held = this.#shelf.get(number);
    if (!held) return;
    if (typeof reply === 'string') {
      // What no longer opens anything is not kept; what may only not have arrived yet is, and so is what was scanned meanwhile.
      const dead = reply === 'used' || reply === 'expired';
      if (dead && held.secret === secret) this.#shelf.forget(number);
      return;
    }
    if (reply.handed && phone !== undefined) this.#shelf.keepForGood(number, phone);
    if (reply.erased) this.#shelf.forget(number);
  }

  #take(answer: SlipAnswer, number: string): void {
    this.trouble = undefined;
    this.kept = this.#shelf.isKeptForGood(number);
    this.answer = answer;
  }

  #heedTrouble(trouble: SlipTrouble): void {
    this.trouble = trouble;
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
