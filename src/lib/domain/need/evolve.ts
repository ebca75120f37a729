import type { Changes, NeedEvent } from './decide.ts';
import { pledged, summed } from './goods.ts';
import type { Assignment, Need } from './need.ts';

/** A number that is looked up again and again makes no endless list. */
export const MOST_REVEALS = 100;

/** The need as it is after an event. Total. The first event, 'posted', brings the need itself. */
export function evolve(need: Need, event: NeedEvent): Need {
  switch (event.type) {
    case 'posted':
      return event.need;
    case 'edited':
      return {
        ...need,
        ...event.changes,
        ...(event.changes.goods && need.pledges && { goods: summed(event.changes.goods, need.pledges) }),
        assignments: need.assignments.map((each) => asEdited(each, event.changes)),
      };
    case 'cancelled':
      return { ...noteless(need), cancelledAt: event.at };
    case 'unfilled':
      return { ...noteless(need), unfilledAt: event.at };
    case 'offered':
      return last(need, {
        volunteer: event.by,
        status: 'offered',
        can: event.can,
        via: 'offer',
        offeredAt: event.at,
        ...planned(event),
      });
    case 'taken': {
      const was = need.assignments.find((each) => each.volunteer === event.by);
      const { by, can, via, at } = event;
      return last(need, {
        ...keptOffer(was),
        volunteer: by,
        status: 'accepted',
        can,
        via,
        takenAt: at,
        ...planned(event),
      });
    }
    case 'stood-by': {
      const was = need.assignments.find((each) => each.volunteer === event.by);
      const { by, can, via } = event;
      return last(need, { ...keptOffer(was), volunteer: by, status: 'standby', can, via });
    }
    case 'asked':
      return change(need, event.by, {
        status: 'offered',
        via: 'offer',
        offeredAt: event.at,
        ...planned(event),
      });
    case 'scheduled':
      return change(need, event.by, planned(event));
    case 'declined':
    case 'lapsed':
    case 'withdrawn':
    case 'absent':
      return change(need, event.by, { status: event.type });
    case 'started':
      return change(need, event.by, { status: 'started', startedAt: event.at });
    case 'finished': {
      // A correction does not move the hour: the household's door is open for one day only.
      const was = need.assignments.find((each) => each.volunteer === event.by);
      const finishedAt = was?.finishedAt ?? event.at;
      return change(need, event.by, { status: 'finished', finishedAt, outcome: event.outcome });
    }
    case 'reported':
      return { ...need, reports: [...need.reports, event.report] };
    case 'rated':
      return { ...noteless(need), rating: event.rating };
    case 'reopened':
      return { ...need, repairedBy: event.repair };
    case 'escalated':
      return { ...need, escalations: [...need.escalations, event.escalation] };
    case 'pledged':
      return pledged(need, event.pledge);
    case 'revealed': {
      const reveals = [...(need.reveals ?? []), { person: event.by, at: event.at }];
      return { ...need, reveals: reveals.slice(-MOST_REVEALS) };
    }
    case 'handed-over': {
      if (!need.slip) return need;
      const { screen: spent, ...slip } = need.slip;
      return { ...need, slip: { ...slip, phone: event.phone, ...(spent !== undefined && { spent }) } };
    }
  }
}

/** What was noted for those who come is nobody's business once nobody comes any more (requirement S03). */
function noteless({ note: _note, ...need }: Need): Need {
  return need;
}

/** What somebody could fill of the old team says nothing of the new one; nor does a time on a day that is no longer meant. */
function asEdited({ startsAt, ...each }: Assignment, { places, from, until, half }: Changes): Assignment {
  const stays = from === undefined && until === undefined && half === undefined;
  return { ...each, ...(stays && planned({ startsAt })), ...(places && { can: [] }) };
}

const planned = ({ startsAt }: { startsAt?: number | undefined }) =>
  startsAt === undefined ? {} : { startsAt };

const keptOffer = (was: Assignment | undefined) =>
  was?.offeredAt === undefined ? {} : { offeredAt: was.offeredAt };

/** Puts the volunteer's assignment at the end: the order of the list is the order of standing by. */
function last(need: Need, assignment: Assignment): Need {
  const others = need.assignments.filter((each) => each.volunteer !== assignment.volunteer);
  return { ...need, assignments: [...others, assignment] };
}

function change(need: Need, volunteer: string, changes: Partial<Assignment>): Need {
  const assignments = need.assignments.map((each) =>
    each.volunteer === volunteer ? { ...each, ...changes } : each,
  );
  return { ...need, assignments };
}
