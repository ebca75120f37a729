import type { Changes } from '$lib/domain/need/decide.ts';
import type { Face } from '$lib/domain/need/need.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';

/** What can be done with a need at the desk; each answers whether it holds. */
export interface Verbs {
  offer: (volunteers: readonly string[]) => Promise<boolean>;
  assign: (volunteer: string) => Promise<boolean>;
  withdraw: (volunteer: string) => Promise<boolean>;
  absent: (volunteer: string) => Promise<boolean>;
  edit: (changes: Changes) => Promise<boolean>;
  cancel: () => Promise<boolean>;
  giveUp: () => Promise<boolean>;
  reopen: () => Promise<boolean>;
  rate: (face: Face) => Promise<boolean>;
  /** What a volunteer has brought of an item has come; the whole of it. */
  deliver: (volunteer: string, item: string, quantity: number) => Promise<boolean>;
  erase: (household: string) => Promise<boolean>;
  /** Notes that the household's number is looked at. */
  reveal: (household: string) => Promise<boolean>;
  /** Why the last attempt at this place was refused. */
  refused: (place: string) => string | undefined;
}

export interface Candidate {
  volunteer: Volunteer;
  can: number[];
  far: number;
  obstacle?: {
    why: 'skill' | 'no-seat' | 'full' | 'closed' | 'busy-days' | 'away' | 'answered';
    hard: boolean;
  };
}
