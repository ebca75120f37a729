import type { Area } from '$lib/domain/area/area.ts';
import { dayAt } from '$lib/domain/days.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { groundOf } from '$lib/matching/ground.ts';
import type { You } from '$lib/sync/protocol.ts';
import { serverTime } from './clock.ts';
import type { Database } from './database.ts';
import { ownRow } from './phone.ts';

export interface Spot {
  /** km east and north of the first point of the map. */
  x: number;
  y: number;
}

/** As much of a task as its place on the way depends on. */
interface Task {
  need: Pick<Need, 'area' | 'from'>;
  startsAt?: number | undefined;
}

/** The way of one day: from home through what was agreed to, in the order to walk it. */
export interface Way<T extends Task = Task> {
  day: string;
  home: { area: Area; spot: Spot | undefined } | undefined;
  /** `km`: as the crow flies from the stop before that is on the map. */
  stops: { sight: T; spot: Spot | undefined; km: number | undefined }[];
}

/** The way of today, or of the next day that has something agreed to; `tasks` in the order to walk them. */
export async function wayOf<T extends Task>(
  database: Database,
  you: You,
  tasks: readonly T[],
): Promise<Way<T> | undefined> {
  const [areas, own, now] = await Promise.all([
    database.area.toArray(),
    ownRow(database, you),
    serverTime(database),
  ]);
  return wayThrough(tasks, { areas, home: own?.area ?? you.area, today: dayAt(now) });
}

/** The same from what is known. Only an area has a point, never a household: a sketch can lead no further than there. */
export function wayThrough<T extends Task>(
  tasks: readonly T[],
  { areas, home, today }: { areas: readonly Area[]; home: string; today: string },
): Way<T> | undefined {
  const ground = groundOf(areas);
  const spotOf = (area: string): Spot | undefined => {
    const spot = ground.get(area);
    return spot?.mapped ? { x: spot.x, y: spot.y } : undefined;
  };
  const dayOf = ({ need, startsAt }: T) => {
    const day = startsAt === undefined ? need.from : dayAt(startsAt);
    return day < today ? today : day;
  };
  const day = tasks.map(dayOf).sort()[0];
  if (day === undefined) return undefined;
  const at = areas.find(({ id }) => id === home);
  let before = spotOf(home);
  const stops = tasks
    .filter((sight) => dayOf(sight) === day)
    .map((sight) => {
      const spot = spotOf(sight.need.area);
      const km = spot && before && Math.hypot(spot.x - before.x, spot.y - before.y);
      before = spot ?? before;
      return { sight, spot, km };
    });
  return { day, home: at && { area: at, spot: spotOf(home) }, stops };
}
