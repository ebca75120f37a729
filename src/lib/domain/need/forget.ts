import { closed, type Need } from './need.ts';
import { DAY } from './project.ts';

/** How long after its end a need may still say for whom it was (SPEC.md, S20). */
export const KEPT = 30 * DAY;

/** Does the need still hold anything that leads to the household? */
export function personal({ household, note, spot, code, slip, reveals }: Need): boolean {
  return [household, note, spot, code, slip, reveals].some((each) => each !== undefined);
}

/** What the village may go on counting: which help, when, how long. Who asked and where is gone; what was open is cancelled. */
export function anonymised(need: Need, at: number): Need {
  const {
    household: _household,
    note: _note,
    spot: _spot,
    code: _code,
    erasureAskedAt: _asked,
    slip: _slip,
    asker: _asker,
    reveals: _reveals,
    ...rest
  } = need;
  return closed(need) ? rest : { ...rest, cancelledAt: at };
}

/** When what is personal in it must be gone, epoch milliseconds; undefined while it is on, or when nothing is left. */
export function forgetAt(need: Need): number | undefined {
  if (!closed(need) || !personal(need)) return undefined;
  const finished = need.assignments.map((each) => each.finishedAt ?? 0);
  return (need.cancelledAt ?? need.rating?.at ?? need.unfilledAt ?? Math.max(...finished)) + KEPT;
}
