import { DEMO, KNOWN } from '$lib/sync/cookies.ts';

/** What the server has told this browser's pages before they ask. Where there is no page, it has told nothing. */
const holds = (name: string) =>
  typeof document !== 'undefined' && document.cookie.split('; ').includes(`${name}=1`);

/** Whether this browser holds a credential, which no page can read itself: whoever has none need not ask who he is. */
export const holdsCredential = (): boolean => holds(KNOWN);

/** Whether the server is a demo, where everybody may come in. */
export const isDemo = (): boolean => holds(DEMO);
