import { hangsUnder, plant } from './area/area.ts';
import { MOST_SOUND } from './clip/clip.ts';
import type { Arguments, Command, Refusal, Slip, Told } from './command.ts';
import { coordinates, type Who } from './device/device.ts';
import { decide as decideGathering, type GatheringCommand } from './gathering/gathering.ts';
import { may } from './may.ts';
import { decide, type NeedCommand, type NeedEvent } from './need/decide.ts';
import { evolve, MOST_REVEALS } from './need/evolve.ts';
import type { Ask, Need } from './need/need.ts';
import { ended } from './routine/routine.ts';
import { row, type Key, type Kinds, type Row, type World } from './row.ts';
import type { Service } from './service/service.ts';
import { fits } from './volunteer/volunteer.ts';

/** The rows as they become, those that are no more, and what the person has to be told; or why nothing was done. */
export type Applied = { ok: true; rows: Row[]; gone?: Key[]; told?: Told } | { ok: false; code: Refusal };

const HOUR = 60 * 60 * 1000;

/**
 * Judges one command against the world as it is and gives the rows as they become. The same on the device (a guess)
 * and on the server (the truth). `at` is the time of the deed, epoch milliseconds, already corrected and clamped.
 */
export function apply(command: Command, who: Who, at: number, world: World): Applied {
  if (!may(who, command, world)) return no('not-allowed');
  const { name, args } = command;
  switch (name) {
    case 'need.post':
      return post(args, who, at, world);
    case 'need.edit': {
      const was = world.get('need', args.id);
      const ask = was && { ...was, ...args.changes };
      const flaw = ask && flawOf(ask);
      return flaw ? no(flaw) : round(args.id, { type: 'edit', changes: args.changes }, world);
    }
    case 'need.cancel':
    case 'need.give-up':
      return round(args.id, { type: verb(name), at }, world);
    case 'need.offer':
    case 'need.assign':
      return take(args.id, args.volunteer, verb(name), at, world, args.startsAt);
    case 'need.claim':
      return take(args.id, who.person, verb(name), at, world);
    case 'need.accept':
    case 'need.decline':
    case 'need.start':
      return round(args.id, { type: verb(name), by: who.person, at }, world);
    case 'need.withdraw':
    case 'need.absent':
    case 'need.lapse':
      return round(args.id, { type: verb(name), by: args.volunteer ?? who.person, at }, world);
    case 'need.finish':
    case 'need.report': {
      const { id, ...outcome } = args;
      return round(id, { type: verb(name), by: who.person, outcome, at }, world);
    }
    case 'need.rate': {
      const was = world.get('need', args.id);
      if (who.role === 'kiosk' && was && (!was.code || was.code !== args.code)) return no('wrong-code');
      const rating = { face: args.face, proxy: args.proxy, at };
      const repair = isErased(was, who, world) ? undefined : args.repair;
      return round(args.id, { type: 'rate', rating, repair: args.repair.id }, world, repair, at);
    }
    case 'need.reopen':
      if (isErased(world.get('need', args.id), who, world)) return no('erased');
      return round(args.id, { type: 'reopen', repair: args.repair.id }, world, args.repair, at);
    case 'need.escalate':
      return escalate(args, at, world);
    case 'need.ask-erasure':
      return askErasure(args.id, args.code, who, at, world);
    case 'need.pledge':
      return round(args.id, { type: 'pledge', by: who.person, ...given(args) }, world);
    case 'need.deliver':
      return round(args.id, { type: 'deliver', by: args.volunteer ?? who.person, ...given(args) }, world);
    case 'need.reveal':
      return round(args.id, { type: 'reveal', by: who.person, at }, world);
    case 'need.hand-over':
      return round(args.id, { type: 'hand-over', phone: args.phone }, world);
    case 'household.reveal': {
      const was = world.get('household', args.id);
      if (!was) return no('unknown-household');
      const reveals = [...(was.reveals ?? []), { person: who.person, at }].slice(-MOST_REVEALS);
      return yes(row('household', { ...was, reveals }));
    }
    case 'household.keep': {
      const told = withConsent(args, at, world);
      // Nobody is written down who has not agreed to it; what stood before is only put right.
      if (!told.consent && !world.get('household', args.id)) return no('no-consent');
      return kept('household', told, world);
    }
    case 'household.erase':
      // Asked twice, or for one that a restored database has lost: it stays erased.
      return yesWithout({ kind: 'household', id: args.id }, world);
    case 'volunteer.keep':
      return kept('volunteer', args, world);
    case 'volunteer.away': {
      const was = world.get('volunteer', args.id);
      if (!was) return no('unknown-volunteer');
      const { awayUntil: _before, ...rest } = was;
      return yes(row('volunteer', args.until ? { ...rest, awayUntil: args.until } : rest));
    }
    case 'volunteer.available':
    case 'volunteer.show': {
      const was = world.get('volunteer', args.id);
      return was ? yes(row('volunteer', { ...was, ...args })) : no('unknown-volunteer');
    }
    case 'application.post':
      return applied(args, at, world);
    case 'application.close':
      return yesWithout({ kind: 'application', id: args.id }, world);
    case 'clip.keep':
      return args.data.length > MOST_SOUND ? no('too-long') : kept('clip', { ...args, at }, world);
    case 'clip.drop':
      return yesWithout({ kind: 'clip', id: args.id }, world);
    case 'sheet.keep':
      return kept('sheet', { ...args, at: world.get('sheet', args.id)?.at ?? at }, world);
    case 'sheet.drop':
      return yesWithout({ kind: 'sheet', id: args.id }, world);
    case 'gathering.keep': {
      const { attendance = [], cancelledAt } = world.get('gathering', args.id) ?? {};
      if (cancelledAt) return no('cancelled');
      return kept('gathering', { ...args, attendance }, world);
    }
    case 'gathering.cancel':
      return gather(args.id, { type: 'cancel', at }, world);
    case 'gathering.join':
    case 'gathering.leave':
      return gather(
        args.id,
        { type: name === 'gathering.join' ? 'join' : 'leave', by: who.person, at },
        world,
      );
    case 'gathering.came':
      return gather(args.id, { type: 'came', by: args.volunteer ?? who.person, at }, world);
    case 'area.keep':
      return keepArea(args, world);
    case 'service.keep':
      return flawOf(args) ? no('bad-team') : yes(row('service', args));
    case 'routine.keep': {
      if (!world.get('service', args.service)) return no('unknown-service');
      if (world.get('routine', args.id)?.endedAt) return no('not-there');
      const flaw = flawOf(args);
      return flaw ? no(flaw) : kept('routine', args, world);
    }
    case 'routine.end': {
      const was = world.get('routine', args.id);
      return was ? yes(row('routine', ended(was, at))) : no('not-there');
    }
    case 'device.rename':
    case 'device.revoke': {
      const was = world.get('device', args.id);
      if (!was) return no('unknown-device');
      if (name === 'device.rename') return yes(row('device', { ...was, name: args.name }));
      return was.revokedAt ? yes() : yes(row('device', { ...was, revokedAt: at }));
    }
    case 'device.guard': {
      const was = world.get('device', args.id);
      return was ? yes(row('device', { ...was, pin: args.pin })) : no('unknown-device');
    }
    case 'quarantine.accept': {
      const held = world.get('quarantine', args.id);
      if (!held) return no('not-there');
      const answer = apply(held.command, held.who, held.at, world);
      return answer.ok ? { ...answer, gone: [...(answer.gone ?? []), quarantined(args.id)] } : answer;
    }
    case 'quarantine.dismiss':
      return yesWithout(quarantined(args.id), world);
  }
}

