/** The levels at which an area may stand. Apart from area.ts, so that the phone's first screen need not load the words. */
export const levels = ['group', 'grid', 'community', 'township', 'county', 'pasture'] as const;
