import { COOKIE } from '$lib/server/cookies.ts';
import { json, readJson } from '$lib/server/body.ts';
import { parseSignIn } from '$lib/server/visit-shapes.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import { VISIT_HEADER } from '$lib/sync/visit.ts';
import type { RequestHandler } from './$types';

/** A volunteer signs in at the kiosk that calls. */
export const POST: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const kiosk = await app.caller(cookies.get(COOKIE), getClientAddress());
    const signIn = parseSignIn(await readJson(request));
    if (!signIn) throw new Problem(400, 'malformed');
    using _place = app.gate.enter();
    return json(await app.visits.begin(kiosk, signIn, app.now()), request);
  });

/** What he has and may take, as long as his visit goes on. */
export const GET: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const kiosk = await app.caller(cookies.get(COOKIE), getClientAddress());
    using _place = app.gate.enter();
    return json(await app.visits.look(kiosk, request.headers.get(VISIT_HEADER), app.now()), request);
  });

/** He signs out. */
export const DELETE: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    app.visits.end(
      await app.caller(cookies.get(COOKIE), getClientAddress()),
      request.headers.get(VISIT_HEADER),
    );
    return json({}, request);
  });

export const fallback = only('GET, HEAD, POST, DELETE');
