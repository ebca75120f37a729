import { GZIP_FROM, type Reply, type Request } from '$lib/sync/protocol.ts';

/** One question to the server: its reply, 'stranger' if it does not know this device, undefined if it cannot be had now. */
export type Wire = (request: Request, signal: AbortSignal) => Promise<Reply | 'stranger' | undefined>;

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
    return response.status === 401 ? 'stranger' : undefined;
  } catch {
    return undefined;
  }
};
