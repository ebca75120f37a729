import type { Command } from '$lib/domain/command.ts';
import type { Database, Pending } from './database.ts';

/** Stands where a name was: a command that has to be said again must still have its shape. */
const BLANK = '—';

/**
 * Takes the words about erased households out of the commands that are kept here, sent or unsent. The commands stay in
 * their places, so that the server misses none; it refuses them by the household's id, whatever else they say. Must run
 * inside a transaction over `outbox` and `sent`.
 */
export async function redact(database: Database, households: readonly string[]): Promise<void> {
  for (const table of [database.outbox, database.sent]) {
    const about = await table.where('household').anyOf(households).toArray();
    if (about.length > 0) await table.bulkPut(about.map(blank));
  }
}

/**
 * Takes out the words about what the server no longer has because its time was over. Only from commands that it has run,
 * up to `lastOp`: to a restored one what it has not run yet is not there either, and is about to be said again (SPEC D6).
 * Must run inside a transaction over `sent`, once the answer's `lastOp` was acknowledged.
 */
export async function redactGone(database: Database, gone: readonly string[], lastOp: number): Promise<void> {
  const about = await database.sent.where('household').anyOf(gone).toArray();
  await database.sent.bulkPut(about.filter(({ n }) => n <= lastOp).map(blank));
}

/** Without its words, and without the id by which they were found: the server is not asked about it again. */
function blank({ sealed: _sealed, household, ...pending }: Pending): Pending {
  return {
    ...pending,
    args: wordless({ name: pending.name, args: pending.args } as Command, household),
  };
}

function wordless(command: Command, household = ''): Command['args'] {
  switch (command.name) {
    case 'household.keep':
      return { id: household, area: command.args.area, name: BLANK, place: BLANK };
    case 'application.post':
      return { id: command.args.id, area: command.args.area, name: BLANK, skills: [] };
    case 'need.post':
    case 'routine.keep': {
      const { note: _note, spot: _spot, ...rest } = command.args;
      return { ...rest, household };
    }
    case 'need.edit': {
      const { note: _note, spot: _spot, ...changes } = command.args.changes;
      return { id: command.args.id, changes };
    }
    default:
      return command.args;
  }
}