/** What a need is told: 'claim' for 'need.claim'. */
const verb = <V extends string>(name: `need.${V}`) => name.slice(5) as V;

const yes = (...rows: Row[]): Applied => ({ ok: true, rows });
const no = (code: Refusal): Applied => ({ ok: false, code });
const yesWithout = (key: Key, world: World): Applied => {
  const there = world.get(key.kind, key.id) !== undefined;
  return { ok: true, rows: [], gone: there ? [key] : [] };
};
const quarantined = (id: string): Key => ({ kind: 'quarantine', id });

/** Lets the need's own rules decide, and folds the events into the rows that result. */
function round(id: string, command: NeedCommand, world: World, slip?: Slip, at = 0): Applied {
  const was = world.get('need', id);
  const decision = decide(was, command);
  if (!decision.ok) return decision;
  if (!was || decision.events.length === 0) return yes();
  // A repair whose id is taken, or for nobody, is not opened; the rating that asked for it is a fact and stays.
  const clash = !slip || world.get('need', slip.id);
  const events = clash ? decision.events.filter((event) => event.type !== 'reopened') : decision.events;
  if (events.length === 0) return no('already-there');
  const now = events.reduce(evolve, was);
  const rows = [row('need', now)];
  if (slip && events.some((event) => event.type === 'reopened')) {
    const { note } = was;
    const asked = { ...now, ...(note !== undefined && { note }) };
    rows.push(row('need', repairOf(asked, slip, at, world.get('service', now.service))));
  }
  const told = toldBy(events);
  return told ? { ok: true, rows, told } : { ok: true, rows };
}

