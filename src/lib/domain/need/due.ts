import type { Command } from '../command.ts';
import { DAY, endOf, startOf } from '../days.ts';
import { closed, held, status, type Assignment, type Escalation, type Need } from './need.ts';

/**
 * What the server's clock has to say about a need, and when. Only the server's time counts, and only what the need itself
 * and its holders said; nothing here says anything, it answers what would be said.
 *
 * An offer is kept until the need should have been taken, but at least half a day, so that whoever is out with the herd
 * hears of it in the evening. Of something urgent he hears in two hours or, at the latest, in four others are asked.
 * A need goes up one level at a time, and after each step the level that has it gets a day (half a day if it is urgent).
 */
const HOUR = DAY / 24;
const OFFER_KEPT = 12 * HOUR;
const URGENT_OFFER_KEPT = { least: 2 * HOUR, most: 4 * HOUR };
/** How long each level has before the next one hears of it. */
export const STEP = DAY;
export const URGENT_STEP = DAY / 2;
/** A phone that was not heard for so long is silent. In the mountains a few hours mean nothing. */
export const SILENT = DAY;
/** Days after the last one on which somebody may still come forward. */
export const GRACE = 3 * DAY;

/** What has to be known beside the need. */
export interface Known {
  /** The area above; nothing at the top. */
  above: (area: string) => string | null | undefined;
  /** The day until which a volunteer said that he is away. */
  awayUntil: (volunteer: string) => string | undefined;
  /** When one of his devices was last heard, epoch milliseconds; nothing where he carries none. */
  heardAt: (volunteer: string) => number | undefined;
}

type Said = Extract<Command, { name: 'need.lapse' | 'need.escalate' | 'need.give-up' }>;
/** Something to be said at `at` or as soon after it as the clock strikes. */
interface Appointment {
  at: number;
  say: Said;
}

/** What is to be said about a need at `now`, in order. Never more than one step up. */
export function sayings(need: Need, now: number, known: Known): Said[] {
  const due = appointments(need, known).filter(({ at }) => at <= now);
  const over = due.some(({ say }) => say.name === 'need.give-up');
  const [step] = over ? [] : due.filter(({ say }) => say.name === 'need.escalate');
  return due.filter((each) => each.say.name !== 'need.escalate' || each === step).map(({ say }) => say);
}

/** When the clock has to look at the need again if nothing changes before; undefined: never. */
export function nextLook(need: Need, known: Known): number | undefined {
  const times = appointments(need, known).map(({ at }) => at);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Until when an offer made at `offeredAt` is kept for whoever it was made to. */
export function offerKept({ takeBy, urgent }: Pick<Need, 'takeBy' | 'urgent'>, offeredAt: number): number {
  if (!urgent) return Math.max(takeBy, offeredAt + OFFER_KEPT);
  const { least, most } = URGENT_OFFER_KEPT;
  return Math.max(Math.min(takeBy, offeredAt + most), offeredAt + least);
}

function appointments(need: Need, known: Known): Appointment[] {
  if (closed(need)) return [];
  const { id } = need;
  const offers = assigned(need, 'offered').map((offer) => ({
    volunteer: offer.volunteer ?? '',
    at: Math.max(offerKept(need, offer.offeredAt ?? need.postedAt), leaseOf(offer, known)),
  }));
  const lapses = offers.map(({ volunteer, at }): Appointment => {
    return { at, say: { name: 'need.lapse', args: { id, volunteer } } };
  });
  if (held(need).length > 0) return [...lapses, ...steps(need, known)];
  // As long as somebody may still answer, nobody gives up.
  const over = Math.max(endOf(need.until) + GRACE, ...offers.map(({ at }) => at));
  return [...lapses, ...steps(need, known), { at: over, say: { name: 'need.give-up', args: { id } } }];
}

/** The reasons for which the need would be passed up, the plainest first. */
function steps(need: Need, known: Known): Appointment[] {
  const { id, escalations, urgent, takeBy, doneBy, from, until } = need;
  const last = escalations.at(-1);
  if (!known.above(last?.to ?? need.area)) return [];
  const earliest = last ? last.at + (urgent ? URGENT_STEP : STEP) : -Infinity;
  const up = (at: number, why: Escalation['why'], heardAt?: number): Appointment => {
    const args = { id, why, ...(heardAt !== undefined && { heardAt }) };
    return { at: Math.max(at, earliest), say: { name: 'need.escalate', args } };
  };
  const found: Appointment[] = [];
  if (['posted', 'offered'].includes(status(need))) found.push(up(takeBy, 'unanswered'));
  const holders = assigned(need, 'accepted', 'started');
  for (const holder of holders) {
    const heardAt = known.heardAt(holder.volunteer ?? '');
    if (heardAt === undefined) continue;
    const awaited = Math.min(startOf(from), takeBy);
    found.push(up(Math.max(awaited, heardAt + SILENT, leaseOf(holder, known)), 'holder-offline', heardAt));
  }
  // Nobody is late before the household's own last day is over.
  const late = Math.max(doneBy, endOf(until), ...holders.map((holder) => leaseOf(holder, known)));
  if (holders.length > 0) found.push(up(late, 'not-done'));
  return found;
}

const assigned = (need: Need, ...of: Assignment['status'][]) =>
  need.assignments.filter((each) => of.includes(each.status));

/** Whoever said "away until Thursday" keeps what he has until Thursday is over. */
function leaseOf({ volunteer }: Assignment, known: Known): number {
  const until = known.awayUntil(volunteer ?? '');
  return until === undefined ? -Infinity : endOf(until);
}
