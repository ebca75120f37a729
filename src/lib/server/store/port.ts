import type { Key, Kind, Row } from '$lib/domain/row.ts';
import type { Health, Result } from '$lib/sync/protocol.ts';

/**
 * What the server needs of a database, and no more. Rows are whole documents; every row carries the `seq` of its last
 * change, and a `home` by which it travels ('' for rows that belong to everybody). One contract suite holds all stores to this.
 */
export interface Store {
  /** A consistent snapshot; nothing is written. */
  read<T>(work: (tx: Reading) => Promise<T>): Promise<T>;
  /**
   * All or nothing, one writer at a time, so that the order of `seq` is the order of commits.
   * A `work` that throws leaves no trace.
   */
  write<T>(work: (tx: Writing) => Promise<T>): Promise<T>;
  /**
   * Calls `heard` with the seq after every commit that changed rows, whichever process made it, until the store is
   * closed. After a broken line it is called again with the seq of now: a lost call costs time, never truth.
   */
  watch(heard: (seq: number) => void): Promise<void>;
  close(): Promise<void>;
}

export interface Reading {
  /** Epoch of this database's life, its last seq, and the oldest seq for which tombstones are still held. */
  meta(): Promise<Meta>;
  /** The rows that exist, in no order. */
  rows(keys: readonly Key[]): Promise<Stored[]>;
  /** All rows of one kind. */
  all(kind: Kind): Promise<Stored[]>;
  /** Needs of a household, devices of a volunteer: rows of `kind` whose `parent` is `id`. */
  children(kind: Kind, parent: string): Promise<Stored[]>;
  /** The needs whose slip has this number: one, unless a device has counted wrongly. */
  slips(number: string): Promise<Stored[]>;
  /** Changes after `after` in the order of seq, at most `limit`, of these homes ('' always included); null: all homes. */
  changed(after: number, limit: number, homes: readonly string[] | null): Promise<Change[]>;
  /** The nonce of the commit in which `seq` was written, or undefined if this database never came so far. */
  nonce(seq: number): Promise<string | undefined>;
  /** Rows that the clock must have looked at by `now`, the longest overdue first, at most `limit`. */
  due(now: number, limit: number): Promise<Stored[]>;
  /** Which of these ids were erased for good. */
  erased(ids: readonly string[]): Promise<string[]>;
  stream(id: string): Promise<Stream | undefined>;
  /** The streams of these devices (null: of all), in the order of their series. */
  streams(devices: readonly string[] | null): Promise<Stream[]>;
  /** Results already given to ops `from`..`to` of a stream, in order. */
  receipts(stream: string, from: number, to: number): Promise<Result[]>;
  /** The device that holds this hashed credential, and its generation. */
  credential(hash: string): Promise<Credential | undefined>;
  invitation(hash: string): Promise<Invitation | undefined>;
  /** The kiosk card with this number in this home. */
  badge(home: string, number: string): Promise<Badge | undefined>;
  /** The kiosk card whose QR code holds the secret with this hash. */
  badgeOf(token: string): Promise<Badge | undefined>;
}

export interface Writing extends Reading {
  /** Writes rows whole, each with a fresh seq; a changed `home` leaves a tombstone in the old one. */
  put(rows: readonly Placed[]): Promise<void>;
  remove(keys: readonly Key[]): Promise<void>;
  /**
   * Says anew when the clock must look at rows; absent: never. It is no change of theirs: no `seq`, nobody is told.
   * Rows that are not there are passed over.
   */
  remind(rows: readonly (Key & { dueAt?: number | undefined })[]): Promise<void>;
  /** Adds a stream (with the next free series) or updates it. */
  keepStream(stream: Omit<Stream, 'series'>): Promise<Stream>;
  keepReceipts(stream: string, results: readonly Result[]): Promise<void>;
  /** Sets the credential of a device, replacing an earlier one. */
  keepCredential(credential: Credential): Promise<void>;
  /** Adds 1 to the generation of a device's credential (or of all devices): its next pull starts anew. */
  bump(device?: string): Promise<void>;
  keepInvitation(invitation: Invitation): Promise<void>;
  /**
   * Sets a volunteer's kiosk card, replacing an earlier one. Throws where another has its number in this home, or its secret.
   */
  keepBadge(badge: Badge): Promise<void>;
  /** Every stream's ops so far are covered by a verified backup. */
  markSafe(): Promise<void>;
  /** Remembers for good that these ids were erased; saying it twice is no fault. */
  markErased(ids: readonly string[]): Promise<void>;
  /**
   * Forgets tombstones and commits older than `before` and raises `floor` to the last commit that is; that one keeps its
   * nonce, so a cursor at the floor still holds. Rows stay. A commit without a date (from before dates were kept) is old
   * once a dated one after it is. Beware: rows lie below the floor too, so the pages of a reset pass through there.
   */
  prune(before: number): Promise<void>;
}

export interface Meta {
  epoch: string;
  seq: number;
  floor: number;
}
export interface Placed {
  row: Row;
  home: string;
  /** The household of a need, the volunteer of a device. */
  parent?: string;
  /**
   * When the clock must look at it: something must be forgotten, or said (epoch milliseconds); absent: never.
   * A `put` without it clears it.
   */
  dueAt?: number;
  /** The number on a need's slip, where the slip has a page: by it the page finds the need. */
  slip?: string;
}
export interface Stored extends Placed {
  seq: number;
}
/** A row that changed, or a tombstone: it went away or moved out of this home. */
export type Change = Stored | { gone: Key; home: string; seq: number };

export interface Stream {
  id: string;
  device: string;
  series: number;
  lastOp: number;
  safeOp: number;
  /** Unsent commands as last told, and when the stream was last heard (epoch milliseconds). */
  left: number;
  seenAt: number;
  /** The app's version as last told, and whether its browser has promised to keep its data (null: it did not say). */
  app: string;
  kept: boolean | null;
  /** A kiosk's tablet, as last told. */
  health?: Health;
}
export interface Credential {
  /** SHA-256 of the secret, hex. */
  hash: string;
  device: string;
  gen: number;
}
/** A one-time way in. What it gives is fixed when it is made. */
export interface Invitation {
  /** SHA-256 of the code, hex. */
  hash: string;
  role: 'kiosk' | 'volunteer' | 'coordinator' | 'administrator';
  /** Absent only in the set-up link, which makes the first area. */
  area?: string;
  volunteer?: string;
  name: string;
  invitedBy: string;
  expiresAt: number;
  usedAt?: number;
}
/** With what a volunteer signs in at a kiosk of his village: the number and PIN on his card, or its QR code. */
export interface Badge {
  volunteer: string;
  home: string;
  /** Unique in the home. */
  number: string;
  /** scrypt of the PIN with its salt; see identity/badge.ts. */
  pin: string;
  /** SHA-256 of the secret in the QR code, hex. */
  token: string;
  /** Wrong PINs since the last right one, and until when no more are let through (epoch milliseconds). */
  tries: number;
  lockedUntil: number;
}
