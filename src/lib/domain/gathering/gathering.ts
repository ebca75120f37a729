import { accept, refuse, type Decision } from '../decision.ts';
import type { Texts } from '../texts.ts';

/** One volunteer's word about a gathering. */
export interface Attendance {
  /** Null where the viewer has no business to know who it is. */
  volunteer: string | null;
  /** He says that he will come; after it began, that he came. */
  comes: boolean;
  cameAt?: number;
}

/** A dated task of many: a place, a time, and who comes. */
export interface Gathering {
  id: string;
  area: string;
  title: Texts;
  /** Where it is, as the people of the place call it. */
  spot: string;
  /** Epoch milliseconds. */
  startsAt: number;
  minutes: number;
  /** Whose yard it is in: a volunteer who hosts. */
  host?: string;
  cancelledAt?: number;
  attendance: Attendance[];
}

export type GatheringCommand =
  { type: 'join' | 'leave' | 'came'; by: string; at: number } | { type: 'cancel'; at: number };
export type GatheringRefusal = 'not-there' | 'cancelled' | 'too-early';

/** From so long before it begins somebody may say that he came: phones' clocks are not exact, and helpers come early. */
const EARLY = 2 * 60 * 60_000;

/** The gathering as it becomes. Saying a thing twice is no fault. */
export function decide(
  was: Gathering | undefined,
  command: GatheringCommand,
): Decision<Gathering, GatheringRefusal> {
  if (!was) return refuse('not-there');
  switch (command.type) {
    case 'cancel':
      return was.cancelledAt ? accept() : accept({ ...was, cancelledAt: command.at });
    case 'join':
      if (was.cancelledAt) return refuse('cancelled');
      return accept(attended(was, { ...wordOf(was, command.by), comes: true }));
    case 'leave':
      return accept(attended(was, { volunteer: command.by, comes: false }));
    case 'came':
      if (was.cancelledAt) return refuse('cancelled');
      if (!begun(was, command.at)) return refuse('too-early');
      return accept(attended(was, { cameAt: command.at, ...wordOf(was, command.by), comes: true }));
  }
}

/** May somebody say at `at` that he came? */
export const begun = ({ startsAt }: Pick<Gathering, 'startsAt'>, at: number): boolean =>
  at >= startsAt - EARLY;

/** How many say that they come, and how many came. */
export function heads({ attendance }: Pick<Gathering, 'attendance'>): { coming: number; came: number } {
  return {
    coming: attendance.filter(({ comes }) => comes).length,
    came: attendance.filter(({ cameAt }) => cameAt !== undefined).length,
  };
}

const wordOf = ({ attendance }: Gathering, by: string): Attendance =>
  attendance.find(({ volunteer }) => volunteer === by) ?? { volunteer: by, comes: false };

const attended = (was: Gathering, word: Attendance): Gathering => ({
  ...was,
  attendance: [...was.attendance.filter(({ volunteer }) => volunteer !== word.volunteer), word],
});
