import { only } from '$lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** Is the process up and its database readable? For whoever watches the machine. */
export const GET: RequestHandler = async ({ locals: { app } }) => {
  await app.store.read((tx) => tx.meta());
  return new Response('ok', { headers: { 'cache-control': 'no-store' } });
};

export const fallback = only('GET, HEAD');
