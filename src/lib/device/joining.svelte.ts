import { demoDoors } from './demo.ts';
import { isInApp } from './in-app.ts';
import type { Session } from './session.svelte.ts';
import { forgetWhyGone, whyGone, type WhyGone } from './why-gone.ts';

/** Coming in: one code, and for the very first device the name of the village. */
export class Joining {
  busy = $state(false);
  problem = $state<string>();
  /** Why this phone emptied itself, until it is let in anew. */
  why = $state<WhyGone>();
  settingUp = $state(false);
  /** A demo's ways in. */
  readonly doors = demoDoors(location);
  /** The page is shown inside another app. */
  readonly inApp = isInApp(navigator.userAgent);

  constructor(readonly session: Session) {
    if (typeof localStorage !== 'undefined') this.why = whyGone();
  }

  async join(code: string, village: string, discard = false): Promise<void> {
    this.busy = true;
    this.problem = await this.session.join(code, village || undefined, { discard });
    this.settingUp ||= this.problem === 'village-name-missing';
    if (!this.problem) forgetWhyGone();
    this.busy = false;
  }
}
