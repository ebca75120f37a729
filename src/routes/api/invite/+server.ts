import * as v from 'valibot';
import { roles } from '$lib/domain/device/device.ts';
import { COOKIE } from '$lib/server/cookies.ts';
import { json, readJson } from '$lib/server/body.ts';
import { invite } from '$lib/server/identity/identity.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

const id = v.pipe(v.string(), v.regex(/^[\w:-]{1,64}$/));
const shape = v.strictObject({
  role: v.picklist(roles),
  area: id,
  volunteer: v.optional(id),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)),
});

export const POST: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const caller = await app.caller(cookies.get(COOKIE), getClientAddress());
    if (caller.revoked) throw new Problem(401, 'unknown-device');
    const wish = v.safeParse(shape, await readJson(request));
    if (!wish.success) throw new Problem(400, 'malformed');
    return json(await invite(app.store, caller, wish.output, app.now()), request);
  });

export const fallback = only('POST');
