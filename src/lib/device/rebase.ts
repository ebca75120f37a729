import type { Command } from '$lib/domain/command.ts';
import { kinds } from '$lib/domain/row.ts';
import { touches } from '$lib/domain/touches.ts';
import type { Answer } from '$lib/sync/protocol.ts';
import type { Pending } from './database.ts';

/** Rows by name, 'need 17'; undefined: all of them. */
export type Rows = ReadonlySet<string> | undefined;

export const nameOf = (kind: string, id: string) => `${kind} ${id}`;

/** The rows that an answer brings. */
export function brought({ put }: Answer): Set<string> {
  return new Set(kinds.flatMap((kind) => (put[kind] ?? []).map(({ id }) => nameOf(kind, id))));
}

/**
 * The rows that must be worked out anew: those the answer brings or takes, those the acknowledged commands touched, and
 * whatever the unsent ones tie to them. What nobody stirred may stay as it is believed: with a thousand commands waiting,
 * that is nearly everything.
 */
export function stirred(
  answer: Answer,
  before: Answer['you'] | undefined,
  done: Pending[],
  unsent: Pending[],
): Rows {
  const { put, del, you } = answer;
  // What is taken up out of quarantine touches whatever the command in it does; an erasure, all needs of a household.
  const far = [...done, ...unsent].some(
    ({ name }) => name === 'quarantine.accept' || name === 'household.erase',
  );
  const rules = put.area || put.service || del.area || del.service;
  const same = before && before.role === you.role && before.person === you.person && before.area === you.area;
  if (rules || !same || far) return undefined;
  const rows = brought(answer);
  for (const kind of kinds) for (const id of del[kind] ?? []) rows.add(nameOf(kind, id));
  for (const each of done) for (const row of rowsOf(each, you.person)) rows.add(row);
  let waiting = unsent.map((each) => rowsOf(each, you.person));
  for (;;) {
    const tied = waiting.filter((touched) => touched.some((row) => rows.has(row)));
    if (tied.length === 0) return rows;
    for (const row of tied.flat()) rows.add(row);
    waiting = waiting.filter((touched) => !tied.includes(touched));
  }
}

/** Does the command touch one of these rows? */
export const within = (rows: Rows, pending: Pending, person: string): boolean =>
  !rows || rowsOf(pending, person).some((row) => rows.has(row));

function rowsOf({ name, args }: Pending, person: string): string[] {
  return touches({ name, args } as Command, person).map(({ kind, id }) => nameOf(kind, id));
}
