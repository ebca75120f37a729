import { getContext, hasContext, setContext } from 'svelte';
import type { Database } from './database.ts';
import { dropKey } from './lock-key.ts';
import { Lock, MOST, type Tried } from './lock.ts';
import type { Spoken } from './outbox.ts';
import { noteWhyGone, whyGone, type WhyGone } from './why-gone.ts';

/** Milliseconds without a touch after which the phone locks itself, in sight or in the background. */
export const IDLE = 2 * 60_000;
const LOOK = 1000;
/** Other tabs hear of touches so often at most. */
const BEAT = 5000;
const TOUCHES = ['pointerdown', 'keydown', 'scroll', 'input'];

/** What it needs of the session; `leave` signs out and keeps what is unsent. */
export interface Holder {
  database: Database;
  leave(): Promise<Spoken>;
}

/** The lock as the screens see it: open or not, how long to wait. Locks after two minutes, in all tabs at once. */
export class PhoneLock {
  /** Undefined until it is known. */
  open = $state<boolean>();
  /** Tries left before the phone empties itself; shown after a wrong one. */
  left = $state(MOST);
  /** Seconds until another try is let through. */
  wait = $state(0);
  busy = $state(false);
  #last: Touch = touch();
  #told = 0;
  /** There is something to count down, or the phone is still to be emptied. */
  #due = false;
  #emptying = false;
  #channel: BroadcastChannel | undefined;

  constructor(
    readonly holder: Holder,
    readonly lock = new Lock(holder.database),
  ) {}

  /** Begins to watch; answers how to end it. */
  start(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    const channel = new BroadcastChannel('yardem-lock');
    this.#channel = channel;
    channel.onmessage = ({ data }) => (data === 'lock' ? this.#shut() : (this.#last = touch()));
    const touched = () => this.touched();
    for (const each of TOUCHES) addEventListener(each, touched, { signal, passive: true, capture: true });
    const check = () => void this.#check();
    document.addEventListener('visibilitychange', check, { signal });
    addEventListener('pageshow', check, { signal });
    const timer = setInterval(check, LOOK);
    void this.#begin();
    return () => {
      stop.abort();
      clearInterval(timer);
      channel.close();
    };
  }

  /** Somebody is here: the two minutes begin anew, in the other tabs too. */
  touched(): void {
    if (!this.open || this.#isIdle()) return;
    this.#last = touch();
    if (this.#last.ran - this.#told < BEAT) return;
    this.#told = this.#last.ran;
    this.#channel?.postMessage('touched');
  }

  /** Locks now, here and in the other tabs. */
  shut(): void {
    this.#channel?.postMessage('lock');
    this.#shut();
  }

  /** Tries a PIN. After the last wrong one the phone empties itself and signs out. */
  async enter(pin: string): Promise<Tried> {
    return this.#try(() => this.lock.unlock(pin));
  }

  isOn = async (): Promise<boolean> => !!(await this.holder.database.recall('lock'));

  /** Turns the lock on with this PIN; the phone stays open until it is idle. */
  async turnOn(pin: string): Promise<void> {
    this.busy = true;
    await this.lock.turnOn(pin).finally(() => (this.busy = false));
  }

  /** Its holder does not want one for now: it is offered no more. */
  later(): Promise<void> {
    return this.holder.database.remember('lockLater', true);
  }

  /** Turns the lock off, by its PIN; wrong ones count as they do at the door. */
  async turnOff(pin: string): Promise<Tried> {
    return this.#try(() => this.lock.turnOff(pin));
  }

  async change(pin: string, to: string): Promise<Tried> {
    return this.#try(() => this.lock.change(pin, to));
  }

  /** Names and numbers go, what is unsent stays until it is sent; in again by an invitation only. */
  async empty(why: WhyGone): Promise<void> {
    const { database } = this.holder;
    if (this.#emptying || !(await database.recall('you'))) return;
    this.#emptying = true;
    try {
      noteWhyGone(why);
      await this.lock.spend();
      this.open = false;
      this.#due = !(await this.holder.leave()).ok;
    } finally {
      this.#emptying = false;
    }
  }

  async #begin(): Promise<void> {
    this.open = await this.lock.isOpen();
    await this.#look();
  }

  async #try(what: () => Promise<Tried>): Promise<Tried> {
    if (this.busy) return 'waits';
    this.busy = true;
    try {
      const tried = await what();
      if (tried === 'right') [this.#last, this.open] = [touch(), true];
      await this.#look();
      return tried;
    } finally {
      this.busy = false;
    }
  }

  async #check(): Promise<void> {
    if (this.open && this.#isIdle()) this.#shut();
    if (this.#due) await this.#look();
  }

  /** A clock that was set back tells nothing: then it locks too. */
  #isIdle(): boolean {
    const now = touch();
    return now.at < this.#last.at || now.at - this.#last.at >= IDLE || now.ran - this.#last.ran >= IDLE;
  }

  #shut(): void {
    dropKey(this.holder.database);
    this.open = false;
  }

  async #look(): Promise<void> {
    const { wrong, wait, spent } = await this.lock.tries();
    this.left = MOST - wrong;
    this.wait = Math.ceil(wait / 1000);
    this.#due = wait > 0 || spent;
    // Also where the plug was pulled before it could be done.
    if (spent) await this.empty(whyGone() ?? 'tries');
  }
}

/** The same moment by the phone's clock and by that of the page, which nobody can set. */
interface Touch {
  at: number;
  ran: number;
}

const touch = (): Touch => ({ at: Date.now(), ran: performance.now() });

const KEY = Symbol('phone-lock');
export const providePhoneLock = (lock: PhoneLock): PhoneLock => setContext(KEY, lock);
/** The lock that guards this page; undefined where the phone has none. */
export const usePhoneLock = (): PhoneLock | undefined => (hasContext(KEY) ? getContext(KEY) : undefined);
