/**
 * What a resident's own phone remembers of slips: the number and what opens it, no more. It is asked by the page behind
 * the QR code, which has no database and no session. Where a browser keeps nothing, the page works as long as it is open.
 */
export interface Kept {
  secret: string;
  /** Minted here, and not yet known to be heard: what opens the slip from then on, where `secret` holds only once. */
  phone?: string;
}
const PREFIX = 'yardem-slip:';

/** Until the phone was handed over to, it knows a slip only as long as the page stays open. */
export class SlipShelf {
  readonly #memory = new Map<string, Kept>();

  /** Numbers of slips that this phone has been handed. */
  numbers(): string[] {
    return this.#use([], () =>
      Object.keys(localStorage).flatMap((key) => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : [])),
    );
  }

  get(number: string): Kept | undefined {
    const lasting = this.#use(null, () => localStorage.getItem(PREFIX + number));
    if (lasting) return { secret: lasting };
    const passing = this.#use(null, () => sessionStorage.getItem(PREFIX + number));
    return this.#memory.get(number) ?? (passing ? (JSON.parse(passing) as Kept) : undefined);
  }

  /** For as long as this page is open. */
  keep(number: string, kept: Kept): void {
    this.#memory.set(number, kept);
    this.#use(undefined, () => sessionStorage.setItem(PREFIX + number, JSON.stringify(kept)));
  }

  /** For good, until somebody says otherwise. */
  keepForGood(number: string, secret: string): void {
    this.forget(number);
    this.#memory.set(number, { secret });
    this.#use(undefined, () => localStorage.setItem(PREFIX + number, secret));
  }

  isKeptForGood(number: string): boolean {
    return this.numbers().includes(number);
  }

  forget(number: string): void {
    this.#memory.delete(number);
    this.#use(undefined, () => localStorage.removeItem(PREFIX + number));
    this.#use(undefined, () => sessionStorage.removeItem(PREFIX + number));
  }

  /** Browsers throw where they were told to keep nothing. */
  #use<T>(without: T, work: () => T): T {
    try {
      return work();
    } catch {
      return without;
    }
  }
}
