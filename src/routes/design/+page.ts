import { error } from '@sveltejs/kit';
import { dev } from '$app/environment';
import type { PageLoad } from './$types';

/** For builders only: a build knows nothing of it, and says so. */
export const load: PageLoad = async () => {
  if (!dev) error(404);
  return { Sheet: (await import('$lib/ui/design/Sheet.svelte')).default };
};
