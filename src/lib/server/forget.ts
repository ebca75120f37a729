import { erasure } from '$lib/domain/erasure.ts';
import { anonymised } from '$lib/domain/need/forget.ts';
import { row, type Key, type World } from '$lib/domain/row.ts';
import type { Entry } from './journal.ts';
import { placed } from './placed.ts';
import type { Stored, Writing } from './store/port.ts';

/** Rows that one transaction of the clock's forgets: others wait no longer than for a big push. */
export const AT_ONCE = 200;

/** Erases households for good, also those that are not there: nobody's old command brings them back. */
async function erase(tx: Writing, world: World, households: readonly string[], now: number): Promise<void> {
  if (households.length === 0) return;
  const quarantined = await tx.all('quarantine');
  for (const household of households) {
    const known = [...(await tx.children('need', household)), ...quarantined].map((stored) => stored.row);
    const { rows, gone } = erasure(household, known, now);
    await tx.put(rows.map((one) => placed(one, world, now)));
    await tx.remove(gone);
  }
  await tx.markErased(households);
}

/** Forgets what is overdue at `now`, at most AT_ONCE rows. Answers how many it looked at. */
export async function forget(tx: Writing, world: World, now: number): Promise<number> {
  const due = await tx.due(now, AT_ONCE);
  for (const stored of due) {
    const { row: one, parent } = stored;
    if (one.kind === 'need') {
      await anonymise(tx, world, [stored], now);
      if (parent !== undefined) await letGo(tx, parent, now);
    } else if (one.kind === 'household') {
      // Its needs lead to it for as long as they may; the last of them to go takes it along.
      const { forgetAt: _passed, ...rest } = stored;
      if ((await tx.children('need', one.id)).length > 0) await tx.put([rest]);
      else await tx.remove([one]);
    } else await tx.remove([one]);
  }
  return due.length;
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
  if (!household || (household.forgetAt ?? 0) > now) return;
  if ((await tx.children('need', id)).length === 0) await tx.remove([household.row]);
}
