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
}

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
