/* eslint-disable @typescript-eslint/require-await -- the port answers later; memory knows at once */
import { randomUUID } from 'node:crypto';
import type { Key, Kind, Row } from '$lib/domain/row.ts';
import type { Result } from '$lib/sync/protocol.ts';
import type {
  Badge,
  Change,
  Credential,
  Invitation,
  Meta,
  Placed,
  Reading,
  Store,
  Stored,
  Stream,
  Writing,
} from './port.ts';
import { Watchers } from './watchers.ts';

/**
 * All that a store holds, as a value: never changed once it is committed, so that keeping one is a backup.
 * Bodies are JSON text, as in a database: what goes in and out is never shared with the caller.
 */
export interface State extends Meta {
  /** By name. */
  rows: ReadonlyMap<string, Line>;
  gone: readonly Grave[];
  commits: readonly { seq: number; nonce: string; at: number }[];
  erased: ReadonlySet<string>;
  streams: ReadonlyMap<string, Readonly<Stream>>;
  receipts: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** By device. */
  credentials: ReadonlyMap<string, Readonly<Credential>>;
  invitations: ReadonlyMap<string, string>;
  /** By volunteer. */
  badges: ReadonlyMap<string, Readonly<Badge>>;
}
interface Line extends Key {
  seq: number;
  home: string;
  parent?: string;
  body: string;
  dueAt?: number;
  slip?: string;
}
type Grave = { gone: Key; home: string; seq: number };

/** A store in memory, for tests and simulations. A writer works on a copy that takes the old state's place at the end. */
export class MemoryStore implements Store {
  readonly #mint: () => string;
  readonly #clock: () => number;
  readonly #watchers = new Watchers();
  #state: Readonly<State>;
  #turn: Promise<unknown> = Promise.resolve();

