import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Milliseconds that an answer is under way, as it is to a village far off. */
const FAR = 60;

/** A line between a device and its server that can be cut, and knows what went through it. */
export class Line {
  /** Paths that have gone through whole. */
  readonly carried: string[] = [];
  /** So many files go through; the line is cut at the next. */
  cutAfter = Infinity;
  /** The most that was asked for at the same moment. */
  atOnce = 0;
  #open = 0;
  readonly #server: Server;

  readonly #end: string;

  private constructor(end: string) {
    this.#end = end;
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
  }

  static async to(end: string): Promise<Line> {
    const line = new Line(end);
    line.#server.listen(0, 'localhost');
    await once(line.#server, 'listening');
    return line;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  get cut(): boolean {
    return this.carried.length >= this.cutAfter;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.cut) return void answer.destroy();
    this.atOnce = Math.max(this.atOnce, ++this.#open);
    answer.on('close', () => this.#open--);
    const { method, headers, url = '/' } = asked;
    const onward = request(this.#end + url, { method, headers }, (response) => {
      setTimeout(() => {
        if (this.cut) return void answer.destroy();
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      }, FAR);
      if (url.startsWith('/_app/immutable/')) answer.on('finish', () => this.carried.push(url));
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }
}
