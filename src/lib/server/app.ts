import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Row } from '$lib/domain/row.ts';
import { demoVillage } from './demo/village.ts';
import { recognise, setUpCode, type Caller } from './identity/identity.ts';
import { Clock } from './clock.ts';
import { Gate } from './gate.ts';
import { Journal } from './journal.ts';
import { placed } from './placed.ts';
import { Pokes } from './poke.ts';
import { Problem } from './problem.ts';
import { Receiver } from './receive.ts';
import { Planning } from './planning/planning.ts';
import { SlipDoor } from './slip.ts';
import { Visits } from './visits.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/port.ts';
import { Tree } from './tree.ts';

/** Without a build Node reads it as it is written; server.js names the built one. */
const THREAD = 'src/lib/server/planning/thread.ts';

/** Everything a running server holds, put together once. Routes are handed this and nothing else. */
export class App {
  readonly pokes = new Pokes();
  readonly gate = new Gate();
  readonly #clock: Clock;
  readonly receiver: Receiver;
  readonly planning: Planning;
  readonly slips: SlipDoor;
  readonly visits: Visits;
  /** Doors that open without a credential: so many tries a minute from one address. */
  readonly #strangers = new RateLimiterMemory({ points: 30, duration: 60 });

  private constructor(
    readonly store: Store,
    readonly demo: boolean,
    journal: Journal,
    thread: string,
  ) {
    this.planning = new Planning(store, thread);
    this.receiver = new Receiver(store, journal);
    this.slips = new SlipDoor(this.receiver);
    this.visits = new Visits(this.receiver);
    this.#clock = new Clock(store, journal, () => this.now());
  }

  /**
   * @param url `postgres://…`, or the path of a SQLite file
   * @param demo fill an empty database with the invented village
   * @param journal the file of erasures and revocations, which outlives the database; none for one in memory
   * @param thread the file that plans large areas, in a thread of its own
   */
  static async open(url: string, demo: boolean, journal?: string, thread = THREAD): Promise<App> {
    const written = journal === undefined ? Journal.inMemory() : await Journal.open(journal);
    const app = new App(await openStore(url), demo, written, thread);
    if (demo) await app.#settle(app.now());
    // Nobody is answered before what was erased since the last backup is erased again.
    await app.receiver.replay(app.now());
    await app.#clock.start();
    await app.store.watch((seq) => app.pokes.tell(seq));
    return app;
  }

  now(): number {
    return Date.now();
  }

  /** The one-time way in for the first coordinator, or undefined once somebody has come in. */
  setUp(): Promise<string | undefined> {
    return setUpCode(this.store, this.now());
  }

  /** Who holds this credential, revoked or not. @throws Problem 401, and 429 for an address that keeps trying. */
  async caller(secret: string | undefined, address: string): Promise<Caller> {
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
    this.#clock.stop();
    this.pokes.close();
    await this.store.close();
  }

  async #settle(now: number): Promise<void> {
    await this.store.write(async (tx) => {
      if ((await tx.meta()).seq > 0) return;
      const rows = demoVillage(now);
      const [common, others] = [rows.filter(isCommon), rows.filter((row) => !isCommon(row))];
      await tx.put(common.map((row) => ({ row, home: '' })));
      const tree = await new Tree().catchUp(tx);
      await tx.put(others.map((row) => placed(row, tree, now)));
    });
  }
}

const isCommon = ({ kind }: Row) => kind === 'area' || kind === 'service';
