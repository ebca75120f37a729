import { COOKIE } from '$lib/server/cookies.ts';
import { readJson } from '$lib/server/body.ts';
import { parsePlanRequest } from '$lib/server/commands.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** The plan of a large area's morning, line by line as it gets better. */
export const POST: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const caller = await app.caller(cookies.get(COOKIE), getClientAddress());
    const asked = parsePlanRequest(await readJson(request));
    if (!asked) throw new Problem(400, 'malformed');
    return app.planning.plan(asked, caller, app.now(), request.signal);
  });

export const fallback = only('POST');
