import type { Arguments } from '$lib/domain/command.ts';
import { recurs } from '$lib/domain/routine/recur.ts';
import type { Routine } from '$lib/domain/routine/routine.ts';
import type { Service } from '$lib/domain/service/service.ts';
import { weekday } from '../base/dates.ts';
import { asked, blank, type Draft, type Kept } from './draft.ts';
import { rhythmOf, ruleOf, type Rhythm } from './rhythm.ts';

/** A routine while it is being written: what is asked each time, and when it comes back. */
export interface RoutineDraft {
  ask: Draft;
  rhythm: Rhythm;
  from: string;
  until: string;
  ahead: number;
}

export type RoutineGap = 'weekdays' | 'days' | 'never';

/** A fresh one, every week from today on; or one that is there, as it is. */
export function draftOf(was: Routine | undefined, today: string, area: string): RoutineDraft {
  const ask = blank(today, area);
  const fresh = { every: 'week' as const, weekdays: [weekday(today)] };
  if (!was) return { ask, rhythm: fresh, from: today, until: '', ahead: 3 };
  const { service, area: home, spot = '', note = '', half = '', goods, places, minutes, urgent } = was;
  return {
    ask: {
      ...ask,
      ...{ service, area: home, spot, note, half, urgent, minutes: String(minutes) },
      ...{ goods: goods.map((line) => ({ ...line })), places: places.map((place) => ({ ...place })) },
    },
    rhythm: rhythmOf(was.rule) ?? fresh,
    from: was.from,
    until: was.until ?? '',
    ahead: was.ahead,
  };
}

type Days = Pick<Routine, 'rule' | 'from' | 'until'>;

/** When it comes back, once the fields make a rule; a rule that was not made here stays until other days are chosen. */
export function daysOfDraft(
  { rhythm, from, until }: RoutineDraft,
  was: Routine | undefined,
): Days | undefined {
  const untouched = was && same(rhythm, rhythmOf(was.rule)) && from === was.from;
  const weekly = rhythm.every !== 'day' && rhythm.every !== 'month';
  if (!from || (weekly && rhythm.weekdays.length === 0)) return undefined;
  return { rule: untouched ? was.rule : ruleOf(rhythm, from), from, ...(until && { until }) };
}

const same = (one: Rhythm, other: Rhythm | undefined) =>
  !other || (one.every === other.every && String(one.weekdays) === String(other.weekdays));

/** What the days still lack. */
export function rhythmGap(draft: RoutineDraft, was: Routine | undefined): RoutineGap | undefined {
  if (!draft.from || (draft.until && draft.until < draft.from)) return 'days';
  const days = daysOfDraft(draft, was);
  if (!days) return 'weekdays';
  return recurs(days) ? undefined : 'never';
}

/** The finished draft: the routine, and the household if it has to be kept first. */
export function kept(
  draft: RoutineDraft,
  days: Days,
  service: Service,
  was: Routine | undefined,
): { routine: Arguments['routine.keep']; household?: Kept } {
  const { ask, household } = asked(draft.ask, service);
  const { from: _from, until: _until, household: _household, spot: _spot, area, ...each } = ask;
  // For whom it is was settled when it was first written down.
  const { household: whom, spot } = was ?? ask;
  const about = { area: was?.area ?? area, ...(whom && { household: whom }), ...(spot && { spot }) };
  const id = was?.id ?? crypto.randomUUID();
  const routine = { id, ...each, ...about, ...days, ahead: draft.ahead, paused: was?.paused ?? false };
  return household ? { routine, household } : { routine };
}