/** Nobody is left to whom a helper could go once more. (A kiosk never sees the household, and cannot tell.) */
const isErased = (need: Need | undefined, who: Who, world: World): boolean =>
  !!need && !need.household && coordinates(who) && world.get('service', need.service)?.about === 'household';

function toldBy(events: NeedEvent[]): Told | undefined {
  if (events.some((event) => event.type === 'stood-by')) return 'standby';
  if (events.some((event) => event.type === 'reported')) return 'reported';
  return undefined;
}

function post(args: Arguments['need.post'], who: Who, at: number, world: World): Applied {
  const service = world.get('service', args.service);
  if (!service) return no('unknown-service');
  if (!world.get('area', args.area)) return no('unknown-area');
  if (world.get('need', args.id)) return yes();
  const flaw = flawOf(args);
  if (flaw) return no(flaw);
  const need = posted(args, at, service);
  return yes(row('need', who.role === 'volunteer' ? { ...need, asker: who.person } : need));
}

type Due = Pick<Service, 'takeWithin' | 'doneWithin'>;

/** A household's id is not looked up here: a kiosk posts for one that it is not allowed to see. The server checks it. */
function posted({ secrets, ...ask }: Arguments['need.post'], at: number, due: Due): Need {
  const takeBy = at + due.takeWithin * HOUR;
  const doneBy = at + due.doneWithin * HOUR;
  const lists = { assignments: [], reports: [], escalations: [] };
  return { ...ask, ...(secrets && { slip: secrets }), postedAt: at, takeBy, doneBy, ...lists };
}

function repairOf(need: Need, slip: Slip, at: number, service: Service | undefined): Need {
  const { area, service: id, household, spot, note, goods, places, minutes, channel } = need;
  const day = new Date(at + 8 * HOUR).toISOString().slice(0, 10);
  const until = new Date(at + 8 * HOUR + (service?.doneWithin ?? 72) * HOUR).toISOString().slice(0, 10);
  const ask = { area, service: id, goods, places, minutes, from: day, until, urgent: true, channel };
  const about = { ...(household && { household }), ...(spot && { spot }), ...(note && { note }) };
  const due = service ?? { takeWithin: 24, doneWithin: 72 };
  return { ...posted({ ...ask, ...about, ...slip }, at, due), repairs: need.id };
}

function flawOf(ask: Partial<Pick<Ask, 'from' | 'until' | 'places'>>): Refusal | undefined {
  if (ask.places && (ask.places.length < 1 || ask.places.length > 20)) return 'bad-team';
  if (ask.from !== undefined && ask.until !== undefined && ask.from > ask.until) return 'bad-dates';
  return undefined;
}

