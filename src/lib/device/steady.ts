/**
 * Gives back the object of before wherever nothing in it has changed, so that a long list draws anew only what has: a live
 * query reads every row again. For plain values, as rows are.
 */
export function steady<T>(idOf: (each: T) => string): (now: readonly T[]) => T[] {
  let known = new Map<string, { each: T; text: string }>();
  return (now) => {
    const next = new Map<string, { each: T; text: string }>();
    for (const each of now) {
      const [id, text] = [idOf(each), JSON.stringify(each)];
      const before = known.get(id);
      next.set(id, before?.text === text ? before : { each, text });
    }
    known = next;
    return [...next.values()].map(({ each }) => each);
  };
}
