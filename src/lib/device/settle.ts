import { assignmentOf } from '$lib/domain/need/need.ts';
import { kinds } from '$lib/domain/row.ts';
import type { Answer, Cursor, Upgrade } from '$lib/sync/protocol.ts';
import { acknowledge, outcomes } from './acknowledge.ts';
import { Believed } from './believed.ts';
import { trust } from './clock.ts';
import { sealContacts, stillSealedFor } from './contact-seal.ts';
import type { Database, Message, NeedRow } from './database.ts';
import { whoIs } from './outbox.ts';
import { brought, stirred, within } from './rebase.ts';
import { redact, redactGone } from './redact.ts';

/**
 * Takes over one answer, in one transaction: put back what was only believed, apply what is so, say again what is
 * unsent. An answer to an older question than the present cursor is dropped whole (SPEC D4). True if it was taken.
 */
export async function settle(database: Database, asked: Cursor | null, answer: Answer): Promise<boolean> {
  const contacts = await sealContacts(database, answer.put.contact ?? []);
  const taken = await database.transaction('rw', database.tables, async () => {
    const cursor = (await database.recall('cursor')) ?? null;
    if (!same(cursor, asked) || !(await stillSealedFor(database, contacts))) return false;
    // Whoever has signed out is told no more; the answer only says what of the last words was heard.
    if (await database.recall('was')) return (await acknowledge(database, answer)).length > 0;
    const watched = new Map((await own(database, answer)).map((need) => [need.id, need]));
    const done = await acknowledge(database, answer);
    const unsent = await database.outbox.orderBy('n').toArray();
    const rows = answer.reset ? undefined : stirred(answer, await database.recall('you'), done, unsent);
    const believed = new Believed(database, whoIs(answer.you));
    if (answer.reset) for (const table of [...kinds, 'contact', 'base']) await database.table(table).clear();
    else await believed.restore(rows, brought(answer));
    for (const kind of kinds) await believed.take(kind, answer.put[kind] ?? []);
    for (const [kind, ids] of Object.entries(answer.del)) await database.table(kind).bulkDelete(ids);
    if (contacts.rows.length > 0) await database.contact.bulkPut(contacts.rows);
    if (answer.del.household) await redact(database, answer.del.household);
    if (answer.gone) await redactGone(database, answer.gone, answer.lastOp);
    await believed.again(unsent.filter((pending) => within(rows, pending, answer.you.person)));
    await believed.write();
    const told = await outcomes(database, answer.results, done, answer.now);
    told.push(...(await decisions(database, answer, watched, new Set(told.map(({ need }) => need)))));
    if (told.length > 0) await database.inbox.bulkPut(told);
    const { cursor: heard, you, now } = answer;
    const here = Date.now();
    const ahead = ((await database.recall('clock')) ?? 0) - now > AHEAD;
    const clocks = { lastSync: here, offset: now - here, heardAt: now, clock: now };
    await database.rememberAll({ cursor: heard, you, ...clocks });
    // By a clock that ran ahead contacts were forgotten too soon: only a fresh start brings them back.
    if (ahead) await database.meta.delete('cursor');
    return true;
  });
  if (taken) trust(database, answer.now);
  return taken;
}

/** This app is too old to be told rows, but what it said was heard: as ever, that is written down (SPEC D8). */
export async function settleUpgrade(database: Database, { lastOp, results }: Upgrade): Promise<void> {
  const { outbox, sent, inbox, meta } = database;
  await database.transaction('rw', outbox, sent, inbox, meta, async () => {
    const done = await acknowledge(database, { lastOp, safe: 0 });
    const told = await outcomes(database, results, done, Date.now());
    if (told.length > 0) await database.inbox.bulkPut(told);
  });
}

/** Milliseconds by which a clock is more than a little fast. */
const AHEAD = 60_000;

const same = (a: Cursor | null, b: Cursor | null) =>
  a?.seq === b?.seq && a?.nonce === b?.nonce && a?.gen === b?.gen;

/** The needs of one's own that this answer changes, as they are believed at this moment. */
async function own(database: Database, { put, you }: Answer): Promise<NeedRow[]> {
  if (you.role !== 'volunteer') return [];
  const needs = (put.need ?? []).filter((need) => assignmentOf(need, you.person));
  if (needs.length === 0) return [];
  const rows = await database.need.bulkGet(needs.map((need) => need.id));
  return rows.filter((each) => each !== undefined);
}

/** What others decided about the person's own needs, which he would otherwise not notice. */
async function decisions(
  database: Database,
  answer: Answer,
  watched: Map<string, NeedRow>,
  told: ReadonlySet<string>,
): Promise<Message[]> {
  if (answer.reset) return [];
  const { now: at, cursor } = answer;
  return (await own(database, answer)).flatMap((now) => {
    const what = decidedByOthers(watched.get(now.id), now);
    if (!what || told.has(now.id)) return [];
    return { id: `${what} ${now.id} ${cursor.seq}`, need: now.id, what, at, seen: 0 };
  });
}

function decidedByOthers(was: NeedRow | undefined, now: NeedRow): string | undefined {
  const before = was?.mine ?? '';
  const involved = ['offered', 'accepted', 'started', 'standby'].includes(before);
  if (now.cancelledAt && !was?.cancelledAt && involved) return 'cancelled';
  if (before === now.mine) return undefined;
  if (now.mine === 'offered') return before === 'standby' ? 'asked' : 'offered';
  if (now.mine === 'accepted' && before !== 'started') return 'assigned';
  if (now.mine === 'lapsed' || now.mine === 'withdrawn' || now.mine === 'absent') return now.mine;
  return undefined;
}
