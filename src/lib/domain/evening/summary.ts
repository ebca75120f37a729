import { within, type Area } from '../area/area.ts';
import { dayAt, daysAfter, endOf, startOf } from '../days.ts';
import { closed, held, status, type Escalation, type Face, type Need, type Status } from '../need/need.ts';
import { asOf } from './as-of.ts';
import { metAt, solvedBy, type Solved } from './solved.ts';
import { whyUnmet, type Why } from './why.ts';

/** Below so many answers no face is told, so that nobody's can be guessed. */
export const FEWEST = 5;
/** The days, the last one included, over which shares are told. */
export const WEEK = 7;

/** As much of a need as may stand on paper: nothing that leads to a household. */
export type Mention = Pick<Need, 'id' | 'number' | 'service' | 'area' | 'from' | 'until' | 'half' | 'urgent'>;
export type Unmet = Mention & { why: Why };
export type PassedUp = Mention & { from: string } & Pick<Escalation, 'to' | 'at' | 'why' | 'heardAt'>;
/** What goes on tomorrow, and what was agreed for it. */
export type Carried = Mention & {
  stands: Status;
  held: number;
  places: number;
  /** Who have agreed, by name. */
  helpers: string[];
  /** When the first of them is to begin, if somebody planned it. */
  startsAt?: number;
};

export interface Counts {
  done: number;
  /** Minutes of help given that day, reports included. */
  minutes: number;
  underway: number;
  unmet: number;
  overdue: number;
  escalated: number;
  unfilled: number;
}

/** One day of one area with all below it. Of people it knows who is to be thanked, never who did how much. */
export interface Summary {
  day: string;
  area: string;
  /** The moment of which it tells: now, or the end of a day that has passed. */
  at: number;
  counts: Counts;
  /** How many people helped. */
  helpers: number;
  /** Work that was reported when it no longer fitted, such as for a cancelled need. */
  reported: number;
  services: { service: string; done: number }[];
  /** How it was; the faces only where there are answers enough. */
  rated: { answers: number; faces?: Record<Face, number> };
  unmet: Unmet[];
  overdue: Unmet[];
  escalated: PassedUp[];
  unfilled: Mention[];
  carried: Carried[];
  /** Open needs of which the first day lies farther off than tomorrow. */
  later: number;
  solved: { day: Solved; week: Solved };
  /** One row for each area a level below, and for what hangs on the area itself. */
  parts: (Counts & { area: string })[];
  /** Names of those who helped, by the alphabet. */
  thanks: string[];
}

export interface Asked {
  /** 'YYYY-MM-DD' in Beijing time, today or before. */
  day: string;
  now: number;
  areas: ReadonlyMap<string, Area>;
  area: string;
  nameOf: (volunteer: string) => string | undefined;
}

/** The day's summary from the needs that are known: all that are open, and those that closed since a week before the day. */
export function eveningOf(needs: Iterable<Need>, asked: Asked): Summary {
  const { day, now, areas, area } = asked;
  const at = day < dayAt(now) ? endOf(day) : now;
  const here: Need[] = [];
  for (const need of needs) {
    const stood = day < dayAt(now) ? asOf(need, at) : need;
    if (stood && within(areas.get(need.area), area)) here.push(stood);
  }
  const found = here.map((need) => factsOf(need, day, at));
  const met = here.filter((need) => since(metAt(need), daysAfter(day, 1 - WEEK), day));
  const helpers = new Set(
    here.flatMap((need) => given(need, day).flatMap(({ volunteer }) => volunteer ?? [])),
  );
  const of = (key: 'unmet' | 'overdue') =>
    found.flatMap(({ need, why, ...is }) => (is[key] ? { ...mention(need), why } : [])).sort(pressing);
  const open = here.filter((need) => !closed(need));
  return {
    day,
    area,
    at,
    counts: total(found),
    helpers: helpers.size,
    reported: here.flatMap(({ reports }) => reports.filter((each) => each.outcome && on(each.at, day)))
      .length,
    services: byService(found),
    rated: facesOf(here, day),
    unmet: of('unmet'),
    overdue: of('overdue'),
    escalated: here.flatMap((need) => stepsOn(need, day)).sort((a, b) => a.at - b.at),
    unfilled: here.filter((need) => on(need.unfilledAt, day)).map(mention),
    carried: open
      .filter(({ from }) => from <= daysAfter(day, 1))
      .map((need) => carriedOf(need, at, asked))
      .sort(pressing),
    later: open.filter(({ from }) => from > daysAfter(day, 1)).length,
    solved: {
      day: solvedBy(
        met.filter((need) => on(metAt(need), day)),
        areas,
      ),
      week: solvedBy(met, areas),
    },
    parts: partsOf(found, asked),
    thanks: inOrder([...helpers], asked),
  };
}

interface Facts {
  need: Need;
  done: boolean;
  minutes: number;
  underway: boolean;
  unmet: boolean;
  overdue: boolean;
  escalated: number;
  unfilled: boolean;
  why: Why;
}

