import * as v from 'valibot';
import { roles } from '$lib/domain/device/device.ts';
import { json, readJson } from '$lib/server/body.ts';
import { giveCredential } from '$lib/server/cookies.ts';
import { enrol } from '$lib/server/identity/identity.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

const id = v.pipe(v.string(), v.maxLength(64));
const shape = v.strictObject({
  code: v.pipe(v.string(), v.maxLength(64)),
  village: v.optional(v.pipe(v.string(), v.maxLength(60))),
  was: v.optional(v.strictObject({ role: v.picklist(roles), area: id, volunteer: v.optional(id) })),
});

export const POST: RequestHandler = ({ request, cookies, url, locals: { app }, getClientAddress }) =>
  answering(async () => {
    await app.stranger(getClientAddress());
    const body = v.safeParse(shape, await readJson(request));
    if (!body.success) throw new Problem(400, 'malformed');
    const { code, village, was } = body.output;
    const { secret, device, heir } = await enrol(app.store, code, village, app.now(), was);
    giveCredential(cookies, url, secret);
    return json({ device: device.id, role: device.role, heir }, request);
  });

export const fallback = only('POST');
