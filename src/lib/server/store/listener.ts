import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const CHANNEL = 'yardem';
/** A line that a firewall has dropped says nothing: it is asked now and then. */
const ASK_EVERY = 30_000;
const ANSWER_WITHIN = 10_000;
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 5_000;

/** The statement that tells all listeners, given the seq as text, when its transaction commits. */
export const NOTIFY = `select pg_notify('${CHANNEL}', cast(? as text))`;

/** One connection that hears of every commit in a PostgreSQL database, whoever made it. A broken line is mended. */
export class Listener {
  readonly #url: string;
  readonly #heard: (seq: number) => void;
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  #mending: Promise<void> = Promise.resolve();

  constructor(url: string, heard: (seq: number) => void) {
    this.#url = url;
    this.#heard = heard;
  }

  /** Begins to listen. @throws when the database cannot be reached; afterwards it is tried again and again. */
  async open(): Promise<void> {
    await this.#connect();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#mending;
    await this.#client?.end().catch(() => undefined);
  }

  /** Listens first and only then asks how far the database is, so that nothing falls between. */
  async #connect(): Promise<number> {
    const client = new pg.Client({
      connectionString: this.#url,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN,
      query_timeout: ANSWER_WITHIN,
    });
    let lost = false;
    const lose = () => {
      if (lost) return;
      lost = true;
      clearInterval(asking);
      void client.end().catch(() => undefined);
      if (client === this.#client) this.#mending = this.#mend();
    };
    const asking = setInterval(() => void client.query('select 1').catch(lose), ASK_EVERY);
    asking.unref();
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ payload }) => this.#heard(Number(payload)));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      const { rows } = await client.query<{ seq: string }>('select seq from meta');
      this.#client = client;
      return Number(rows[0]?.seq);
    } catch (error) {
      lose();
      throw error;
    }
  }

  async #mend(): Promise<void> {
    for (let pause = FIRST_PAUSE; !this.#closing.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        await sleep(pause * (0.5 + Math.random()), undefined, { signal: this.#closing.signal });
        this.#heard(await this.#connect());
        return;
      } catch {
        // Still away, or closing: the loop knows.
      }
    }
  }
}
