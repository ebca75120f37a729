import { accept, refuse, type Decision } from '../decision.ts';
import { pledgeOf, wanted } from './goods.ts';
import {
  assignmentOf,
  closed,
  free,
  held,
  open,
  room,
  status,
  type Ask,
  type Escalation,
  type Need,
  type Outcome,
  type Pledge,
  type Rating,
  type Report,
} from './need.ts';

export type Changes = Partial<Omit<Ask, 'area' | 'service' | 'household'>>;

/** `by` is the volunteer the command is about: himself, or whom a coordinator names. Times are epoch milliseconds. */
export type NeedCommand =
  | { type: 'post'; need: Need }
  | { type: 'edit'; changes: Changes }
  | { type: 'cancel'; at: number }
  | { type: 'offer' | 'assign' | 'claim'; by: string; can: number[]; startsAt?: number; at: number }
  | { type: 'accept' | 'start' | 'lapse'; by: string; at: number }
  | { type: 'decline' | 'withdraw' | 'absent'; by: string; at: number }
  | { type: 'finish' | 'report'; by: string; outcome: Outcome; at: number }
  | { type: 'rate'; rating: Rating; repair: string }
  | { type: 'reopen'; repair: string }
  | { type: 'escalate'; escalation: Escalation }
  | { type: 'give-up'; at: number }
  | { type: 'pledge' | 'deliver'; by: string; item: string; quantity: number }
  | { type: 'reveal'; by: string; at: number }
  | { type: 'hand-over'; phone: string };

export type NeedEvent =
  | { type: 'posted'; need: Need }
  | { type: 'edited'; changes: Changes }
  | { type: 'cancelled' | 'unfilled'; at: number }
  | { type: 'offered'; by: string; can: number[]; startsAt?: number; at: number }
  | {
      type: 'taken' | 'stood-by';
      by: string;
      can: number[];
      startsAt?: number;
      at: number;
      via: 'claim' | 'offer';
    }
  | { type: 'scheduled'; by: string; startsAt: number }
  | { type: 'declined' | 'withdrawn' | 'absent' | 'started' | 'lapsed'; by: string; at: number }
  | { type: 'asked'; by: string; startsAt?: number; at: number }
  | { type: 'finished'; by: string; outcome: Outcome; at: number }
  | { type: 'reported'; report: Report }
  | { type: 'rated'; rating: Rating }
  | { type: 'reopened'; repair: string }
  | { type: 'escalated'; escalation: Escalation }
  | { type: 'pledged'; pledge: Pledge }
  | { type: 'revealed'; by: string; at: number }
  | { type: 'handed-over'; phone: string };

export type NeedRefusal =
  | 'unknown-need'
  | 'cancelled'
  | 'closed'
  | 'full'
  | 'does-not-fit'
  | 'not-yours'
  | 'withdrawn'
  | 'already-finished'
  | 'already-taken'
  | 'already-reopened'
  | 'nothing-to-rate'
  | 'not-finished'
  | 'unknown-item'
  | 'enough'
  | 'own-question'
  | 'spent';

type Answer = Decision<NeedEvent, NeedRefusal>;

/** Every command has an answer in every state. Facts (finish, report, rate) are never refused for coming late. */
export function decide(need: Need | undefined, command: NeedCommand): Answer {
  if (command.type === 'post') return need ? accept() : accept({ type: 'posted', need: command.need });
  if (!need) return refuse('unknown-need');
  switch (command.type) {
    case 'edit':
      if (closed(need)) return refuse(need.cancelledAt ? 'cancelled' : 'closed');
      // Whoever has said yes has said it to a team and a tool: a change of those would make it another promise.
      if (command.changes.places && need.assignments.some((each) => each.status !== 'declined'))
        return refuse('already-taken');
      return accept({ type: 'edited', changes: command.changes });
    case 'cancel':
      if (need.cancelledAt) return accept();
      return closed(need) ? refuse('closed') : accept({ type: 'cancelled', at: command.at });
    case 'offer':
      return offer(need, command);
    case 'claim':
    case 'assign':
      return take(need, command);
    case 'accept':
      return answer(need, command);
    case 'decline':
    case 'withdraw':
    case 'absent':
      return leave(need, command);
    case 'start':
      return start(need, command);
    case 'lapse':
      return assignmentOf(need, command.by)?.status === 'offered'
        ? accept(
            { type: 'lapsed', by: command.by, at: command.at },
            ...askStandby(need, command.by, command.at),
          )
        : accept();
    case 'finish':
      return finish(need, command);
    case 'report':
      return report(need, command);
    case 'rate':
      return rate(need, command);
    case 'reopen':
      if (need.repairedBy) return need.repairedBy === command.repair ? accept() : refuse('already-reopened');
      return closed(need) ? accept({ type: 'reopened', repair: command.repair }) : refuse('not-finished');
    case 'escalate':
      return closed(need) ? refuse('closed') : accept({ type: 'escalated', escalation: command.escalation });
    case 'give-up':
      if (closed(need)) return need.unfilledAt ? accept() : refuse('closed');
      return held(need).length ? refuse('already-taken') : accept({ type: 'unfilled', at: command.at });
    case 'pledge':
      return pledge(need, command);
    case 'deliver':
      return deliver(need, command);
    case 'reveal': {
      const { by, at } = command;
      const told = need.reveals?.some((each) => each.person === by && each.at === at);
      return told ? accept() : accept({ type: 'revealed', by, at });
    }
    case 'hand-over':
      if (need.slip?.phone === command.phone) return accept();
      return need.slip?.screen ? accept({ type: 'handed-over', phone: command.phone }) : refuse('spent');
  }
}

