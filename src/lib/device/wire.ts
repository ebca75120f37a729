import { GZIP_FROM, type Reply, type Request } from '$lib/sync/protocol.ts';

/**
 * Why there is no reply: the server does not know this device, the outbox is another's, the network is away; or when
 * the server, too busy now, wishes to be asked again, in milliseconds from now.
 */
export type Silence = 'stranger' | 'not-your-stream' | 'unreachable' | { again: number };

/** One question to the server, and its reply. */
export type Wire = (request: Request, signal: AbortSignal) => Promise<Reply | Silence>;

const PATIENCE = 60_000;

/** The wire of the real app: one POST, gzipped where it pays. */
export const overHttp: Wire = async (request, signal) => {
  const text = JSON.stringify(request);
  const zip = text.length >= GZIP_FROM;
  const zipped = () =>
    new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
  try {
    const response = await fetch('/api/sync', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(zip && { 'content-encoding': 'gzip' }) },
      body: zip ? await zipped() : text,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    });
    if (response.ok) return (await response.json()) as Reply;
    if (response.status === 401) return 'stranger';
    if (response.status === 403) return 'not-your-stream';
    const seconds = response.status === 503 ? Number(response.headers.get('retry-after')) : 0;
    return seconds > 0 ? { again: seconds * 1000 } : 'unreachable';
  } catch {
    return 'unreachable';
  }
};
