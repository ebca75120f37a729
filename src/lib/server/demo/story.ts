import type { Changes } from '$lib/domain/need/decide.ts';
import type { Escalation, Face, GoodsLine, Outcome, Reason } from '$lib/domain/need/need.ts';

/** Hours from now (not above 0, not below -4), or a past day and Beijing's clock: '-2 09:30'. */
export type At = number | `${number} ${number}:${number}`;

/** A helper: `me` is the demo phone's volunteer; 'a' to 'd' fill the first to fourth place, 'e' to 'g' the last one too. */
export type Part = 'me' | 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g';

export type Step =
  | [At, 'offer' | 'assign' | 'claim' | 'accept' | 'decline', Part]
  | [At, 'withdraw' | 'absent' | 'start' | 'lapse', Part]
  | [At, 'finish' | 'report', Part, Outcome]
  | [At, 'pledge' | 'deliver', Part, item: string, quantity: number]
  | [At, 'rate', Face, 'proxy'?]
  | [At, 'escalate', Escalation['why']]
  | [At, 'edit', Changes]
  | [At, 'cancel' | 'give-up'];

/** One need and what became of it, told so that it is true at whatever time the demo starts. */
export interface Story {
  id: string;
  service: string;
  posted: At;
  /** First and last day, counted from today. */
  days: [from: number, until: number];
  half?: 'am' | 'pm';
  urgent?: true;
  note?: string;
  /** Posted at the desk for somebody, not at the kiosk. */
  desk?: true;
  /** `near` is the first grid, where the demo phone's volunteer lives; otherwise the other two. */
  where?: 'near' | 'pasture';
  /** For a need about a place: its group and which spot. */
  about?: [area: string, spot: string];
  goods?: GoodsLine[];
  steps?: Step[];
  /** What became of the need that repairs this one. */
  repair?: Step[];
}

export const done = (minutes: number): Outcome => ({ result: 'done', minutes });
export const partly = (minutes: number, reason: Reason): Outcome => ({ result: 'partly', minutes, reason });
export const couldNot = (minutes: number, reason: Reason): Outcome => ({
  result: 'could-not',
  minutes,
  reason,
});

export const line = (
  item: string,
  quantity: number,
  unit: string,
  pledged = 0,
  delivered = 0,
): GoodsLine => ({ item, quantity, unit, pledged, delivered });
