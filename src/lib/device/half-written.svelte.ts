import type { Result } from '$lib/domain/need/outcome.ts';
import type { You } from '$lib/sync/protocol.ts';

/** How a need went, as far as it is put in. */
export class Finishing {
  result = $state<Result>('done');
  reason = $state('');
  minutes = $state(0);

  constructor(
    readonly need: string,
    minutes: number,
  ) {
    this.minutes = minutes;
  }
}

/** What a volunteer has begun to put in: in memory only, so that a lock or a look elsewhere does not cost it. */
export class HalfWritten {
  /** The question to somebody who knows: what it is about, and its words. */
  service = $state('');
  words = $state('');
  finishing = $state.raw<Finishing>();

  constructor(readonly person: string) {}

  /** He begins to say how a need went; so many minutes are likely. */
  finish(need: string, minutes: number): void {
    this.finishing = new Finishing(need, minutes);
  }
}
let half: HalfWritten | undefined;

/** What this person has begun on this device; another person begins anew. */
export const halfWritten = (you: You | undefined): HalfWritten =>
  half && half.person === you?.person ? half : (half = new HalfWritten(you?.person ?? ''));
