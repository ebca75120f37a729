import type { Plan } from '$lib/domain/plan/plan.ts';
import { alternatives, mendings, MorningSearch } from '$lib/matching/index.ts';
import type { Heard, Question, Said } from './planning.ts';

/** The worker in which a tablet plans, without network, beside the screen. */
const SLICE = 25;
const SEED = 1;
const stopped = new Set<number>();

const tell = (heard: Heard) => self.postMessage(heard);
/** Lets what has been said in the meantime come in. */
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));

self.onmessage = ({ data }: MessageEvent<Said>) => {
  if (data.kind === 'stop') {
    stopped.add(data.id);
    return;
  }
  answer(data).then(
    (answer) => tell({ id: data.id, kind: 'answer', answer }),
    (error: unknown) => tell({ id: data.id, kind: 'failed', message: String(error) }),
  );
};

async function answer(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'plan':
      return search(question.id, question.asks);
    case 'mend':
      return mendings(question.asks.village, SEED);
    case 'alternatives': {
      const { village, plan, bends, need } = question.asks;
      return alternatives(village, plan, bends, need);
    }
  }
}

async function search(id: number, { village, settings }: Extract<Question, { kind: 'plan' }>['asks']) {
  const search = new MorningSearch(village, settings);
  let told: Plan | undefined;
  for (let more = true; more && !stopped.delete(id); await breathe()) {
    const better = search.plan !== told;
    told = search.plan;
    tell({ id, kind: 'progress', share: search.share, ...(better && { plan: told }) });
    const until = performance.now() + SLICE;
    while (more && performance.now() < until) more = search.step();
  }
  return search.plan;
}
