import type { You } from '$lib/sync/protocol.ts';
import type { Database } from './database.ts';
import { Live } from './live.svelte.ts';
import type { Sight } from './phone.ts';

type Rules = typeof import('./suggest.ts');

/** What Today suggests. The rules of it are fetched once the rest of the screen stands: they are not of the first paint. */
export class Suggestions {
  /** Null: they could not be fetched; then nothing is suggested, and all else is as it is. */
  #rules = $state.raw<Rules | null>();
  #fetched: Promise<void> | undefined;
  #near = $derived.by(() => this.#live(({ openAround }, you) => openAround(this.database, you, this.limit)));
  #instead = $derived.by(() => {
    const lost = this.lost();
    return lost === undefined
      ? undefined
      : this.#live(({ alternatives }, you) => alternatives(this.database, you, lost, 1));
  });

  /** @param lost the need that he hoped for and that something is to be found for instead */
  constructor(
    readonly database: Database,
    readonly you: You | undefined,
    readonly limit: number,
    readonly lost: () => string | undefined,
  ) {}

  /** Fetches the rules; once. */
  load(): Promise<void> {
    return (this.#fetched ??= import('./suggest.ts').then(
      (rules) => void (this.#rules = rules),
      () => void (this.#rules = null),
    ));
  }

  /** What he could take, in the order in which it suits him; undefined as long as that is not known. */
  get near(): Sight[] | undefined {
    return this.#rules === null ? [] : this.#near?.current?.near;
  }

  /** What he could do instead; null for nothing, undefined as long as that is not known. */
  get instead(): Sight | null | undefined {
    if (this.#rules === null) return null;
    const found = this.#instead?.current;
    return found && (found[0] ?? null);
  }

  #live<T>(query: (rules: Rules, you: You) => Promise<T>): Live<T> | undefined {
    const [rules, you] = [this.#rules, this.you];
    return rules && you ? new Live(() => query(rules, you)) : undefined;
  }
}
