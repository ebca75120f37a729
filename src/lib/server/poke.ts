const HEARTBEAT = 25_000;
const MOST_LISTENERS = 5000;

/** Tells waiting devices that something changed, and nothing more: a poke carries no data, losing one costs only time. */
export class Pokes {
  readonly #listeners = new Set<(seq: number) => void>();
  #closed = false;

  tell(seq: number) {
    for (const listener of this.#listeners) listener(seq);
  }

  /** A server-sent event stream that lives as long as the request, the device's right to it and the server. */
  stream(signal: AbortSignal, stillWelcome: () => Promise<boolean>): Response {
    const encoder = new TextEncoder();
    let stop = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const listener = (seq: number) => (seq < 0 ? stop() : send(`data: {"seq":${seq}}\n\n`));
        const heartbeat = setInterval(() => {
          send(': still here\n\n');
          void stillWelcome().then((welcome) => welcome || stop());
        }, HEARTBEAT);
        stop = () => {
          stop = () => {};
          clearInterval(heartbeat);
          this.#listeners.delete(listener);
          signal.removeEventListener('abort', stop);
          try {
            controller.close();
          } catch {
            // The reader left first.
          }
        };
        signal.addEventListener('abort', () => stop());
        if (this.#closed || this.#listeners.size >= MOST_LISTENERS) return stop();
        this.#listeners.add(listener);
        send('retry: 3000\n\n');
      },
      cancel: () => stop(),
    });
    const headers = {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    };
    return new Response(body, { headers });
  }

  close() {
    this.#closed = true;
    this.tell(-1);
  }
}
