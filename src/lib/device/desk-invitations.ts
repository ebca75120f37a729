import type { Role } from '$lib/domain/device/device.ts';

export interface Wish {
  role: Role;
  area: string;
  volunteer?: string;
  name: string;
}

export type Invited = { ok: true; code: string; expiresAt: number } | { ok: false; code: string };

/** Asks the server for a one-time code. The only thing at the desk that needs a network: the server alone lets in. */
export async function invite(wish: Wish): Promise<Invited> {
  let response: Response;
  try {
    response = await fetch('/api/invite', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    return { ok: false, code: 'unreachable' };
  }
  const body = (await response.json().catch(() => ({}))) as {
    code?: string;
    expiresAt?: number;
    title?: string;
  };
  if (response.ok && body.code && body.expiresAt)
    return { ok: true, code: body.code, expiresAt: body.expiresAt };
  return { ok: false, code: body.title ?? 'unreachable' };
}
