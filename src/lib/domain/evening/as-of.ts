import type { Assignment, Need } from '../need/need.ts';

/**
 * The need as it stood at a moment that has passed (epoch milliseconds); undefined if nobody had asked yet.
 * Only what carries a time can be turned back: that somebody declined, gave a place back or did not come is told as it is
 * now, and so are changed days.
 */
export function asOf(need: Need, moment: number): Need | undefined {
  if (need.postedAt >= moment) return undefined;
  const { cancelledAt, unfilledAt, rating, ...rest } = need;
  const past = (at: number | undefined) => at !== undefined && at < moment;
  return {
    ...rest,
    ...(cancelledAt !== undefined && past(cancelledAt) && { cancelledAt }),
    ...(unfilledAt !== undefined && past(unfilledAt) && { unfilledAt }),
    ...(rating && past(rating.at) && { rating }),
    assignments: need.assignments.flatMap((each) => stoodAt(each, moment) ?? []),
    reports: need.reports.filter(({ at }) => past(at)),
    escalations: need.escalations.filter(({ at }) => past(at)),
  };
}

function stoodAt(each: Assignment, moment: number): Assignment | undefined {
  const { finishedAt, startedAt, takenAt, offeredAt } = each;
  const past = (at: number | undefined) => at !== undefined && at < moment;
  const { outcome: _outcome, finishedAt: _finishedAt, ...unfinished } = each;
  switch (each.status) {
    case 'finished':
      if (finishedAt === undefined || past(finishedAt)) return each;
      break;
    case 'started':
    case 'accepted':
    case 'offered':
      break;
    case 'standby':
    case 'declined':
    case 'lapsed':
    case 'withdrawn':
    case 'absent':
      return past(offeredAt ?? takenAt ?? 0) ? each : undefined;
  }
  if (past(startedAt)) return { ...unfinished, status: 'started' };
  if (past(takenAt)) return { ...unfinished, status: 'accepted' };
  return past(offeredAt) ? { ...unfinished, status: 'offered' } : undefined;
}
