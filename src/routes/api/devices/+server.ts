import { COOKIE } from '$lib/server/cookies.ts';
import { json } from '$lib/server/body.ts';
import { standings } from '$lib/server/standings.ts';
import { answering, only } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** How each device stands that the calling coordinator may see. */
export const GET: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const caller = await app.caller(cookies.get(COOKIE), getClientAddress());
    return json({ devices: await standings(app.store, caller) }, request);
  });

export const fallback = only('GET, HEAD');
