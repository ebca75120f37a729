import { seat } from '../domain/need/team.ts';
import { fits, type Place } from '../domain/volunteer/volunteer.ts';
import { fit, type Helper, type Task } from './fit.ts';
import type { Ground } from './village.ts';

/** Others are tried around the first so many: who is further down the list is seldom right. */
const TRIED = 12;

interface Able {
  id: string;
  cost: number;
  helper: Helper;
}

/** Teams for a task among those who have the minutes for it (`room`, by id), the cheapest first. */
export function* teamsFor(
  ground: Ground,
  task: Task,
  room: ReadonlyMap<string, number>,
): Generator<string[]> {
  const able = ableFor(ground, task, room);
  const need = ground.needs.get(task.id);
  if (task.places.length === 1) for (const { id } of able.slice(0, TRIED)) yield [id];
  else if (need) yield* around(able, task, ground, ground.openPlaces(need));
}

/** Everybody who may be proposed for a task and has the minutes for it, the cheapest first. */
export function ableFor(ground: Ground, task: Task, room: ReadonlyMap<string, number>): Able[] {
  return ground.helpers
    .flatMap((helper) => {
      const found = fit({ ...helper, room: room.get(helper.id) ?? helper.room }, task);
      const bent = found.allowed ? ground.bend(helper, task) : null;
      return found.allowed && bent !== null ? [{ id: helper.id, cost: found.cost + bent, helper }] : [];
    })
    .sort((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1));
}

/** Around each of the first the cheapest others who share a half-day with him and find a seat. */
function* around(
  able: readonly Able[],
  task: Task,
  { people }: Ground,
  places: readonly Place[],
): Generator<string[]> {
  const can = new Map(able.map(({ id }) => [id, fits(people.get(id)!, places)]));
  for (const key of able.slice(0, TRIED))
    for (let bits = key.helper.halves & task.halves; bits; bits &= bits - 1) {
      const team = [key];
      for (const other of able) {
        if (team.length === places.length) break;
        if (other === key || !(other.helper.halves & bits & -bits)) continue;
        if (
          seat(
            [...team, other].map(({ id }) => can.get(id) ?? []),
            places.length,
          )
        )
          team.push(other);
      }
      if (team.length === places.length) yield team.map(({ id }) => id);
    }
}
