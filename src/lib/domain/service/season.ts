import { daysAfter, startOf, DAY } from '../days.ts';
import { inSeason, type Service } from './service.ts';

/** Whoever waits until the last day finds no helper any more: so many days before it the desk is told. */
const AHEAD = 14;

/** A season that ends soon, and how many needs of its service are still open. */
export interface Ending {
  service: string;
  /** The last day of the season. */
  until: string;
  open: number;
}

/** The seasons that end within two weeks of `today` ('YYYY-MM-DD') while needs of theirs are open, the nearest first. */
export function endings(
  services: Iterable<Service>,
  open: readonly { service: string }[],
  today: string,
): Ending[] {
  const found: Ending[] = [];
  for (const service of services) {
    const until = lastDay(service, today);
    const count = open.filter((need) => need.service === service.id).length;
    if (until && count > 0) found.push({ service: service.id, until, open: count });
  }
  return found.sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
}

/** The last day of the season that is running, if it lies within two weeks. */
function lastDay(service: Service, today: string): string | undefined {
  if (!service.season || !inSeason(service, today)) return undefined;
  const { until } = service.season;
  const year = Number(today.slice(0, 4)) + (until < today.slice(5) ? 1 : 0);
  const days = Math.round((startOf(lastOf(year, until)) - startOf(today)) / DAY);
  return days <= AHEAD ? daysAfter(today, days) : undefined;
}

/** A season that ends on the 29th of February ends a day earlier where there is none. */
const lastOf = (year: number, monthAndDay: string): string =>
  monthAndDay === '02-29' && new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1
    ? `${year}-02-28`
    : `${year}-${monthAndDay}`;
