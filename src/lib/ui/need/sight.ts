import type { Area } from '$lib/domain/area/area.ts';
import type { Contact } from '$lib/domain/household/household.ts';
import { closed, type Assignment, type Need, type Status } from '$lib/domain/need/need.ts';
import type { Suits } from '$lib/domain/plan/suits.ts';
import type { Place, Service } from '$lib/domain/service/service.ts';
import type { Locale } from '$lib/domain/texts.ts';

export interface Fellow {
  name: string | undefined;
  takenAt: number | undefined;
  /** He shows this volunteer how it is done, or is shown it by him. */
  part?: 'shows' | 'learns' | undefined;
}

/** A need with all that a volunteer's screen says about it. The device gathers it; nothing here asks for more. */
export interface Sight {
  need: Need & { stands: Status; mine: Assignment['status'] | '' };
  service: Service | undefined;
  area: Area | undefined;
  contact: Contact | undefined;
  /** This volunteer's own place in the team. */
  seat: Place | undefined;
  /** The name of who asks somebody who knows. */
  asker?: string | undefined;
  /** Who else has said yes; without a name where this phone may not know it. */
  fellows: Fellow[];
  missing: number;
  startsAt?: number | undefined;
  /** He could fill a place that is still open. */
  fit: boolean;
  unsent: 'claim' | 'other' | undefined;
  /** Of what is suggested to him: how it suits him. */
  suits?: Suits;
}

/** What every component needs to know to put days and names into words. */
export interface Reading {
  locale: Locale;
  now: number;
}

export interface Told {
  message: { id: string; need: string; what: string; at: number; seen: 0 | 1 };
  sight: Sight | undefined;
}

export type Step = 'answer' | 'take' | 'go' | 'finish' | 'report' | 'stand-by' | 'nothing';

/** What this volunteer can do next: the one main action of the need's page. */
export function nextStep({ need, fit }: Pick<Sight, 'need' | 'fit'>): Step {
  const { mine } = need;
  const agreed = mine === 'accepted' || mine === 'started';
  if (need.cancelledAt) return agreed && need.reports.length === 0 ? 'report' : 'nothing';
  if (mine === 'started') return 'finish';
  // A question needs no setting out: one calls, and it is done.
  if (mine === 'accepted') return need.asker ? 'finish' : 'go';
  if (closed(need) || mine === 'finished') return 'nothing';
  if (mine === 'offered') return 'answer';
  if (mine === 'standby') return 'stand-by';
  return fit ? 'take' : 'nothing';
}
