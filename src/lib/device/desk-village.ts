import { daysAfter } from '$lib/domain/days.ts';
import { knownHelpers, LOOK_BACK, type Village } from '$lib/matching/index.ts';
import type { Database, NeedRow } from './database.ts';
import { columns } from './desk-needs.ts';
import { byStatus } from './needs.ts';

type Where = Pick<Village, 'area' | 'day' | 'now'>;

/** What a morning is planned from, as this desk believes it to be. */
export async function villageOf(database: Database, { area, day, now }: Where): Promise<Village> {
  const [areas, volunteers, open, ended] = await Promise.all([
    database.area.toArray(),
    database.volunteer.toArray(),
    Promise.all(columns.filter((each) => each !== 'done').map((each) => byStatus(database, each))),
    endedSince(database, daysAfter(day, -LOOK_BACK)),
  ]);
  const needs = open.flat();
  return {
    area,
    day,
    now,
    areas: byId(areas),
    volunteers,
    needs: [...needs, ...ended].map(bare),
    known: knownHelpers(await ofSameHouseholds(database, needs)),
  };
}

async function endedSince(database: Database, day: string): Promise<NeedRow[]> {
  const ranges = (['done', 'rated'] as const).flatMap((stands) =>
    ['0', '1'].map((urgent) =>
      database.need
        .where('[stands+due]')
        .between([stands, `${urgent} ${day}`], [stands, `${urgent} \uffff`])
        .toArray(),
    ),
  );
  return (await Promise.all(ranges)).flat();
}

async function ofSameHouseholds(database: Database, needs: readonly NeedRow[]): Promise<NeedRow[]> {
  const households = new Set(needs.flatMap(({ household }) => household ?? []));
  return database.need
    .where('household')
    .anyOf([...households])
    .toArray();
}

/** Without words: a plan is made without reading what anybody wrote. */
const bare = ({ note: _note, spot: _spot, ...need }: NeedRow): NeedRow => need;

export const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));
