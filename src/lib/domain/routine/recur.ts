import * as library from 'rrule';
import { daysAfter } from '../days.ts';
import type { Routine } from './routine.ts';

/** On which days a routine comes back. For the server and the desk's own page: phones never load it. */

// Node is given CommonJS, whose names it cannot see; a bundler is given a module, which has no default.
const { RRule } = 'RRule' in library ? library : (library as { default: typeof import('rrule') }).default;

/** Whoever looks further ahead would look for ever: a rule may have no day at all. */
const LOOKS_AHEAD = 5 * 366;
export const FIRST_DAY = '2000-01-01';

const list = (item: string) => new RegExp(`^${item}(,${item})*$`);
const day = '(MO|TU|WE|TH|FR|SA|SU)';
/**
 * What may stand in a rule. Nothing in it says an hour, so that it comes at most once a day; and nothing that the library
 * would read without end, such as a negative interval.
 */
const parts: Record<string, RegExp> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d?$/,
  COUNT: /^[1-9]\d{0,2}$/,
  BYDAY: list(`([+-]?[1-5])?${day}`),
  BYMONTHDAY: list('(-?([1-9]|[12]\\d|3[01]))'),
  BYMONTH: list('([1-9]|1[0-2])'),
  BYSETPOS: list('(-?[1-9])'),
  WKST: new RegExp(`^${day}$`),
};

type Recurring = Pick<Routine, 'rule' | 'from' | 'until'>;

/** Does the rule say days, and is there one of them between `from` and `until` (or in the next five years)? */
export function recurs({ rule, from, until }: Recurring): boolean {
  if (!wellFormed(rule) || from < FIRST_DAY) return false;
  const end = daysAfter(from, LOOKS_AHEAD);
  return (
    daysOf({ rule, from, ...(until && { until }) }, from, until && until < end ? until : end, 1).length > 0
  );
}

/** The days of the routine between two days, both included, the first `most` of them. */
export function daysOf({ rule, from, until }: Recurring, first: string, last: string, most = 400): string[] {
  const end = until !== undefined && until < last ? until : last;
  const begin = first < from ? from : first;
  if (!wellFormed(rule) || begin > end) return [];
  const days = new RRule({ ...RRule.parseString(rule), dtstart: noon(from), until: noon(end) });
  const found: string[] = [];
  days.between(noon(begin), noon(end), true, (date) => {
    found.push(date.toISOString().slice(0, 10));
    return found.length < most;
  });
  return found.slice(0, most);
}

function wellFormed(rule: string): boolean {
  const said = rule.split(';').map((part) => part.split('='));
  const names = new Set(said.map(([name]) => name));
  return (
    rule.length <= 200 &&
    names.has('FREQ') &&
    names.size === said.length &&
    said.every(([name = '', value = '', more]) => more === undefined && !!own(name)?.test(value))
  );
}

const own = (name: string) => (Object.hasOwn(parts, name) ? parts[name] : undefined);

/** Days only: what time of day it is nowhere matters, as long as it is the same. */
const noon = (text: string) => new Date(`${text}T12:00:00Z`);
