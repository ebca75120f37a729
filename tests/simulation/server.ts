import { plant } from '$lib/domain/area/area.ts';
import { row, type Row } from '$lib/domain/row.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { catalogue } from '$lib/server/catalogue.ts';
import { Clock } from '$lib/server/clock.ts';
import { parseRequest } from '$lib/server/commands.ts';
import { enrol, invite, recognise, type Caller, type Was, type Wish } from '$lib/server/identity/identity.ts';
import { Journal } from '$lib/server/journal.ts';
import { placed } from '$lib/server/placed.ts';
import { Problem } from '$lib/server/problem.ts';
import { Receiver } from '$lib/server/receive.ts';
import { MemoryStore, type State } from '$lib/server/store/memory.ts';
import type { Store, Writing } from '$lib/server/store/port.ts';
import { Tree } from '$lib/server/tree.ts';
import type { Silence } from '$lib/device/wire.ts';
import type { Reply, Request, Result } from '$lib/sync/protocol.ts';
import { nature } from './nature.ts';

const county = plant({ id: 'county', level: 'county', name: { 'zh-CN': '县' } }, null);
const village = plant({ id: 'village', level: 'community', name: { 'zh-CN': '村' } }, county);
export const areas = [
  county,
  village,
  plant({ id: 'grid1', level: 'grid', name: { 'zh-CN': '一' } }, village),
  plant({ id: 'grid2', level: 'grid', name: { 'zh-CN': '二' } }, village),
];
export const volunteers = ['anna', 'bek', 'chen', 'dil'];

class Killed extends Error {}

/** What the simulation is told when the server has written something down for good. */
export interface Witness {
  hears(request: Request): void;
  receipts(stream: string, results: readonly Result[], again: boolean): void;
  erased(ids: readonly string[]): void;
}

/** The real server around a real store, which may be killed at any of its steps and set back to an older copy. */
export class Server {
  readonly journal = Journal.inMemory();
  receiver: Receiver;
  /** Steps of the next transaction after which the plug is pulled; Infinity: never. */
  killAfter = Infinity;
  /** The plug is pulled when it is committed, before anybody is told. */
  killWhenDone = false;
  #steps = 0;
  #pending: (() => void)[] = [];
  #copies: Readonly<State>[] = [];
  /** Copies from before the last checked backup. */
  #older: Readonly<State>[] = [];

  private constructor(
    readonly real: Store,
    readonly witness: Witness,
  ) {
    this.receiver = new Receiver(this.store, this.journal);
  }

  static async open(real: Store, witness: Witness): Promise<Server> {
    const server = new Server(real, witness);
    await real.write(async (tx) => {
      const common: Row[] = [
        ...areas.map((area) => row('area', area)),
        ...catalogue.map((each) => row('service', each)),
      ];
      await tx.put(common.map((each) => ({ row: each, home: '' })));
      const tree = await new Tree().catchUp(tx);
      await tx.put(
        volunteers.map((id, index) => placed(row('volunteer', person(id, index)), tree, nature.now)),
      );
      const root = {
        id: 'root',
        role: 'administrator' as const,
        area: 'county',
        name: 'root',
        enrolledAt: 0,
      };
      await tx.put([placed(row('device', root), tree, nature.now)]);
    });
    return server;
  }

