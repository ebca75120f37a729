/**
 * A volunteer's own calendar as a file that any calendar takes (RFC 5545): work he has agreed to and gatherings he wants to
 * come to. It leaves the phone, so it says no more than which help, when, and in which area.
 */
import { dayAt, daysAfter } from '$lib/domain/days.ts';
import { assignmentOf } from '$lib/domain/need/need.ts';
import { text, type Locale } from '$lib/domain/texts.ts';
import type { You } from '$lib/sync/protocol.ts';
import { serverTime } from './clock.ts';
import type { Database } from './database.ts';
import { meetings } from './gatherings.ts';
import { standing } from './needs.ts';

/** One line of the calendar: from a moment on for so many minutes, or whole days ('YYYY-MM-DD', the last included). */
export type Entry = { id: string; summary: string; location: string } & (
  { startsAt: number; minutes: number } | { from: string; until: string }
);

/** What stands before him from today on. Work that nobody has timed yet takes up its days, not an hour of its own. */
export async function entries(database: Database, you: You, locale: Locale): Promise<Entry[]> {
  const now = await serverTime(database);
  const today = dayAt(now);
  const [{ tasks }, gatherings, services, areas] = await Promise.all([
    standing(database),
    meetings(database, you),
    database.service.toArray(),
    database.area.toArray(),
  ]);
  const named = <T extends { id: string; name: Parameters<typeof text>[0] }>(list: T[], id: string) => {
    const found = list.find((each) => each.id === id);
    return found ? text(found.name, locale) : '';
  };
  const work = tasks.map((need): Entry => {
    const { id, service, area, minutes, from, until } = need;
    const startsAt = assignmentOf(need, you.person)?.startsAt;
    const about = { id: `need-${id}`, summary: named(services, service), location: named(areas, area) };
    if (startsAt !== undefined) return { ...about, startsAt, minutes };
    const first = from < today ? today : from;
    return { ...about, from: first, until: until < first ? first : until };
  });
  const come = gatherings.filter(({ own, gathering }) => own?.comes && !gathering.cancelledAt);
  const dates = come.map(({ gathering: { id, title, spot, startsAt, minutes }, area }): Entry => {
    const where = [spot, area ? text(area.name, locale) : ''].filter(Boolean).join(', ');
    return { id: `gathering-${id}`, summary: text(title, locale), location: where, startsAt, minutes };
  });
  return [...work, ...dates];
}

/** The file's text; the library comes only now. Times are UTC, so that no calendar has to know a zone. */
export async function calendarFile(
  list: readonly Entry[],
  { name, locale, stamp }: { name: string; locale: Locale; stamp: number },
): Promise<string> {
  const { default: ical } = await import('ical-generator');
  const prodId = { company: 'Yardem', product: 'Volunteer', language: locale.toUpperCase() };
  const calendar = ical({ name, prodId });
  for (const { id, summary, location, ...when } of list)
    calendar.createEvent({
      id: `${id}@yardem`,
      stamp: new Date(stamp),
      summary,
      location,
      ...('startsAt' in when
        ? { start: new Date(when.startsAt), end: new Date(when.startsAt + when.minutes * 60_000) }
        : // The end of whole days is the day after the last (RFC 5545, 3.6.1).
          { allDay: true, start: day(when.from), end: day(daysAfter(when.until, 1)) }),
    });
  return calendar.toString();
}

/** Hands the calendar over as a download, network or not. Answers how many entries are in it. */
export async function saveCalendar(
  database: Database,
  you: You,
  how: { name: string; locale: Locale },
): Promise<number> {
  const list = await entries(database, you, how.locale);
  const stamp = await serverTime(database);
  const file = await calendarFile(list, { ...how, stamp });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file], { type: 'text/calendar;charset=utf-8' }));
  link.download = 'yardem.ics';
  link.click();
  // The browser reads it after the click: not to be taken away under its hands.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return list.length;
}

/** The library writes whole days as they are in UTC. */
const day = (value: string) => new Date(`${value}T00:00:00Z`);
