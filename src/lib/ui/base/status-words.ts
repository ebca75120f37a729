import { m } from '$lib/paraglide/messages.js';

// Apart from words.ts, because the phone's first screen needs these and none of the others.
const needs: Record<string, () => string> = {
  posted: m.status_posted,
  offered: m.status_offered,
  taken: m.status_taken,
  underway: m.status_underway,
  done: m.status_done,
  rated: m.status_rated,
  cancelled: m.status_cancelled,
  unfilled: m.status_unfilled,
  repair: m.status_repair,
  overdue: m.status_overdue,
};

const assignments: Record<string, () => string> = {
  offered: m.assignment_offered,
  accepted: m.assignment_accepted,
  declined: m.assignment_declined,
  lapsed: m.assignment_lapsed,
  withdrawn: m.assignment_withdrawn,
  absent: m.assignment_absent,
  standby: m.assignment_standby,
  started: m.assignment_started,
  finished: m.assignment_finished,
};

/** A need's status in words; an unknown code comes back as it is, so that an older app still says something. */
export const statusWord = (status: string): string => needs[status]?.() ?? status;

/** An assignment's status in words. */
export const assignmentWord = (status: string): string => assignments[status]?.() ?? status;
