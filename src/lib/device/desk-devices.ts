import type { Device } from '$lib/domain/device/device.ts';
import type { Database } from './database.ts';

/** Those that are let in first, the latest on top; then those shut out. */
export async function devicesOf(database: Database): Promise<Device[]> {
  const all = await database.device.toArray();
  return all.sort((a, b) => Number(!!a.revokedAt) - Number(!!b.revokedAt) || b.enrolledAt - a.enrolledAt);
}
