import { json, readJson } from '$lib/server/body.ts';
import { parseSlipRequest } from '$lib/server/commands.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** What became of the need on a slip, for whoever holds its secret; and what is said with it. */
export const POST: RequestHandler = ({ request, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const asked = parseSlipRequest(await readJson(request));
    if (!asked) throw new Problem(400, 'malformed');
    using _place = app.gate.enter();
    return json(await app.slips.answer(asked, getClientAddress(), app.now()), request);
  });

export const fallback = only('POST');
