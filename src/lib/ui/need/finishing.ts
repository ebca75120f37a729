import type { Outcome } from '$lib/domain/need/need.ts';
import { reasons, type Reason, type Result } from '$lib/domain/need/outcome.ts';

/** How a need went, as far as it is put in. */
export interface Finishing {
  readonly need: string;
  result: Result;
  /** Why not all of it; '' while nothing is chosen. */
  reason: string;
  /** Undefined while he has not touched it: then it is what is likely. */
  minutes: number | undefined;
}

/** What is said of it, in so many minutes if nothing else was put in; undefined while it is not said why something was left undone. */
export function outcomeOf(finishing: Finishing, likely: number): Outcome | undefined {
  const { result, reason, minutes = likely } = finishing;
  if (result === 'done') return { result, minutes };
  const why = reasons.find((each): each is Reason => each === reason);
  return why && { result, minutes, reason: why };
}
