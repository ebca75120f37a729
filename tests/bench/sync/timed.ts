/** How long something took in the browser, and where the time went. */
export interface Took {
  ms: number;
  /** Until the server's first byte, on the way (zip, transfer, parse), in the device itself. */
  server: number;
  wire: number;
  requests: number;
  /** Bytes as received. */
  bytes: number;
}

/** What everybody who is measured can do on a page; `village` is the one whose needs nobody has touched yet. */
export interface Contender {
  first(village: number, needs: number): Promise<Took>;
  /** Writes so many claims down, unsent; not counted. */
  claim(needs: string[]): Promise<void>;
  push(): Promise<Took>;
  pull(village: number, urgent: string[]): Promise<Took>;
  page(rows: number): Promise<Took>;
}

declare global {
  var contender: Contender & { join?(code: string): Promise<void> };
}

/** Milliseconds between asking and having the answer, summed up; only ours and the floor keep this. */
export const onWire = { ms: 0 };

/** Measures `work`, and the requests to addresses with `path` in them. */
export async function timed(path: string, work: () => Promise<void>): Promise<Took> {
  performance.clearResourceTimings();
  performance.setResourceTimingBufferSize(1000);
  onWire.ms = 0;
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 50)); // the browser writes its own timings a little later
  const requests = performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
    .filter(({ name }) => name.includes(path));
  const server = requests.reduce((sum, each) => sum + each.responseStart - each.requestStart, 0);
  const bytes = requests.reduce((sum, each) => sum + each.encodedBodySize, 0);
  return { ms, server, wire: onWire.ms - server, requests: requests.length, bytes };
}

/** A benchmark that does not do the work measures nothing. */
export function expect(fact: boolean, what: string): void {
  if (!fact) throw new Error(`not so: ${what}`);
}

/** The body of a push, gzipped as the real app does it. */
export function zipped(text: string): Promise<Blob> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}
