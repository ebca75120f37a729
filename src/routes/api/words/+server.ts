import { COOKIE } from '$lib/server/cookies.ts';
import { json } from '$lib/server/body.ts';
import { answering, only, Problem } from '$lib/server/problem.ts';
import { wordings } from '$lib/server/words.ts';
import type { RequestHandler } from './$types';

/** The strings of the interface in a language, for its native reviewer at the desk. */
export const GET: RequestHandler = ({ request, url, cookies, locals: { app }, getClientAddress }) =>
  answering(async () => {
    await app.caller(cookies.get(COOKIE), getClientAddress());
    const words = wordings(url.searchParams.get('locale') ?? '');
    if (!words) throw new Problem(404, 'unknown-language');
    return json({ words }, request);
  });

export const fallback = only('GET, HEAD');
