import { coordinates, type Who } from '../device/device.ts';
import { held, type Assignment, type Need } from './need.ts';

export const DAY = 24 * 60 * 60 * 1000;

/** The need as `who` may see it. Whether he may see it at all is asked before (see ../project.ts). */
export function shown(need: Need, who: Who): Need {
  const { slip: _slip, ...sealed } = need;
  if (coordinates(who) || who.role === 'clock') return sealed;
  const { household: _household, note: _note, routine: _routine, reveals: _reveals, ...known } = sealed;
  const { code, erasureAskedAt, asker, pledges, ...rest } = known;
  const fellow = who.role === 'volunteer';
  // Who asks somebody who knows is told who answers him.
  const inTeam = fellow && (isIn(need, who.person) || asker === who.person);
  const assignments = need.assignments.map((each) =>
    each.volunteer === who.person || (inTeam && each.takenAt) ? each : veiled(each),
  );
  const seen: Need = {
    ...rest,
    assignments,
    // When a fellow's phone was last heard concerns the desk alone.
    escalations: need.escalations.map(({ heardAt: _heardAt, ...each }) => each),
    reports: need.reports.filter((each) => each.volunteer === who.person),
    ...(fellow && asker !== undefined && { asker }),
    ...(pledges && {
      pledges: pledges.map((each) => (each.volunteer === who.person ? each : { ...each, volunteer: null })),
    }),
  };
  // The slip's code opens a need at the kiosk, so the kiosk must know it; a helper never has to.
  if (who.role === 'kiosk')
    return {
      ...seen,
      ...(code !== undefined && { code }),
      ...(erasureAskedAt !== undefined && { erasureAskedAt }),
    };
  const over = need.cancelledAt ?? need.unfilledAt ?? need.rating;
  // Who asks somebody who knows asks them all; a note about a household's task is for those who go there.
  const told = holds(need, who.person) || (fellow && asker !== undefined);
  if (need.note !== undefined && !over && told) return { ...seen, note: need.note };
  return seen;
}

/** Not who it is nor how long he worked, but all that the need's standing is worked out from. */
function veiled({ status, can, via, takenAt, outcome }: Assignment): Assignment {
  const result = outcome && { outcome: { result: outcome.result, minutes: 0 } };
  return { volunteer: null, status, can, via, ...(takenAt !== undefined && { takenAt }), ...result };
}

/** He has said yes here, whether he got a place or stands by: he may know who else is on it. */
function isIn(need: Need, volunteer: string): boolean {
  return need.assignments.some(
    (each) =>
      each.volunteer === volunteer && ['accepted', 'started', 'finished', 'standby'].includes(each.status),
  );
}

function holds(need: Need, volunteer: string): boolean {
  return held(need).some((each) => each.volunteer === volunteer && each.status !== 'finished');
}

/**
 * May this volunteer have the household's name, phone and place, and until when?
 * While his own assignment is accepted or started on a need that is still on, and for 24 hours after he finished
 * or the household closed it. Answers undefined for no, otherwise the end in epoch milliseconds (Infinity: no end yet).
 */
export function contactUntil(need: Need, volunteer: string, now: number): number | undefined {
  if (need.cancelledAt || need.unfilledAt || (!need.household && !need.asker)) return undefined;
  const mine = need.assignments.find((each) => each.volunteer === volunteer);
  if (!mine) return undefined;
  const ends =
    mine.status === 'finished'
      ? (mine.finishedAt ?? 0) + DAY
      : mine.status === 'accepted' || mine.status === 'started'
        ? need.rating
          ? need.rating.at + DAY
          : Infinity
        : 0;
  return ends > now ? ends : undefined;
}
