import { endOf } from '$lib/domain/days.ts';
import { clock } from '$lib/domain/device/device.ts';
import { nextLook, sayings, type Known } from '$lib/domain/need/due.ts';
import { forgetAt } from '$lib/domain/need/forget.ts';
import type { Need } from '$lib/domain/need/need.ts';
import type { Key, Row } from '$lib/domain/row.ts';
import { forget, isOverdue } from './forget.ts';
import type { Journal } from './journal.ts';
import { sayAll } from './judge.ts';
import { knownOf } from './known.ts';
import { nextPost, postings } from './routines.ts';
import type { Stored, Writing } from './store/port.ts';
import type { Tree } from './tree.ts';

/** Rows that one transaction of the clock's looks at: others wait no longer than for a big push. */
export const AT_ONCE = 200;
/** Whoever comes back earlier than he said changes no need: it is looked at again after so long. */
const AGAIN = 60 * 60_000;

/**
 * Looks at what is due at `now`, at most AT_ONCE rows: forgets what is overdue, says what there is to say (the rules judge
 * it like anybody's word), and notes when to look again. All in one transaction, so that several servers on one database
 * may do it at the same time: what one has done, the next no longer finds due. Answers how many rows it looked at.
 */
export async function attend(tx: Writing, tree: Tree, journal: Journal, now: number): Promise<number> {
  const due = await tx.due(now, AT_ONCE);
  const overdue = due.filter((each) => isOverdue(each, now));
  const others = due.filter((each) => !isOverdue(each, now));
  await forget(tx, tree, overdue, now);
  const known = await knownOf(tx, tree, needsOf(others).flatMap(waitedFor));
  const routines = others.flatMap(({ row }) => (row.kind === 'routine' ? row.body : []));
  const commands = [
    ...needsOf(others).flatMap((need) => sayings(need, now, known)),
    ...(await postings(tx, tree, routines, now)),
  ];
  const said = commands.map((command) => ({ command, at: now }));
  if (said.length > 0) await sayAll(tx, tree, journal, clock, said, now);
  const after = await tx.rows(others.map(({ row: { kind, id } }): Key => ({ kind, id })));
  await tx.remind(
    after.map(({ row }) => ({ kind: row.kind, id: row.id, dueAt: lookAgain(row, known, now) })),
  );
  return due.length;
}

/** When the clock has to look at the row again, later than `now`; undefined: not before it changes. */
function lookAgain(row: Row, known: Known, now: number): number | undefined {
  if (row.kind === 'routine') return nextPost(row.body, now);
  if (row.kind !== 'need') return undefined;
  const need = row.body;
  const next = forgetAt(need) ?? nextLook(need, known);
  if (next === undefined) return undefined;
  const away = waitedFor(need).some((each) => endOf(known.awayUntil(each) ?? '0001-01-01') > now);
  // What was refused is not said again at once.
  if (next <= now) return now + AGAIN;
  return away ? Math.min(next, now + AGAIN) : next;
}

const needsOf = (rows: readonly Stored[]): Need[] =>
  rows.flatMap(({ row }) => (row.kind === 'need' ? row.body : []));

/** Those on whom a need waits: for an answer, or for the work. */
const waitedFor = (need: Need): string[] =>
  need.assignments.flatMap(({ volunteer, status }) =>
    volunteer !== null && ['offered', 'accepted', 'started'].includes(status) ? volunteer : [],
  );
