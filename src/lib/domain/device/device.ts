export const roles = ['kiosk', 'volunteer', 'coordinator', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** A phone, tablet or computer that was let in by an invitation. Its secret is not here. */
export interface Device {
  id: string;
  role: Role;
  area: string;
  /** The volunteer who carries it; absent for kiosks and desks. */
  volunteer?: string;
  /** What the coordinators call it. */
  name: string;
  /** A kiosk's: how its staff gets behind it, told to nobody but the kiosk itself. */
  pin?: Pin;
  enrolledAt: number;
  revokedAt?: number;
}

/** A PIN as it may be kept: PBKDF2-SHA-256, base64url; checked on the device, without network. */
export interface Pin {
  salt: string;
  hash: string;
  rounds: number;
}

/** Who speaks, as the device's credential says; never taken from a message's body. */
export interface Who {
  device: string;
  role: Role | 'clock' | 'slip';
  /** The volunteer's id, or the device's where nobody carries it; a slip's need. */
  person: string;
  area: string;
}

/** The server's own clock: it says what time has to say (need/due.ts), posts what comes back, and nothing else. */
export const clock: Who = { device: 'clock', role: 'clock', person: 'clock', area: '' };

/** Whoever holds the secret of a slip: it speaks for the household about that one need, and of nothing else. */
export const bearer = (need: string, area: string): Who => ({
  device: 'slip',
  role: 'slip',
  person: need,
  area,
});

export const who = (device: Device): Who => ({
  device: device.id,
  role: device.role,
  person: device.volunteer ?? device.id,
  area: device.area,
});

export const coordinates = (who: Pick<Who, 'role'>): boolean =>
  who.role === 'coordinator' || who.role === 'administrator';
