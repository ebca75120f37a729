import type { Alternative, Bends, Difference, Figures, Pair, Plan } from '$lib/domain/plan/plan.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { Known, Standing } from '../row.ts';
import type { Naming } from './words.ts';

/** What every part of the plan's board looks things up in. */
export interface Sight extends Naming {
  known: Known;
  people: Map<string, Volunteer>;
  needs: Map<string, Standing>;
  now: number;
  hrefOf: (need: string) => string;
}

/** What a coordinator can do to a plan. The device's Morning is one. */
export interface Bending {
  area: string;
  day: string;
  plan: Plan | undefined;
  bends: Bends;
  change: (Difference & { before: Figures; after: Figures }) | undefined;
  share: number | undefined;
  failed: boolean;
  sending: boolean;
  refused: Record<string, string>;
  canUndo: boolean;
  choose: (where: { area?: string; day?: string }) => void;
  propose: () => Promise<void>;
  stop: () => void;
  isLocked: (pair: Pair) => boolean;
  lock: (pair: Pair) => Promise<void>;
  swap: (need: string, to: string, from?: string) => Promise<void>;
  leaveOut: (need: string) => Promise<void>;
  undo: () => void;
  alternatives: (need: string) => Promise<Alternative[]>;
  send: (as: 'need.offer' | 'need.assign') => Promise<void>;
}

/** Whose work is chosen anew: a need, and whoever is to be replaced. */
export interface Choosing {
  need: string;
  from?: string;
}