type Taking = Extract<NeedCommand, { can: number[] }>;
type Leaving = Extract<NeedCommand, { type: 'decline' | 'withdraw' | 'absent' }>;
type Telling = Extract<NeedCommand, { type: 'finish' | 'report' }>;

function offer(need: Need, { by, can, startsAt, at }: Taking): Answer {
  if (need.asker === by) return refuse('own-question');
  const was = assignmentOf(need, by)?.status;
  if (was && ['offered', 'accepted', 'started', 'standby'].includes(was))
    return accept(...moved(need, by, startsAt));
  if (was === 'finished') return refuse('already-finished');
  if (closed(need)) return refuse(need.cancelledAt ? 'cancelled' : 'closed');
  if (can.length === 0) return refuse('does-not-fit');
  if (open(need, can)) return accept({ type: 'offered', by, can, at, ...planned(startsAt) });
  return refuse(free(need) === 0 ? 'full' : 'does-not-fit');
}

/** Server arrival decides who has the last place: the one who comes later stands by, unless a coordinator assigned him. */
function take(need: Need, { type, by, can, startsAt, at }: Taking): Answer {
  // Nobody answers his own question.
  if (need.asker === by) return refuse('own-question');
  const was = assignmentOf(need, by)?.status;
  if (was === 'accepted' || was === 'started' || was === 'finished')
    return accept(...moved(need, by, startsAt));
  if (was === 'standby' && type === 'claim' && !open(need, can)) return accept();
  if (closed(need)) return refuse(need.cancelledAt ? 'cancelled' : 'closed');
  const via = type === 'claim' ? 'claim' : 'offer';
  if (open(need, can)) return accept({ type: 'taken', by, can, at, via, ...planned(startsAt) });
  if (can.length === 0) return refuse('does-not-fit');
  if (type === 'claim') return accept({ type: 'stood-by', by, can, at, via });
  return refuse(free(need) === 0 ? 'full' : 'does-not-fit');
}

const planned = (startsAt: number | undefined) => (startsAt === undefined ? {} : { startsAt });

/** The time at which he is to begin is another now, as long as he has not begun. */
function moved(need: Need, by: string, startsAt: number | undefined): NeedEvent[] {
  const mine = assignmentOf(need, by);
  const waits = mine?.status === 'offered' || mine?.status === 'accepted';
  return waits && startsAt !== undefined && startsAt !== mine.startsAt
    ? [{ type: 'scheduled', by, startsAt }]
    : [];
}

function answer(need: Need, { by, at }: { by: string; at: number }): Answer {
  const mine = assignmentOf(need, by);
  switch (mine?.status) {
    case undefined:
      return refuse('not-yours');
    case 'accepted':
    case 'started':
    case 'finished':
      return accept();
    case 'withdrawn':
    case 'absent':
      return refuse('withdrawn');
    // A late yes is still a yes: a lapsed or declined offer is taken up if there is room.
    case 'declined':
    case 'lapsed':
    case 'standby':
    case 'offered': {
      if (open(need, mine.can))
        return accept({
          type: 'taken',
          by,
          can: mine.can,
          at,
          via: 'offer',
          ...planned(mine.startsAt),
        });
      if (mine.status === 'standby') return accept();
      if (closed(need)) return refuse(need.cancelledAt ? 'cancelled' : 'closed');
      if (mine.can.length === 0) return refuse('does-not-fit');
      return accept({ type: 'stood-by', by, can: mine.can, at, via: 'offer' });
    }
  }
}

function leave(need: Need, { type, by, at }: Leaving): Answer {
  const mine = assignmentOf(need, by);
  switch (mine?.status) {
    case undefined:
      return refuse('not-yours');
    case 'declined':
    case 'lapsed':
    case 'withdrawn':
    case 'absent':
      return accept();
    case 'finished':
      return refuse('already-finished');
    case 'offered':
    case 'standby':
      return accept(
        { type: type === 'decline' ? 'declined' : 'withdrawn', by, at },
        ...askStandby(need, by, at),
      );
    case 'accepted':
    case 'started':
      return accept(
        { type: type === 'absent' ? 'absent' : 'withdrawn', by, at },
        ...askStandby(need, by, at),
      );
  }
}

