import { createHash } from 'node:crypto';
import { hurried, type Row } from '../sync/rows.ts';
import { JsonServer, type Question } from '../sync/serve.ts';

/** A rival's other end: in memory, without rules, so that what is measured is the rival's phone. */
export interface RivalServer {
  http: JsonServer;
  /** Somebody else marks these needs as urgent. */
  hurry: (village: number, ids: string[]) => void;
}

interface Kept {
  seq: number;
  doc: Row;
}

/** Documents in the order of their last change. */
class Shelf<D extends Kept = Kept> {
  readonly #kept = new Map<string, D>();
  #seq = 0;

  put(doc: Omit<D, 'seq'> & { doc: Row }): void {
    this.#kept.delete(doc.doc.id);
    this.#kept.set(doc.doc.id, { ...doc, seq: ++this.#seq } as unknown as D);
  }
  get = (id: string) => this.#kept.get(id);
  get seq(): number {
    return this.#seq;
  }
  after(seq: number, limit: number): D[] {
    return [...this.#kept.values()].filter((each) => each.seq > seq).slice(0, limit);
  }
}

/** RxDB leaves the protocol to its user: a checkpoint that counts changes, and rows that are taken as they come. */
export async function serveRxdb(rows: (village: number) => Row[]): Promise<RivalServer> {
  const shelves = new Shelves(rows, (doc) => ({ doc }));
  const http = await JsonServer.start(({ path: [what, village], query, body }) => {
    const shelf = shelves.of(Number(village));
    if (what === 'pull') {
      const after = Number(query.get('after'));
      const found = shelf.after(after, Number(query.get('limit')));
      const documents = found.map(({ doc }) => ({ ...doc, _deleted: false }));
      return { documents, checkpoint: { seq: found.at(-1)?.seq ?? after } };
    }
    // What a phone has pushed is not told to it again: the least work that its protocol allows.
    const pushed = body as { newDocumentState: Row }[];
    for (const { newDocumentState: doc } of pushed) Object.assign(shelf.get(doc.id)?.doc ?? {}, doc);
    return [];
  });
  return {
    http,
    hurry: (village, ids) => {
      const shelf = shelves.of(village);
      for (const id of ids) shelf.put({ doc: hurried(known(shelf.get(id)).doc) });
    },
  };
}

interface Revised extends Kept {
  /** Its revisions, the latest first. */
  revs: string[];
}

/** As much of CouchDB as PouchDB's replication asks for: documentation of CouchDB, chapter "replication protocol". */
export async function servePouchdb(rows: (village: number) => Row[]): Promise<RivalServer> {
  const shelves = new Shelves<Revised>(rows, (doc) => ({ doc, revs: [revOf(doc, 1)] }));
  const checkpoints = new Map<string, object>();
  const http = await JsonServer.start((question) => {
    const [database = '', what = '', id = ''] = question.path;
    const village = Number(database.split('-')[1]);
    if (database === '' || Number.isNaN(village)) return { couchdb: 'Welcome', uuid: 'bench' };
    if (what === '_local') return local(checkpoints, `${database} ${id}`, question);
    return couch(shelves.of(village), database, what, question);
  });
  return {
    http,
    hurry: (village, ids) => {
      const shelf = shelves.of(village);
      for (const id of ids) {
        const { doc, revs } = known(shelf.get(id));
        shelf.put({ doc: hurried(doc), revs: [revOf(hurried(doc), revs.length + 1), ...revs] });
      }
    },
  };
}

function couch(shelf: Shelf<Revised>, database: string, what: string, { query, body }: Question): unknown {
  if (what === '')
    return { db_name: database, update_seq: shelf.seq, doc_count: shelf.seq, instance_start_time: '0' };
  if (what === '_changes') {
    const limit = query.has('limit') ? Number(query.get('limit')) : Infinity;
    const found = shelf.after(Number(query.get('since')), limit);
    const results = found.map(({ seq, doc, revs }) => ({ seq, id: doc.id, changes: [{ rev: revs[0] }] }));
    return { results, last_seq: found.at(-1)?.seq ?? shelf.seq, pending: 0 };
  }
  if (what === '_bulk_get')
    return {
      results: (body as { docs: { id: string }[] }).docs.map(({ id }) => {
        const { doc, revs } = known(shelf.get(id));
        const ids = revs.map((rev) => rev.split('-')[1]);
        const _revisions = { start: revs.length, ids };
        return { id, docs: [{ ok: { ...doc, _id: id, _rev: revs[0], _revisions } }] };
      }),
    };
  if (what === '_revs_diff')
    return Object.fromEntries(
      Object.entries(body as Record<string, string[]>).flatMap(([id, revs]) => {
        const missing = revs.filter((rev) => !shelf.get(id)?.revs.includes(rev));
        return missing.length > 0 ? [[id, { missing }]] : [];
      }),
    );
  if (what !== '_bulk_docs') return undefined;
  for (const { _id, _rev, _revisions, ...doc } of (body as { docs: Pushed[] }).docs) {
    if (_id.startsWith('_design/')) continue; // an index is the phone's own affair
    const revs = _revisions.ids.map((hash, index) => `${_revisions.start - index}-${hash}`);
    shelf.put({ doc, revs });
  }
  return [];
}

type Pushed = Row & { _id: string; _rev: string; _revisions: { start: number; ids: string[] } };

function local(kept: Map<string, object>, id: string, { method, body }: Question): unknown {
  if (method === 'PUT') kept.set(id, { ...(body as object), _rev: '0-1' });
  return method === 'PUT' ? { ok: true, id, rev: '0-1' } : kept.get(id);
}

const revOf = (doc: Row, generation: number) =>
  `${generation}-${createHash('md5').update(`${doc.id} ${generation}`).digest('hex')}`;

/** One shelf a village, filled when it is first asked for. */
class Shelves<D extends Kept = Kept> {
  readonly #shelves = new Map<number, Shelf<D>>();
  readonly rows: (village: number) => Row[];
  readonly wrap: (doc: Row) => Omit<D, 'seq'> & { doc: Row };

  constructor(rows: (village: number) => Row[], wrap: (doc: Row) => Omit<D, 'seq'> & { doc: Row }) {
    this.rows = rows;
    this.wrap = wrap;
  }

  of(village: number): Shelf<D> {
    const found = this.#shelves.get(village);
    if (found) return found;
    const shelf = new Shelf<D>();
    for (const each of this.rows(village)) shelf.put(this.wrap({ ...each }));
    this.#shelves.set(village, shelf);
    return shelf;
  }
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('no such document');
  return found;
}
