import type { Command } from '$lib/domain/command.ts';
import type { Database, Pending } from './database.ts';

/** Stands where a name was. The server refuses such a command for its household's id, whatever else it says. */
const BLANK = '—';

/**
 * Takes the words about erased households out of the commands that are kept here, sent or unsent. The commands stay in
 * their places, so that the server misses none. Must run inside a transaction over `outbox` and `sent`.
 */
export async function redact(database: Database, households: readonly string[]): Promise<void> {
  for (const table of [database.outbox, database.sent]) {
    const about = await table.where('household').anyOf(households).toArray();
    if (about.length > 0) await table.bulkPut(about.map(blank));
  }
}

function blank({ sealed: _sealed, ...pending }: Pending): Pending {
  return {
    ...pending,
    args: wordless({ name: pending.name, args: pending.args } as Command, pending.household),
  };
}

function wordless(command: Command, household = ''): Command['args'] {
  switch (command.name) {
    case 'household.keep':
      return { id: household, area: command.args.area, name: BLANK, place: BLANK };
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
