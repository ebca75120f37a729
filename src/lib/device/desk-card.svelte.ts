import { cardCode, type Carded } from '$lib/sync/visit.ts';

/** A kiosk card from the wish to the printer. Kept in memory only, and only until it is closed: it is a key. */
export class Carding {
  busy = $state(false);
  failed = $state(false);
  card = $state.raw<{ number: string; pin: string; code: string }>();

  async make(volunteer: string): Promise<void> {
    this.busy = true;
    const card = await asked(volunteer);
    this.busy = false;
    this.failed = card === undefined;
    this.card = card && { number: card.number, pin: card.pin, code: cardCode(card.token) };
  }

  close(): void {
    this.card = undefined;
  }
}

async function asked(volunteer: string): Promise<Carded | undefined> {
  try {
    const response = await fetch('/api/badge', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ volunteer }),
      signal: AbortSignal.timeout(15_000),
    });
    return response.ok ? ((await response.json()) as Carded) : undefined;
  } catch {
    return undefined;
  }
}
