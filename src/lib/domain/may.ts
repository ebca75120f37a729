import { within } from './area/area.ts';
import type { Command } from './command.ts';
import { coordinates, type Who } from './device/device.ts';
import type { Kind, World } from './row.ts';
import { rowOf } from './touches.ts';

/** May `who` say this at all? What the state of things allows is asked later, by `decide`. */
export function may(who: Who, command: Command, world: World): boolean {
  const here = (area: string | undefined) => within(world.get('area', area ?? ''), who.area);
  const reach = (area: string | undefined) => !world.get('area', area ?? '') || inReach(who, area, world); // unknown: told so by the rule itself
  const { name, args } = command;
  const about = () => world.get(rowOf(command).kind as Exclude<Kind, 'area' | 'service'>, args.id)?.area;
  /** What is not there gets its own, clearer answer than 'not-allowed'. */
  const ours = () => coordinates(who) && (about() === undefined || here(about()));
  const takesPart = () =>
    !!world.get('need', args.id)?.assignments.some((each) => each.volunteer === who.person);
  /** Whoever holds the slip speaks of the need on it; whoever asked somebody who knows, of his question. */
  const bears = () => who.role === 'slip' && who.person === args.id;
  /** … and for the household that it is for, where the kiosk has written it down for this one need. */
  const dwells = () => {
    const need = who.role === 'slip' ? world.get('need', who.person) : undefined;
    return need?.channel === 'kiosk' && need.household === args.id;
  };
  const asks = () => who.role === 'volunteer' && world.get('need', args.id)?.asker === who.person;
  switch (name) {
    case 'need.post':
      if (who.role === 'volunteer') return !!world.get('service', args.service)?.advice && reach(args.area);
      return who.role === 'clock' || ((coordinates(who) || who.role === 'kiosk') && reach(args.area));
    case 'need.cancel':
      return bears() || asks() || ours();
    case 'need.edit':
    case 'need.offer':
    case 'need.assign':
    case 'need.absent':
    case 'need.reopen':
    case 'household.reveal':
    case 'routine.end':
    case 'application.close':
    case 'gathering.cancel':
    case 'sheet.drop':
      return ours();
    case 'household.erase':
      return dwells() || ours();
    case 'need.give-up':
      return who.role === 'clock' || ours();
    case 'need.claim':
      return who.role === 'volunteer' && reach(about());
    case 'need.accept':
    case 'need.decline':
    case 'need.start':
      return who.role === 'volunteer';
    case 'need.finish':
    case 'need.report':
      return who.role === 'volunteer' && (takesPart() || reach(about()));
    case 'need.withdraw':
      if (args.volunteer === undefined || args.volunteer === who.person) return who.role === 'volunteer';
      return ours();
    case 'need.ask-erasure':
      return bears() || (who.role === 'kiosk' && reach(about()));
    case 'need.hand-over':
      return bears();
    case 'need.pledge':
      return who.role === 'volunteer' && reach(about());
    case 'need.deliver':
    case 'gathering.came':
      return args.volunteer === undefined || args.volunteer === who.person
        ? who.role === 'volunteer' && reach(about())
        : ours();
    case 'need.reveal':
      return (who.role === 'volunteer' && takesPart()) || ours();
    case 'gathering.join':
    case 'gathering.leave':
      return who.role === 'volunteer' && reach(about());
    case 'need.rate':
      return bears() || ((coordinates(who) || who.role === 'kiosk') && reach(about()));
    case 'need.escalate':
    case 'need.lapse':
      return who.role === 'clock';
    case 'household.keep':
      // A kiosk may tell of a household once; it never changes one, for it must not learn or guess at them.
      if (who.role === 'kiosk') return about() === undefined && reach(args.area);
      return here(args.area) && ours();
    case 'volunteer.keep':
    case 'routine.keep':
    case 'sheet.keep':
    case 'gathering.keep':
      return here(args.area) && ours();
    case 'application.post':
      return (who.role === 'kiosk' || coordinates(who)) && about() === undefined && reach(args.area);
    case 'clip.keep':
      return (who.role === 'kiosk' || coordinates(who)) && reach(args.area) && reach(about());
    case 'clip.drop':
      return (who.role === 'kiosk' || coordinates(who)) && reach(about());
    case 'volunteer.available':
    case 'volunteer.show':
    case 'volunteer.away':
      return who.role === 'volunteer' ? args.id === who.person : ours();
    case 'area.keep': {
      const was = world.get('area', args.id);
      return coordinates(who) && (was ? here(was.id) : args.parent !== null && here(args.parent));
    }
    case 'service.keep':
      return who.role === 'administrator';
    case 'device.rename':
    case 'device.revoke':
      // Whoever carries a device may sign it out; a kiosk stands where everybody could.
      if (name === 'device.revoke' && args.id === who.device)
        return who.role !== 'kiosk' && who.role !== 'clock' && who.role !== 'slip';
      return outranks(who, world.get('device', args.id)?.role) && ours();
    case 'device.guard':
      return world.get('device', args.id)?.role !== 'volunteer' && ours();
    case 'quarantine.accept':
    case 'quarantine.dismiss':
      return outranks(who, world.get('quarantine', args.id)?.who.role) && ours();
  }
}

/** Nobody but an administrator decides about what is an administrator's. */
const outranks = (who: Who, other: Who['role'] | undefined): boolean =>
  other !== 'administrator' || who.role === other;

/** Kiosks and volunteers reach as far as their village; coordinators as far as their own part of the tree. */
export function inReach(who: Who, area: string | undefined, world: World): boolean {
  const there = world.get('area', area ?? '');
  if (!there) return false;
  if (coordinates(who)) return within(there, who.area);
  const own = world.get('area', who.area);
  return !!own && (within(there, own.id) || there.home === own.home);
}
