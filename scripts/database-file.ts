import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** What backup.ts and restore.ts both know of a database file. */

/** Tables without which a file is no Yardem database; later versions have more. */
export const TABLES = ['row', 'gone', 'commit', 'stream', 'receipt', 'credential', 'invitation'] as const;

/** What a database holds at one moment, to compare a copy with. */
export interface Account {
  epoch: string;
  seq: number;
  /** Rows of every table. */
  counts: Record<string, number>;
  /** The last op of every stream. */
  ops: Record<string, number>;
}

/** Ends the script with this exit code and these words. */
export class Failure extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Runs a script's `main`: what it throws is told in words and becomes the exit code. */
export async function run(main: (words: string[]) => Promise<void>): Promise<void> {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(reason(error));
    process.exitCode = error instanceof Failure ? error.code : 1;
  }
}

/** @throws unless it is a Yardem database. */
export function accountOf(file: DatabaseSync): Account {
  const names = file.prepare(`select name from sqlite_master where type = 'table' order by name`).all();
  const tables = new Set(
    names.map(({ name }) => String(name)).filter((name) => !/^(sqlite|kysely)_/.test(name)),
  );
  const meta = tables.has('meta') && file.prepare('select epoch, seq from meta').get();
  if (!meta || TABLES.some((table) => !tables.has(table))) throw new Error('it is not a Yardem database');
  tables.delete('meta');
  const counts: Record<string, number> = {};
  for (const table of new Set([...TABLES, ...tables]))
    counts[table] = Number(file.prepare(`select count(*) as n from "${table}"`).get()?.n);
  const streams = file.prepare('select id, last_op from stream order by id').all();
  const ops = Object.fromEntries(streams.map(({ id, last_op }) => [String(id), Number(last_op)]));
  return { epoch: String(meta.epoch), seq: Number(meta.seq), counts, ops };
}

/** Reads the whole file; @throws unless it is sound. */
export function mustBeSound(file: DatabaseSync): void {
  const faults = file.prepare('PRAGMA integrity_check').all();
  if (faults.length !== 1 || faults[0]?.integrity_check !== 'ok')
    throw new Error(`the copy is damaged: ${JSON.stringify(faults.slice(0, 3))}`);
}

/**
 * Gives a finished file its name, in one step, and sees it safely on the disk; the caller discards the old name.
 * @throws where the name is taken.
 */
export function keep(partial: string, target: string): void {
  flush(partial);
  try {
    linkSync(partial, target); // unlike a rename, never replaces a file that came meanwhile
  } catch {
    if (existsSync(target)) throw new Error(`${target} exists already`);
    renameSync(partial, target); // for disks that know no links, such as memory sticks
  }
  flush(dirname(resolve(target)));
}

/** Sees a file, or the names in a folder, safely on the disk. */
export function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes an unfinished file and what SQLite puts beside it. */
export function discard(partial: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(partial + end, { force: true });
}

/** The time, fit for a file's name. */
export function stamp(): string {
  return new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
