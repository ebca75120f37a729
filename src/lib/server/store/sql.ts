import { randomUUID } from 'node:crypto';
import type { Key, Kind, Row } from '$lib/domain/row.ts';
import type { Health, Result } from '$lib/sync/protocol.ts';
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
import { HOMES_AT_ONCE, statements, type Speech, type Statements } from './statements.ts';
import { Watchers } from './watchers.ts';

/** Runs one statement inside a transaction and gives its rows. */
export type Run = <T>(text: string, parameters?: readonly unknown[]) => Promise<T[]>;

/** A database with its connections: what sqlite.ts and postgres.ts bring. */
export interface Database {
  speech: Speech;
  /** Runs `work` on a snapshot. */
  read<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction that commits when it ends and rolls back when it throws. */
  write<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Where several processes share a database: calls `heard` for the commits of all of them, our own included. */
  listen?(heard: (seq: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** Rows handed to one statement; keeps its JSON well under a megabyte. */
const AT_ONCE = 1000;

export class SqlStore implements Store {
  readonly #database: Database;
  readonly #say: Statements;
  readonly #clock: () => number;
  readonly #watchers = new Watchers();
  #listening: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** `clock` dates the commits, in epoch milliseconds. */
  constructor(database: Database, clock: () => number) {
    this.#database = database;
    this.#say = statements(database.speech);
    this.#clock = clock;
  }

  read<T>(work: (tx: Reading) => Promise<T>): Promise<T> {
    return this.#database.read((run) => during(run, (run) => work(new SqlReading(run, this.#say))));
  }

  write<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    const write = async () => {
      const { result, sealed } = await this.#database.write((run) =>
        during(run, async (run) => {
          const [meta] = await run<Meta>(this.#say.lock);
          if (!meta) throw new Error('The database has no meta row');
          const tx = new SqlWriting(run, this.#say, meta);
          const result = await work(tx);
          return { result, sealed: await tx.seal(this.#clock()) };
        }),
      );
      if (sealed !== undefined && !this.#database.listen) this.#watchers.tell(sealed);
      return result;
    };
    // Waiting here and not for the database's lock leaves the other connections to readers.
    const mine = this.#turn.then(write);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async watch(heard: (seq: number) => void): Promise<void> {
    this.#watchers.add(heard);
    this.#listening ??= this.#database.listen?.((seq) => this.#watchers.tell(seq));
    await this.#listening;
  }

  async close(): Promise<void> {
    await this.#turn;
    this.#watchers.close();
    await this.#database.close();
  }
}

/** Bars a transaction that is kept after its end from running statements on a connection it no longer owns. */
async function during<T>(run: Run, work: (run: Run) => Promise<T>): Promise<T> {
  let over = false;
  try {
    return await work((text, parameters) =>
      over ? Promise.reject(new Error('This transaction is over')) : run(text, parameters),
    );
  } finally {
    over = true;
  }
}

interface Line {
  kind: Kind;
  id: string;
  seq: number;
  home: string;
  parent: string | null;
  body: string;
  dueAt: number | null;
  slip: string | null;
}

/** A stream as a database holds it: SQLite has no booleans. */
type StreamLine = Omit<Stream, 'kept' | 'health'> & { kept: number | null; health: string | null };

/** A changed row, or without a body a tombstone. */
type Found = Omit<Line, 'body'> & { body: string | null };

class SqlReading implements Reading {
  protected readonly run: Run;
  protected readonly say: Statements;

  constructor(run: Run, say: Statements) {
    this.run = run;
    this.say = say;
  }

  async meta(): Promise<Meta> {
    const [meta] = await this.run<Meta>(this.say.meta);
    if (!meta) throw new Error('The database has no meta row');
    return { ...meta };
  }

  async rows(keys: readonly Key[]): Promise<Stored[]> {
    const found: Stored[] = [];
    for (const some of chunks(distinct(keys)))
      for (const line of await this.run<Line>(this.say.rows, [pairs(some)])) found.push(stored(line));
    return found;
  }

  async all(kind: Kind): Promise<Stored[]> {
    return (await this.run<Line>(this.say.all, [kind])).map(stored);
  }

  async children(kind: Kind, parent: string): Promise<Stored[]> {
    return (await this.run<Line>(this.say.children, [kind, parent])).map(stored);
  }

  async slips(number: string): Promise<Stored[]> {
    return (await this.run<Line>(this.say.slips, [number])).map(stored);
  }

  async changed(after: number, limit: number, homes: readonly string[] | null): Promise<Change[]> {
    if (limit <= 0) return [];
    const lines: Found[] = [];
    if (homes === null) {
      lines.push(...(await this.#changed(0, [after, after, limit])));
    } else {
      for (const some of chunks([...new Set(['', ...homes])], HOMES_AT_ONCE)) {
        const parameters = [...some.flatMap((home) => [home, after, home, after]), limit];
        lines.push(...(await this.#changed(some.length, parameters)));
      }
      if (homes.length >= HOMES_AT_ONCE) lines.sort((a, b) => a.seq - b.seq).splice(limit);
    }
    return lines.map((line) => {
      const { kind, id, home, seq, body } = line;
      return body === null ? { gone: { kind, id }, home, seq } : stored({ ...line, body });
    });
  }

  async nonce(seq: number): Promise<string | undefined> {
    const [found] = await this.run<{ nonce: string }>(this.say.nonce, [seq]);
    return found?.nonce;
  }

  async stream(id: string): Promise<Stream | undefined> {
    const [line] = await this.run<StreamLine>(this.say.stream, [id]);
    return line && streamed(line);
  }

  async streams(devices: readonly string[] | null): Promise<Stream[]> {
    if (devices === null) return (await this.run<StreamLine>(this.say.allStreams)).map(streamed);
    const found: Stream[] = [];
    for (const some of chunks([...new Set(devices)]))
      for (const line of await this.run<StreamLine>(this.say.streams, [singles(some)]))
        found.push(streamed(line));
    return found.sort((a, b) => a.series - b.series);
  }

  async due(now: number, limit: number): Promise<Stored[]> {
    return limit > 0 ? (await this.run<Line>(this.say.due, [now, limit])).map(stored) : [];
  }

  async erased(ids: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const some of chunks([...new Set(ids)]))
      for (const { id } of await this.run<{ id: string }>(this.say.erased, [singles(some)])) found.push(id);
    return found;
  }

  async receipts(stream: string, from: number, to: number): Promise<Result[]> {
    const lines = await this.run<{ result: string }>(this.say.receipts, [stream, from, to]);
    return lines.map(({ result }) => JSON.parse(result) as Result);
  }

  async credential(hash: string): Promise<Credential | undefined> {
    const [credential] = await this.run<Credential>(this.say.credential, [hash]);
    return credential && { ...credential };
  }

  async invitation(hash: string): Promise<Invitation | undefined> {
    const [found] = await this.run<{ body: string }>(this.say.invitation, [hash]);
    return found && (JSON.parse(found.body) as Invitation);
  }

  async badge(home: string, number: string): Promise<Badge | undefined> {
    const [badge] = await this.run<Badge>(this.say.badge, [home, number]);
    return badge && { ...badge };
  }

  async badgeOf(token: string): Promise<Badge | undefined> {
    const [badge] = await this.run<Badge>(this.say.badgeOf, [token]);
    return badge && { ...badge };
  }

  #changed(homes: number, parameters: readonly unknown[]): Promise<Found[]> {
    return this.run(this.say.changed[homes] ?? '', parameters);
  }
}

class SqlWriting extends SqlReading implements Writing {
  readonly #meta: Meta;
  readonly #before: number;
  readonly #nonce = randomUUID();

  constructor(run: Run, say: Statements, meta: Meta) {
    super(run, say);
    this.#meta = { ...meta };
    this.#before = meta.seq;
  }

  override meta(): Promise<Meta> {
    return Promise.resolve({ ...this.#meta });
  }

  override async nonce(seq: number): Promise<string | undefined> {
    // What this transaction wrote belongs to a commit that is still to come.
    if (seq > this.#before) return seq <= this.#meta.seq ? this.#nonce : undefined;
    return super.nonce(seq);
  }

  async put(rows: readonly Placed[]): Promise<void> {
    const last = new Map(rows.map((placed) => [name(placed.row), placed]));
    for (const some of chunks([...last.values()])) {
      const homes = await this.#homes(some.map(({ row }) => row));
      const moved: unknown[] = [];
      const fresh: unknown[] = [];
      for (const { row, home, parent, dueAt, slip } of some) {
        const was = homes.get(name(row));
        if (was !== undefined && was !== home) moved.push([++this.#meta.seq, was, row.kind, row.id]);
        const body = JSON.stringify(row.body);
        fresh.push([
          row.kind,
          row.id,
          ++this.#meta.seq,
          home,
          parent ?? null,
          body,
          dueAt ?? null,
          slip ?? null,
        ]);
      }
      if (moved.length) await this.run(this.say.bury, [JSON.stringify(moved)]);
      await this.run(this.say.put, [JSON.stringify(fresh)]);
    }
  }

  async remove(keys: readonly Key[]): Promise<void> {
    for (const some of chunks(distinct(keys))) {
      const homes = await this.#homes(some);
      const gone: unknown[] = [];
      for (const key of some) {
        const home = homes.get(name(key));
        if (home !== undefined) gone.push([++this.#meta.seq, home, key.kind, key.id]);
      }
      if (!gone.length) continue;
      await this.run(this.say.bury, [JSON.stringify(gone)]);
      await this.run(this.say.remove, [pairs(some)]);
    }
  }

  async remind(rows: readonly (Key & { dueAt?: number | undefined })[]): Promise<void> {
    const last = new Map(rows.map((each) => [name(each), each]));
    for (const some of chunks([...last.values()])) {
      const times = some.map(({ kind, id, dueAt }) => [kind, id, dueAt ?? null]);
      await this.run(this.say.remind, [JSON.stringify(times)]);
    }
  }

  async keepStream(stream: Omit<Stream, 'series'>): Promise<Stream> {
    const { id, device, lastOp, safeOp, left, seenAt, app } = stream;
    const kept = stream.kept === null ? null : Number(stream.kept);
    const health = stream.health ? JSON.stringify(stream.health) : null;
    const values = [id, device, lastOp, safeOp, left, seenAt, app, kept, health];
    const [line] = await this.run<StreamLine>(this.say.keepStream, values);
    if (!line) throw new Error(`Stream ${id} was not kept`);
    return streamed(line);
  }

  async keepReceipts(stream: string, results: readonly Result[]): Promise<void> {
    const last = new Map(results.map((result) => [result.n, JSON.stringify(result)]));
    for (const some of chunks([...last]))
      await this.run(this.say.keepReceipts, [stream, JSON.stringify(some)]);
  }

  async keepCredential({ device, hash, gen }: Credential): Promise<void> {
    await this.run(this.say.keepCredential, [device, hash, gen]);
  }

  async bump(device?: string): Promise<void> {
    await (device === undefined ? this.run(this.say.bumpAll) : this.run(this.say.bump, [device]));
  }

  async keepInvitation(invitation: Invitation): Promise<void> {
    await this.run(this.say.keepInvitation, [invitation.hash, JSON.stringify(invitation)]);
  }

  async keepBadge({ volunteer, home, number, pin, token, tries, lockedUntil }: Badge): Promise<void> {
    await this.run(this.say.keepBadge, [volunteer, home, number, pin, token, tries, lockedUntil]);
  }

  async markSafe(): Promise<void> {
    await this.run(this.say.markSafe);
  }

  async markErased(ids: readonly string[]): Promise<void> {
    for (const some of chunks([...new Set(ids)])) await this.run(this.say.markErased, [singles(some)]);
  }

  async prune(before: number): Promise<void> {
    const [last] = await this.run<{ seq: number | null }>(this.say.lastBefore, [before]);
    if (!last?.seq || last.seq <= this.#meta.floor) return;
    await this.run(this.say.pruneGone, [last.seq]);
    await this.run(this.say.pruneCommits, [last.seq]);
    await this.run(this.say.raiseFloor, [last.seq]);
    this.#meta.floor = last.seq;
  }

  /** Writes down how far seq came, if it did; the last statements before the commit. */
  async seal(at: number): Promise<number | undefined> {
    const { seq } = this.#meta;
    if (seq === this.#before) return undefined;
    await this.run(this.say.advance, [seq]);
    await this.run(this.say.commit, [seq, this.#nonce, at]);
    if (this.say.notify) await this.run(this.say.notify, [String(seq)]);
    return seq;
  }

  /** Where these rows are now, by name. */
  async #homes(keys: readonly Key[]): Promise<Map<string, string>> {
    const lines = await this.run<Key & { home: string }>(this.say.homes, [pairs(keys)]);
    return new Map(lines.map((line) => [name(line), line.home]));
  }
}

const name = ({ kind, id }: Key): string => `${kind} ${id}`;
const pairs = (keys: readonly Key[]): string => JSON.stringify(keys.map(({ kind, id }) => [kind, id]));

const singles = (ids: readonly string[]): string => JSON.stringify(ids.map((id) => [id]));

function distinct(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [name(key), key])).values()];
}

function* chunks<T>(list: readonly T[], size = AT_ONCE): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

function stored({ kind, id, seq, home, parent, body, dueAt, slip }: Line): Stored {
  const held: Stored = { row: { kind, id, body: JSON.parse(body) as Row['body'] } as Row, home, seq };
  if (parent !== null) held.parent = parent;
  if (dueAt !== null) held.dueAt = dueAt;
  if (slip !== null) held.slip = slip;
  return held;
}

function streamed({ kept, health, ...line }: StreamLine): Stream {
  const told = health === null ? {} : { health: JSON.parse(health) as Health };
  return { ...line, kept: kept === null ? null : kept === 1, ...told };
}
