import type { Instance } from './lib.mjs';
export type Size = { volunteers: number; needs: number; communities: number; grids: number; groups: number };
export function generate(size: 'village' | 'city' | 'county' | Size, seed: number): Instance;
