import type { Health } from '$lib/sync/protocol.ts';

type Battery = { level: number; charging: boolean };

/** How the tablet is, as far as the browser says. Nothing of a visit, nothing of a person (requirement K16). */
export async function health(): Promise<Health> {
  const [battery, store] = await Promise.all([
    (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.().catch(() => undefined),
    navigator.storage?.estimate?.().catch(() => undefined),
  ]);
  const { quota, usage } = store ?? {};
  return {
    battery: battery ? Math.round(battery.level * 100) / 100 : null,
    charging: battery?.charging ?? null,
    free: quota === undefined || usage === undefined ? null : Math.max(0, Math.round(quota - usage)),
  };
}
