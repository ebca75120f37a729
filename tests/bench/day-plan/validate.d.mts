export type Checked =
  | { ok: true; cost: number; distance: number; tardiness: number; maxTardiness: number; timed: boolean }
  | { ok: false; error: string };
export function load(file: string): unknown;
export function validate(instance: unknown, solution: unknown, options?: { tol?: number }): Checked;
