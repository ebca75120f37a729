import type { Who } from '$lib/domain/device/device.ts';
import type { Contact } from '$lib/domain/household/household.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { contactFor } from '$lib/domain/project.ts';
import type { Key, Row } from '$lib/domain/row.ts';
import type { Reading } from './store/port.ts';

/** How to reach those behind these needs (whole, as stored), as far as `who` may know it at `now`, epoch milliseconds. */
export async function contactsOf(
  tx: Reading,
  needs: readonly Need[],
  who: Who,
  now: number,
): Promise<Contact[]> {
  const stored = await tx.rows(needs.flatMap((need) => behind(need) ?? []));
  const people = new Map(stored.map(({ row }) => [nameOf(row), reachOf(row)]));
  return needs.flatMap((need) => {
    const key = behind(need);
    return contactFor(need, key && people.get(nameOf(key)), who, now) ?? [];
  });
}

/** Whom a helper of this need has to reach: the household, or the volunteer who asks somebody who knows. */
function behind({ household, asker }: Need): Key | undefined {
  if (household !== undefined) return { kind: 'household', id: household };
  return asker === undefined ? undefined : { kind: 'volunteer', id: asker };
}

function reachOf(row: Row) {
  if (row.kind === 'household') return row.body;
  if (row.kind !== 'volunteer') return undefined;
  const { name, phone } = row.body;
  return { name, place: '', ...(phone !== undefined && { phone }) };
}

const nameOf = ({ kind, id }: Key) => `${kind} ${id}`;
