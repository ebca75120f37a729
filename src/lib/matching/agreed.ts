import { DAY, dayAt, endOf, startOf } from '../domain/days.ts';
import { closed, type Assignment, type Need } from '../domain/need/need.ts';
import { seat } from '../domain/need/team.ts';
import { holds, inTeam, type Bends } from '../domain/plan/plan.ts';
import { fits, type Volunteer } from '../domain/volunteer/volunteer.ts';
import { weekdayOf } from './hours.ts';

/** What is agreed already, and for which day: no plan has a say in it. */

type Part = Pick<Assignment, 'startedAt' | 'startsAt'>;

/**
 * Is somebody's part in a need meant for `day`, for another day that is not over, or for any? A time that has passed unused
 * says nothing any more. `now`: epoch milliseconds.
 */
export function meantFor({ startedAt, startsAt }: Part, day: string, now: number): 'day' | 'other' | 'any' {
  const at = startedAt ?? startsAt;
  if (at === undefined) return 'any';
  const on = dayAt(at);
  return on === day ? 'day' : on < dayAt(now) ? 'any' : 'other';
}

/** Those who are in a need's team and have not finished. */
export const inTeamStill = (need: Need): Assignment[] =>
  inTeam(need).filter(({ volunteer, status }) => volunteer && status !== 'finished');

/** The time at which a need begins on that day, if anybody in its team was told one or has begun; epoch milliseconds. */
export function fixedStart(need: Need, day: string): number | undefined {
  const times = inTeamStill(need).flatMap(({ startedAt, startsAt }) => startedAt ?? startsAt ?? []);
  const today = times.filter((at) => dayAt(at) === day);
  return today.length > 0 ? Math.min(...today) : undefined;
}

/** Has somebody agreed to come on another day? Then nobody is proposed for this one. */
export const isElsewhen = (need: Need, day: string, now: number): boolean =>
  inTeamStill(need).some((each) => meantFor(each, day, now) === 'other');

/** Those who are in a need's team and whose part in it is for that day: by its time, because it is the last day, or begun. */
export function teamToday(need: Need, locked: readonly string[], day: string, now: number): string[] {
  const isNow = need.until <= day || fixedStart(need, day) !== undefined || locked.length > 0;
  const team = inTeamStill(need).filter((each) => {
    const meant = meantFor(each, day, now);
    return meant === 'any' ? isNow : meant === 'day';
  });
  return [...team.map(({ volunteer }) => volunteer ?? ''), ...locked];
}

/** Minutes each volunteer has given or promised in the week (Monday to Sunday) of that day; `now` in epoch milliseconds. */
export function agreedMinutes(needs: Iterable<Need>, day: string, now: number): Map<string, number> {
  const monday = startOf(day) - weekdayOf(day) * DAY;
  const sunday = monday + 7 * DAY;
  const minutes = new Map<string, number>();
  const add = (volunteer: string | null, more = 0) => {
    if (volunteer && more) minutes.set(volunteer, (minutes.get(volunteer) ?? 0) + more);
  };
  const inWeek = (at = 0) => at >= monday && at < sunday;
  for (const need of needs) {
    for (const { volunteer, status, outcome, finishedAt, startsAt } of need.assignments) {
      if (status === 'finished' && inWeek(finishedAt)) add(volunteer, outcome?.minutes);
      const waits = !closed(need) && ['accepted', 'started', 'offered'].includes(status);
      const hour = startsAt !== undefined && startsAt >= startOf(dayAt(now)) ? startsAt : undefined;
      // What is late is still to be done, this week rather than never.
      const last = Math.max(endOf(need.until) - 1, now);
      const here = hour === undefined ? startOf(need.from) < sunday && last >= monday : inWeek(hour);
      if (waits && here) add(volunteer, need.minutes);
    }
    for (const { volunteer, at, outcome } of need.reports) if (inWeek(at)) add(volunteer, outcome?.minutes);
  }
  return minutes;
}

/** The coordinator's pairs, as far as the need has a seat for them and the volunteer may be sent there. */
export function lockedTeams(
  { locked, barred, leftOut }: Bends,
  needs: ReadonlyMap<string, Need>,
  people: ReadonlyMap<string, Volunteer>,
  reaches: (volunteer: Volunteer, need: Need) => boolean,
): Map<string, string[]> {
  const teams = new Map<string, string[]>();
  for (const pair of locked) {
    const [need, one] = [needs.get(pair.need), people.get(pair.volunteer)];
    if (!need || !one || !reaches(one, need) || leftOut.includes(need.id) || holds(barred, pair)) continue;
    const was = need.assignments.find((each) => each.volunteer === one.id)?.status;
    if (was && !['declined', 'lapsed', 'withdrawn', 'absent'].includes(was)) continue;
    const team = [...(teams.get(need.id) ?? []), one.id];
    const can = team.flatMap((id) => people.get(id) ?? []).map((each) => fits(each, need.places));
    if (seat([...inTeam(need).map((each) => each.can), ...can], need.places.length)) teams.set(need.id, team);
  }
  return teams;
}