  /** The store as the server sees it: each step may be its last. */
  get store(): Store {
    return {
      ...{ watch: (heard) => this.real.watch(heard), close: () => this.real.close() },
      read: (work) => this.real.read((tx) => work(this.#watched(tx as Writing))),
      write: async (work) => {
        this.#pending = [];
        const result = await this.real.write(async (tx) => work(this.#watched(tx)));
        for (const tell of this.#pending) tell();
        if (this.killWhenDone) throw new Killed();
        return result;
      },
    };
  }

  /** One request as its route answers it. */
  async hear(secret: string, request: Request): Promise<Reply | Silence> {
    try {
      const caller = await recognise(this.real, secret);
      if (!caller) return 'stranger';
      const heard = parseRequest(JSON.parse(JSON.stringify(request)));
      if (!heard) throw new Error('the device said something malformed');
      this.witness.hears(request);
      const reply = await this.receiver.receive(heard, caller, nature.now);
      return JSON.parse(JSON.stringify(reply)) as Reply;
    } catch (error) {
      if (error instanceof Problem && error.status === 403) return 'not-your-stream';
      if (!(error instanceof Killed)) throw error;
      await this.start();
      return 'unreachable';
    } finally {
      this.killAfter = Infinity;
      this.killWhenDone = false;
      this.#steps = 0;
    }
  }

  /** A fresh process on what the store holds. */
  async start(): Promise<void> {
    this.killAfter = Infinity;
    this.killWhenDone = false;
    this.receiver = new Receiver(this.store, this.journal);
    await this.receiver.replay(nature.now);
    await this.strike();
  }

  strike(): Promise<void> {
    return new Clock(this.store, this.journal, () => nature.now).strike();
  }

  async letIn(wish: Wish, was?: Was): Promise<{ secret: string; device: string; heir: boolean }> {
    const [root] = await this.real.read((tx) => tx.rows([{ kind: 'device', id: 'root' }]));
    if (root?.row.kind !== 'device') throw new Error('no root');
    const device = root.row.body;
    const by: Caller = {
      ...{ device, gen: 1, revoked: false },
      who: { device: 'root', role: 'administrator', person: 'root', area: 'county' },
    };
    const { code } = await invite(this.real, by, wish, nature.now);
    const { secret, device: fresh, heir } = await enrol(this.real, code, undefined, nature.now, was);
    return { secret, device: fresh.id, heir };
  }

  /** A copy of the file; a checked backup also tells the phones what they need no longer keep. */
  async copy(checked: boolean): Promise<void> {
    if (!(this.real instanceof MemoryStore)) return;
    const state = this.real.dump();
    // What came before a checked backup may lack what phones have let go since.
    if (checked) this.#older.push(...this.#copies.splice(0));
    this.#copies.push(state);
    if (checked) await this.real.write((tx) => tx.markSafe());
  }

  /**
   * Puts a copy back: by hand, or by the script, which gives it a life of its own; or one from before the last checked
   * backup, of which phones have let go. Answers whether there was one.
   */
  async restore(index: number, how: 'by hand' | 'by script' | 'too old'): Promise<boolean> {
    const copies = how === 'too old' ? this.#older : this.#copies;
    const state = copies[index % copies.length];
    if (!(this.real instanceof MemoryStore) || !state) return false;
    await this.real.load(how === 'by script' ? { ...state, epoch: crypto.randomUUID() } : state);
    await this.start();
    return true;
  }

  /** Puts the last copy back by hand. */
  restoreLatest(): Promise<boolean> {
    return this.restore(Math.max(0, this.#copies.length - 1), 'by hand');
  }

  #watched(tx: Writing): Writing {
    const step = () => {
      if (++this.#steps > this.killAfter) throw new Killed();
    };
    return new Proxy(tx, {
      get: (target, name: keyof Writing) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          step();
          if (name === 'keepReceipts') await this.#receipts(target, args[0] as string, args[1] as Result[]);
          if (name === 'markErased') this.#pending.push(() => this.witness.erased(args[0] as string[]));
          return (method as (this: Writing, ...args: unknown[]) => Promise<unknown>).apply(target, args);
        };
      },
    });
  }

  async #receipts(tx: Writing, stream: string, results: readonly Result[]) {
    const [first, last] = [results[0]?.n ?? 0, results.at(-1)?.n ?? 0];
    const again = results.length > 0 && (await tx.receipts(stream, first, last)).length > 0;
    this.#pending.push(() => this.witness.receipts(stream, results, again));
  }
}

function person(id: string, index: number): Volunteer {
  return {
    ...{ id, name: `志愿者 ${id}`, area: index % 2 ? 'grid2' : 'grid1', phone: `1990000000${index}` },
    ...{ skills: ['hay', 'haircut', 'plumbing'], posts: [], tools: ['mower'], languages: [], free: [] },
    ...{ weeklyHours: 6, wall: true, status: 'active' },
  };
}
