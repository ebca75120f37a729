import { erasure } from '$lib/domain/erasure.ts';
import { anonymised, forgetAt } from '$lib/domain/need/forget.ts';
import { row, type Key, type World } from '$lib/domain/row.ts';
import type { Entry } from './journal.ts';
import { placed } from './placed.ts';
import type { Stored, Writing } from './store/port.ts';

/** Erases households for good, also those that are not there: nobody's old command brings them back. */
async function erase(tx: Writing, world: World, households: readonly string[], now: number): Promise<void> {
  if (households.length === 0) return;
  const quarantined = await tx.all('quarantine');
  for (const household of households) {
    const about = [...(await tx.children('need', household)), ...(await tx.children('routine', household))];
    const known = [...about, ...quarantined].map((stored) => stored.row);
    const { rows, gone } = erasure(household, known, now);
    await tx.put(rows.map((one) => placed(one, world, now)));
    await tx.remove(gone);
  }
  await tx.markErased(households);
}

/** Is it time to forget the row, or what is personal in it? All others that are due have something else to do. */
export function isOverdue({ row: one }: Stored, now: number): boolean {
  if (one.kind === 'need') return (forgetAt(one.body) ?? Infinity) <= now;
  return one.kind !== 'routine' || one.body.endedAt !== undefined;
}

/** Forgets rows whose time has come at `now`. */
export async function forget(
  tx: Writing,
  world: World,
  overdue: readonly Stored[],
  now: number,
): Promise<void> {
  for (const stored of overdue) {
    const { row: one, parent } = stored;
    if (one.kind === 'need') {
      await anonymise(tx, world, [stored], now);
      if (parent !== undefined) await letGo(tx, parent, now);
    } else if (one.kind === 'household') {
      // Its needs and routines lead to it for as long as they may; the last of them to go takes it along.
      if ((await leadsTo(tx, one.id)) > 0) await tx.remind([{ kind: one.kind, id: one.id }]);
      else await tx.remove([one]);
    } else {
      await tx.remove([one]);
      if (parent !== undefined) await letGo(tx, parent, now);
    }
  }
}

/** Does again what the journal says was done, after an older copy of the database was put back. */
export async function replay(
  tx: Writing,
  world: World,
  entries: readonly Entry[],
  now: number,
): Promise<void> {
  const erased = entries.flatMap((entry) => ('erase' in entry ? entry.erase : []));
  const known = new Set(await tx.erased(erased));
  await erase(
    tx,
    world,
    [...new Set(erased)].filter((id) => !known.has(id)),
    now,
  );
  const revoked = new Map(entries.flatMap((entry) => ('revoke' in entry ? [[entry.revoke, entry.at]] : [])));
  for (const stored of await tx.rows([...revoked.keys()].map((id): Key => ({ kind: 'device', id })))) {
    if (stored.row.kind !== 'device' || stored.row.body.revokedAt) continue;
    const revokedAt = revoked.get(stored.row.id) ?? now;
    await tx.put([{ ...stored, row: row('device', { ...stored.row.body, revokedAt }) }]);
  }
}

async function anonymise(tx: Writing, world: World, needs: readonly Stored[], now: number): Promise<void> {
  const rows = needs.flatMap(({ row: one }) =>
    one.kind === 'need' ? placed(row('need', anonymised(one.body, now)), world, now) : [],
  );
  await tx.put(rows);
}

/** A household to which no need leads any more goes, unless it was told of anew. */
async function letGo(tx: Writing, id: string, now: number): Promise<void> {
  const [household] = await tx.rows([{ kind: 'household', id }]);
  if (!household || (household.dueAt ?? 0) > now) return;
  if ((await leadsTo(tx, id)) === 0) await tx.remove([household.row]);
}

/** A routine that has ended no longer says whose it was: the clock has to see whether anything else leads to them. */
export async function lookAgain(tx: Writing, households: readonly string[], now: number): Promise<void> {
  const there = await tx.rows(households.map((id): Key => ({ kind: 'household', id })));
  const waiting = there.filter(({ dueAt }) => dueAt === undefined);
  await tx.remind(waiting.map(({ row: { kind, id } }) => ({ kind, id, dueAt: now })));
}

/** How many needs and routines say that they are for this household. */
const leadsTo = async (tx: Writing, household: string): Promise<number> =>
  (await tx.children('need', household)).length + (await tx.children('routine', household)).length;
