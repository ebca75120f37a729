import type { Consent } from '../household/household.ts';
import type { Skill } from '../volunteer/volunteer.ts';

/** Somebody wants to help: what a coordinator needs to call back, until he is taken in or told no. Kept for 30 days at most. */
export interface Application {
  id: string;
  area: string;
  name: string;
  phone?: string;
  skills: Skill[];
  consent?: Consent;
  /** Epoch milliseconds. */
  at: number;
}
