import { Worker } from 'node:worker_threads';
import { within } from '$lib/domain/area/area.ts';
import { coordinates } from '$lib/domain/device/device.ts';
import { project } from '$lib/domain/project.ts';
import type { Kinds } from '$lib/domain/row.ts';
import { knownHelpers, matters, type Village } from '$lib/matching/index.ts';
import type { PlanLine, PlanRequest } from '$lib/sync/protocol.ts';
import type { Caller } from '../identity/identity.ts';
import { Problem } from '../problem.ts';
import type { Store } from '../store/port.ts';
import { Tree } from '../tree.ts';
import type { Work } from './thread.ts';

/** Searches that may go on at once: each takes a core of its own. */
const MOST = 2;
/** Nobody waits longer; the best plan so far has been told by then. */
const LONGEST = 2 * 60_000;

/** Plans for areas that are too large for a tablet, each in a thread of its own. */
export class Planning {
  #running = 0;

  /** @param thread the file that the threads run */
  constructor(
    readonly store: Store,
    readonly thread: string,
  ) {}

  /**
   * A plan as lines of JSON, one better than the other, ending with the one that is `done`. Ends when `signal` does.
   * @throws Problem 403 for all but coordinators of that area, 503 while others are planning
   */
  async plan(asked: PlanRequest, caller: Caller, now: number, signal: AbortSignal): Promise<Response> {
    const village = await this.#village(asked, caller, now);
    if (this.#running >= MOST) throw new Problem(503, 'busy', '', { 'retry-after': '10' });
    this.#running++;
    const worker = new Worker(this.thread);
    const end = () => void worker.terminate();
    const late = setTimeout(end, LONGEST);
    signal.addEventListener('abort', end, { once: true });
    worker.once('exit', () => {
      this.#running--;
      clearTimeout(late);
    });
    const { seed, moves } = asked;
    worker.postMessage({ village, settings: { seed, moves } } satisfies Work);
    return new Response(linesOf(worker), {
      headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
    });
  }

  /** What the caller may see of the village, and nothing else. */
  async #village({ area, day }: PlanRequest, { who, revoked }: Caller, now: number): Promise<Village> {
    return this.store.read(async (tx) => {
      const tree = await new Tree().catchUp(tx);
      const allowed = !revoked && coordinates(who) && within(tree.get('area', area), who.area);
      if (!allowed) throw new Problem(403, 'not-allowed');
      const seen = async <K extends 'volunteer' | 'need'>(kind: K) =>
        (await tx.all(kind)).flatMap(({ row }) => {
          const shown = project(row, who, tree);
          return shown ? [shown.body as Kinds[K]] : [];
        });
      const needs = await seen('need');
      return {
        ...{ area, day, now },
        areas: new Map([...tree.areas()].map((each) => [each.id, each])),
        volunteers: await seen('volunteer'),
        needs: needs.filter((need) => matters(need, day)),
        known: knownHelpers(needs),
      };
    });
  }
}

function linesOf(worker: Worker): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      worker.on('message', (line: PlanLine) =>
        controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`)),
      );
      // Without its last line the answer is known to be cut short; nothing else is told of a thread that fails.
      worker.once('error', (error) => console.error('planning failed', error));
      worker.once('exit', () => {
        try {
          controller.close();
        } catch {
          // Whoever asked has gone away and closed it.
        }
      });
    },
    cancel: () => void worker.terminate(),
  });
}
