import { createSubscriber } from 'svelte/reactivity';
import { invite, type Wish } from './desk-invitations.ts';

/** One invitation from the wish to the last second of its code. Kept in memory only: a code is a key. */
export class Inviting {
  busy = $state(false);
  problem = $state<string>();
  given = $state<{ code: string; expiresAt: number }>();
  #second = createSubscriber((changed) => {
    const timer = setInterval(changed, 1000);
    return () => clearInterval(timer);
  });
  #network = createSubscriber((changed) => {
    addEventListener('online', changed);
    addEventListener('offline', changed);
    return () => {
      removeEventListener('online', changed);
      removeEventListener('offline', changed);
    };
  });

  /** `clock` answers the server's time, by which codes end. */
  constructor(readonly clock: () => number) {}

  get online(): boolean {
    this.#network();
    return navigator.onLine;
  }

  /** The whole address to open on the other device. After the # so that no server writes it down. */
  get link(): string {
    return this.given ? `${location.origin}/join#${this.given.code}` : '';
  }

  /** Seconds for which the code still opens the door. */
  get left(): number {
    this.#second();
    return this.given ? Math.max(0, Math.floor((this.given.expiresAt - this.clock()) / 1000)) : 0;
  }

  async send(wish: Wish): Promise<void> {
    this.busy = true;
    const answer = await invite(wish);
    this.busy = false;
    this.problem = answer.ok ? undefined : answer.code;
    this.given = answer.ok ? answer : undefined;
  }

  close() {
    this.given = undefined;
  }
}
