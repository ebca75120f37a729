import { answering, only, Problem } from '$lib/server/problem.ts';
import { faces } from '$lib/server/demo/door.ts';
import { json } from '$lib/server/body.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ request, locals: { app } }) =>
  answering(async () => {
    if (!app.demo) throw new Problem(404, 'not-found');
    return json({ faces }, request);
  });

export const fallback = only('GET, HEAD');
