import type { Area } from '$lib/domain/area/area.ts';
import type { Household } from '$lib/domain/household/household.ts';
import { closed, held, type Need, type Status } from '$lib/domain/need/need.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';

/** A need as the desk's lists are given it: the believed row says where it stands. */
export type Standing = Need & { stands: Status };

/** What names are looked up in. */
export interface Known {
  areas: Map<string, Area>;
  services: Map<string, Service>;
  households: Map<string, Household>;
  volunteers: Map<string, Volunteer>;
}

export type Flag = 'urgent' | 'overdue' | 'escalated' | 'reports' | 'repair' | 'erasure';

/** What a coordinator should notice about a need at a glance, at the moment `now` (epoch milliseconds). */
export function flagsOf(need: Standing, now: number): Flag[] {
  const flags: Flag[] = [];
  if (need.urgent) flags.push('urgent');
  if (overdue(need, now)) flags.push('overdue');
  if (need.escalations.length) flags.push('escalated');
  if (need.reports.length) flags.push('reports');
  if (need.repairs) flags.push('repair');
  if (need.erasureAskedAt) flags.push('erasure');
  return flags;
}

/** Nobody has taken it by the time promised, or it is not done by then. */
export function overdue(need: Standing, now: number): boolean {
  if (closed(need)) return false;
  return now > need.doneBy || ((need.stands === 'posted' || need.stands === 'offered') && now > need.takeBy);
}

/** It was for somebody, and tells no more for whom. */
export const nameless = (need: Standing): boolean => !need.household && !need.spot && !need.asker;

/** Nobody at all is on it yet. */
export const unassigned = (need: Standing): boolean =>
  (need.stands === 'posted' || need.stands === 'offered') && held(need).length === 0;
