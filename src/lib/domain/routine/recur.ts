import * as library from 'rrule';
import { daysAfter } from '../days.ts';
import type { Routine } from './routine.ts';

/** On which days a routine comes back. For the server and the desk's own page: phones never load it. */

// Node is given CommonJS, whose names it cannot see; a bundler is given a module, which has no default.
const { RRule } = 'RRule' in library ? library : (library as { default: typeof import('rrule') }).default;

/** Whoever looks further ahead would look for long: a monthly rule may have no day at all. */
const LOOKS_AHEAD = 5 * 366;
/** A routine begins within these days; from others on the library would count for long. */
const FIRST = '2000-01-01';
const LAST = '2199-12-31';

const list = (item: string) => new RegExp(`^${item}(,${item})*$`);
const [day, nth] = ['(MO|TU|WE|TH|FR|SA|SU)', '([+-]?[1-5])?'];
const always = { INTERVAL: /^[1-9]\d?$/, COUNT: /^[1-9]\d{0,2}$/ };
const single = /^-?1$/;
/**
 * What may stand in a rule beside its frequency. Nothing says an hour, so that it comes at most once a day; and nothing that
 * could fit no day of any year, or that runs backwards: the library would look for such a day up to the year 9999.
 */
const parts = new Map<string | undefined, Record<string, RegExp>[]>([
  ['DAILY', [always]],
  ['WEEKLY', [{ ...always, BYDAY: list(day), WKST: new RegExp(`^${day}$`) }]],
  [
    'MONTHLY',
    [
      { ...always, BYDAY: list(nth + day), BYSETPOS: single },
      { ...always, BYMONTHDAY: list('-?([1-9]|[12]\\d|3[01])'), BYSETPOS: single },
    ],
  ],
  ['YEARLY', [always]],
]);

type Recurring = Pick<Routine, 'rule' | 'from' | 'until'>;

/** Does the rule say days, and is there one of them between `from` and `until` (or in the next five years)? */
export function recurs({ rule, from, until }: Recurring): boolean {
  if (!wellFormed(rule) || from < FIRST || from > LAST) return false;
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
  if (rule.length > 200) return false;
  const said = new Map<string, string>();
  for (const part of rule.split(';')) {
    const [name = '', value = '', more] = part.split('=');
    if (more !== undefined || said.has(name)) return false;
    said.set(name, value);
  }
  const among = parts.get(said.get('FREQ')) ?? [];
  said.delete('FREQ');
  return among.some((allowed) =>
    [...said].every(([name, value]) => Object.hasOwn(allowed, name) && allowed[name]?.test(value)),
  );
}

/** Days only: what time of day it is nowhere matters, as long as it is the same. */
const noon = (text: string) => new Date(`${text}T12:00:00Z`);
