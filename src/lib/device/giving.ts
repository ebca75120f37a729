/** What is wanted in goods, and what this volunteer has promised to bring. Fetched after the phone's first screen stands. */
import { wanted } from '$lib/domain/need/goods.ts';
import type { You } from '$lib/sync/protocol.ts';
import type { Database, NeedRow } from './database.ts';
import { byStatus } from './needs.ts';
import { sights, type Sight } from './phone.ts';

/** So many needs of each status are looked at: a cheap phone must not stop for it. */
const ENOUGH = 300;

/** Open needs of which something is still wanted, the urgent and the soonest first; `but` is left out. */
export async function wanting(database: Database, but: string, limit: number): Promise<NeedRow[]> {
  const open = await Promise.all(
    (['posted', 'offered', 'taken', 'underway'] as const).map((each) => byStatus(database, each, ENOUGH)),
  );
  return open
    .flat()
    .filter((need) => need.id !== but && need.goods.some(({ item }) => wanted(need, item) > 0))
    .sort((a, b) => (a.due < b.due ? -1 : 1))
    .slice(0, limit);
}

/** The same with all that a screen says about them. */
export async function wantingSights(
  database: Database,
  you: You,
  but: string,
  limit: number,
): Promise<Sight[]> {
  return sights(database, you, await wanting(database, but, limit));
}

/** Needs for which he has promised something and not brought all of it. */
export async function promised(database: Database, you: You): Promise<Sight[]> {
  const needs = await database.need.where('gives').equals(1).toArray();
  return sights(
    database,
    you,
    needs.filter(({ cancelledAt }) => !cancelledAt),
  );
}
