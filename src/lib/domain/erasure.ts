import { concerns } from './device/quarantined.ts';
import { anonymised } from './need/forget.ts';
import { row, type Key, type Row } from './row.ts';
import { ended } from './routine/routine.ts';

/**
 * What goes with a household: what its needs and routines tell of it, and what a shut-out device said about it.
 * @param known rows among which all its needs and routines are, and all that lies in quarantine
 * @param at epoch milliseconds; needs that are still on end then
 */
export function erasure(household: string, known: readonly Row[], at: number): { rows: Row[]; gone: Key[] } {
  const needs = known.flatMap((one) =>
    one.kind === 'need' && one.body.household === household ? one.body : [],
  );
  const ids = new Set(needs.map(({ id }) => id));
  const about = known.filter((one) => one.kind === 'quarantine' && concerns(one.body, household, ids));
  const routines = known.flatMap((one) =>
    one.kind === 'routine' && one.body.household === household ? row('routine', ended(one.body, at)) : [],
  );
  return {
    rows: [...needs.map((need) => row('need', anonymised(need, at))), ...routines],
    gone: [{ kind: 'household', id: household }, ...about.map(({ kind, id }) => ({ kind, id }))],
  };
}
