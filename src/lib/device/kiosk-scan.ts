import { readSlip, SLIP_PAGE, type SlipRequest } from '$lib/sync/slip.ts';
import type { Database } from './database.ts';

/** Another code than a slip's; one that opens nothing here; nobody there to ask. */
export type Unscanned = 'strange' | 'wrong' | 'offline';
const PATIENCE = 15_000;

/**
 * The need of a slip whose code was held before the camera, with the code that this kiosk knows it by. The secret on the
 * paper is known to the server only, as a hash: without a network nothing can be told.
 */
export async function bySlipCode(
  database: Database,
  text: string,
): Promise<{ id: string; code: string } | Unscanned> {
  const url = URL.parse(text);
  const slip = url?.pathname === SLIP_PAGE ? readSlip(url.hash) : undefined;
  if (!slip) return 'strange';
  const response = await fetch('/api/slip', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE),
    body: JSON.stringify(slip satisfies SlipRequest),
  }).catch(() => undefined);
  if (response?.ok !== true) return [400, 404, 410].includes(response?.status ?? 0) ? 'wrong' : 'offline';
  const need = await database.need.where('number').equals(slip.number).first();
  return need?.code ? { id: need.id, code: need.code } : 'wrong';
}
