import type { Ask } from '../need/need.ts';

/** A need that comes back: what is asked each time, and by which rule. The server's clock posts it ahead of its day. */
export interface Routine extends Omit<Ask, 'from' | 'until'> {
  id: string;
  /** RFC 5545, the days only: 'FREQ=WEEKLY;BYDAY=FR' (see recur.ts). */
  rule: string;
  /** First day from which it counts, and the last if it was agreed, 'YYYY-MM-DD'. */
  from: string;
  until?: string;
  /** So many days before its day each one is posted. */
  ahead: number;
  paused: boolean;
  endedAt?: number;
}

/** More days ahead than a helper plans. */
export const MOST_AHEAD = 14;

/** Nothing comes of it any more, and it no longer says for whom it was. */
export function ended(routine: Routine, at: number): Routine {
  const { household: _household, note: _note, spot: _spot, ...rest } = routine;
  return { ...rest, endedAt: rest.endedAt ?? at };
}
