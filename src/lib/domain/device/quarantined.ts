import type { Command } from '../command.ts';
import type { Who } from './device.ts';

/**
 * What a device said after it had been shut out. Nothing of it is done until a coordinator takes it up: then it is
 * judged as if the device had said it now. Nobody else ever sees it.
 */
export interface Quarantined {
  /** Stream and number, so that one thing said twice lies here once. */
  id: string;
  area: string;
  who: Who;
  command: Command;
  /** When the deed was done, epoch milliseconds, corrected and clamped. */
  at: number;
}

/** Most that is kept of one device: whoever found a phone shall not fill the desk with it. */
export const MOST_QUARANTINED = 1000;

/** A command that carries words about a household. What was done for it is no such thing: that stays. */
export function concerns({ command }: Quarantined, household: string, needs: ReadonlySet<string>): boolean {
  const { name, args } = command;
  if (name === 'need.post' || name === 'routine.keep') return args.household === household;
  if (name === 'need.edit') return needs.has(args.id);
  return args.id === household;
}
