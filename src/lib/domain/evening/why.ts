import { free, held, status, type Assignment, type Need, type Reason, type Result } from '../need/need.ts';

/** Why a need was not met, in a code for each thing that can be done about it. Says of nobody who it was. */
export type Why =
  | {
      code:
        | 'not-asked'
        | 'unanswered'
        | 'all-declined'
        | 'absent'
        | 'not-begun'
        | 'begun'
        | 'cancelled'
        | 'unfilled';
    }
  /** Somebody went, and it could not be done, or only in part. */
  | { code: 'could-not'; result: Exclude<Result, 'done'>; reason?: Reason }
  /** So many of the team have agreed. */
  | { code: 'incomplete'; held: number; places: number }
  /** Whoever agreed has a phone that was last heard then (epoch milliseconds). */
  | { code: 'silent'; heardAt?: number };

/** Why the need has not been met so far. The plainest reason only: what comes first here hides what comes after. */
export function whyUnmet(need: Need): Why {
  if (need.cancelledAt !== undefined) return { code: 'cancelled' };
  if (need.unfilledAt !== undefined) return { code: 'unfilled' };
  const holding = held(need);
  // "Nobody answered" and "the helper's phone is silent" ask for two different calls.
  const step = need.escalations.at(-1);
  if (step?.why === 'holder-offline' && holding.some((each) => unheard(each, step.at)))
    return { code: 'silent', ...(step.heardAt !== undefined && { heardAt: step.heardAt }) };
  if (status(need) === 'underway') return { code: 'begun' };
  if (free(need) === 0) return { code: 'not-begun' };
  return failed(need) ?? empty(need, holding);
}

/** He has it since before that moment, and has not said anything since. */
const unheard = ({ status, takenAt = 0, startedAt = 0 }: Assignment, at: number) =>
  status !== 'finished' && Math.max(takenAt, startedAt) < at;

/** Somebody who went came back without having done it; the last of them counts. */
function failed(need: Need): Why | undefined {
  const [last] = need.assignments
    .filter(({ status, outcome }) => status === 'finished' && outcome?.result !== 'done')
    .sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0));
  if (last?.outcome && last.outcome.result !== 'done') {
    const { result, reason } = last.outcome;
    return { code: 'could-not', result, ...(reason && { reason }) };
  }
  return need.assignments.some(({ status }) => status === 'absent') ? { code: 'absent' } : undefined;
}

function empty(need: Need, holding: Assignment[]): Why {
  if (holding.length > 0) return { code: 'incomplete', held: holding.length, places: need.places.length };
  const asked = need.assignments.filter(({ status }) => status !== 'standby');
  if (asked.length === 0) return { code: 'not-asked' };
  return asked.every(({ status }) => status === 'declined' || status === 'withdrawn')
    ? { code: 'all-declined' }
    : { code: 'unanswered' };
}
