import { COOKIE } from '$lib/server/cookies.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ request, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    const secret = cookies.get(COOKIE);
    const welcome = async () => !(await app.caller(secret, getClientAddress())).revoked;
    if (!(await welcome())) throw new Problem(401, 'unknown-device');
    return app.pokes.stream(request.signal, () => welcome().catch(() => false));
  });

export const fallback = only('GET, HEAD');
