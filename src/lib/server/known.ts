import type { Known } from '$lib/domain/need/due.ts';
import type { Key, World } from '$lib/domain/row.ts';
import type { Reading } from './store/port.ts';

/**
 * What the clock has to know of these volunteers: who is away, and when a device of theirs was last heard. Only the
 * last moment is looked up, and it is kept nowhere else.
 */
export async function knownOf(tx: Reading, world: World, volunteers: Iterable<string>): Promise<Known> {
  const ids = [...new Set(volunteers)];
  const away = new Map<string, string>();
  for (const { row } of await tx.rows(ids.map((id): Key => ({ kind: 'volunteer', id }))))
    if (row.kind === 'volunteer' && row.body.awayUntil) away.set(row.id, row.body.awayUntil);
  const carrier = new Map<string, string>();
  const heard = new Map<string, number>();
  const hear = (volunteer: string, at: number) =>
    heard.set(volunteer, Math.max(at, heard.get(volunteer) ?? -Infinity));
  for (const id of ids)
    for (const { row } of await tx.children('device', id))
      if (row.kind === 'device' && !row.body.revokedAt) {
        carrier.set(row.id, id);
        hear(id, row.body.enrolledAt);
      }
  for (const { device, seenAt } of await tx.streams([...carrier.keys()]))
    hear(carrier.get(device) ?? '', seenAt);
  return {
    above: (area) => world.get('area', area)?.parent,
    awayUntil: (volunteer) => away.get(volunteer),
    heardAt: (volunteer) => heard.get(volunteer),
  };
}
