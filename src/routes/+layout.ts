import { Session } from '$lib/device/session.svelte.ts';

// Every page is the device's own: it is drawn there, from what lies there.
export const ssr = false;

/** Who this device is, is looked up while the code of the page is still on its way. */
export const load = () => {
  const session = new Session();
  void session.open();
  return { session };
};
