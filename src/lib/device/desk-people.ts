import { fold } from './desk-search.ts';

/** People by name, those who match the searched words in name or number; never in any other order. */
export function byName<T extends { name: string; phone?: string }>(people: Iterable<T>, words: string): T[] {
  const wanted = fold(words);
  return [...people]
    .filter((one) => !wanted || fold(`${one.name} ${one.phone ?? ''}`).includes(wanted))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}
