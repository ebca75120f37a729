import type { Name } from '$lib/domain/command.ts';
import type { Service } from '$lib/domain/service/service.ts';

/** Something that was said, and what it was about as far as this device knows. */
export interface Said {
  key: string;
  /** Absent where only the answer to it was kept. */
  name: Name | undefined;
  at: number;
  service: Service | undefined;
  number: string | undefined;
  /** Why it came to nothing. */
  code?: string;
}

/** What became of everything that was said on a device. */
export interface Ledger {
  here: Said[];
  heard: Said[];
  /** Heard, too, but not listed. */
  more: number;
  /** More was said than is kept here: a backup holds it. */
  covered: boolean;
  refused: Said[];
}
