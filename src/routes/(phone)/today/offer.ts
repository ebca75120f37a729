import type { Component } from 'svelte';
import type { Database } from '$lib/device/database.ts';

/** What Today offers once: a lock for this phone, as long as there is none and nobody has said 'not now'. */
export async function offer(database: Database): Promise<Component | undefined> {
  const [lock, later] = [await database.recall('lock'), await database.recall('lockLater')];
  return lock || later ? undefined : (await import('./Offer.svelte')).default;
}
