/** How long to wait after the server has closed the line for good. */
const PATIENCE = 30_000;

/** Calls `nudge` whenever the server pokes. One tab listens; the others see its work through the database. */
export function hearPokes(signal: AbortSignal, nudge: () => void): void {
  const hear = () => {
    const source = new EventSource('/api/poke');
    const close = () => source.close();
    signal.addEventListener('abort', close);
    source.onopen = nudge; // what was poked meanwhile was not heard
    source.onmessage = () => setTimeout(nudge, Math.random() * 300);
    // A browser tries again by itself after a lost line, but gives up for good when it was answered with an error.
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED || signal.aborted) return;
      signal.removeEventListener('abort', close);
      setTimeout(() => signal.aborted || hear(), PATIENCE);
    };
  };
  void navigator.locks
    .request('yardem-leader', { signal }, async () => {
      hear();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    })
    .catch(() => undefined);
}
