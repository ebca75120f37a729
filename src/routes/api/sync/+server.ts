import { json, readJson } from '$lib/server/body.ts';
import { COOKIE } from '$lib/server/app.ts';
import { parseRequest } from '$lib/server/commands.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const caller = await app.caller(cookies.get(COOKIE), getClientAddress());
    if (caller === 'revoked') return json({ wipe: true }, request);
    const heard = parseRequest(await readJson(request));
    if (!heard) throw new Problem(400, 'malformed');
    return json(await app.receiver.receive(heard, caller, app.now()), request);
  });

export const fallback = only('POST');
