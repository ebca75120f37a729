import { randomInt } from 'node:crypto';
import type { Slip } from '$lib/domain/command.ts';
import type { Writing } from './store/port.ts';

/** Those who post have an outbox that counts their slips; so has the server, for what it posts itself. */
const STREAM = 'clock';

/** Numbers that were never given before, and codes, for so many needs that the server posts. `now` in epoch milliseconds. */
export async function mint(
  tx: Writing,
  count: number,
  now: number,
): Promise<(index: number) => Pick<Slip, 'number' | 'code'>> {
  const was = await tx.stream(STREAM);
  const before = was?.lastOp ?? 0;
  const stood = { lastOp: before + count, safeOp: was?.safeOp ?? 0, left: 0, seenAt: now };
  const { series } = await tx.keepStream({ id: STREAM, device: STREAM, ...stood, app: '', kept: null });
  return (index) => ({
    number: `${series}-${before + index + 1}`,
    code: String(randomInt(10_000)).padStart(4, '0'),
  });
}
