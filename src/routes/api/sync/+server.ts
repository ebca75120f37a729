import { json, readJson } from '$lib/server/body.ts';
import { COOKIE, sayKnown } from '$lib/server/cookies.ts';
import { parseRequest } from '$lib/server/commands.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ request, cookies, url, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const caller = await app.caller(cookies.get(COOKIE), getClientAddress());
    sayKnown(cookies, url); // to a device that was let in before pages were told
    try {
      const heard = parseRequest(await readJson(request));
      if (!heard) throw new Problem(400, 'malformed');
      using _place = app.gate.enter();
      return await json(await app.receiver.receive(heard, caller, app.now()), request);
    } catch (error) {
      // Nothing of it can be held for a coordinator, and a device that was shut out asks in no other way.
      if (!caller.revoked || !(error instanceof Problem) || error.status === 503) throw error;
      return json({ wipe: true, lastOp: Number.MAX_SAFE_INTEGER, results: [] }, request);
    }
  });

export const fallback = only('POST');
