import type { Area } from './area/area.ts';
import type { Household } from './household/household.ts';
import type { Changes, NeedRefusal } from './need/decide.ts';
import type { Ask, Escalation, Face, Need, Outcome } from './need/need.ts';
import type { Routine } from './routine/routine.ts';
import type { Service } from './service/service.ts';
import type { Volunteer } from './volunteer/volunteer.ts';

/** Number and code for a slip are minted on the device that posts, so that they are there at once, offline too. */
export interface Slip {
  id: string;
  number: string;
  code: string;
}

/** Everything that can be said, by name, with what goes along. Who says it comes from the device's credential. */
export interface Arguments {
  /** `routine` is said by the clock only: whoever posts by hand posts once. */
  'need.post': Ask & Slip & { channel: Need['channel']; routine?: string };
  'need.edit': { id: string; changes: Changes };
  'need.cancel': { id: string };
  /** `startsAt`: when he is to begin, epoch milliseconds; saying it again with another time moves the time. */
  'need.offer': { id: string; volunteer: string; startsAt?: number };
  'need.assign': { id: string; volunteer: string; startsAt?: number };
  'need.claim': { id: string };
  'need.accept': { id: string };
  'need.decline': { id: string };
  'need.withdraw': { id: string; volunteer?: string };
  'need.absent': { id: string; volunteer: string };
  'need.start': { id: string };
  'need.finish': { id: string } & Outcome;
  'need.report': { id: string } & Outcome;
  'need.rate': { id: string; code?: string; face: Face; proxy: boolean; repair: Slip };
  'need.reopen': { id: string; repair: Slip };
  'need.escalate': { id: string } & Pick<Escalation, 'why' | 'heardAt'>;
  'need.lapse': { id: string; volunteer: string };
  'need.give-up': { id: string };
  'need.ask-erasure': { id: string; code: string };
  'household.keep': Household;
  'household.erase': { id: string };
  'volunteer.keep': Volunteer;
  'volunteer.away': { id: string; until?: string };
  'area.keep': Pick<Area, 'id' | 'parent' | 'level' | 'name' | 'point'>;
  'service.keep': Service;
  'routine.keep': Omit<Routine, 'endedAt'>;
  'routine.end': { id: string };
  'device.rename': { id: string; name: string };
  'device.revoke': { id: string };
  'quarantine.accept': { id: string };
  'quarantine.dismiss': { id: string };
}

export type Name = keyof Arguments;
export type Command = { [N in Name]: { name: N; args: Arguments[N] } }[Name];

/** Why something was not done, in a word that the person's language has a sentence for. */
export type Refusal =
  | NeedRefusal
  | 'not-allowed'
  | 'wrong-code'
  | 'unknown-area'
  | 'unknown-service'
  | 'unknown-household'
  | 'unknown-volunteer'
  | 'unknown-device'
  | 'other-area'
  | 'bad-dates'
  | 'bad-team'
  | 'already-there'
  | 'erased'
  | 'not-there'
  | 'top';

/** Said and done, but not as hoped: the person must be told. */
export type Told = 'standby' | 'reported' | 'erased' | 'held';

/** The version of the commands' shapes; older ones are brought up to it by the server (SPEC S14). */
export const VERSION = 1;
