import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GZIP_FROM, MOST_INFLATED, MOST_SENT } from '$lib/sync/protocol.ts';
import { Problem } from './problem.ts';

const inflate = promisify(gunzip);
const deflate = promisify(gzip);
const DEEPEST = 24;

/**
 * The JSON of a request, gzip or plain. Throws a Problem for the wrong type (415), too many bytes as sent or inflated
 * (413: a zip bomb is stopped at the cap), nesting beyond reason and anything that is not JSON (400).
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new Problem(415, 'not-json', 'content-type must be application/json');
  let bytes = await readBytes(request);
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding === 'gzip') bytes = await inflated(bytes);
  else if (encoding !== 'identity') throw new Problem(415, 'unknown-encoding', encoding.slice(0, 40));
  if (bytes.length > MOST_INFLATED) throw new Problem(413, 'too-large');
  const text = decode(bytes);
  if (depth(text) > DEEPEST) throw new Problem(400, 'too-deep');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem(400, 'malformed');
  }
}

/** A JSON answer that is never stored on the way, gzipped where it pays. */
export async function json(
  value: unknown,
  request: Request,
  headers: Record<string, string> = {},
): Promise<Response> {
  const bytes = Buffer.from(JSON.stringify(value));
  const wants = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const zipped = wants && bytes.length >= GZIP_FROM;
  return new Response(new Uint8Array(zipped ? await deflate(bytes, { level: 1 }) : bytes), {
    headers: {
      ...headers,
      'content-type': 'application/json',
      'cache-control': 'no-store',
      vary: 'accept-encoding',
      ...(zipped && { 'content-encoding': 'gzip' }),
    },
  });
}

async function readBytes(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      if (size > MOST_SENT) throw new Problem(413, 'too-large');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      statusOf(error) === 413 ? 413 : 400,
      statusOf(error) === 413 ? 'too-large' : 'broken-off',
    );
  }
  return Buffer.concat(chunks);
}

const statusOf = (error: unknown) => (error as { status?: number } | null)?.status;

async function inflated(bytes: Buffer): Promise<Buffer> {
  try {
    return await inflate(bytes, { maxOutputLength: MOST_INFLATED });
  } catch (error) {
    const bomb = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw bomb ? new Problem(413, 'too-large') : new Problem(400, 'malformed');
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'malformed');
  }
}

function depth(text: string): number {
  let now = 0;
  let most = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (quoted) {
      if (char === 0x5c) i++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x5b || char === 0x7b) most = Math.max(most, ++now);
    else if (char === 0x5d || char === 0x7d) now--;
  }
  return most;
}
