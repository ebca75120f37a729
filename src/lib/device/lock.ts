import { serverTime } from './clock.ts';
import type { Database, KeptContact } from './database.ts';
import { dropKey, heldKey, holdKey } from './lock-key.ts';
import type { Door, KeptLock } from './lock-kept.ts';
import { ROUNDS } from './pin.ts';
import { ownKey, seal, unseal } from './seal.ts';
import { CURVE, sealTo, unsealWith, type SealedTo } from './seal-to.ts';

/** `waits`: not let through yet. `spent`: the last try was wrong, and nothing opens this lock any more. */
export type Tried = 'right' | 'wrong' | 'waits' | 'spent';

export const MOST = 10;
const SECOND = 1000;
/** Milliseconds to wait after so many wrong tries. */
const WAITS = new Map([
  [5, 30 * SECOND],
  [6, 60 * SECOND],
  [7, 120 * SECOND],
  [8, 300 * SECOND],
  [9, 600 * SECOND],
]);

/** A phone's lock: contacts open by the PIN only, and it counts who tries. It knows no screen and no idle time. */
export class Lock {
  constructor(
    readonly database: Database,
    /** Of PBKDF2; only tests take fewer. */
    readonly rounds = ROUNDS,
  ) {}

  /** Turns the lock on, unlocked: what lies here is sealed anew, and the key of before is thrown away. */
  async turnOn(pin: string): Promise<void> {
    const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
    const { door, key } = await this.#made(pin, pair.privateKey);
    const lock: KeptLock = { id: crypto.randomUUID(), publicKey: pair.publicKey, door };
    await this.#reseal(
      async (kept) => sealTo(lock.publicKey, await unseal(await ownKey(this.database.key), kept.sealed)),
      async () => {
        if (await this.database.recall('lock')) throw new Error('there is a lock already');
        await this.database.remember('lock', lock);
        await this.database.key.delete('seal');
      },
    );
    holdKey(this.database, lock.id, key);
  }

  /** Turns it off, by the PIN. */
  async turnOff(pin: string): Promise<Tried> {
    return this.#try(pin, async (key) => {
      await this.#reseal(
        async (kept) => seal(await ownKey(this.database.key), await unsealWith(key, kept.sealed as SealedTo)),
        () => this.database.meta.delete('lock'),
      );
      dropKey(this.database);
    });
  }

  /** Another PIN for the same key pair. */
  async change(pin: string, to: string): Promise<Tried> {
    return this.#try(
      pin,
      async (key, lock) => {
        const { door } = await this.#made(to, key);
        await this.database.remember('lock', { ...lock, door });
      },
      true,
    );
  }

  /** Opens the contacts as long as this page lives or until `dropKey`. */
  async unlock(pin: string): Promise<Tried> {
    return this.#try(pin, (key, lock) => Promise.resolve(void holdKey(this.database, lock.id, key)));
  }

  /** Is the key to this very lock in memory? */
  async isOpen(): Promise<boolean> {
    const lock = await this.database.recall('lock');
    return !lock || heldKey(this.database)?.lock === lock.id;
  }

  /** Throws contacts and the way to their key away, at once. What is told from now on is sealed for nobody. */
  async spend(): Promise<void> {
    dropKey(this.database);
    await this.database.transaction('rw', this.database.contact, this.database.meta, async () => {
      const lock = await this.database.recall('lock');
      if (lock) await this.database.remember('lock', { id: lock.id, publicKey: lock.publicKey });
      await this.database.contact.clear();
    });
  }

  /** How often it was tried in vain, how many milliseconds remain to wait, and whether there is nothing left to try. */
  async tries(): Promise<{ wrong: number; wait: number; spent: boolean }> {
    const now = await serverTime(this.database);
    const lock = await this.database.recall('lock');
    const { wrong, until } = (await this.database.recall('tries')) ?? { wrong: 0, until: 0 };
    const most = WAITS.get(wrong) ?? 0;
    // The server has set the clock back since: nobody waits longer than was meant.
    if (until - now > most) await this.database.remember('tries', { wrong, until: now + most });
    return {
      wrong,
      wait: Math.max(0, Math.min(until - now, most)),
      spent: !!lock && (!lock.door || wrong >= MOST),
    };
  }

  async #try(
    pin: string,
    then: (key: CryptoKey, lock: KeptLock) => Promise<void>,
    extractable = false,
  ): Promise<Tried> {
    const now = await serverTime(this.database);
    const { wait, spent } = await this.tries();
    if (spent) return 'spent';
    if (wait > 0) return 'waits';
    // Written down before it is tried: pulling the plug gives no try back, nor does a second tab.
    const wrong = await this.database.transaction('rw', this.database.meta, async () => {
      const before = (await this.database.recall('tries')) ?? { wrong: 0, until: 0 };
      if (before.until > now || before.wrong >= MOST) return undefined;
      const counted = before.wrong + 1;
      await this.database.remember('tries', { wrong: counted, until: now + (WAITS.get(counted) ?? 0) });
      return counted;
    });
    const lock = await this.database.recall('lock');
    if (wrong === undefined || !lock?.door) return 'waits';
    const key = await unwrapped(pin, lock.door, extractable);
    if (!key) return wrong >= MOST ? 'spent' : 'wrong';
    await this.database.meta.delete('tries');
    await then(key, lock);
    return 'right';
  }

  async #made(pin: string, privateKey: CryptoKey): Promise<{ door: Door; key: CryptoKey }> {
    const secret = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const wrapping = await wrappingKey(pin, { secret, salt, rounds: this.rounds });
    const wrapped = await crypto.subtle.wrapKey('pkcs8', privateKey, wrapping, { name: 'AES-GCM', iv });
    const door = { secret, salt, rounds: this.rounds, iv, wrapped };
    return { door, key: await opened(door, wrapping, false) };
  }

  /** Seals every contact anew and changes the lock, in one step; what was told meanwhile is sealed anew too. */
  async #reseal(
    anew: (kept: KeptContact) => Promise<KeptContact['sealed']>,
    change: () => PromiseLike<void>,
  ): Promise<void> {
    const { contact, meta, key } = this.database;
    for (let done = false; !done;) {
      const before = await contact.toArray();
      const rows = await Promise.all(before.map(async (kept) => ({ ...kept, sealed: await anew(kept) })));
      done = await this.database.transaction('rw', contact, meta, key, async () => {
        if (marks(await contact.toArray()) !== marks(before)) return false;
        await change();
        await contact.bulkPut(rows);
        return true;
      });
    }
  }
}

