import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Result } from '$lib/sync/protocol.ts';
import { behind, bytesOf, Client, dump, truth, type Reply, type Served } from '../support/client.ts';

export const json = { 'content-type': 'application/json' };

/** A problem as RFC 9457 wants it, of this status and code, that nobody on the way keeps. */
export function expectProblem(reply: Reply, status: number, code?: string) {
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status });
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const body = JSON.parse(reply.text) as Record<string, unknown>;
  expect(body).toMatchObject({
    ...{ type: expect.any(String) as string, title: expect.any(String) as string, status },
    ...(code && { title: code }),
  });
}

export const resultsOf = (reply: Reply): Result[] => {
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
  return (JSON.parse(reply.text) as Answer).results;
};

/** The lines that only one of two dumps has. */
function differing(before: string, after: string): string[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  const [old, fresh] = [new Set(was), new Set(is)];
  return [
    ...was.filter((line) => !fresh.has(line)).map((line) => `- ${line}`),
    ...is.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}

/** `work` goes by and nothing at all was written. */
export async function unchanged<T>(file: string, work: () => Promise<T>): Promise<T> {
  const before = dump(file);
  const result = await work();
  expect(differing(before, dump(file))).toEqual([]);
  return result;
}

/** `work` goes by and nothing was written but who called and what he was answered. */
export async function nothingDone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const before = truth(file);
  const result = await work();
  expect(differing(before, truth(file))).toEqual([]);
  return result;
}

/** The same device with a stream that nobody has used, calling from elsewhere. */
export function another(client: Client): Client {
  const fresh = new Client(client.url);
  fresh.cookie = client.cookie;
  return fresh;
}

export const hashed = (secret: string) => createHash('sha256').update(secret).digest('hex');
export const secretOf = (client: Client) => client.cookie.split('=')[1] ?? '';

export const deviceOf = (file: string, client: Client): string =>
  behind(file, (database) =>
    String(
      database.prepare('select device from credential where hash = ?').get(hashed(secretOf(client)))?.[
        'device'
      ],
    ),
  );

/** The results that the database holds for this client's stream, and how far it has come. */
export const receiptsOf = (file: string, client: Client): { lastOp: number; receipts: Result[] } =>
  behind(file, (database) => ({
    lastOp: Number(
      database.prepare('select last_op from stream where id = ?').get(client.stream)?.['last_op'] ?? 0,
    ),
    receipts: database
      .prepare('select result from receipt where stream = ? order by n')
      .all(client.stream)
      .map(({ result }) => JSON.parse(String(result)) as Result),
  }));

/** Looks back on a server at the end of its tests: no secret kept in clear, no fault and nothing personal in its log. */
export function expectDiscreet({ server, secrets, setUp }: Served) {
  const bytes = bytesOf(server.database);
  expect(bytes.includes('kysely_migration')).toBe(true);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThanOrEqual(12);
    expect(bytes.includes(secret)).toBe(false);
    if (secret !== setUp) expect(server.log).not.toContain(secret);
  }
  const [link, listening, ...others] = server.log.split('\n').filter(Boolean);
  expect(link).toContain(`/join#${setUp}`);
  expect(listening).toMatch(/^Listening on /);
  expect(others).toEqual([]);
}
