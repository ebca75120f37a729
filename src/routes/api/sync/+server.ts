import { json, readJson } from '$lib/server/body.ts';
import { COOKIE } from '$lib/server/app.ts';
import { parseRequest } from '$lib/server/commands.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const caller = await app.caller(cookies.get(COOKIE), getClientAddress());
    const heard = await readJson(request).then(parseRequest);
    // Nothing of it can be held for anybody, and a revoked device goes on asking in no other way.
    if (!heard && caller.revoked) return json({ wipe: true, lastOp: Number.MAX_SAFE_INTEGER }, request);
    if (!heard) throw new Problem(400, 'malformed');
    using _place = app.gate.enter();
    return json(await app.receiver.receive(heard, caller, app.now()), request);
  });

export const fallback = only('POST');
