import type { Cookies } from '@sveltejs/kit';
import { DEMO, KNOWN } from '$lib/sync/cookies.ts';

/** The credential itself. No page can read it. */
export const COOKIE = 'yardem';
const TEN_YEARS = 10 * 365 * 24 * 60 * 60;

const lasting = (url: URL) =>
  ({ path: '/', sameSite: 'strict', secure: url.protocol === 'https:', maxAge: TEN_YEARS }) as const;

/** Gives a browser its credential, and tells its pages that it has one. */
export function giveCredential(cookies: Cookies, url: URL, secret: string): void {
  cookies.set(COOKIE, secret, { ...lasting(url), httpOnly: true });
  sayKnown(cookies, url);
}

/** Tells the pages of a browser that it holds a credential, unless they know. */
export function sayKnown(cookies: Cookies, url: URL): void {
  if (!cookies.get(KNOWN)) cookies.set(KNOWN, '1', { ...lasting(url), httpOnly: false });
}

/** Tells a browser's pages whether this is the demo, with doors for everybody. */
export function sayDemo(cookies: Cookies, url: URL, demo: boolean): void {
  if (demo === !!cookies.get(DEMO)) return;
  if (demo) cookies.set(DEMO, '1', { ...lasting(url), httpOnly: false });
  else cookies.delete(DEMO, { path: '/' });
}
