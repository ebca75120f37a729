import type { Command } from './command.ts';
import type { Key, Kind, World } from './row.ts';

/** The row a command is about: its name begins with the kind, and every command has an id. */
export const rowOf = ({ name, args }: Command): Key => ({
  kind: name.split('.', 1)[0] as KindOf<typeof name>,
  id: args.id,
});
/** Never for a command whose name begins with something else: then the above does not compile. */
type KindOf<N extends Command['name']> = N extends `${Kind}.${string}`
  ? N extends `${infer K extends Kind}.${string}`
    ? K
    : never
  : unknown;

/**
 * The rows a command is about: those that may change, and those its rule must see. Areas and services aside.
 * What a coordinator takes up out of quarantine touches what the command in it does, once that is `known`.
 */
export function touches(command: Command, person: string, known?: World): Key[] {
  return [rowOf(command), ...others(command, person, known)];
}

function others(command: Command, person: string, known?: World): Key[] {
  const { name, args } = command;
  switch (name) {
    case 'need.post':
    case 'routine.keep':
      return args.household ? [{ kind: 'household', id: args.household }] : [];
    case 'need.offer':
    case 'need.assign':
      return [volunteer(args.volunteer)];
    case 'need.claim':
      return [volunteer(person)];
    case 'need.rate':
    case 'need.reopen':
      return [{ kind: 'need', id: args.repair.id }];
    case 'quarantine.accept': {
      const held = known?.get('quarantine', args.id);
      return held ? touches(held.command, held.who.person) : [];
    }
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
    case 'household.keep':
    case 'household.erase':
    case 'volunteer.keep':
    case 'need.pledge':
    case 'need.deliver':
    case 'need.reveal':
    case 'need.hand-over':
    case 'household.reveal':
    case 'volunteer.available':
    case 'volunteer.show':
    case 'application.post':
    case 'application.close':
    case 'clip.keep':
    case 'clip.drop':
    case 'sheet.keep':
    case 'sheet.drop':
    case 'gathering.keep':
    case 'gathering.cancel':
    case 'gathering.join':
    case 'gathering.leave':
    case 'gathering.came':
    case 'device.guard':
    case 'volunteer.away':
    case 'area.keep':
    case 'service.keep':
    case 'routine.end':
    case 'device.rename':
    case 'device.revoke':
    case 'quarantine.dismiss':
      return [];
  }
}

const volunteer = (id: string): Key => ({ kind: 'volunteer', id });
