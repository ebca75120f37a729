import type { Result } from '$lib/domain/need/outcome.ts';
import type { You } from '$lib/sync/protocol.ts';

/** How a need went, as far as it is put in. */
export class Finishing {
  result = $state<Result>('done');
  reason = $state('');
  /** Undefined until he has touched it: the clock goes on meanwhile. */
  minutes = $state<number>();

  constructor(readonly need: string) {}
}

/** What a volunteer has begun to put in: in memory only, so that a lock or a look elsewhere does not cost it. */
export class HalfWritten {
  /** The question to somebody who knows: what it is about, and its words. */
  service = $state('');
  words = $state('');
  finishing = $state.raw<Finishing>();

  constructor(readonly person: string) {}

  /** Is there anything that a page loaded anew would lose? */
  get begun(): boolean {
    return this.words !== '' || this.finishing !== undefined;
  }

  /** He begins to say how a need went. */
  finish(need: string): void {
    this.finishing = new Finishing(need);
  }
}
let half: HalfWritten | undefined;

/** What this person has begun on this device; another person begins anew. */
export const halfWritten = (you: You | undefined): HalfWritten =>
  half && half.person === you?.person ? half : (half = new HalfWritten(you?.person ?? ''));
