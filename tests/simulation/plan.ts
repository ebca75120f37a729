import type { Fate } from './device.ts';
import { Random } from './random.ts';

/** One thing that happens. Each has a seed of its own, so that a story stays what it is when others are left out. */
export interface Event {
  what: What;
  /** Which device, by its place in the cast. */
  who: number;
  seed: number;
}

const weights = {
  say: 30,
  'say-and-die': 3,
  sync: 34,
  'sync-and-die': 6,
  arrive: 6,
  'late-question': 2,
  'stale-answer': 2,
  minutes: 6,
  days: 2,
  'clock-off': 1,
  backup: 2,
  copy: 3,
  restore: 4,
  evict: 1.2,
  'sign-out': 0.6,
  join: 2,
  'edit-while-erased': 1.2,
  'restore-after-shutting-out': 1.2,
  'old-app': 0.7,
  'new-app': 1,
};
export type What = keyof typeof weights;

/** The events of a seed, in order. */
export function plan(seed: number, length: number, cast: number): Event[] {
  const random = new Random(seed * 7919 + 17);
  return Array.from({ length }, () => ({
    what: random.weighed(weights),
    who: random.whole(cast),
    seed: random.whole(2 ** 31),
  }));
}

/** What becomes of the messages of one exchange: mostly all is well. */
export function fates(random: Random): Fate[] {
  const some = () =>
    random.weighed<Fate>({
      ...{ arrives: 60, 'question-lost': 5, 'answer-lost': 9, twice: 5 },
      ...{ 'server-dies': 7, 'server-dies-after': 5, busy: 2, waits: 7 },
    });
  return [some(), some(), some()];
}
