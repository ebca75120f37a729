import { agenda } from '$lib/device/phone.ts';
import type { PageLoad } from './$types';

/**
 * When the app is opened, Today is read before anything is drawn, so that it is drawn once; behind a lock it is not. What cannot
 * be read in time or at all is left to the page, and so it is once the app stands open: then nobody waits for a reading.
 */
export const load: PageLoad = async ({ parent }) => {
  const { session } = await parent();
  let stood = false;
  const inTime = session.stands.then(() => {
    stood = true;
    return undefined;
  });
  const reading = async () => {
    await session.remembered;
    const { database, you, guarded } = session;
    return you && !guarded && !stood ? agenda(database, you) : undefined;
  };
  let first = await Promise.race([reading().catch(() => undefined), inTime]);
  /** Once: a phone that is locked later has nobody's name left in what the page was given. */
  const take = () => {
    const taken = first;
    first = undefined;
    return taken;
  };
  return { take };
};
