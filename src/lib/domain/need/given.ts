import type { Need } from './need.ts';

/** Minutes of help given, reports included. Apart from need.ts, because the phone's first screen does not ask for it. */
export function minutesGiven(need: Need): number {
  let sum = 0;
  for (const each of [...need.assignments, ...need.reports]) sum += each.outcome?.minutes ?? 0;
  return sum;
}
