import type { Skill, Tool } from '../volunteer/volunteer.ts';

/** How an open need suits one volunteer, in codes that a screen can say. For him alone: nobody is compared with anybody. */
export interface Suits {
  far: Far;
  /** What the open places ask for and he has. */
  skills: Skill[];
  tools: Tool[];
  /** The first half-day on which he is usually free and the need can be met; absent for who named no days. */
  free?: { day: string; half: 'am' | 'pm' };
  /** What usually stands against it; he may take it all the same. */
  misses?: 'days' | 'reach' | 'hours';
  /** He has said that he is away on those days. */
  away?: true;
}

/** How far it is, as people say it. `km` as the crow flies, where the committee has put both places on the map. */
export interface Far {
  /** His own group; his own grid or pasture; the group beside his; elsewhere in his village; another village. */
  place: 'group' | 'close' | 'next' | 'village' | 'beyond';
  km?: number;
}
