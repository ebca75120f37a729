import type { Command } from './command.ts';
import type { Key, World } from './row.ts';

/**
 * The rows a command is about: those that may change, and those its rule must see. Areas and services aside.
 * What a coordinator takes up out of quarantine touches what the command in it does, once that is `known`.
 */
export function touches(command: Command, person: string, known?: World): Key[] {
  const { name, args } = command;
  switch (name) {
    case 'need.post':
      return [need(args.id), ...(args.household ? [{ kind: 'household' as const, id: args.household }] : [])];
    case 'need.offer':
    case 'need.assign':
      return [need(args.id), volunteer(args.volunteer)];
    case 'need.claim':
      return [need(args.id), volunteer(person)];
    case 'need.rate':
    case 'need.reopen':
      return [need(args.id), need(args.repair.id)];
    case 'need.edit':
    case 'need.cancel':
    case 'need.accept':
    case 'need.decline':
    case 'need.withdraw':
    case 'need.absent':
    case 'need.start':
    case 'need.finish':
    case 'need.report':
    case 'need.escalate':
    case 'need.lapse':
    case 'need.give-up':
    case 'need.ask-erasure':
      return [need(args.id)];
    case 'household.keep':
    case 'household.erase':
      return [{ kind: 'household', id: args.id }];
    case 'volunteer.keep':
    case 'volunteer.away':
      return [volunteer(args.id)];
    case 'area.keep':
      return [{ kind: 'area', id: args.id }];
    case 'service.keep':
      return [{ kind: 'service', id: args.id }];
    case 'device.rename':
    case 'device.revoke':
      return [{ kind: 'device', id: args.id }];
    case 'quarantine.accept': {
      const held = known?.get('quarantine', args.id);
      const inner = held ? touches(held.command, held.who.person) : [];
      return [{ kind: 'quarantine', id: args.id }, ...inner];
    }
    case 'quarantine.dismiss':
      return [{ kind: 'quarantine', id: args.id }];
  }
}

const need = (id: string): Key => ({ kind: 'need', id });
const volunteer = (id: string): Key => ({ kind: 'volunteer', id });
