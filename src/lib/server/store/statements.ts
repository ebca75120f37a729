/** How a database wants the few things to be said that SQLite and PostgreSQL say differently. */
export interface Speech {
  /** A JSON array, given as the next parameter, as a table `k` with a column `value`. */
  each: string;
  /** Reads `meta` and keeps other writers out until the end of the transaction. */
  lock: string;
  /** Tells other processes of a commit, given its seq as text, when and only when it comes about. */
  notify?: string;
  /** One of the ordered parts that are merged by seq; `limit` is the number of the parameter that limits the whole. */
  part: (select: string, limit: number) => string;
  /** A statement written with `?` for its parameters, as the database wants it. */
  spell: (text: string) => string;
}

/** Homes merged by one statement; a longer list takes several. */
export const HOMES_AT_ONCE = 16;

export type Statements = ReturnType<typeof statements>;

/** Every statement of the store, written once: pushes and pulls are too frequent to build their text each time. */
export function statements({ each, lock, notify, part, spell }: Speech) {
  const keys = `select k.value->>0, k.value->>1 from ${each}`;
  const stored = 'r.kind, r.id, r.seq, r.home, r.parent, r.body, r.due_at as "dueAt", r.slip';
  const stream =
    'id, device, series, last_op as "lastOp", safe_op as "safeOp", unsent as "left", seen_at as "seenAt", app, kept, health';
  const badge = 'volunteer, home, number, pin, token, tries, locked_until as "lockedUntil"';
  const texts = {
    lock,
    notify: notify ?? '',
    meta: 'select epoch, seq, floor from meta',
    // `cross join` tells SQLite's planner to walk the short list and look up the long table.
    rows: `select ${stored} from ${each} cross join "row" as r where r.kind = k.value->>0 and r.id = k.value->>1`,
    homes: `select r.kind, r.id, r.home from ${each} cross join "row" as r where r.kind = k.value->>0 and r.id = k.value->>1`,
    all: `select ${stored} from "row" as r where r.kind = ?`,
    children: `select ${stored} from "row" as r where r.kind = ? and r.parent = ?`,
    slips: `select ${stored} from "row" as r where r.slip = ?`,
    nonce: 'select nonce from "commit" where seq >= ? order by seq limit 1',
    due: `select ${stored} from "row" as r where r.due_at <= ? order by r.due_at, r.seq limit ?`,
    erased: `select e.id from ${each} cross join erased as e where e.id = k.value->>0`,
    stream: `select ${stream} from stream where id = ?`,
    streams: `select ${stream} from stream where device in (select k.value->>0 from ${each}) order by series`,
    allStreams: `select ${stream} from stream order by series`,
    receipts: 'select result from receipt where stream = ? and n between ? and ? order by n',
    credential: 'select hash, device, gen from credential where hash = ?',
    invitation: 'select body from invitation where hash = ?',
    badge: `select ${badge} from badge where home = ? and number = ?`,
    badgeOf: `select ${badge} from badge where token = ?`,
    put: `insert into "row" (kind, id, seq, home, parent, body, due_at, slip)
      select k.value->>0, k.value->>1, cast(k.value->>2 as bigint), k.value->>3, k.value->>4, k.value->>5,
        cast(k.value->>6 as bigint), k.value->>7
      from ${each} where true on conflict (kind, id) do update
      set seq = excluded.seq, home = excluded.home, parent = excluded.parent, body = excluded.body,
        due_at = excluded.due_at, slip = excluded.slip`,
    bury: `insert into gone (seq, home, kind, id)
      select cast(k.value->>0 as bigint), k.value->>1, k.value->>2, k.value->>3 from ${each}`,
    remove: `delete from "row" where (kind, id) in (${keys})`,
    remind: `update "row" as r set due_at = cast(k.value->>2 as bigint)
      from ${each} where r.kind = k.value->>0 and r.id = k.value->>1`,
    advance: 'update meta set seq = ?',
    commit: 'insert into "commit" (seq, nonce, at) values (?, ?, ?)',
    keepStream: `insert into stream (id, device, series, last_op, safe_op, unsent, seen_at, app, kept, health)
      select cast(? as text), cast(? as text), coalesce(max(series), 0) + 1, cast(? as bigint), cast(? as bigint),
        cast(? as bigint), cast(? as bigint), cast(? as text), cast(? as integer), cast(? as text)
      from stream where true on conflict (id) do update set device = excluded.device, last_op = excluded.last_op,
        safe_op = excluded.safe_op, unsent = excluded.unsent, seen_at = excluded.seen_at,
        app = excluded.app, kept = excluded.kept, health = excluded.health
      returning ${stream}`,
    keepReceipts: `insert into receipt (stream, n, result)
      select cast(? as text), cast(k.value->>0 as bigint), k.value->>1 from ${each} where true
      on conflict (stream, n) do update set result = excluded.result`,
    keepCredential: `insert into credential (device, hash, gen) values (?, ?, ?)
      on conflict (device) do update set hash = excluded.hash, gen = excluded.gen`,
    bump: 'update credential set gen = gen + 1 where device = ?',
    bumpAll: 'update credential set gen = gen + 1',
    keepInvitation: `insert into invitation (hash, body) values (?, ?)
      on conflict (hash) do update set body = excluded.body`,
    keepBadge: `insert into badge (volunteer, home, number, pin, token, tries, locked_until)
      values (?, ?, ?, ?, ?, ?, ?) on conflict (volunteer) do update set home = excluded.home,
        number = excluded.number, pin = excluded.pin, token = excluded.token, tries = excluded.tries,
        locked_until = excluded.locked_until`,
    markSafe: 'update stream set safe_op = last_op where safe_op <> last_op',
    markErased: `insert into erased (id) select k.value->>0 from ${each} where true on conflict (id) do nothing`,
    lastBefore: 'select max(seq) as seq from "commit" where at > 0 and at < ?',
    pruneGone: 'delete from gone where seq <= ?',
    pruneCommits: 'delete from "commit" where seq < ?',
    raiseFloor: 'update meta set floor = ?',
  };
  const spelled = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, spell(text)]));
  const changed = Array.from({ length: HOMES_AT_ONCE + 1 }, (_, homes) => spell(changedText(homes, part)));
  return { ...(spelled as typeof texts), changed };
}

/**
 * Changes of so many homes (0: of all), in order. Each part walks an index in order of seq and the parts are merged,
 * so the cost follows the limit and not the size of the tables.
 */
function changedText(homes: number, part: Speech['part']): string {
  const rows = 'select seq, home, kind, id, parent, body, due_at as "dueAt", slip from "row"';
  const gone =
    'select seq, home, kind, id, cast(null as text) as parent, cast(null as text) as body, cast(null as bigint) as "dueAt", cast(null as text) as slip from gone';
  const parts =
    homes === 0
      ? [`${rows} where seq > ?`, `${gone} where seq > ?`]
      : Array.from({ length: homes }, () => [rows, gone])
          .flat()
          .map((from) => `${from} where home = ? and seq > ?`);
  const limit = (homes === 0 ? 2 : homes * 4) + 1;
  return `${parts.map((select) => part(select, limit)).join(' union all ')} order by seq limit ?`;
}
