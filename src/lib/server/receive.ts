import { homesOf } from '$lib/domain/area/area.ts';
import { coordinates, type Who } from '$lib/domain/device/device.ts';
import { contactUntil } from '$lib/domain/need/project.ts';
import { project } from '$lib/domain/project.ts';
import type { Need } from '$lib/domain/need/need.ts';
import type { Key, Kind } from '$lib/domain/row.ts';
import {
  MOST_HEARD,
  MOST_OPS,
  MOST_ROWS,
  PROTOCOL,
  type Answer,
  type Cursor,
  type Del,
  type Put,
  type Reply,
  type Result,
} from '$lib/sync/protocol.ts';
import type { Heard } from './commands.ts';
import { contactsOf } from './contacts.ts';
import { replay } from './forget.ts';
import type { Caller } from './identity/identity.ts';
import type { Journal } from './journal.ts';
import { judge } from './judge.ts';
import { heirOf } from './placed.ts';
import { Problem } from './problem.ts';
import { quarantine } from './quarantine.ts';
import type { Change, Meta, Reading, Store, Stream, Writing } from './store/port.ts';
import { Tree } from './tree.ts';

/** A stream is written down anew at least this often, so that the desk knows who has been silent. */
const HEARD_EVERY = 60_000;

/** The inside of the sync endpoint: push, then pull, in one transaction (SPEC S1). */
export class Receiver {
  #tree = new Tree();
  /** A point of the database's life that was seen here: if it is no longer in it, an older copy was put back. */
  #seen: Pick<Cursor, 'epoch' | 'seq' | 'nonce'> | undefined;

  constructor(
    readonly store: Store,
    readonly journal: Journal,
  ) {}

  /** Does again what the journal says: at the start, and whenever the database turns out to be an older one. */
  async replay(now: number): Promise<void> {
    await this.#alone((tx) => this.#again(tx, now));
  }

  /** What the page behind a slip asks: it has no outbox and no cursor. */
  read<T>(work: (tx: Reading, tree: Tree) => Promise<T>): Promise<T> {
    return this.store.read(async (tx) => work(tx, await this.#tree.catchUp(tx)));
  }

  /** What is said there. */
  write<T>(work: (tx: Writing, tree: Tree) => Promise<T>, now: number): Promise<T> {
    return this.#alone(async (tx) => {
      if (await this.#wasPutBack(tx)) await this.#again(tx, now);
      return work(tx, await this.#tree.catchUp(tx));
    });
  }

  /** @throws Problem for an outbox that is somebody else's, or too many ops. */
  async receive(request: Heard, caller: Caller, now: number): Promise<Reply> {
    if (request.ops.length > MOST_OPS) throw new Problem(413, 'too-many-ops');
    if (request.ops.some((op, index) => index > 0 && op.n !== (request.ops[index - 1]?.n ?? 0) + 1))
      throw new Problem(400, 'ops-not-in-order');
    const quiet = await this.store.read(async (tx) => {
      const known = await tx.stream(request.stream);
      if (!known || known.device !== caller.device.id || caller.revoked || request.ops.length > 0) return;
      if (known.left !== request.left || now - known.seenAt >= HEARD_EVERY || this.#gone(await tx.meta()))
        return;
      return this.#answer(tx, request, caller, now, known, []);
    });
    return quiet ?? this.#alone((tx) => this.#write(tx, request, caller, now));
  }

  async #write(tx: Writing, request: Heard, caller: Caller, now: number): Promise<Reply> {
    if (await this.#wasPutBack(tx)) await this.#again(tx, now);
    const { device, who } = caller;
    const was = await tx.stream(request.stream);
    if (was && was.device !== device.id && !(await inherits(tx, was.device, caller)))
      throw new Problem(403, 'not-your-stream');
    const { left, app, kept, health } = request;
    const about = { app, kept, ...(health && { health }) };
    const heard = { id: request.stream, device: device.id, left, seenAt: now, ...about };
    const stream = was ?? (await tx.keepStream({ ...heard, lastOp: 0, safeOp: 0 }));
    const first = request.ops[0]?.n ?? stream.lastOp + 1;
    if (first > stream.lastOp + 1) return { resend: true, lastOp: stream.lastOp };
    const old = request.ops.filter((op) => op.n <= stream.lastOp);
    const results: Result[] = old.length ? await tx.receipts(stream.id, first, first + old.length - 1) : [];
    const fresh = request.ops.slice(old.length);
    const offset = now - request.sent;
    const earliest = was?.seenAt ?? 0;
    const timed = fresh.map((op) => ({
      ...op,
      at: Math.round(Math.min(now, Math.max(op.at + offset, Math.min(earliest, now)))),
    }));
    const tree = await this.#tree.catchUp(tx);
    const judged = caller.revoked
      ? await quarantine(tx, tree, who, stream.id, timed, now)
      : await judge(tx, tree, this.journal, who, timed, now);
    await tx.keepReceipts(stream.id, judged);
    results.push(...judged);
    const lastOp = fresh.at(-1)?.n ?? stream.lastOp;
    const settled = await tx.keepStream({ ...heard, lastOp, safeOp: stream.safeOp });
    if (caller.revoked || (await signedOut(tx, caller, fresh))) return { wipe: true, lastOp, results };
    return this.#answer(tx, request, caller, now, settled, results);
  }

  /** One write; when it fails, so does what was learnt of areas in it. */
  async #alone<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    try {
      return await this.store.write(work);
    } catch (error) {
      this.#tree = new Tree();
      throw error;
    }
  }

  async #again(tx: Writing, now: number): Promise<void> {
    this.#tree = await new Tree().catchUp(tx);
    await replay(tx, this.#tree, await this.journal.entries(), now);
    this.#seen = undefined;
  }

  #gone({ epoch, seq }: Meta): boolean {
    return this.#seen !== undefined && (this.#seen.epoch !== epoch || this.#seen.seq > seq);
  }