function start(need: Need, { by, at }: { by: string; at: number }): Answer {
  const mine = assignmentOf(need, by);
  if (need.cancelledAt) return refuse('cancelled');
  switch (mine?.status) {
    case 'accepted':
      return accept({ type: 'started', by, at });
    case 'started':
    case 'finished':
      return accept();
    case 'standby':
      return refuse('full');
    case 'withdrawn':
    case 'absent':
      return refuse('withdrawn');
    case undefined:
    case 'offered':
    case 'declined':
    case 'lapsed':
      return refuse('not-yours');
  }
}

function finish(need: Need, command: Telling): Answer {
  const { by, outcome, at } = command;
  const mine = assignmentOf(need, by);
  const same = mine?.outcome?.result === outcome.result && mine.outcome.minutes === outcome.minutes;
  if (mine?.status === 'finished' && same) return accept();
  const fits = mine && ['accepted', 'started', 'finished'].includes(mine.status) && !need.cancelledAt;
  // Who could not, and says now that he did: if his place was given to another, it is a report.
  if (!fits || (outcome.result === 'done' && !room(without(need, by), mine.can)))
    return report(need, command);
  const left = outcome.result === 'done' ? [] : askStandby(need, by, at);
  return accept({ type: 'finished', by, outcome, at }, ...left);
}

function report(need: Need, { by, outcome, at }: Telling): Answer {
  const { result, minutes } = outcome;
  const said = need.reports.some(
    (each) =>
      each.volunteer === by &&
      each.at === at &&
      each.outcome?.result === result &&
      each.outcome.minutes === minutes,
  );
  return said ? accept() : accept({ type: 'reported', report: { volunteer: by, outcome, at } });
}

function rate(need: Need, { rating, repair }: Extract<NeedCommand, { type: 'rate' }>): Answer {
  // The household may know before the server does that the work is done: helpers' phones can be silent for days.
  const served = need.reports.length > 0 || need.assignments.some((each) => each.takenAt);
  if (!served) return refuse('nothing-to-rate');
  if (need.rating?.face === rating.face && need.rating.at === rating.at) return accept();
  if (need.reports.some((each) => each.rating === rating.face && each.at === rating.at)) return accept();
  if (need.rating || need.cancelledAt)
    return accept({ type: 'reported', report: { volunteer: null, at: rating.at, rating: rating.face } });
  if (rating.face !== 'bad' || need.repairedBy) return accept({ type: 'rated', rating });
  return accept({ type: 'rated', rating }, { type: 'reopened', repair });
}

type Giving = Extract<NeedCommand, { item: string }>;

/** The whole of what he gives of an item: another number takes the place of the first, none takes it back. */
function pledge(need: Need, { by, item, quantity }: Giving): Answer {
  const mine = pledgeOf(need, item, by);
  if ((mine?.quantity ?? 0) === quantity) return accept();
  if (!need.goods.some((line) => line.item === item)) return refuse('unknown-item');
  // What was brought cannot be taken back; less than was promised is always let through.
  const delivered = mine?.delivered ?? 0;
  if (quantity > (mine?.quantity ?? 0)) {
    if (closed(need)) return refuse(need.cancelledAt ? 'cancelled' : 'closed');
    if (quantity > wanted(need, item, by)) return refuse('enough');
  }
  return accept({
    type: 'pledged',
    pledge: { volunteer: by, item, quantity: Math.max(quantity, delivered), delivered },
  });
}

/** What was brought is a fact: it counts even where it was not promised or comes late. */
function deliver(need: Need, { by, item, quantity }: Giving): Answer {
  const mine = pledgeOf(need, item, by);
  if ((mine?.delivered ?? 0) === quantity) return accept();
  if (!need.goods.some((line) => line.item === item)) return refuse('unknown-item');
  const pledge = {
    volunteer: by,
    item,
    quantity: Math.max(mine?.quantity ?? 0, quantity),
    delivered: quantity,
  };
  return accept({ type: 'pledged', pledge });
}

/** Somebody gave up a place: the first standby who can fill what is left is asked. */
function askStandby(need: Need, leaving: string, at: number): NeedEvent[] {
  const rest = without(need, leaving);
  const next = rest.assignments.find((each) => each.status === 'standby' && open(rest, each.can));
  if (!next?.volunteer || status(need) === 'cancelled') return [];
  return [{ type: 'asked', by: next.volunteer, at, ...planned(assignmentOf(need, leaving)?.startsAt) }];
}

const without = (need: Need, volunteer: string): Need => ({
  ...need,
  assignments: need.assignments.filter((each) => each.volunteer !== volunteer),
});
