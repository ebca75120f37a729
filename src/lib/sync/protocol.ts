import type { Name, Refusal, Told } from '../domain/command.ts';
import type { Role } from '../domain/device/device.ts';
import type { Kind, Kinds } from '../domain/row.ts';
import type { Contact } from '../domain/household/household.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** What phone and server say to each other. The rules are in SPEC.md; this is only the shape. */
export const PROTOCOL = 1;
export const MOST_OPS = 200;
export const MOST_ROWS = 2000;
/** Letters of recorded sound in one answer; the clip that passes it still comes along. */
export const MOST_HEARD = 1024 * 1024;
/** Bytes of a request as sent, and after it is inflated. */
export const MOST_SENT = 256 * 1024;
export const MOST_INFLATED = 1024 * 1024;
export const GZIP_FROM = 2048;
export const MOST_KEPT = 500;

/** How a kiosk's tablet is: told along with every exchange, for the coordinator who must know before it goes dark. Null: not known. */
export interface Health {
  /** Share of the battery, 0 to 1. */
  battery: number | null;
  charging: boolean | null;
  /** Bytes that the browser could still store. */
  free: number | null;
}

/** A command with its place in the order in which one outbox said things. */
export interface Op {
  n: number;
  name: Name;
  /** Version of the command's shape. */
  v: number;
  args: unknown;
  /** When it was said, epoch milliseconds of the device's clock. */
  at: number;
}

/** How far a device has heard: of which life of the database, up to which change, under which reading of its role. */
export interface Cursor {
  epoch: string;
  seq: number;
  nonce: string;
  gen: number;
  /** Between two pages: the last `seq` of the database that they are read from; `nonce` is that one's. */
  top?: number;
  /** While the pages of a fresh start come: the `seq` at which it began. */
  began?: number;
}

export interface Request {
  protocol: typeof PROTOCOL;
  /** The outbox that counts these ops; it lives and dies with the device's database. */
  stream: string;
  cursor: Cursor | null;
  ops: Op[];
  /** Unsent commands beyond these. */
  left: number;
  /** Most rows wanted in the answer. */
  limit: number;
  /** The device's clock, epoch milliseconds: with the server's it gives the offset. */
  sent: number;
  /** The app's version, and whether the browser promised to keep what it stores (null: it does not say). For the desk's list. */
  app: string;
  kept: boolean | null;
  /** Told by kiosks only. */
  health?: Health | undefined;
  /** Households and applications that commands kept on this device still tell of: those that are no more, the answer names. */
  keeps: string[];
}

export type Result = { n: number; ok: true; told?: Told } | { n: number; ok: false; code: Refusal | Unfit };
/** A command that is none: its name is not known, or its arguments have the wrong shape. */
export type Unfit = 'unknown-command' | 'bad-arguments';

export interface You {
  device: string;
  role: Role;
  person: string;
  area: string;
  name: string;
  /** First part of the slip numbers that this outbox may mint. */
  series: number;
}

export type Put = { [K in Kind]?: Kinds[K][] } & { contact?: Contact[] };
export type Del = { [K in Kind | 'contact']?: string[] };

export interface Answer {
  now: number;
  /** The last op of this stream that the server has run. */
  lastOp: number;
  results: Result[];
  /** Forget all rows first (never the outbox). */
  reset: boolean;
  more: boolean;
  cursor: Cursor;
  put: Put;
  del: Del;
  /** What the device `keeps` words about and is not there: it may be no more, or not yet be said again (SPEC D13). */
  gone?: string[];
  /** Ops up to this one are covered by a verified backup. */
  safe: number;
  you: You;
}

/** The server lacks ops in between (a gap, or it was restored): say again from `lastOp` + 1. */
export interface Resend {
  resend: true;
  lastOp: number;
}
/** This device was revoked: forget everything, once what it still had to say has been heard. */
export interface Wipe {
  wipe: true;
  lastOp: number;
  results: Result[];
}
/** This app is too old to be given rows; what it said was heard. */
export interface Upgrade {
  upgrade: true;
  lastOp: number;
  results: Result[];
}
export type Reply = Answer | Resend | Wipe | Upgrade;

/** How a device stood when the server last heard it: what the desk's list of devices shows. */
export interface Standing {
  device: string;
  /** Epoch milliseconds. */
  seenAt: number;
  /** Commands it then still had to send. */
  left: number;
  app: string;
  kept: boolean | null;
  health?: Health;
}

/** A desk asks for the plan of a morning that is too large for its tablet. The same seed and moves give the same plan anywhere. */
export interface PlanRequest {
  area: string;
  /** 'YYYY-MM-DD'. */
  day: string;
  seed: number;
  moves: number;
}
export const MOST_MOVES = 20_000_000;

/** A line of the answer: how far the search is, and the plan where it is a better one. The last line is `done`. */
export interface PlanLine {
  share: number;
  plan?: Plan;
  done?: true;
}