  async #wasPutBack(tx: Reading): Promise<boolean> {
    const seen = this.#seen;
    if (!seen || this.#gone(await tx.meta())) return seen !== undefined;
    return (await tx.nonce(seen.seq)) !== seen.nonce;
  }

  async #answer(
    tx: Reading,
    request: Heard,
    { who, device, gen }: Caller,
    now: number,
    stream: Stream,
    results: Result[],
  ): Promise<Reply> {
    const { lastOp } = stream;
    if (request.protocol !== PROTOCOL) return { upgrade: true, lastOp, results };
    const tree = await this.#tree.catchUp(tx);
    const meta = await tx.meta();
    const reset = !(await continues(tx, request.cursor, meta, gen));
    const own = tree.get('area', who.area);
    const homes = own && own.parent !== null ? homesOf(own, tree.areas()) : own ? null : [];
    const limit = Math.min(request.limit, MOST_ROWS);
    const changed = await tx.changed(reset ? 0 : (request.cursor?.seq ?? 0), limit, homes);
    const changes = upToSound(changed, MOST_HEARD);
    const more = changes.length === limit || changes.length < changed.length;
    const seq = more ? (changes.at(-1)?.seq ?? meta.seq) : meta.seq;
    const began = reset ? meta.seq : request.cursor?.began;
    const cursor: Cursor = { epoch: meta.epoch, seq, nonce: (await tx.nonce(seq)) ?? '', gen };
    // A page in between: the database must still be the one that was read, as far as it had come.
    if (more) Object.assign(cursor, { top: meta.seq, nonce: (await tx.nonce(meta.seq)) ?? '' });
    if (more && began !== undefined) cursor.began = began;
    const you: Answer['you'] = {
      device: device.id,
      role: device.role,
      person: who.person,
      area: who.area,
      name: device.name,
      series: stream.series,
    };
    const { put, del } = await view(tx, changes, who, tree, now, reset);
    const erased = await tx.erased(request.keeps);
    if (erased.length > 0) del.household = [...new Set([...(del.household ?? []), ...erased])];
    const top = cursor.top ?? seq;
    if (!this.#seen || top > this.#seen.seq) this.#seen = { ...cursor, seq: top };
    const gone = await absent(tx, request.keeps, erased);
    const forgotten = gone.length > 0 && { gone };
    return { now, lastOp, results, reset, more, cursor, put, del, ...forgotten, safe: stream.safeOp, you };
  }
}

