import type { Plan } from '$lib/domain/plan/plan.ts';
import type { PlanLine, PlanRequest } from '$lib/sync/protocol.ts';
import type { Progress } from './planning.ts';

/**
 * Has the server look for a plan, for an area that is too large for this device. Stopping ends it with the best so far.
 * Undefined where the server cannot be reached, is busy, or breaks off: then the device plans itself.
 */
export function planFar(
  asked: PlanRequest,
  progress: Progress,
): { done: Promise<Plan | undefined>; stop: () => void } {
  const abort = new AbortController();
  let best: Plan | undefined;
  let stopped = false;
  const read = async (): Promise<Plan | undefined> => {
    const answer = await fetch('/api/plan', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      signal: abort.signal,
    });
    if (!answer.ok || !answer.body) return undefined;
    for await (const { share, plan, done } of linesOf(answer.body)) {
      best = plan ?? best;
      progress(share, plan);
      if (done) return best;
    }
    return undefined;
  };
  const done = read().catch(() => (stopped ? best : undefined));
  return {
    done,
    stop: () => {
      stopped = true;
      abort.abort();
    },
  };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<PlanLine> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (rest + decoder.decode(chunk.value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as PlanLine;
  }
}
