import type { Application } from './application/application.ts';
import type { Area } from './area/area.ts';
import type { Clip } from './clip/clip.ts';
import type { Pin } from './device/device.ts';
import type { Gathering, GatheringRefusal } from './gathering/gathering.ts';
import type { Consent, Household } from './household/household.ts';
import type { Changes, NeedRefusal } from './need/decide.ts';
import type { Ask, Escalation, Face, Need, Outcome, Secrets } from './need/need.ts';
import type { Routine } from './routine/routine.ts';
import type { Sheet } from './sheet/sheet.ts';
import type { Service } from './service/service.ts';
import type { Volunteer } from './volunteer/volunteer.ts';

/** Number and code for a slip are minted on the device that posts, so that they are there at once, offline too. */
export interface Slip {
  id: string;
  number: string;
  code: string;
  /** Hashes of what stands in its QR codes, where it has one. */
  secrets?: Pick<Secrets, 'paper' | 'screen'>;
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
  /** `code` stands on the slip; whoever comes by its QR code has shown more. */
  'need.ask-erasure': { id: string; code?: string };
  /** The whole of what the volunteer gives of an item, and has brought of it; for him, where a coordinator says it. */
  'need.pledge': { id: string; item: string; quantity: number };
  'need.deliver': { id: string; item: string; quantity: number; volunteer?: string };
  'need.reveal': { id: string };
  /** The code on the kiosk's screen was scanned: the phone is given another secret in its place, of which this is the hash. */
  'need.hand-over': { id: string; phone: string };
  'household.keep': Omit<Household, 'consent' | 'reveals'> & { consent?: Omit<Consent, 'at'> };
  'household.reveal': { id: string };
  'household.erase': { id: string };
  'volunteer.keep': Volunteer;
  'volunteer.away': { id: string; until?: string };
  'volunteer.available': Pick<Volunteer, 'id' | 'free' | 'weeklyHours'>;
  'volunteer.show': Pick<Volunteer, 'id' | 'wall'>;
  'application.post': Omit<Application, 'at' | 'consent'> & { consent?: Omit<Consent, 'at'> };
  'application.close': { id: string };
  'area.keep': Pick<Area, 'id' | 'parent' | 'level' | 'name' | 'point' | 'office'>;
  'service.keep': Service;
  'routine.keep': Omit<Routine, 'endedAt'>;
  'routine.end': { id: string };
  'device.rename': { id: string; name: string };
  'device.revoke': { id: string };
  'device.guard': { id: string; pin: Pin };
  'clip.keep': Omit<Clip, 'at'>;
  'clip.drop': { id: string };
  'sheet.keep': Omit<Sheet, 'at'>;
  'sheet.drop': { id: string };
  'gathering.keep': Omit<Gathering, 'attendance' | 'cancelledAt'>;
  'gathering.cancel': { id: string };
  'gathering.join': { id: string };
  'gathering.leave': { id: string };
  'gathering.came': { id: string; volunteer?: string };
  'quarantine.accept': { id: string };
  'quarantine.dismiss': { id: string };
}

export type Name = keyof Arguments;
export type Command = { [N in Name]: { name: N; args: Arguments[N] } }[Name];

/** Why something was not done, in a word that the person's language has a sentence for. */
export type Refusal =
  | NeedRefusal
  | GatheringRefusal
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
  | 'too-long'
  | 'no-consent'
  | 'top';

/** Said and done, but not as hoped: the person must be told. */
export type Told = 'standby' | 'reported' | 'erased' | 'held';

/** The version of the commands' shapes; older ones are brought up to it by the server (SPEC S14). */
export const VERSION = 1;
