/** How the lock stands to whoever tries it. */
export interface Asking {
  /** Tries left. */
  left: number;
  /** Seconds until another is let through. */
  wait: number;
  busy: boolean;
}

/** '9:05' for 545 seconds, isolated from the letters around it. */
export const waitWords = (seconds: number): string =>
  `\u2066${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}\u2069`;