/** Two sealings never have the same. */
const marks = (rows: KeptContact[]): string =>
  rows.map(({ id, sealed }) => `${id} ${sealed.iv.join()}`).join();

/** The private key; undefined if it is not the PIN. */
async function unwrapped(pin: string, door: Door, extractable: boolean): Promise<CryptoKey | undefined> {
  const wrapping = await wrappingKey(pin, door);
  return opened(door, wrapping, extractable).catch(() => undefined);
}

const opened = ({ wrapped, iv }: Door, wrapping: CryptoKey, extractable: boolean): Promise<CryptoKey> =>
  crypto.subtle.unwrapKey('pkcs8', wrapped, wrapping, { name: 'AES-GCM', iv }, CURVE, extractable, [
    'deriveBits',
  ]);

/** PBKDF2-SHA-256 of HMAC(device's secret, PIN): each guess costs its rounds, and can be made on this device only. */
async function wrappingKey(
  pin: string,
  { secret, salt, rounds: iterations }: Pick<Door, 'secret' | 'salt' | 'rounds'>,
): Promise<CryptoKey> {
  const bound = await crypto.subtle.sign('HMAC', secret, new TextEncoder().encode(pin));
  const base = await crypto.subtle.importKey('raw', bound, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, [
    'wrapKey',
    'unwrapKey',
  ]);
}
