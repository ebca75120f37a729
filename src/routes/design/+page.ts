import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** For builders only: a build neither shows nor carries it. Asked of Vite itself, which cuts the branch out before it looks for imports. */
export const load: PageLoad = async () => {
  if (import.meta.env.DEV) return { Sheet: (await import('$lib/ui/design/Sheet.svelte')).default };
  error(404);
};
