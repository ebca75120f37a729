import { Dexie, type DBCore, type DBCoreTable } from 'dexie';
import { Database } from '$lib/device/database.ts';
import { Exchange } from '$lib/device/exchange.svelte.ts';
import { forgetRows, wasOf } from '$lib/device/leave.ts';
import { say, type Spoken } from '$lib/device/outbox.ts';
import { settle } from '$lib/device/settle.ts';
import type { Silence } from '$lib/device/wire.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Was, Wish } from '$lib/server/identity/identity.ts';
import type { Answer, Cursor, Reply, Request } from '$lib/sync/protocol.ts';
import { nature } from './nature.ts';
import type { Server } from './server.ts';

export class Died extends Error {}

/** What becomes of one message on its way. */
export type Fate =
  | 'arrives'
  | 'question-lost'
  | 'answer-lost'
  | 'twice'
  | 'server-dies'
  | 'server-dies-after'
  | 'busy'
  | 'waits';

/** Who sees what is said on the wire. */
export interface Listener {
  answered(device: SimDevice, request: Request, reply: Reply | Silence): Promise<void>;
}

let count = 0;

/** A phone, kiosk or desk: the app's real database and exchange, killed and cut off at the seed's will. */
export class SimDevice {
  database: Database;
  exchange: Exchange;
  secret = '';
  id = '';
  /** How far its clock is off, milliseconds. */
  skew = 0;
  /** Its clock was never touched: then what is said of time holds to the minute. */
  trusty = true;
  old = false;
  /** Counts the lives of its database: an evicted one is another. */
  life = 0;
  /** True time of the last answer that it took over. */
  heardAt = 0;
  /** Questions that are still somewhere on their way, and answers that came too late. */
  readonly late: Request[] = [];
  readonly stale: { asked: Cursor | null; answer: Answer }[] = [];
  fates: Fate[] = [];
  waiting: ((reply: Reply | Silence) => void) | undefined;
  parked: Reply | Silence | undefined;
  running: Promise<unknown> | undefined;
  #locks = new Map<string, Promise<unknown>>();
  #dead = { is: false };
  #left = Infinity;

  constructor(
    readonly name: string,
    readonly wish: Wish,
    readonly server: Server,
    readonly listener: Listener,
  ) {
    this.database = this.#opened();
    this.exchange = this.#exchanging();
  }

  /** Its own clock, locks and nothing of the others'. */
  act(): void {
    nature.skew = this.skew;
    nature.locks = this.#locks;
  }

  /** Database operations from now on after which it dies. */
  dieAfter(steps: number): void {
    this.#left = steps;
  }

  get dead(): boolean {
    return this.#dead.is;
  }

  /** Switched on again after it died: the same database, everything else anew. */
  async reopen(): Promise<void> {
    this.#dead.is = true;
    this.waiting?.('unreachable');
    this.waiting = this.parked = this.running = undefined;
    this.database.close();
    this.#dead = { is: false };
    this.#left = Infinity;
    this.#locks = new Map();
    this.database = this.#opened(this.database.name);
    this.exchange = this.#exchanging();
    await this.database.open();
  }

  /** It was shut out or has signed out, and nothing is left of it. */
  get empty(): boolean {
    return !this.database.isOpen();
  }

  /** The browser has thrown everything away but the credential. */
  async evict(): Promise<void> {
    await this.reopen();
    await this.database.delete();
    this.forgetPast();
    await this.reopen();
  }

  forgetPast(): void {
    this.life++;
    this.heardAt = 0;
    this.late.length = this.stale.length = 0;
  }

  say(...commands: Command[]): Promise<Spoken> {
    this.act();
    return say(this.database, ...commands);
  }

