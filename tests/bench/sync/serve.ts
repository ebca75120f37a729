import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

export interface Question {
  method: string;
  /** What comes after `/bench/`. */
  path: string[];
  query: URLSearchParams;
  body: unknown;
}

/** JSON over HTTP, gzip both ways, and nothing else: no rules, no auth, no disk. Undefined is answered with 404. */
export class JsonServer {
  readonly #server: Server;

  private constructor(answer: (question: Question) => unknown) {
    const reply = async (request: IncomingMessage): Promise<{ status: number; body: Buffer }> => {
      const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
      const path = pathname.split('/').slice(2).map(decodeURIComponent);
      const question = { method: request.method ?? 'GET', path, query, body: await jsonOf(request) };
      const value = pathname.startsWith('/bench/') ? answer(question) : { bench: 'here' };
      const status = value === undefined ? 404 : 200;
      const body = await deflate(JSON.stringify(value ?? { error: 'not_found' }), { level: 1 });
      return { status, body };
    };
    this.#server = createServer((request, response) => {
      reply(request)
        .then(({ status, body }) => {
          response.writeHead(status, {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            'cache-control': 'no-store',
          });
          response.end(body);
        })
        .catch((error: Error) => {
          console.error(request.method, request.url, error);
          response.writeHead(500).end(error.message);
        });
    });
  }

  static async start(answer: (question: Question) => unknown): Promise<JsonServer> {
    const server = new JsonServer(answer);
    server.#server.listen(0);
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) return undefined;
  const text = request.headers['content-encoding'] === 'gzip' ? await inflate(bytes) : bytes;
  return JSON.parse(text.toString()) as unknown;
}
