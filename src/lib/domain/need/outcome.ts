/** What can be said of how it went. Apart from need.ts, so that the phone's first screen need not load the words. */
export const results = ['done', 'partly', 'could-not'] as const;
export type Result = (typeof results)[number];
export const reasons = [
  'nobody-home',
  'weather',
  'tool-missing',
  'skill-missing',
  'too-big',
  'unsafe',
  'other',
] as const;
export type Reason = (typeof reasons)[number];
export const faces = ['good', 'okay', 'bad'] as const;
export type Face = (typeof faces)[number];