  /** One exchange; it may stop half-way, waiting for an answer. */
  async sync(fates: Fate[]): Promise<void> {
    if (this.running || this.empty) return;
    const dead = this.#dead;
    this.act();
    this.fates = fates;
    const halted = new Promise<void>((resolve) => (this.#halt = resolve));
    this.running = this.exchange.exchange();
    const over = this.running.then(
      () => (this.running = undefined),
      (error: unknown) => {
        if (dead.is) return;
        this.running = undefined;
        throw error;
      },
    );
    await Promise.race([over, halted]);
  }

  /** What was on its way arrives. */
  async arrive(): Promise<void> {
    const { waiting, parked, running } = this;
    if (!waiting || parked === undefined) return;
    this.waiting = this.parked = undefined;
    this.act();
    const halted = new Promise<void>((resolve) => (this.#halt = resolve));
    waiting(parked);
    await Promise.race([running?.catch(() => undefined), halted]);
  }

  /** An answer of long ago, from a tab that was asleep. */
  async hearStale(index: number): Promise<Cursor | null> {
    const old = this.stale[index % this.stale.length];
    if (!old) return null;
    this.act();
    await settle(this.database, old.asked, structuredClone(old.answer));
    return old.asked;
  }

  /** The minutes of the facts that it still holds, to say or to say again. */
  async holds(): Promise<number[]> {
    const kept = [...(await this.database.outbox.toArray()), ...(await this.database.sent.toArray())];
    return kept.flatMap(({ args }) => ('minutes' in args && !('places' in args) ? args.minutes : []));
  }

  async signOut(): Promise<Spoken> {
    const answer = await this.say({ name: 'device.revoke', args: { id: this.id } });
    if (answer.ok) await forgetRows(this.database);
    return answer;
  }

  /** Let in (anew): what lies unsent goes on if the same person said it. */
  async join(): Promise<void> {
    this.act();
    if (this.empty) await this.database.open();
    const you = await this.database.recall('you');
    const was: Was | undefined = (await this.database.recall('was')) ?? (you && wasOf(you));
    const kept = (await this.database.outbox.count()) + (await this.database.sent.count());
    const { secret, device, heir } = await this.server.letIn(this.wish, kept > 0 ? was : undefined);
    this.secret = secret;
    this.id = device;
    if (heir) await forgetRows(this.database);
    else await Promise.all(this.database.tables.map((table) => table.clear()));
    if (!heir) this.forgetPast();
    await this.database.meta.delete('was');
    this.exchange.standing = 'ok';
  }

  #halt: () => void = () => {};

  #exchanging(): Exchange {
    const dead = this.#dead;
    return new Exchange(
      this.database,
      async (request) => {
        if (dead.is) return 'unreachable';
        const reply = await this.#carry(structuredClone(request));
        if (!dead.is) this.act();
        return reply;
      },
      () => ({ app: 'sim', kept: true }),
    );
  }

  async #carry(request: Request): Promise<Reply | Silence> {
    const fate = this.fates.shift() ?? 'arrives';
    if (this.old) request.protocol = 999 as typeof request.protocol;
    this.late.push(structuredClone(request));
    if (this.late.length > 5) this.late.shift();
    if (fate === 'question-lost') return 'unreachable';
    if (fate === 'busy') return { again: 3000 };
    const { server } = this;
    if (fate === 'server-dies') server.killAfter = nature.random.whole(12);
    if (fate === 'server-dies-after') server.killWhenDone = true;
    nature.skew = 0;
    let reply = await server.hear(this.secret, request);
    await this.listener.answered(this, request, reply);
    if (fate === 'twice') {
      reply = await server.hear(this.secret, request);
      await this.listener.answered(this, request, reply);
    }
    if (fate === 'answer-lost') return 'unreachable';
    if (typeof reply === 'object' && 'cursor' in reply) {
      this.stale.push({ asked: request.cursor, answer: structuredClone(reply) });
      if (this.stale.length > 3) this.stale.shift();
    }
    if (fate !== 'waits') return reply;
    this.parked = reply;
    const arrived = new Promise<Reply | Silence>((resolve) => (this.waiting = resolve));
    this.#halt();
    return arrived;
  }

  #opened(name = `sim-${this.name}-${++count}`): Database {
    const database = new Database(name);
    const dead = this.#dead;
    const step = () => {
      if (dead.is || --this.#left < 0) {
        dead.is = true;
        throw new Died();
      }
    };
    database.use({ stack: 'dbcore', name: 'mortal', create: (core) => mortal(core, step) });
    return database;
  }
}

/** Every operation may be the last: what is under way is rolled back, as when a renderer is killed. */
function mortal(core: DBCore, step: () => void): DBCore {
  const guarded =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      try {
        step();
      } catch {
        return Dexie.Promise.reject(new Died()) as R;
      }
      return work(...args);
    };
  return {
    ...core,
    table(name): DBCoreTable {
      const table = core.table(name);
      return {
        ...table,
        mutate: guarded((request) => table.mutate(request)),
        get: guarded((request) => table.get(request)),
        getMany: guarded((request) => table.getMany(request)),
        query: guarded((request) => table.query(request)),
        count: guarded((request) => table.count(request)),
        openCursor: guarded((request) => table.openCursor(request)),
      };
    },
  };
}
