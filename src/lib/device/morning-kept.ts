import type { Bends, Plan } from '$lib/domain/plan/plan.ts';

/** What is kept of a morning between two visits to the page: nothing about anybody, only who is thought of for what. */
export interface Kept {
  area: string;
  day: string;
  plan: Plan;
  bends: Bends;
}
