/** The public face of matching: who could help with what, when, and why. Ids and times in, ids and times out. */
export { MorningSearch, type MorningSettings } from './morning.ts';
export { mendings } from './mend.ts';
export { suited, type Onlooker, type Suited } from './near.ts';
export { alternatives } from './alternatives.ts';
export { isFor, knownHelpers, LOOK_BACK, matters, type Village } from './village.ts';
