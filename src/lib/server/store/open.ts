import type { Store } from './port.ts';

/** Opens the store that `url` names: `postgres://…`, `memory:`, or else the path of a SQLite file. */
export async function openStore(url: string): Promise<Store> {
  if (/^postgres(ql)?:\/\//.test(url)) return (await import('./postgres.ts')).openPostgres(url);
  if (url === 'memory:') return new (await import('./memory.ts')).MemoryStore();
  return (await import('./sqlite.ts')).openSqlite(url);
}
