/** The public face of matching: who could help with what, when, and why. Ids and times in, ids and times out. */
export { MorningSearch, type MorningSettings } from './morning.ts';
export { mendings, type Mending } from './mend.ts';
export { insteadOf, suited, type Onlooker, type Suited } from './near.ts';
export { alternatives, type Alternative } from './alternatives.ts';
export { isFor, knownHelpers, type Village } from './village.ts';
