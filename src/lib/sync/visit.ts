import type { Refusal, Told } from '../domain/command.ts';
import type { Contact } from '../domain/household/household.ts';
import type { Need } from '../domain/need/need.ts';
import type { Volunteer } from '../domain/volunteer/volunteer.ts';

/**
 * What a kiosk and the server say to each other while a volunteer is signed in there (SPEC.md, V3). Nothing of it is
 * stored on the kiosk: the visit's token lives in the page's memory, and so does all that is told.
 */
export type SignIn = { number: string; pin: string } | { token: string };

/** What a new card says, once. */
export interface Carded {
  number: string;
  pin: string;
  /** The secret of its QR code. */
  token: string;
}

export const VISIT_HEADER = 'x-yardem-visit';
/** A visit ends by itself after so many milliseconds. */
export const VISIT_LASTS = 10 * 60_000;

export const visitDeeds = [
  'need.claim',
  'need.accept',
  'need.decline',
  'need.withdraw',
  'need.start',
  'need.finish',
  'need.reveal',
] as const;
export type VisitDeed = (typeof visitDeeds)[number];

/** Everything that the volunteer's screens at the kiosk show. */
export interface Visited {
  /** The server's clock, epoch milliseconds. */
  now: number;
  you: Volunteer;
  /** What he holds, is offered or stands by for, as he may see it. */
  mine: Need[];
  /** What is open and suits him, the best first. */
  near: Need[];
  contacts: Contact[];
  /** Names of those who are on his needs with him, by id. */
  fellows: Record<string, string>;
}

/** With the answer to a sign-in the token of the visit; with that to a deed what became of it. */
export interface VisitAnswer extends Visited {
  visit?: string;
  refused?: Refusal;
  told?: Told;
}

const MARK = 'yardem-card:';
/** What stands in a card's QR code: no address, so that no other reader leads anywhere. */
export const cardCode = (token: string): string => MARK + token;
/** The secret in what a camera has read, or undefined for any other code. */
export const readCard = (text: string): string | undefined =>
  text.startsWith(MARK) && /^[\w-]{32}$/.test(text.slice(MARK.length)) ? text.slice(MARK.length) : undefined;
