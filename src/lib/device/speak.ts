import { ask, type About } from './ask.ts';
import { forgetContacts } from './contact.ts';
import type { Database } from './database.ts';
import { wipe } from './leave.ts';
import { settle, settleUpgrade } from './settle.ts';
import { renew, resend } from './stream.ts';
import type { Silence, Wire } from './wire.ts';

/**
 * What the last try came to. `stranger`: the server does not know this device; `wiped`: it was shut out; `old`: the app
 * is; `full`: the device has no room for what it is told; `crowded`: the server asks to be left alone for some seconds.
 */
export type Standing = 'ok' | 'unreachable' | 'crowded' | 'stranger' | 'wiped' | 'old' | 'full';

/** What an exchange with the server is told by, and what it tells of itself. */
interface Speaker {
  readonly database: Database;
  readonly wire: Wire;
  readonly about: () => About | Promise<About>;
  standing: Standing;
  emptied: boolean;
  lastSync: number | undefined;
}

/** Why the server did not answer to the end. */
export type Heard = Exclude<Silence, 'not-your-stream'>;

/** An answer that took longer tells nothing of what time it is now. */
const STALE = 5 * 60_000;

/** Asks and settles until nothing is left to say or hear: true. Otherwise false, or why the server kept silent. */
export async function speak(exchange: Speaker, signal: AbortSignal): Promise<boolean | Heard> {
  const { database } = exchange;
  await forgetContacts(database);
  for (;;) {
    const request = await ask(database, await exchange.about());
    const reply = await exchange.wire(request, signal);
    if (reply === 'not-your-stream') {
      await renew(database);
      continue;
    }
    if (typeof reply === 'string' || 'again' in reply) return reply;
    if ('wipe' in reply) {
      exchange.emptied = await wipe(database, reply.lastOp);
      exchange.standing = 'wiped';
      if (exchange.emptied) return true;
      continue;
    }
    if ('resend' in reply) {
      await resend(database, reply.lastOp);
      continue;
    }
    if ('upgrade' in reply) {
      await settleUpgrade(database, reply);
      exchange.standing = 'old';
      if (request.left > 0) continue;
      return false;
    }
    // The phone slept while it was on its way: by such an answer it would set its clock wrong.
    if (Math.abs(Date.now() - request.sent) > STALE) return 'unreachable';
    const taken = await settle(database, request.cursor, reply);
    exchange.lastSync = Date.now();
    exchange.standing = 'ok';
    if (taken && !reply.more && (await isThrough(exchange))) return true;
  }
}

/** Nothing is left to say, and nothing must be heard from the beginning. */
async function isThrough({ database }: Speaker): Promise<boolean> {
  if ((await database.outbox.count()) > 0) return false;
  return (await database.recall('cursor')) !== undefined || (await database.recall('was')) !== undefined;
}
