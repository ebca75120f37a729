/** What the server tells a page before it asks, in cookies that the page can read: each is there, as `1`, or it is not. */
export const KNOWN = 'yardem-known';
export const DEMO = 'yardem-demo';
