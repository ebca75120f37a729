import type { Service } from '../service/service.ts';
import type { Texts } from '../texts.ts';
import { closed, held, status, type Face, type Need, type Status } from './need.ts';

export type Happening = 'posted' | 'taken' | 'started' | 'finished' | 'rated' | 'cancelled' | 'unfilled';

/** What whoever holds a slip is told: what became of the need on it. No person, no place, no word that somebody wrote. */
export interface Story {
  number: string;
  service: { name: Texts; icon: string };
  stands: Status;
  from: string;
  until: string;
  half?: 'am' | 'pm';
  /** Places of the team, and how many of them somebody has said yes to. */
  team: number;
  held: number;
  /** In the order in which it came about; epoch milliseconds. */
  happened: { what: Happening; at: number }[];
  rating?: Face;
  /** What can still be said about it. */
  may: { rate: boolean; cancel: boolean; erase: boolean };
  erasureAsked: boolean;
}

/** The need as its slip tells of it. Total: nothing of the need gets in that is not named here. */
export function storyOf(need: Need, service: Pick<Service, 'name' | 'icon'> | undefined): Story {
  const { number, from, until, half, places, rating, household, erasureAskedAt } = need;
  return {
    number,
    service: { name: service?.name ?? { 'zh-CN': '' }, icon: service?.icon ?? 'help' },
    stands: status(need),
    from,
    until,
    ...(half && { half }),
    team: places.length,
    held: held(need).length,
    happened: happened(need),
    ...(rating && { rating: rating.face }),
    may: {
      rate: isServed(need) && !rating && !need.cancelledAt,
      cancel: !closed(need),
      erase: household !== undefined && erasureAskedAt === undefined,
    },
    erasureAsked: erasureAskedAt !== undefined,
  };
}

/** The household may know before the server does that the work is done: whoever has agreed may have come. */
const isServed = ({ assignments, reports }: Need) =>
  reports.length > 0 || assignments.some((each) => each.takenAt !== undefined);

function happened(need: Need): Story['happened'] {
  const team = held(need);
  const times = (of: (each: (typeof team)[number]) => number | undefined) =>
    team.flatMap((each) => of(each) ?? []);
  const over = team.length > 0 && team.every((each) => each.status === 'finished');
  const found: [Happening, number | undefined][] = [
    ['posted', need.postedAt],
    ['taken', first(times((each) => each.takenAt))],
    ['started', first(times((each) => each.startedAt))],
    ['finished', over ? last(times((each) => each.finishedAt)) : undefined],
    ['rated', need.rating?.at],
    ['cancelled', need.cancelledAt],
    ['unfilled', need.unfilledAt],
  ];
  return found.flatMap(([what, at]) => (at === undefined ? [] : { what, at })).sort((a, b) => a.at - b.at);
}

const first = (times: number[]) => (times.length > 0 ? Math.min(...times) : undefined);
const last = (times: number[]) => (times.length > 0 ? Math.max(...times) : undefined);
