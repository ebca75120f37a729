import { readSlip, SLIP_PAGE, type SlipRequest } from '$lib/sync/slip.ts';
import type { Database } from './database.ts';

/** Another code than a slip's; one that opens nothing; it cannot be told now, for want of a network, say. */
export type Unscanned = 'strange' | 'wrong' | 'not-now';
const PATIENCE = 15_000;

/**
 * The need of a slip whose code was held before the camera, with the code that this kiosk knows it by. The secret on the
 * paper is known to the server only, as a hash: without a network nothing can be told.
 */
export async function bySlipCode(
  database: Database,
  text: string,
): Promise<{ id: string; code: string } | Unscanned> {
  const [, fragment = ''] = new RegExp(`^https?://[^/]+${SLIP_PAGE}(#.+)$`).exec(text) ?? [];
  const slip = readSlip(fragment);
  if (!slip) return 'strange';
  const response = await fetch('/api/slip', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE),
    body: JSON.stringify(slip satisfies SlipRequest),
  }).catch(() => undefined);
  if (response?.ok !== true) return response?.status === 404 ? 'wrong' : 'not-now';
  const need = await database.need.where('number').equals(slip.number).first();
  return need?.code ? { id: need.id, code: need.code } : 'not-now';
}
