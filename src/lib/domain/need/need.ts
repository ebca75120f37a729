import type { Place } from '../volunteer/volunteer.ts';
import type { Face, Reason, Result } from './outcome.ts';
import { seat } from './team.ts';

export type { Face, Reason, Result };

export interface Outcome {
  result: Result;
  /** Time the work took this helper. */
  minutes: number;
  reason?: Reason;
}

/** One volunteer's part in a need. */
export interface Assignment {
  /** Null where the viewer has no business to know who it is. */
  volunteer: string | null;
  status:
    | 'offered'
    | 'accepted'
    | 'started'
    | 'finished'
    | 'standby'
    | 'declined'
    | 'lapsed'
    | 'withdrawn'
    | 'absent';
  /** Indexes of the places of the team that this volunteer could fill. */
  can: number[];
  /** Taken unasked, or offered by a coordinator or from the standby list. */
  via: 'claim' | 'offer';
  offeredAt?: number;
  /** When the place was taken; what a standby is told. */
  takenAt?: number;
  /** When this helper is to begin, if somebody planned it. */
  startsAt?: number;
  startedAt?: number;
  finishedAt?: number;
  outcome?: Outcome;
}

/** A fact that came when it no longer fitted: kept, its hours counted, shown to the coordinator. */
export interface Report {
  volunteer: string | null;
  at: number;
  outcome?: Outcome;
  rating?: Face;
}

export interface Rating {
  face: Face;
  /** Somebody answered for the household, and says so. */
  proxy: boolean;
  at: number;
}

export interface GoodsLine {
  item: string;
  quantity: number;
  unit: string;
  pledged: number;
  delivered: number;
}

/** What one volunteer gives of what is asked for; he brings it to the office, so he need not know to whom it goes. */
export interface Pledge {
  /** Null where the viewer has no business to know who it is. */
  volunteer: string | null;
  item: string;
  quantity: number;
  delivered: number;
}

/** A step up the tree because nobody answered in time, or because the helper's phone has been silent. */
export interface Escalation {
  to: string;
  at: number;
  why: 'unanswered' | 'holder-offline' | 'not-done';
  /** For a holder who is offline: when he was last heard. For coordinators only. */
  heardAt?: number;
}

/** Somebody was shown the household's number: who and when, never the number. For the household, on request. */
export interface Reveal {
  person: string;
  /** Epoch milliseconds. */
  at: number;
}

/** What opens a slip's page: SHA-256 of secrets that only the paper and the resident's own phone hold (base64url). No device is told. */
export interface Secrets {
  /** Of the code printed on the paper. */
  paper: string;
  /** Of the code shown once on the kiosk's screen, good for ten minutes. */
  screen?: string;
  /** Of what the phone that scanned the screen has instead. */
  phone?: string;
  /** What `screen` was before it was scanned: whoever scans it again is told so. */
  spent?: string;
}

export interface Ask {
  area: string;
  service: string;
  /** Absent where the need is about a place. */
  household?: string;
  /** For a need about a place: which spot. */
  spot?: string;
  /** A few words about the task, for those who take it; never about people. */
  note?: string;
  goods: GoodsLine[];
  places: Place[];
  minutes: number;
  /** First and last day, 'YYYY-MM-DD'. */
  from: string;
  until: string;
  half?: 'am' | 'pm';
  urgent: boolean;
}

/** A need with all that became of it: the one document that every rule reads and every device shares. */
export interface Need extends Ask {
  id: string;
  /** What stands on the slip: '7-23', series of the device and a count. */
  number: string;
  /** Four random digits on the slip; with the number they open what became of it. Hidden from volunteers. */
  code?: string;
  postedAt: number;
  takeBy: number;
  doneBy: number;
  channel: 'kiosk' | 'desk' | 'phone';
  /** The volunteer who asks somebody who knows; then there is no household. */
  asker?: string;
  slip?: Secrets;
  cancelledAt?: number;
  unfilledAt?: number;
  assignments: Assignment[];
  reports: Report[];
  pledges?: Pledge[];
  reveals?: Reveal[];
  rating?: Rating;
  escalations: Escalation[];
  /** The household asked at the kiosk that everything about it be erased; a coordinator does it. */
  erasureAskedAt?: number;
  /** The routine of which it is one occurrence. For coordinators only. */
  routine?: string;
  /** The need that this one repairs, and the one that repairs this. */
  repairs?: string;
  repairedBy?: string;
}

export type Status =
  'posted' | 'offered' | 'taken' | 'underway' | 'done' | 'rated' | 'cancelled' | 'unfilled';

/** The assignments that fill a place: agreed, at work, or done. */
export function held(need: Pick<Need, 'assignments'>): Assignment[] {
  return need.assignments.filter(
    ({ status, outcome }) =>
      status === 'accepted' || status === 'started' || (status === 'finished' && outcome?.result === 'done'),
  );
}

/** Where the need stands; always worked out, never stored. */
export function status(need: Need): Status {
  if (need.cancelledAt) return 'cancelled';
  if (need.rating) return 'rated';
  if (need.unfilledAt) return 'unfilled';
  const holding = held(need);
  const active = holding.filter((each) => each.status !== 'finished');
  if (holding.length > 0 && active.length === 0) return 'done';
  if (active.some((each) => each.status === 'started') || active.length < holding.length) return 'underway';
  if (free(need) === 0) return 'taken';
  if (need.assignments.some((each) => each.status === 'offered')) return 'offered';
  return 'posted';
}

/** No more help is looked for. */
export function closed(need: Need): boolean {
  return !!need.cancelledAt || !!need.unfilledAt || !!need.rating || status(need) === 'done';
}

/** Places of the team that nobody holds yet. */
export function free(need: Pick<Need, 'assignments' | 'places'>): number {
  return Math.max(0, need.places.length - held(need).length);
}

/** Could a helper who can fill the places `can` still join? */
export function open(need: Need, can: readonly number[]): boolean {
  return !closed(need) && room(need, can);
}

/** Can everybody who holds a place and one more, who can fill the places `can`, sit where they can work? */
export function room(need: Pick<Need, 'assignments' | 'places'>, can: readonly number[]): boolean {
  return seat([...held(need).map((each) => each.can), can], need.places.length) !== null;
}

export function assignmentOf(need: Need, volunteer: string): Assignment | undefined {
  return need.assignments.find((each) => each.volunteer === volunteer);
}
