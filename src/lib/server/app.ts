import { RateLimiterMemory } from 'rate-limiter-flexible';
import { areaOf, type Row } from '$lib/domain/row.ts';
import { demoVillage } from './demo/village.ts';
import { recognise, setUpCode, type Caller } from './identity/identity.ts';
import { Pokes } from './poke.ts';
import { Problem } from './problem.ts';
import { Receiver } from './receive.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/port.ts';

export const COOKIE = 'yardem';

/** Everything a running server holds, put together once. Routes are handed this and nothing else. */
export class App {
  readonly pokes = new Pokes();
  readonly receiver: Receiver;
  /** Doors that open without a credential: so many tries a minute from one address. */
  readonly #strangers = new RateLimiterMemory({ points: 30, duration: 60 });

  private constructor(
    readonly store: Store,
    readonly demo: boolean,
  ) {
    this.receiver = new Receiver(store, (seq) => this.pokes.tell(seq));
  }

  /**
   * @param url `postgres://…`, or the path of a SQLite file
   * @param demo fill an empty database with the invented village
   */
  static async open(url: string, demo: boolean): Promise<App> {
    const app = new App(await openStore(url), demo);
    if (demo) await app.#settle(Date.now());
    return app;
  }

  now(): number {
    return Date.now();
  }

  /** The one-time way in for the first coordinator, or undefined once somebody has come in. */
  setUp(): Promise<string | undefined> {
    return setUpCode(this.store, this.now());
  }

  /** Who holds this credential. @throws Problem 401, and 429 for an address that keeps trying. */
  async caller(secret: string | undefined, address: string): Promise<Caller | 'revoked'> {
    const caller = await recognise(this.store, secret);
    if (caller) return caller;
    await this.stranger(address);
    throw new Problem(401, 'unknown-device');
  }

  /** Counts a try by somebody without a credential. @throws Problem 429 after too many. */
  async stranger(address: string): Promise<void> {
    try {
      await this.#strangers.consume(address);
    } catch (reply) {
      const wait = Math.ceil(((reply as { msBeforeNext?: number }).msBeforeNext ?? 60_000) / 1000);
      throw new Problem(429, 'too-many-tries', '', { 'retry-after': String(wait) });
    }
  }

  async close(): Promise<void> {
    this.pokes.close();
    await this.store.close();
  }

  async #settle(now: number): Promise<void> {
    await this.store.write(async (tx) => {
      if ((await tx.meta()).seq > 0) return;
      const rows = demoVillage(now);
      const homes = new Map(
        rows.flatMap((row) => (row.kind === 'area' ? [[row.id, row.body.home] as const] : [])),
      );
      await tx.put(rows.map((row) => ({ row, home: homes.get(areaOf(row) ?? '') ?? '', ...parentOf(row) })));
    });
  }
}

function parentOf(row: Row): { parent?: string } {
  return row.kind === 'need' && row.body.household ? { parent: row.body.household } : {};
}
