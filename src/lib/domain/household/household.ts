import type { Reveal } from '../need/need.ts';

/** Who asked for help, and how to reach them. Nothing else about them is held, ever. */
export interface Household {
  id: string;
  area: string;
  /** How they wish to be called. */
  name: string;
  /** One number, or none: then they are reached through the office. */
  phone?: string;
  /** How to find the door. */
  place: string;
  consent?: Consent;
  /** Who at a desk was shown the number; helpers' reveals are kept with their need. */
  reveals?: Reveal[];
}

/** They were told what is kept and why, and agreed: to which wording, how, and when. Taken back by asking for erasure. */
export interface Consent {
  version: number;
  /** 'self': at the kiosk, read or heard. 'staff': told by the one who wrote it down for them. */
  mode: 'self' | 'staff';
  /** Epoch milliseconds. */
  at: number;
}

/** The wording of the notice in force (messages kiosk_notice_*). A new wording gets the next number. */
export const NOTICE = 1;

/** What a helper is given of a household while his work there is agreed, keyed by the need. */
export interface Contact {
  /** The need's id. */
  id: string;
  name: string;
  phone?: string;
  place: string;
  /** Epoch milliseconds after which the device must forget it; absent while the work is not finished. */
  expiresAt?: number;
}
