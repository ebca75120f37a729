/** How a device stood when the server last heard it. */
export interface Stood {
  /** Epoch milliseconds. */
  seenAt: number;
  /** Commands it then still had to send. */
  left: number;
  app: string;
  /** Did the browser promise to keep what is stored? Null where it does not say. */
  kept: boolean | null;
}
