import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

/** The least that a server could do: the rows as gzipped JSON, and commands into a map. No rules, no auth, no disk. */
export class FloorServer {
  readonly #kept = new Map<number, unknown>();
  readonly #server: Server;

  private constructor(rows: (village: number) => object[], changed: (village: number) => object[]) {
    const answer = async (request: IncomingMessage): Promise<unknown> => {
      const [, , what, village] = (request.url ?? '').split('/');
      if (what === 'rows') return rows(Number(village));
      if (what === 'changed') return changed(Number(village));
      const commands = JSON.parse((await inflate(await bytesOf(request))).toString()) as { n: number }[];
      for (const command of commands) this.#kept.set(command.n, command);
      return { lastOp: commands.at(-1)?.n ?? 0 };
    };
    this.#server = createServer((request, response) => {
      if (!request.url?.startsWith('/floor/')) return response.end('floor');
      void answer(request)
        .then((body) => deflate(Buffer.from(JSON.stringify(body)), { level: 1 }))
        .then((body) => {
          response.setHeader('content-type', 'application/json');
          response.setHeader('content-encoding', 'gzip');
          response.setHeader('cache-control', 'no-store');
          response.end(body);
        })
        .catch((error: Error) => response.writeHead(500).end(error.message));
    });
  }

  static async start(
    rows: (village: number) => object[],
    changed: (village: number) => object[],
  ): Promise<FloorServer> {
    const floor = new FloorServer(rows, changed);
    floor.#server.listen(0);
    await once(floor.#server, 'listening');
    return floor;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
