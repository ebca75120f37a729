import { redirect } from '@sveltejs/kit';
import { demoCode, isFace } from '$lib/server/demo/door.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** The demo's open door: lets whoever asks in as kiosk, phone or desk. Any other server has no such door. */
export const GET: RequestHandler = ({ params, locals: { app } }) =>
  answering(async () => {
    if (!app.demo || !isFace(params.face)) throw new Problem(404, 'not-found');
    redirect(303, `/join#${await demoCode(app.store, params.face, app.now())}`);
  });

export const fallback = only('GET, HEAD');
