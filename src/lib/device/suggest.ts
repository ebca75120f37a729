/**
 * What a volunteer could take, ordered by the same fit as the plan of the morning, and what he could do instead of a need
 * that is lost to him. Heavier than the phone's first screen may be: fetched once that stands (suggestions.svelte.ts).
 */
import { wanted } from '$lib/domain/need/goods.ts';
import { closed } from '$lib/domain/need/need.ts';
import { insteadOf, suited, type Onlooker, type Suited } from '$lib/matching/index.ts';
import type { You } from '$lib/sync/protocol.ts';
import type { Database, NeedRow } from './database.ts';
import { wantingSights } from './giving.ts';
import { Live } from './live.svelte.ts';
import { byStatus } from './needs.ts';
import { pendingNeeds, sights, type Sight } from './phone.ts';
import { sheetsAbout } from './reading.ts';
import { steady } from './steady.ts';

/** So many needs of each status are looked at, the urgent and the soonest: a cheap phone must not stop for it. */
const ENOUGH = 600;
/** So many the list of what is open holds. */
const LISTED = 500;

/** Open needs that this volunteer could take, in the order in which they suit him, at most `limit`. */
export async function openNear(database: Database, you: You, limit = 50): Promise<Suited<NeedRow>[]> {
  return (await suggested(database, you)).all.slice(0, limit);
}

/** The open needs nearest to a lost one that suit him, at most `limit`; plainly what suits him, where that one is gone. */
export async function alternatives(database: Database, you: You, lost: string, limit: number) {
  const [need, { onlooker, all }] = await Promise.all([database.need.get(lost), suggested(database, you)]);
  // Who would have given something is told what is wanted elsewhere.
  if (need && need.goods.length > 0) {
    const goods = await wantingSights(database, you, lost, limit);
    if (goods.length > 0) return goods;
  }
  const instead =
    onlooker && need ? insteadOf(onlooker, need, all) : all.filter((each) => each.need.id !== lost);
  return sightsOf(database, you, instead.slice(0, limit));
}

/** Open needs he could take, and what he has just taken here and nobody has confirmed yet. */
export async function openAround(database: Database, you: You, limit: number) {
  const claimed = (await pendingNeeds(database)).filter(({ name }) => name === 'need.claim');
  const taken = await database.need.bulkGet([...new Set(claimed.map(({ args }) => args.id))]);
  const near = await openNear(database, you, limit);
  const known = taken.flatMap((need) => need ?? []);
  return {
    taken: await sights(database, you, known),
    near: await sightsOf(database, you, near),
  };
}

/**
 * The same with the needs of which only goods are still wanted, fresh ever after. A need that is as it was stays the same
 * object: of a list of hundreds only what has changed is drawn again.
 */
export function liveOpen(database: Database, you: You) {
  const kept = { near: steady<Sight>(byNeed), taken: steady<Sight>(byNeed), goods: steady<Sight>(byNeed) };
  return new Live(async () => {
    const { taken, near } = await openAround(database, you, LISTED);
    const listed = new Set([...taken, ...near].map(byNeed));
    const goods = await wantingSights(database, you, '', LISTED);
    return {
      taken: kept.taken(taken),
      near: kept.near(near),
      goods: kept.goods(goods.filter((each) => !listed.has(byNeed(each)))),
    };
  });
}
const byNeed = ({ need }: Sight): string => need.id;

/**
 * One need, with what is written about how it is done, and with what he could do or give instead where there is nothing to do
 * or to give in it any more; null where this phone has none of that id.
 */
export async function pageOf(database: Database, you: You, id: string) {
  const need = await database.need.get(id);
  if (!need) return null;
  const [sight] = await sights(database, you, [need]);
  if (!sight) return null;
  const { goods } = need;
  const sated = goods.length > 0 && goods.every(({ item }) => wanted(need, item) === 0);
  return {
    sight,
    sheets: await sheetsAbout(database, need.service),
    elsewhere: sated ? await wantingSights(database, you, id, 3) : [],
    instead: isLost(sight, you.person) && goods.length === 0 ? await alternatives(database, you, id, 3) : [],
  };
}

function isLost({ need, fit }: Sight, person: string): boolean {
  // His own question is not lost to him.
  if (need.asker === person) return false;
  if (closed(need) || ['standby', 'withdrawn', 'finished'].includes(need.mine)) return true;
  return !fit && !['offered', 'accepted', 'started'].includes(need.mine);
}

async function suggested(
  database: Database,
  { person }: You,
): Promise<{ onlooker?: Onlooker; all: Suited<NeedRow>[] }> {
  const [volunteer, areas, own, ...waiting] = await Promise.all([
    database.volunteer.get(person),
    database.area.toArray(),
    database.need.where('mine').above('').toArray(),
    byStatus(database, 'posted', ENOUGH),
    byStatus(database, 'offered', ENOUGH),
  ]);
  if (!volunteer) return { all: [] };
  const onlooker = {
    volunteer,
    areas: new Map(areas.map((area) => [area.id, area])),
    own,
    now: Date.now(),
  };
  const free = waiting.flat().filter(({ mine }) => ['', 'declined', 'lapsed'].includes(mine));
  return { onlooker, all: suited(onlooker, free) };
}

async function sightsOf(database: Database, you: You, some: readonly Suited<NeedRow>[]): Promise<Sight[]> {
  const seen = await sights(
    database,
    you,
    some.map(({ need }) => need),
  );
  return seen.map((sight, index) => {
    const { need: _need, points: _points, ...suits } = some[index]!;
    return { ...sight, suits };
  });
}
