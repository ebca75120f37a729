import type { Applied } from '$lib/domain/apply.ts';
import { VERSION, type Command, type Slip } from '$lib/domain/command.ts';
import type { Who } from '$lib/domain/device/device.ts';
import type { World } from '$lib/domain/row.ts';
import type { You } from '$lib/sync/protocol.ts';
import { Believed } from './believed.ts';
import { isFull } from './full.ts';
import type { Database, Pending } from './database.ts';
import { digest, freshSecret } from './secret.ts';
import { ownKey, seal, type Sealed } from './seal.ts';

export const whoIs = ({ device, role, person, area }: You): Who => ({ device, role, person, area });

/** How saying went; `storage-full`: the device had no room to write it down, and nothing of it was kept. */
export type Spoken = Applied | { ok: false; code: 'storage-full' };

/**
 * Says one or several commands together: they are written down and believed in one transaction, or none is.
 * Answers the first refusal, or how the last one went. Nothing here waits for the network.
 */
export async function say(database: Database, ...commands: Command[]): Promise<Spoken> {
  const you = await database.recall('you');
  if (!you) throw new Error('this device has not joined yet');
  const key = you.role === 'kiosk' ? await ownKey(database.key) : undefined;
  const sealed = await Promise.all(
    commands.map(async (command) => (key && isPrivate(command) ? seal(key, command.args) : undefined)),
  );
  const refused = new Error('refused');
  let answer: Spoken = { ok: true, rows: [] };
  try {
    await database.transaction('rw', database.tables, async () => {
      const believed = new Believed(database, whoIs(you));
      const offset = (await database.recall('offset')) ?? 0;
      let next = (await database.recall('next')) ?? 1;
      for (const [index, command] of commands.entries()) {
        const at = Date.now();
        answer = await believed.say(command, at + offset);
        if (!answer.ok) throw refused; // nothing of it shall stay
        const about = subjectOf(command, believed);
        await database.outbox.add(written(next++, command, at, about, sealed[index]));
      }
      await believed.write();
      await database.remember('next', next);
    });
  } catch (error) {
    if (isFull(error)) return { ok: false, code: 'storage-full' };
    if (error !== refused) throw error;
  }
  return answer;
}

/** What stands in a slip's QR codes. It lives as long as the screen that shows it: only its hashes are written down. */
export interface Codes {
  paper: string;
  /** Only where people stand before a screen. */
  screen?: string;
}

/** A fresh slip: unique for good, because the server gave this outbox a series of its own. */
export async function mint(database: Database): Promise<{ slip: Slip; codes: Codes }> {
  const count = await database.transaction('rw', database.meta, async () => {
    const slips = ((await database.recall('slips')) ?? 0) + 1;
    await database.remember('slips', slips);
    return slips;
  });
  const you = await database.recall('you');
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const code = String(random % 10_000).padStart(4, '0');
  const codes: Codes = {
    paper: freshSecret(),
    ...(you?.role === 'kiosk' && { screen: freshSecret() }),
  };
  const secrets = {
    paper: await digest(codes.paper),
    ...(codes.screen !== undefined && { screen: await digest(codes.screen) }),
  };
  const number = `${you?.series ?? 0}-${count}`;
  return { slip: { id: crypto.randomUUID(), number, code, secrets }, codes };
}

/** How it went, and the slip with what its QR codes hold. */
export interface SpokenWithSlip {
  said: Spoken;
  slip?: Slip;
  codes?: Codes;
}

/** Says something that a fresh slip goes along with, and answers the slip too. */
export async function sayWithSlip(
  database: Database,
  make: (slip: Slip) => Command[],
): Promise<SpokenWithSlip> {
  try {
    const { slip, codes } = await mint(database);
    return { said: await say(database, ...make(slip)), slip, codes };
  } catch (error) {
    if (!isFull(error)) throw error;
    return { said: { ok: false, code: 'storage-full' } };
  }
}

/** What a kiosk may not leave lying about in the open: names, numbers, places, notes. */
const isPrivate = ({ name }: Command) =>
  name === 'household.keep' || name === 'need.post' || name === 'application.post';

/** The household, or the application, whose words a command carries: by it they are found when they must go. */
function subjectOf({ name, args }: Command, world: World): string | undefined {
  if (name === 'household.keep' || name === 'application.post') return args.id;
  if (name === 'need.post' || name === 'routine.keep') return args.household;
  return name === 'need.edit' ? world.get('need', args.id)?.household : undefined;
}

function written(
  n: number,
  command: Command,
  at: number,
  household: string | undefined,
  sealed: Sealed | undefined,
): Pending {
  const entry = { n, name: command.name, v: VERSION, at, ...(household !== undefined && { household }) };
  if (!sealed) return { ...entry, args: command.args };
  return { ...entry, args: bare(command), sealed };
}

function bare(command: Command): Command['args'] {
  if (command.name === 'household.keep')
    return { id: command.args.id, area: command.args.area, name: '', place: '' };
  if (command.name === 'application.post')
    return { id: command.args.id, area: command.args.area, name: '', skills: [] };
  if (command.name !== 'need.post') return command.args;
  const { note: _note, household: _household, ...rest } = command.args;
  return rest;
}
