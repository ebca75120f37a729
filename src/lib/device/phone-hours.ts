import type { Area } from '$lib/domain/area/area.ts';
import type { Outcome } from '$lib/domain/need/need.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { You } from '$lib/sync/protocol.ts';
import type { Database } from './database.ts';

/** One piece of work he has given: which, where and how long. Nothing of it leads to a household. */
export interface Piece {
  key: string;
  /** When it was finished or reported, epoch milliseconds. */
  at: number;
  minutes: number;
  result: Outcome['result'];
  service: Service | undefined;
  area: Area | undefined;
}

/**
 * Every piece of work of this volunteer that his phone knows of, the latest first. What is personal in a need goes 30 days
 * after its end (SPEC S20); that somebody helped, with what and how long, stays.
 */
export async function pieces(database: Database, { person }: You): Promise<Piece[]> {
  const needs = await database.need.where('mine').above('').toArray();
  const reported = await database.need.filter(({ reports }) => reports.length > 0).toArray();
  const known = new Map([...needs, ...reported].map((need) => [need.id, need]));
  const [services, areas] = await Promise.all([database.service.toArray(), database.area.toArray()]);
  const found: Piece[] = [];
  for (const need of known.values()) {
    const given = [
      ...need.assignments.map((each) => ({ ...each, at: each.finishedAt ?? need.postedAt })),
      ...need.reports,
    ];
    for (const { volunteer, outcome, at } of given)
      if (volunteer === person && outcome)
        found.push({
          key: `${need.id} ${at}`,
          at,
          minutes: outcome.minutes,
          result: outcome.result,
          service: services.find(({ id }) => id === need.service),
          area: areas.find(({ id }) => id === need.area),
        });
  }
  return found.sort((a, b) => b.at - a.at);
}