/** What the day says of one need, as it stands at `at`. */
function factsOf(need: Need, day: string, at: number): Facts {
  const late = overdue(need, day, at);
  return {
    need,
    done: on(metAt(need), day),
    minutes: given(need, day).reduce((sum, { outcome }) => sum + (outcome?.minutes ?? 0), 0),
    underway: status(need) === 'underway',
    unmet: !late && meantFor(need, day, at),
    overdue: late,
    escalated: stepsOn(need, day).length,
    unfilled: on(need.unfilledAt, day),
    why: whyUnmet(need),
  };
}

/** Past its last day or its promised time. Before the first of the household's own days nobody is late. */
function overdue(need: Need, day: string, at: number): boolean {
  return !closed(need) && need.from <= day && (need.until < day || need.doneBy <= at);
}

/** It was to be met on this day, and was not: the last day, an agreed hour, a vain attempt, or nobody to be had in time. */
function meantFor(need: Need, day: string, at: number): boolean {
  if (on(need.cancelledAt, day))
    return need.from <= day && !need.reports.some(({ outcome }) => outcome?.result === 'done');
  if (closed(need) || status(need) === 'underway') return false;
  if (need.until === day || held(need).some(({ startsAt }) => on(startsAt, day))) return true;
  if (given(need, day).some(({ outcome }) => outcome?.result !== 'done')) return true;
  return need.from <= day && status(need) !== 'taken' && need.takeBy <= at;
}

/** What helpers gave on this day: their finished parts and their reports. */
function given(need: Need, day: string) {
  const finished = need.assignments.filter((each) => each.status === 'finished' && on(each.finishedAt, day));
  return [...finished, ...need.reports.filter((each) => each.outcome && on(each.at, day))];
}

function stepsOn(need: Need, day: string): PassedUp[] {
  return need.escalations.flatMap((step, index) =>
    on(step.at, day) ? { ...mention(need), ...step, from: need.escalations[index - 1]?.to ?? need.area } : [],
  );
}

function carriedOf(need: Need, at: number, asked: Asked): Carried {
  const agreed = held(need).filter((each) => each.status !== 'finished');
  const times = agreed.flatMap(({ startsAt }) => startsAt ?? []).filter((time) => time >= at);
  return {
    ...mention(need),
    stands: status(need),
    held: held(need).length,
    places: need.places.length,
    helpers: inOrder(
      agreed.flatMap(({ volunteer }) => volunteer ?? []),
      asked,
    ),
    ...(times.length > 0 && { startsAt: Math.min(...times) }),
  };
}

const mention = ({ id, number, service, area, from, until, half, urgent }: Need): Mention => ({
  id,
  number,
  service,
  area,
  from,
  until,
  ...(half && { half }),
  urgent,
});

function total(found: readonly Facts[]): Counts {
  const count = (is: (facts: Facts) => boolean) => found.filter(is).length;
  return {
    done: count(({ done }) => done),
    minutes: found.reduce((sum, { minutes }) => sum + minutes, 0),
    underway: count(({ underway }) => underway),
    unmet: count(({ unmet }) => unmet),
    overdue: count(({ overdue }) => overdue),
    escalated: found.reduce((sum, { escalated }) => sum + escalated, 0),
    unfilled: count(({ unfilled }) => unfilled),
  };
}

function partsOf(found: readonly Facts[], { areas, area }: Asked): Summary['parts'] {
  const below = [...areas.values()].filter(({ parent }) => parent === area);
  const parts = below.map(({ id }) => {
    const its = found.filter(({ need }) => within(areas.get(need.area), id));
    return { area: id, ...total(its) };
  });
  const own = found.filter(({ need }) => need.area === area);
  return below.length > 0 && own.length > 0 ? [...parts, { area, ...total(own) }] : parts;
}

function byService(found: readonly Facts[]): Summary['services'] {
  const counts = new Map<string, number>();
  for (const { need, done } of found) if (done) counts.set(need.service, (counts.get(need.service) ?? 0) + 1);
  return [...counts]
    .map(([service, done]) => ({ service, done }))
    .sort((a, b) => b.done - a.done || (a.service < b.service ? -1 : 1));
}

function facesOf(here: readonly Need[], day: string): Summary['rated'] {
  const faces: Record<Face, number> = { good: 0, okay: 0, bad: 0 };
  const given = here.flatMap(({ rating }) => (rating && on(rating.at, day) ? rating.face : []));
  for (const face of given) faces[face]++;
  return { answers: given.length, ...(given.length >= FEWEST && { faces }) };
}

const on = (at: number | undefined, day: string) => at !== undefined && dayAt(at) === day;

function since(at: number | undefined, first: string, last: string): boolean {
  return at !== undefined && at >= startOf(first) && at < endOf(last);
}

/** By name and by nothing else: nobody stands before another for what he did. */
const inOrder = (volunteers: string[], { nameOf }: Asked): string[] =>
  volunteers.flatMap((id) => nameOf(id) ?? []).sort((a, b) => a.localeCompare(b, 'zh-CN'));

/** Urgent ones first, then by the last day. */
function pressing(a: Mention, b: Mention): number {
  if (a.urgent !== b.urgent) return a.urgent ? -1 : 1;
  return a.until < b.until ? -1 : a.until > b.until ? 1 : 0;
}
