import type { Contact } from '$lib/domain/household/household.ts';
import { assignmentOf } from '$lib/domain/need/need.ts';
import { kinds } from '$lib/domain/row.ts';
import type { Answer, Cursor, Result } from '$lib/sync/protocol.ts';
import { Believed } from './believed.ts';
import { type Database, type KeptContact, type Message, type NeedRow, type Pending } from './database.ts';
import { whoIs } from './outbox.ts';
import { ownKey, seal } from './seal.ts';

/**
 * Takes over one answer, in one transaction: put back what was only believed, apply what is so, say again what is
 * unsent. An answer to an older question than the present cursor is dropped whole (SPEC D4). True if it was taken.
 */
export async function settle(database: Database, asked: Cursor | null, answer: Answer): Promise<boolean> {
  const contacts = await sealedContacts(database, answer.put.contact ?? []);
  return database.transaction('rw', database.tables, async () => {
    const cursor = (await database.recall('cursor')) ?? null;
    if (!same(cursor, asked)) return false;
    const believed = new Believed(database, whoIs(answer.you));
    const watched = new Map((await own(database, answer)).map((need) => [need.id, need]));
    if (answer.reset) for (const table of [...kinds, 'contact', 'base']) await database.table(table).clear();
    else await believed.restore();
    for (const kind of kinds) await believed.take(kind, answer.put[kind] ?? []);
    for (const [kind, ids] of Object.entries(answer.del)) await database.table(kind).bulkDelete(ids);
    if (contacts.length > 0) await database.contact.bulkPut(contacts);
    const acknowledged = await acknowledge(database, answer);
    await believed.again(await database.outbox.orderBy('n').toArray());
    await believed.write();
    await tell(database, answer, acknowledged, watched);
    await database.remember('cursor', answer.cursor);
    await database.remember('you', answer.you);
    return true;
  });
}

const same = (a: Cursor | null, b: Cursor | null) =>
  a?.seq === b?.seq && a?.nonce === b?.nonce && a?.gen === b?.gen;

async function sealedContacts(database: Database, contacts: Contact[]): Promise<KeptContact[]> {
  if (contacts.length === 0) return [];
  const key = await ownKey(database.key);
  return Promise.all(
    contacts.map(async (contact) => ({
      id: contact.id,
      sealed: await seal(key, contact),
      ...(contact.expiresAt !== undefined && { expiresAt: contact.expiresAt }),
    })),
  );
}

/** Moves what the server has run out of the outbox; it is kept until a backup covers it. */
async function acknowledge(database: Database, { lastOp, safe }: Answer): Promise<Map<number, Pending>> {
  const done = await database.outbox.where('n').belowOrEqual(lastOp).toArray();
  await database.outbox.bulkDelete(done.map(({ n }) => n));
  await database.sent.bulkPut(done.filter(({ n }) => n > safe));
  await database.sent.where('n').belowOrEqual(safe).delete();
  // The server has run less than it once had: it was restored. What it lost is said again (SPEC D6).
  const lost = await database.sent.where('n').above(lastOp).toArray();
  if (lost.length > 0) await database.outbox.bulkPut(lost);
  return new Map(done.map((pending) => [pending.n, pending]));
}

/** The needs of one's own that this answer changes, as they are believed at this moment. */
async function own(database: Database, { put, you }: Answer): Promise<NeedRow[]> {
  if (you.role !== 'volunteer') return [];
  const needs = (put.need ?? []).filter((need) => assignmentOf(need, you.person));
  const rows = await database.need.bulkGet(needs.map((need) => need.id));
  return rows.filter((each) => each !== undefined);
}

/** Writes into the inbox what the person would otherwise not notice: refusals, standby, and what others decided. */
async function tell(
  database: Database,
  answer: Answer,
  acknowledged: Map<number, Pending>,
  watched: Map<string, NeedRow>,
) {
  const messages: Message[] = [];
  const told = new Set<string>();
  for (const result of answer.results) {
    const what = outcomeOf(result);
    const pending = acknowledged.get(result.n);
    if (!what || !pending) continue;
    told.add(pending.args.id);
    messages.push({ id: `op ${result.n}`, need: pending.args.id, what, at: answer.now, seen: 0 });
  }
  for (const now of await own(database, answer)) {
    const what = !answer.reset && decidedByOthers(watched.get(now.id), now);
    if (!what || told.has(now.id)) continue;
    messages.push({
      id: `${what} ${now.id} ${answer.cursor.seq}`,
      need: now.id,
      what,
      at: answer.now,
      seen: 0,
    });
  }
  if (messages.length > 0) await database.inbox.bulkPut(messages);
}

const outcomeOf = (result: Result) => (result.ok ? result.told : result.code);

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
