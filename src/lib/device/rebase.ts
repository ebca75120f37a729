import type { Command } from '$lib/domain/command.ts';
import { kinds, type Kind } from '$lib/domain/row.ts';
import { touches } from '$lib/domain/touches.ts';
import type { Answer } from '$lib/sync/protocol.ts';
import type { Pending } from './database.ts';

/** Rows by name, 'need 17'; undefined: all of them. */
export type Rows = ReadonlySet<string> | undefined;

export const nameOf = (kind: string, id: string) => `${kind} ${id}`;

/** The key that a name was made of; no kind has a space in it. */
export function keyOf(name: string): [Kind, string] {
  const at = name.indexOf(' ');
  return [name.slice(0, at) as Kind, name.slice(at + 1)];
}

/** The rows that an answer brings. */
export function brought({ put }: Answer): Set<string> {
  return new Set(kinds.flatMap((kind) => (put[kind] ?? []).map(({ id }) => nameOf(kind, id))));
}

/**
 * The rows that must be worked out anew: those the answer brings or takes, those the acknowledged commands changed, and
 * what unsent ones make of any of these. What nobody stirred may stay as it is believed: with a thousand commands waiting,
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
  for (const each of done) for (const row of changedBy(each, you.person)) rows.add(row);
  const waiting = new Set(unsent);
  for (;;) {
    const tied = [...waiting].filter((each) => within(rows, each, you.person));
    if (tied.length === 0) return rows;
    for (const each of tied) for (const row of changedBy(each, you.person)) rows.add(row);
    for (const each of tied) waiting.delete(each);
  }
}

/** Does the command look at or change one of these rows? */
export const within = (rows: Rows, pending: Pending, person: string): boolean =>
  !rows || keysOf(pending, person).some(({ kind, id }) => rows.has(nameOf(kind, id)));

/** A command changes rows of its own noun; at the others it looks. (Those that reach further are dealt with above.) */
const changedBy = (pending: Pending, person: string): string[] =>
  keysOf(pending, person).flatMap(({ kind, id }) =>
    pending.name.startsWith(`${kind}.`) ? nameOf(kind, id) : [],
  );

const keysOf = ({ name, args }: Pending, person: string) => touches({ name, args } as Command, person);
