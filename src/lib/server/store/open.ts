import type { Store } from './port.ts';

/**
 * Opens the store that `url` names: `postgres://…`, `memory:`, or else the path of a SQLite file.
 * `clock` dates its commits, in epoch milliseconds; a test or a simulation brings its own.
 */
export async function openStore(url: string, clock = () => Date.now()): Promise<Store> {
  if (/^postgres(ql)?:\/\//.test(url)) return (await import('./postgres.ts')).openPostgres(url, clock);
  if (url === 'memory:') return new (await import('./memory.ts')).MemoryStore(undefined, clock);
  return (await import('./sqlite.ts')).openSqlite(url, clock);
}
