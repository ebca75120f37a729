import { VERSION } from '$lib/domain/command.ts';

interface Said {
  name: string;
  args: unknown;
}
type Step = (said: Said) => Said;

/** What turns a command of version `v` into one of `v + 1`. A step is kept for at least 400 days after its version was the newest. */
const steps: Record<number, Step> = {};

/** A command as today's shapes have it, however old the app that said it (SPEC S14). Undefined for one from the future. */
export function upcast(
  said: Said,
  v: number,
  to = VERSION,
  by: Record<number, Step> = steps,
): Said | undefined {
  if (v > to) return undefined;
  let now = said;
  for (let version = v; version < to; version++) now = by[version]?.(now) ?? now;
  return now;
}