function take(
  id: string,
  by: string,
  type: 'offer' | 'assign' | 'claim',
  at: number,
  world: World,
  startsAt?: number,
): Applied {
  const need = world.get('need', id);
  const volunteer = world.get('volunteer', by);
  if (!need) return no('unknown-need');
  if (!volunteer || volunteer.status === 'left') return no('unknown-volunteer');
  const there = world.get('area', need.area);
  const own = world.get('area', volunteer.area);
  // Rows travel by home: a volunteer can only be sent where his phone can follow.
  const reaches = own && there && (own.home === there.home || there.path.includes(own.id));
  if (!reaches) return no('other-area');
  const when = startsAt === undefined ? {} : { startsAt };
  return round(id, { type, by, can: fits(volunteer, need.places), at, ...when }, world);
}

/** Asked by whoever holds the slip, with the staff beside them. A need about a place holds nobody's name. */
function askErasure(id: string, code: string | undefined, who: Who, at: number, world: World): Applied {
  const was = world.get('need', id);
  if (!was) return no('unknown-need');
  if (who.role !== 'slip' && (!was.code || was.code !== code)) return no('wrong-code');
  if (world.get('service', was.service)?.about === 'place') return no('unknown-household');
  return was.erasureAskedAt ? yes() : yes(row('need', { ...was, erasureAskedAt: at }));
}

function escalate({ id, ...said }: Arguments['need.escalate'], at: number, world: World): Applied {
  const need = world.get('need', id);
  if (!need) return no('unknown-need');
  const from = need.escalations.at(-1)?.to ?? need.area;
  const to = world.get('area', from)?.parent;
  return to ? round(id, { type: 'escalate', escalation: { ...said, to, at } }, world) : no('top');
}

/** Adds or changes a person's row; moving to another home is another matter (SPEC V7) and is refused. */
function kept<
  K extends 'household' | 'volunteer' | 'routine' | 'application' | 'clip' | 'sheet' | 'gathering',
>(kind: K, body: Kinds[K], world: World): Applied {
  const was = world.get(kind, body.id);
  const area = world.get('area', body.area);
  if (!area) return no('unknown-area');
  if (was && world.get('area', was.area)?.home !== area.home) return no('other-area');
  return yes(row(kind, body));
}

/** What was agreed stays agreed when somebody only puts the address right; the time is the deed's own. */
function withConsent(
  { consent, ...args }: Arguments['household.keep'],
  at: number,
  world: World,
): Kinds['household'] {
  const was = world.get('household', args.id);
  const told = consent ? { ...consent, at } : was?.consent;
  return { ...args, ...(told && { consent: told }), ...(was?.reveals && { reveals: was.reveals }) };
}

function applied({ consent, ...args }: Arguments['application.post'], at: number, world: World): Applied {
  if (world.get('application', args.id)) return yes();
  return kept('application', { ...args, ...(consent && { consent: { ...consent, at } }), at }, world);
}

const given = ({ item, quantity }: { item: string; quantity: number }) => ({ item, quantity });

function gather(id: string, command: GatheringCommand, world: World): Applied {
  const decision = decideGathering(world.get('gathering', id), command);
  return decision.ok ? yes(...decision.events.map((now) => row('gathering', now))) : decision;
}

function keepArea(args: Parameters<typeof plant>[0] & { parent: string | null }, world: World): Applied {
  const was = world.get('area', args.id);
  const parent = args.parent === null ? null : world.get('area', args.parent);
  if (parent === undefined) return no('unknown-area');
  // The tree grows and is renamed, it is not replanted: every row's way to its readers hangs on it.
  if (was && (was.parent !== args.parent || was.level !== args.level)) return no('other-area');
  if (parent && !hangsUnder(args.level, parent.level)) return no('other-area');
  return yes(row('area', plant(args, parent)));
}
