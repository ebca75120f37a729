import { startOf } from '../domain/days.ts';
import type { HalfDay } from '../domain/volunteer/volunteer.ts';

/**
 * The hours of a working day, in minutes after midnight in Beijing time. Xinjiang lives two hours behind the clock: offices
 * open from ten to two and from half past three to half past seven; neighbours begin a little earlier and end a little later.
 */
export const halves = {
  am: { from: 9.5 * 60, until: 14 * 60 },
  pm: { from: 15.5 * 60, until: 20 * 60 },
} as const;
export type Half = keyof typeof halves;

const MINUTE = 60_000;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** 0 for Monday to 6 for Sunday, of a day 'YYYY-MM-DD'. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The bit of a half-day of the week: 14 of them, Monday morning first. */
export const bitOf = (weekday: number, half: Half): number => 1 << (2 * weekday + (half === 'am' ? 0 : 1));

/** The bits of both halves of a day, or of the one that was asked for. */
export function bitsOf(day: string, half?: Half): number {
  const weekday = weekdayOf(day);
  return half ? bitOf(weekday, half) : bitOf(weekday, 'am') | bitOf(weekday, 'pm');
}

/** The half-days somebody is usually free as bits; who named none is free on any. */
export function freeBits(free: readonly HalfDay[]): number {
  if (free.length === 0) return (1 << 14) - 1;
  return free.reduce((bits, each) => {
    const [weekday, half] = each.split('-') as [(typeof weekdays)[number], Half];
    return bits | bitOf(weekdays.indexOf(weekday), half);
  }, 0);
}

/** From when to when the half-days of `bits` last on `day`, in minutes after midnight; undefined where none is on it. */
export function windowOf(day: string, bits: number): { from: number; until: number } | undefined {
  const weekday = weekdayOf(day);
  const am = (bits & bitOf(weekday, 'am')) !== 0;
  const pm = (bits & bitOf(weekday, 'pm')) !== 0;
  if (!am && !pm) return undefined;
  return { from: halves[am ? 'am' : 'pm'].from, until: halves[pm ? 'pm' : 'am'].until };
}

/** First and last minute at which something may begin. */
export interface Window {
  earliest: number;
  latest: number;
}

/**
 * The half of a window over noon in which a visit of so many minutes keeps its hours if it would begin at `start`. Work that is
 * longer than half a day goes on through noon.
 */
export function halfOf({ earliest, latest }: Window, minutes: number, start: number): Window {
  const { am, pm } = halves;
  const last = am.until - minutes;
  if (minutes > am.until - am.from || latest <= last || earliest >= pm.from) return { earliest, latest };
  return start <= last && earliest <= last ? { earliest, latest: last } : { earliest: pm.from, latest };
}

/** Minutes of work that fit into the half-days of `bits` on `day`. */
export function minutesIn(day: string, bits: number): number {
  const weekday = weekdayOf(day);
  const length = (half: Half) => (bits & bitOf(weekday, half) ? halves[half].until - halves[half].from : 0);
  return length('am') + length('pm');
}

/** Minutes after the midnight with which `day` begins in Beijing, of a moment in epoch milliseconds; and back. */
export const minuteOf = (day: string, at: number): number => Math.round((at - startOf(day)) / MINUTE);
export const momentOf = (day: string, minute: number): number => startOf(day) + Math.round(minute) * MINUTE;