  /** `mint` makes epochs and nonces: never the same twice, also after a restore. `clock` dates the commits. */
  constructor(mint: () => string = randomUUID, clock = () => Date.now()) {
    this.#mint = mint;
    this.#clock = clock;
    this.#state = {
      epoch: mint(),
      seq: 0,
      floor: 0,
      rows: new Map(),
      gone: [],
      commits: [{ seq: 0, nonce: mint(), at: 0 }],
      erased: new Set(),
      streams: new Map(),
      receipts: new Map(),
      credentials: new Map(),
      invitations: new Map(),
      badges: new Map(),
    };
  }

  async read<T>(work: (tx: Reading) => Promise<T>): Promise<T> {
    return work(new MemoryReading({ ...this.#state }));
  }

  write<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    return this.#queue(async () => {
      const tx = new MemoryWriting(this.#state, this.#mint());
      const result = await work(tx);
      const before = this.#state.seq;
      this.#state = tx.sealed(this.#clock());
      if (this.#state.seq > before) this.#watchers.tell(this.#state.seq);
      return result;
    });
  }

  async watch(heard: (seq: number) => void): Promise<void> {
    this.#watchers.add(heard);
  }

  close(): Promise<void> {
    return this.#queue(async () => this.#watchers.close());
  }

  /** A backup: everything that is committed now. */
  dump(): Readonly<State> {
    return this.#state;
  }

  /** Restores a backup, as if its file had been copied back. */
  load(state: Readonly<State>): Promise<void> {
    return this.#queue(() => {
      this.#state = state;
      return Promise.resolve();
    });
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

class MemoryReading implements Reading {
  protected now: State;

  constructor(state: State) {
    this.now = state;
  }

  async meta(): Promise<Meta> {
    const { epoch, seq, floor } = this.now;
    return { epoch, seq, floor };
  }

  async rows(keys: readonly Key[]): Promise<Stored[]> {
    const lines = [...new Set(keys.map(name))].map((key) => this.now.rows.get(key));
    return lines.filter((line) => line !== undefined).map(stored);
  }

  async all(kind: Kind): Promise<Stored[]> {
    return this.#where((line) => line.kind === kind).map(stored);
  }

  async children(kind: Kind, parent: string): Promise<Stored[]> {
    return this.#where((line) => line.kind === kind && line.parent === parent).map(stored);
  }

  async slips(number: string): Promise<Stored[]> {
    return this.#where((line) => line.slip === number).map(stored);
  }

  async changed(after: number, limit: number, homes: readonly string[] | null): Promise<Change[]> {
    const among = homes && new Set(['', ...homes]);
    const wanted = ({ seq, home }: Line | Grave) => seq > after && (!among || among.has(home));
    return [...this.#where(wanted), ...this.now.gone.filter(wanted)]
      .sort((a, b) => a.seq - b.seq)
      .slice(0, limit)
      .map((change) => ('gone' in change ? { ...change, gone: { ...change.gone } } : stored(change)));
  }

  async nonce(seq: number): Promise<string | undefined> {
    return this.now.commits.find((commit) => commit.seq >= seq)?.nonce;
  }

  async stream(id: string): Promise<Stream | undefined> {
    return copy(this.now.streams.get(id));
  }

  async streams(devices: readonly string[] | null): Promise<Stream[]> {
    const among = devices && new Set(devices);
    return [...this.now.streams.values()]
      .filter(({ device }) => !among || among.has(device))
      .sort((a, b) => a.series - b.series)
      .map((stream) => ({ ...stream }));
  }

  async due(now: number, limit: number): Promise<Stored[]> {
    const until = ({ dueAt = Infinity }: Line) => dueAt;
    return this.#where((line) => until(line) <= now)
      .sort((a, b) => until(a) - until(b) || a.seq - b.seq)
      .slice(0, limit)
      .map(stored);
  }

  async erased(ids: readonly string[]): Promise<string[]> {
    return [...new Set(ids)].filter((id) => this.now.erased.has(id));
  }

  async receipts(stream: string, from: number, to: number): Promise<Result[]> {
    return [...(this.now.receipts.get(stream) ?? [])]
      .filter(([n]) => from <= n && n <= to)
      .sort(([a], [b]) => a - b)
      .map(([, result]) => JSON.parse(result) as Result);
  }

  async credential(hash: string): Promise<Credential | undefined> {
    return copy([...this.now.credentials.values()].find((credential) => credential.hash === hash));
  }

  async invitation(hash: string): Promise<Invitation | undefined> {
    const text = this.now.invitations.get(hash);
    return text === undefined ? undefined : (JSON.parse(text) as Invitation);
  }

  async badge(home: string, number: string): Promise<Badge | undefined> {
    return copy([...this.now.badges.values()].find((each) => each.home === home && each.number === number));
  }

  async badgeOf(token: string): Promise<Badge | undefined> {
    return copy([...this.now.badges.values()].find((each) => each.token === token));
  }

  #where(test: (line: Line) => boolean): Line[] {
    const found: Line[] = [];
    for (const line of this.now.rows.values()) if (test(line)) found.push(line);
    return found;
  }
}

type Table = 'rows' | 'streams' | 'receipts' | 'credentials' | 'invitations' | 'badges';
type Open<M> = M extends ReadonlyMap<infer K, infer V> ? Map<K, V> : never;

class MemoryWriting extends MemoryReading implements Writing {
  readonly #before: number;
  readonly #nonce: string;
  /** Tables that are copies already. */
  readonly #own = new Set<Table>();
  #over = false;

  constructor(state: State, nonce: string) {
    super({ ...state });
    this.#before = state.seq;
    this.#nonce = nonce;
  }

  override async nonce(seq: number): Promise<string | undefined> {
    if (seq > this.#before) return seq <= this.now.seq ? this.#nonce : undefined;
    return super.nonce(seq);
  }

  async put(placed: readonly Placed[]): Promise<void> {
    const rows = this.#open('rows');
    const graves: Grave[] = [];
    for (const { row, home, parent, dueAt, slip } of new Map(
      placed.map((each) => [name(each.row), each]),
    ).values()) {
      const was = rows.get(name(row));
      if (was && was.home !== home) graves.push(this.#grave(was));
      const { kind, id } = row;
      const line: Line = { kind, id, seq: ++this.now.seq, home, body: JSON.stringify(row.body) };
      if (parent !== undefined) line.parent = parent;
      if (dueAt !== undefined) line.dueAt = dueAt;
      if (slip !== undefined) line.slip = slip;
      rows.set(name(row), line);
    }
    this.now.gone = this.now.gone.concat(graves);
  }

  async remove(keys: readonly Key[]): Promise<void> {
    const rows = this.#open('rows');
    const graves: Grave[] = [];
    for (const key of keys) {
      const was = rows.get(name(key));
      if (was && rows.delete(name(key))) graves.push(this.#grave(was));
    }
    this.now.gone = this.now.gone.concat(graves);
  }

  async remind(keys: readonly (Key & { dueAt?: number | undefined })[]): Promise<void> {
    const rows = this.#open('rows');
    for (const { dueAt, ...key } of keys) {
      const { dueAt: _before, ...was } = rows.get(name(key)) ?? {};
      if ('seq' in was) rows.set(name(key), dueAt === undefined ? was : { ...was, dueAt });
    }
  }

  async keepStream(stream: Omit<Stream, 'series'>): Promise<Stream> {
    const streams = this.#open('streams');
    const last = Math.max(0, ...[...streams.values()].map(({ series }) => series));
    const kept = { ...stream, series: streams.get(stream.id)?.series ?? last + 1 };
    streams.set(stream.id, kept);
    return { ...kept };
  }

  async keepReceipts(stream: string, results: readonly Result[]): Promise<void> {
    const given = new Map(this.now.receipts.get(stream));
    for (const result of results) given.set(result.n, JSON.stringify(result));
    this.#open('receipts').set(stream, given);
  }

  async keepCredential(credential: Credential): Promise<void> {
    const holder = (await this.credential(credential.hash))?.device ?? credential.device;
    if (holder !== credential.device) throw new Error('Two devices cannot share a credential');
    this.#open('credentials').set(credential.device, { ...credential });
  }

  async bump(device?: string): Promise<void> {
    const credentials = this.#open('credentials');
    for (const [of, credential] of credentials)
      if (device === undefined || of === device)
        credentials.set(of, { ...credential, gen: credential.gen + 1 });
  }

  async keepInvitation(invitation: Invitation): Promise<void> {
    this.#open('invitations').set(invitation.hash, JSON.stringify(invitation));
  }

  async keepBadge(badge: Badge): Promise<void> {
    const others = [await this.badge(badge.home, badge.number), await this.badgeOf(badge.token)];
    if (others.some((each) => each && each.volunteer !== badge.volunteer))
      throw new Error('Two volunteers cannot share a card');
    this.#open('badges').set(badge.volunteer, { ...badge });
  }

  async markSafe(): Promise<void> {
    const streams = this.#open('streams');
    for (const [id, stream] of streams) streams.set(id, { ...stream, safeOp: stream.lastOp });
  }

  async markErased(ids: readonly string[]): Promise<void> {
    this.#mustGoOn();
    this.now = { ...this.now, erased: new Set([...this.now.erased, ...ids]) };
  }

  async prune(before: number): Promise<void> {
    this.#mustGoOn();
    const { commits, gone, floor } = this.now;
    const last = commits.findLast(({ at }) => at > 0 && at < before)?.seq ?? 0;
    if (last <= floor) return;
    const left = {
      commits: commits.filter(({ seq }) => seq >= last),
      gone: gone.filter(({ seq }) => seq > last),
    };
    this.now = { ...this.now, ...left, floor: last };
  }

  /** The state to come; nothing is written after it. */
  sealed(at: number): State {
    this.#over = true;
    const { seq, commits } = this.now;
    if (seq === this.#before) return this.now;
    return { ...this.now, commits: [...commits, { seq, nonce: this.#nonce, at }] };
  }

  #grave({ kind, id, home }: Line): Grave {
    return { gone: { kind, id }, home, seq: ++this.now.seq };
  }

  #mustGoOn(): void {
    if (this.#over) throw new Error('This transaction is over');
  }

  /** The table, copied before its first change: readers and backups keep the old one. */
  #open<T extends Table>(table: T): Open<State[T]> {
    this.#mustGoOn();
    if (!this.#own.has(table)) {
      this.#own.add(table);
      this.now = { ...this.now, [table]: new Map<unknown, unknown>(this.now[table]) };
    }
    return this.now[table] as unknown as Open<State[T]>;
  }
}

const name = ({ kind, id }: Key): string => `${kind} ${id}`;
const copy = <T extends object>(held: T | undefined): T | undefined => held && { ...held };

function stored({ kind, id, body, ...rest }: Line): Stored {
  return { row: { kind, id, body: JSON.parse(body) as Row['body'] } as Row, ...rest };
}
