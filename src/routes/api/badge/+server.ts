import * as v from 'valibot';
import { COOKIE } from '$lib/server/cookies.ts';
import { json, readJson } from '$lib/server/body.ts';
import { issue } from '$lib/server/identity/badge.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

const shape = v.strictObject({ volunteer: v.pipe(v.string(), v.regex(/^[\w:-]{1,64}$/)) });

/** A new kiosk card for a volunteer; its PIN and code are told in this answer and never again. */
export const POST: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const caller = await app.caller(cookies.get(COOKIE), getClientAddress());
    const wish = v.safeParse(shape, await readJson(request));
    if (!wish.success) throw new Problem(400, 'malformed');
    return json(await issue(app.store, caller, wish.output.volunteer), request);
  });

export const fallback = only('POST');
