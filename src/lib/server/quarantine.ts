import type { Who } from '$lib/domain/device/device.ts';
import { MOST_QUARANTINED, type Quarantined } from '$lib/domain/device/quarantined.ts';
import { row, type Key, type World } from '$lib/domain/row.ts';
import type { Result } from '$lib/sync/protocol.ts';
import { read, type Said } from './commands.ts';
import { placed } from './placed.ts';
import type { Writing } from './store/port.ts';

/**
 * What a device says after it was shut out: held for a coordinator instead of being done (SPEC S13). Receipts are given
 * as for any push, so that its outbox drains.
 */
export async function quarantine(
  tx: Writing,
  world: World,
  who: Who,
  stream: string,
  ops: readonly Said[],
  now: number,
): Promise<Result[]> {
  if (ops.length === 0) return [];
  const all = await tx.all('quarantine');
  let room =
    MOST_QUARANTINED -
    all.filter((each) => each.row.kind === 'quarantine' && each.row.body.who.device === who.device).length;
  const held: Quarantined[] = [];
  const results = ops.map((op): Result => {
    const { n, at } = op;
    const command = read(op);
    if (typeof command === 'string') return { n, ok: false, code: command };
    if (command.name === 'device.revoke' && command.args.id === who.device) return { n, ok: true };
    if (room-- <= 0) return { n, ok: false, code: 'not-allowed' };
    held.push({ id: `${stream}:${n}`, area: who.area, who, command, at });
    return { n, ok: true, told: 'held' };
  });
  const erased = new Set(await tx.erased(held.map(({ command }) => householdOf(command) ?? '')));
  const kept = held.filter(({ command }) => !erased.has(householdOf(command) ?? ''));
  const edited = kept.flatMap(({ command }) => (command.name === 'need.edit' ? need(command.args.id) : []));
  const nobodys = new Set(
    (await tx.rows(edited)).flatMap(({ row: one }) =>
      one.kind === 'need' && !one.body.household ? one.id : [],
    ),
  );
  await tx.put(
    kept.map((each) => wordless(each, nobodys)).map((each) => placed(row('quarantine', each), world, now)),
  );
  return results;
}

/** Words about a need whose household was erased are not held: nobody could tell any more whose they are. */
function wordless(held: Quarantined, nobodys: ReadonlySet<string>): Quarantined {
  const { command } = held;
  if (command.name !== 'need.edit' || !nobodys.has(command.args.id)) return held;
  const { note: _note, spot: _spot, ...changes } = command.args.changes;
  return { ...held, command: { name: 'need.edit', args: { id: command.args.id, changes } } };
}

const need = (id: string): Key => ({ kind: 'need', id });

/** The household that a command's own words are about. */
export function householdOf(command: Quarantined['command']): string | undefined {
  if (command.name === 'household.keep' || command.name === 'household.erase') return command.args.id;
  const about = command.name === 'need.post' || command.name === 'routine.keep';
  return about ? command.args.household : undefined;
}