/** May this device go on where another one has stopped? If the same person carries it, or it stands in the same place. */
async function inherits(tx: Reading, device: string, caller: Caller): Promise<boolean> {
  const [was] = await tx.rows([{ kind: 'device', id: device }]);
  return was?.row.kind === 'device' && heirOf(was.row.body, caller.device);
}

/** Has the device just shut itself out? */
async function signedOut(
  tx: Reading,
  { device }: Caller,
  ops: readonly { name: string }[],
): Promise<boolean> {
  if (!ops.some(({ name }) => name === 'device.revoke')) return false;
  const [now] = await tx.rows([{ kind: 'device', id: device.id }]);
  return now?.row.kind === 'device' && now.row.body.revokedAt !== undefined;
}

/** Does the cursor point into this very database, as this device may read it now? (SPEC S8–S10) */
async function continues(
  tx: Reading,
  cursor: Cursor | null,
  meta: { epoch: string; seq: number; floor: number },
  gen: number,
): Promise<boolean> {
  if (!cursor || cursor.epoch !== meta.epoch || cursor.gen !== gen) return false;
  // Rows lie below the floor too: what counts while they come is when the device forgot all it had.
  const top = cursor.top ?? cursor.seq;
  if ((cursor.began ?? cursor.seq) < meta.floor || top > meta.seq) return false;
  return top === 0 || (await tx.nonce(top)) === cursor.nonce;
}

/**
 * Which of these households and applications are not there, apart from what was erased. Tombstones would say less: they
 * do not last, and a kiosk that holds neither kind is never handed any.
 */
async function absent(tx: Reading, ids: readonly string[], erased: readonly string[]): Promise<string[]> {
  const keys = ids.flatMap((id): Key[] => [
    { kind: 'household', id },
    { kind: 'application', id },
  ]);
  const known = new Set([...erased, ...(await tx.rows(keys)).map(({ row }) => row.id)]);
  return ids.filter((id) => !known.has(id));
}

/** The changes as far as the clip that fills `most` letters of sound: a page is bounded by what it weighs too (SPEC S12). */
function upToSound(changes: Change[], most: number): Change[] {
  let sound = 0;
  const last = changes.findIndex((each) => {
    if ('row' in each && each.row.kind === 'clip') sound += each.row.body.data.length;
    return sound >= most;
  });
  return last < 0 ? changes : changes.slice(0, last + 1);
}

/** What the changes are to `who`: rows to keep, rows to forget. Every row goes through `project`. */
async function view(
  tx: Reading,
  changes: Change[],
  who: Who,
  tree: Tree,
  now: number,
  reset: boolean,
): Promise<{ put: Put; del: Del }> {
  const put: { [kind: string]: unknown[] } = {};
  const del: Del = {};
  const forget = (kind: Kind | 'contact', id: string) => {
    if (!reset && (kind === 'contact' || everSees(who, kind))) (del[kind] ??= []).push(id);
  };
  const contacts: Need[] = [];
  // What went and came again within one page is there: the later change counts.
  const last = new Map(
    changes.map((change) => [nameOf('gone' in change ? change.gone : change.row), change]),
  );
  for (const change of last.values()) {
    if ('gone' in change) {
      forget(change.gone.kind, change.gone.id);
      continue;
    }
    const { row } = change;
    const shown = project(row, who, tree);
    if (shown) (put[row.kind] ??= []).push(shown.body);
    else forget(row.kind, row.id);
    if (row.kind !== 'need' || who.role !== 'volunteer') continue;
    const involved = row.body.assignments.some((each) => each.volunteer === who.person);
    if (involved && contactUntil(row.body, who.person, now) !== undefined) contacts.push(row.body);
    else if (involved) forget('contact', row.id);
  }
  if (contacts.length > 0) {
    const told = await contactsOf(tx, contacts, who, now);
    if (told.length > 0) put['contact'] = told;
    const known = new Set(told.map(({ id }) => id));
    for (const { id } of contacts) if (!known.has(id)) forget('contact', id);
  }
  return { put, del };
}

const nameOf = ({ kind, id }: Key) => `${kind} ${id}`;

/** A kind that a role never holds needs no deletions either: not even the ids leave the server. */
const everSees = (who: Who, kind: Kind) =>
  coordinates(who) || !['household', 'device', 'quarantine', 'routine', 'application'].includes(kind);
