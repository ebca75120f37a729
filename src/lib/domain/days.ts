/** Days as the village counts them, 'YYYY-MM-DD' in Beijing time, which has no summer time. */
const BEIJING = 8 * 60 * 60 * 1000;
export const DAY = 24 * 60 * 60 * 1000;

/** The day it is at a moment (epoch milliseconds). */
export const dayAt = (at: number): string => new Date(at + BEIJING).toISOString().slice(0, 10);

/** The moments at which a day begins, and at which it is over. */
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) - BEIJING;
export const endOf = (day: string): number => startOf(day) + DAY;

/** The day that lies `count` days after another. */
export const daysAfter = (day: string, count: number): string => dayAt(startOf(day) + count * DAY);
