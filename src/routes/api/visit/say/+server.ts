import { COOKIE } from '$lib/server/cookies.ts';
import { json, readJson } from '$lib/server/body.ts';
import { parseVisitSaid } from '$lib/server/visit-shapes.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import { VISIT_HEADER } from '$lib/sync/visit.ts';
import type { RequestHandler } from './$types';

/** The signed-in volunteer says something about needs; who he is comes from his visit. */
export const POST: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const kiosk = await app.caller(cookies.get(COOKIE), getClientAddress());
    const said = parseVisitSaid(await readJson(request));
    if (!said) throw new Problem(400, 'malformed');
    using _place = app.gate.enter();
    return json(await app.visits.say(kiosk, request.headers.get(VISIT_HEADER), said, app.now()), request);
  });

export const fallback = only('POST');
