import type { Alternative, Bends, Mending, Plan } from '$lib/domain/plan/plan.ts';
import type { MorningSettings, Village } from '$lib/matching/index.ts';

/** What the planning worker is asked, and what comes back. */
export interface Questions {
  plan: { asks: { village: Village; settings: MorningSettings }; answers: Plan };
  mend: { asks: { village: Village }; answers: Mending[] };
  alternatives: {
    asks: { village: Village; plan: Plan; bends: Bends; need: string };
    answers: Alternative[];
  };
}
export type Question = {
  [K in keyof Questions]: { id: number; kind: K; asks: Questions[K]['asks'] };
}[keyof Questions];
export type Said = Question | { id: number; kind: 'stop' };
export type Heard =
  | { id: number; kind: 'progress'; share: number; plan?: Plan }
  | { id: number; kind: 'answer'; answer: unknown }
  | { id: number; kind: 'failed'; message: string };

export type Progress = (share: number, better: Plan | undefined) => void;

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
  progress?: Progress | undefined;
}

/** Plans apart from the screen, so that nothing the person does waits for it. The worker is begun when first asked. */
export class Planning {
  #worker: Worker | undefined;
  #count = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** A plan of a morning; `progress` hears of every better one. `stop` ends the search with the best so far. */
  plan(asks: Questions['plan']['asks'], progress: Progress): { done: Promise<Plan>; stop: () => void } {
    const { id, done } = this.#ask('plan', asks, progress);
    return { done, stop: () => this.#say({ id, kind: 'stop' }) };
  }

  mend = (village: Village): Promise<Mending[]> => this.#ask('mend', { village }).done;

  alternatives = (asks: Questions['alternatives']['asks']): Promise<Alternative[]> =>
    this.#ask('alternatives', asks).done;

  /** Ends the worker; what was asked is never answered. */
  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#waiting.clear();
  }

  #ask<K extends keyof Questions>(kind: K, asks: Questions[K]['asks'], progress?: Progress) {
    const id = ++this.#count;
    const done = new Promise<Questions[K]['answers']>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject, progress });
    });
    this.#say({ id, kind, asks } as Question);
    return { id, done };
  }

  #say(said: Said) {
    this.#worker ??= this.#begin();
    this.#worker.postMessage(said);
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./plan.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Heard>) => this.#hear(data);
    // A worker that cannot even be loaded answers nobody: whoever waits is told.
    worker.onerror = ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(message));
      this.close();
    };
    return worker;
  }

  #hear(heard: Heard) {
    const waiting = this.#waiting.get(heard.id);
    if (heard.kind === 'progress') return waiting?.progress?.(heard.share, heard.plan);
    this.#waiting.delete(heard.id);
    if (heard.kind === 'answer') waiting?.resolve(heard.answer);
    else waiting?.reject(new Error(heard.message));
  }
}
