import type { Role } from '$lib/domain/device/device.ts';

/** How a device stood when the server last heard it. */
export interface Stood {
  /** Epoch milliseconds. */
  seenAt: number;
  /** Commands it then still had to send. */
  left: number;
  app: string;
  /** Did the browser promise to keep what is stored? Null where it does not say. */
  kept: boolean | null;
  /** A kiosk's tablet: its battery (0 to 1), whether it is charging, bytes that it could still store. */
  health?: { battery: number | null; charging: boolean | null; free: number | null };
}

const HOUR = 60 * 60_000;
/** A kiosk is on all day and speaks every minute; a phone may be on a pasture. */
const PATIENCE: Record<Role, number> = {
  kiosk: 2 * HOUR,
  volunteer: 72 * HOUR,
  coordinator: 72 * HOUR,
  administrator: 72 * HOUR,
};
const LOW = 0.2;

/** Has it been silent for longer than its kind should be? `now` in epoch milliseconds of the server's time. */
export const isSilent = ({ seenAt }: Pick<Stood, 'seenAt'>, now: number, role: Role): boolean =>
  now - seenAt > PATIENCE[role];

/** Will it soon be out of power? */
export const isLow = ({ health }: Pick<Stood, 'health'>): boolean =>
  health?.battery != null && health.battery < LOW && health.charging !== true;
