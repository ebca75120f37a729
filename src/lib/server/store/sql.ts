import { randomUUID } from 'node:crypto';
import type { Key, Kind, Row } from '$lib/domain/row.ts';
import type { Result } from '$lib/sync/protocol.ts';
import type {
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

/** Runs one statement inside a transaction and gives its rows. */
export type Run = <T>(text: string, parameters?: readonly unknown[]) => Promise<T[]>;

/** A database with its connections: what sqlite.ts and postgres.ts bring. */
export interface Database {
  speech: Speech;
  /** Runs `work` on a snapshot. */
  read<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction that commits when it ends and rolls back when it throws. */
  write<T>(work: (run: Run) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Rows handed to one statement; keeps its JSON well under a megabyte. */
const AT_ONCE = 1000;

export class SqlStore implements Store {
  readonly #database: Database;
  readonly #say: Statements;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
    this.#say = statements(database.speech);
  }

  read<T>(work: (tx: Reading) => Promise<T>): Promise<T> {
    return this.#database.read((run) => during(run, (run) => work(new SqlReading(run, this.#say))));
  }

  write<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    const write = () =>
      this.#database.write((run) =>
        during(run, async (run) => {
          const [meta] = await run<Meta>(this.#say.lock);
          if (!meta) throw new Error('The database has no meta row');
          const tx = new SqlWriting(run, this.#say, meta);
          const result = await work(tx);
          await tx.seal();
          return result;
        }),
      );
    // Waiting here and not for the database's lock leaves the other connections to readers.
    const mine = this.#turn.then(write);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    await this.#turn;
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
}

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
    const [stream] = await this.run<Stream>(this.say.stream, [id]);
    return stream && { ...stream };
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
      for (const { row, home, parent } of some) {
        const was = homes.get(name(row));
        if (was !== undefined && was !== home) moved.push([++this.#meta.seq, was, row.kind, row.id]);
        fresh.push([row.kind, row.id, ++this.#meta.seq, home, parent ?? null, JSON.stringify(row.body)]);
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

  async keepStream(stream: Omit<Stream, 'series'>): Promise<Stream> {
    const { id, device, lastOp, safeOp, left, seenAt } = stream;
    const [kept] = await this.run<Stream>(this.say.keepStream, [id, device, lastOp, safeOp, left, seenAt]);
    if (!kept) throw new Error(`Stream ${id} was not kept`);
    return { ...kept };
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

  async markSafe(): Promise<void> {
    await this.run(this.say.markSafe);
  }

  /** Writes down how far seq came; the last statements before the commit. */
  async seal(): Promise<void> {
    if (this.#meta.seq === this.#before) return;
    await this.run(this.say.advance, [this.#meta.seq]);
    await this.run(this.say.commit, [this.#meta.seq, this.#nonce]);
  }

  /** Where these rows are now, by name. */
  async #homes(keys: readonly Key[]): Promise<Map<string, string>> {
    const lines = await this.run<Key & { home: string }>(this.say.homes, [pairs(keys)]);
    return new Map(lines.map((line) => [name(line), line.home]));
  }
}

const name = ({ kind, id }: Key): string => `${kind} ${id}`;
const pairs = (keys: readonly Key[]): string => JSON.stringify(keys.map(({ kind, id }) => [kind, id]));

function distinct(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [name(key), key])).values()];
}

function* chunks<T>(list: readonly T[], size = AT_ONCE): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

function stored({ kind, id, seq, home, parent, body }: Line): Stored {
  const row = { kind, id, body: JSON.parse(body) as Row['body'] } as Row;
  return parent === null ? { row, home, seq } : { row, home, parent, seq };
}
