import { DatabaseSync } from 'node:sqlite';
import type { TestServer } from '../support/server.ts';

/** What the server really holds, read from its file while it runs or after it was killed. Nothing is ever written. */

type Body = Record<string, unknown> & { id: string };

export interface Heard {
  stream: string;
  n: number;
  ok: boolean;
  told?: string;
  code?: string;
}

/** Every receipt, in the order in which each outbox counts: one for each command that was run. */
export function receipts(server: TestServer): Heard[] {
  const lines = ask<{ stream: string; n: number; result: string }>(
    server,
    'select stream, n, result from receipt order by stream, n',
  );
  return lines.map(({ stream, n, result }) => ({ ...(JSON.parse(result) as Heard), stream, n: Number(n) }));
}

/** The rows of one kind, as nobody but the server sees them. */
export function stored(server: TestServer, kind: string): Body[] {
  const lines = ask<{ body: string }>(server, 'select body from row where kind = ? order by seq', kind);
  return lines.map(({ body }) => JSON.parse(body) as Body);
}

/** One row that must be there. */
export function storedOne(server: TestServer, kind: string, id: string): Body {
  const found = stored(server, kind).find((row) => row.id === id);
  if (!found) throw new Error(`the server has no ${kind} ${id}`);
  return found;
}

function ask<T>(server: TestServer, text: string, ...parameters: string[]): T[] {
  const file = new DatabaseSync(server.database, { readOnly: true });
  try {
    return file.prepare(text).all(...parameters) as T[];
  } finally {
    file.close();
  }
}
