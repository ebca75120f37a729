import type { Standing } from '$lib/sync/protocol.ts';

const EVERY = 60_000;

/** How every device stood when the server last heard it. Asked of the server while the page is open; never kept. */
export class Standings {
  /** By device; what was last told, however old. */
  of = $state.raw<Record<string, Standing>>({});
  /** When that was, epoch milliseconds of this device's clock; undefined until it was. */
  at = $state<number>();
  /** The last try went wrong: there is no network, or no server. */
  away = $state(false);

  /** Asks now, every minute and when the network is back; answers how to stop. */
  start(): () => void {
    const ask = () => void this.#ask();
    const timer = setInterval(ask, EVERY);
    addEventListener('online', ask);
    addEventListener('offline', ask);
    ask();
    return () => {
      clearInterval(timer);
      removeEventListener('online', ask);
      removeEventListener('offline', ask);
    };
  }

  async #ask(): Promise<void> {
    const response = await fetch('/api/devices').catch(() => undefined);
    this.away = !response?.ok;
    if (!response?.ok) return;
    const { devices } = (await response.json()) as { devices: Standing[] };
    this.of = Object.fromEntries(devices.map((each) => [each.device, each]));
    this.at = Date.now();
  }
}
