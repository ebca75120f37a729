import type { Key, Kind, Row } from '$lib/domain/row.ts';
import type { Result } from '$lib/sync/protocol.ts';

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
  /** Changes after `after` in the order of seq, at most `limit`, of these homes ('' always included); null: all homes. */
  changed(after: number, limit: number, homes: readonly string[] | null): Promise<Change[]>;
  /** The nonce of the commit in which `seq` was written, or undefined if this database never came so far. */
  nonce(seq: number): Promise<string | undefined>;
  stream(id: string): Promise<Stream | undefined>;
  /** Results already given to ops `from`..`to` of a stream, in order. */
  receipts(stream: string, from: number, to: number): Promise<Result[]>;
  /** The device that holds this hashed credential, and its generation. */
  credential(hash: string): Promise<Credential | undefined>;
  invitation(hash: string): Promise<Invitation | undefined>;
}

export interface Writing extends Reading {
  /** Writes rows, each with a fresh seq; a changed `home` leaves a tombstone in the old one. */
  put(rows: readonly Placed[]): Promise<void>;
  remove(keys: readonly Key[]): Promise<void>;
  /** Adds a stream (with the next free series) or updates it. */
  keepStream(stream: Omit<Stream, 'series'>): Promise<Stream>;
  keepReceipts(stream: string, results: readonly Result[]): Promise<void>;
  /** Sets the credential of a device, replacing an earlier one. */
  keepCredential(credential: Credential): Promise<void>;
  /** Adds 1 to the generation of a device's credential (or of all devices): its next pull starts anew. */
  bump(device?: string): Promise<void>;
  keepInvitation(invitation: Invitation): Promise<void>;
  /** Every stream's ops so far are covered by a verified backup. */
  markSafe(): Promise<void>;
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
