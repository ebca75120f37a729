import { holdsCredential } from './cookies.ts';
import type { Database } from './database.ts';
import type { Exchange } from './exchange.svelte.ts';
import { forgetRows, wasOf } from './leave.ts';
import { say, type Spoken } from './outbox.ts';

/** What a closed door says; a word that the person's language has a sentence for. */
export type JoinProblem =
  | 'unknown-invitation'
  | 'invitation-used'
  | 'invitation-expired'
  | 'village-name-missing'
  | 'too-many-tries'
  | 'unsent-of-another'
  | 'unreachable';

export interface Wish {
  code: string;
  village?: string | undefined;
  /** Whatever somebody else still has to say here is thrown away. */
  discard?: boolean;
}

/** Uses up an invitation and fetches the first rows. Answers what is wrong, or undefined when this device is in. */
export async function join(
  database: Database,
  exchange: Exchange,
  { code, village, discard = false }: Wish,
): Promise<JoinProblem | undefined> {
  if (!database.isOpen()) await database.open(); // whoever has just left has none any more
  const was = discard ? undefined : await unheard(database, exchange);
  let response: Response;
  try {
    response = await fetch('/api/enrol', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, ...(village && { village }), ...(was && { was }) }),
    });
  } catch {
    return 'unreachable';
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { title?: JoinProblem } | null;
    return problem?.title ?? 'unreachable';
  }
  exchange.standing = 'ok';
  exchange.emptied = false;
  const { heir } = (await response.json()) as { heir: boolean };
  if (heir) await forgetRows(database);
  else await Promise.all(database.tables.map((table) => table.clear()));
  await database.meta.delete('was');
  await exchange.exchange();
  return undefined;
}

/** Says that this device shuts itself out, and forgets at once all that it was told. */
export async function leave(database: Database, device: string): Promise<Spoken> {
  const answer = await say(database, { name: 'device.revoke', args: { id: device } });
  if (answer.ok) await forgetRows(database);
  return answer;
}

/** As whom this browser spoke, if something of it lies here that the server may not have, or may lose again. */
async function unheard(database: Database, exchange: Exchange) {
  const recall = async () => [await database.recall('was'), await database.recall('you')] as const;
  const known = holdsCredential() || (await recall()).some((each) => each);
  if (known && !exchange.emptied) await exchange.exchange().catch(() => false);
  if (!database.isOpen()) await database.open(); // its last words went just now, and it went with them
  const [left, you] = await recall();
  const was = left ?? (you && wasOf(you));
  const kept = (await database.outbox.count()) + (await database.sent.count());
  return kept > 0 ? was : undefined;
}
