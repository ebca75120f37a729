import { seat } from '../domain/need/team.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { fits } from '../domain/volunteer/volunteer.ts';
import { fit, type Task } from './fit.ts';
import type { Ground } from './village.ts';

/** The teams that an earlier plan of the day proposed and that could still go as they are, by need. */
export function keptTeams(ground: Ground, { visits }: Plan): Map<string, string[]> {
  const tasks = new Map(ground.tasks.map((task) => [task.id, task]));
  const room = new Map(ground.helpers.map((each) => [each.id, each.room]));
  const kept = new Map<string, string[]>();
  for (const visit of visits) {
    const task = tasks.get(visit.need);
    const team = visit.team.filter(({ by }) => by === 'proposed').map(({ volunteer }) => volunteer);
    const minutes = task && minutesOf(ground, task, team, room);
    if (!minutes) continue;
    team.forEach((id, nth) => room.set(id, (room.get(id) ?? 0) - (minutes[nth] ?? 0)));
    kept.set(task.id, team);
  }
  return kept;
}

/** The minutes a whole team would give, each of it; nothing if it may not go. */
function minutesOf(
  ground: Ground,
  task: Task,
  team: readonly string[],
  room: ReadonlyMap<string, number>,
): number[] | undefined {
  const need = ground.needs.get(task.id);
  const helpers = team.flatMap((id) => ground.helperById.get(id) ?? []);
  if (!need || team.length !== task.places.length || helpers.length !== team.length) return undefined;
  const places = ground.openPlaces(need);
  const can = team.flatMap((id) => ground.people.get(id) ?? []).map((each) => fits(each, places));
  const common = helpers.reduce((bits, { halves }) => bits & halves, task.halves);
  if (!common || !seat(can, places.length)) return undefined;
  const minutes = helpers.flatMap((helper) => {
    const found = fit({ ...helper, room: room.get(helper.id) ?? 0 }, task);
    return found.allowed && ground.bend(helper, task) !== null ? [found.minutes] : [];
  });
  return minutes.length === team.length ? minutes : undefined;
}
