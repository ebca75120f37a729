import type { Command } from '$lib/domain/command.ts';
import type { Device } from '$lib/domain/device/device.ts';
import type { Database } from './database.ts';
import { hashed, randomPin } from './pin.ts';

/** Those that are let in first, the latest on top; then those shut out. */
export async function devicesOf(database: Database): Promise<Device[]> {
  const all = await database.device.toArray();
  return all.sort((a, b) => Number(!!a.revokedAt) - Number(!!b.revokedAt) || b.enrolledAt - a.enrolledAt);
}

/** Gives a kiosk's staff a new PIN, at random; what is said of it is a hash. Answers the PIN, or undefined if it was refused. */
export async function newPin(
  id: string,
  say: (command: Command) => Promise<boolean>,
): Promise<string | undefined> {
  const pin = randomPin();
  return (await say({ name: 'device.guard', args: { id, pin: await hashed(pin) } })) ? pin : undefined;
}
