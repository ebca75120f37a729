import { seat } from '../domain/need/team.ts';
import { fits } from '../domain/volunteer/volunteer.ts';
import { fit, type Task } from './fit.ts';
import type { Ground } from './village.ts';

/** A learner may cost so many points more than whoever he takes the place of. */
const WORTH = 60;

/**
 * 传帮带: lets a learner take a place beside his mentor wherever that costs little. A pair of helpers is nothing the search
 * can weigh, so this comes after it. `found` is changed.
 */
export function pairLearners(ground: Ground, found: Map<string, string[]>): void {
  const tasks = new Map(ground.tasks.map((task) => [task.id, task]));
  for (const learner of ground.people.values()) {
    if (learner.mentor === undefined) continue;
    const beside = [...found].filter(([, team]) => team.includes(learner.mentor ?? '') && team.length > 1);
    if (beside.some(([, team]) => team.includes(learner.id))) continue;
    for (const [need, team] of beside) {
      const task = tasks.get(need);
      const whom =
        task &&
        cheapestSwap(ground, task, team, learner.id, learner.mentor, used(found, tasks, ground, learner.id));
      if (whom === undefined) continue;
      team[team.indexOf(whom)] = learner.id;
      break;
    }
  }
}

/** Minutes the search has given a helper already. */
function used(
  found: ReadonlyMap<string, readonly string[]>,
  tasks: ReadonlyMap<string, Task>,
  ground: Ground,
  id: string,
): number {
  const helper = ground.helperById.get(id);
  let minutes = 0;
  for (const [need, team] of found) {
    const task = tasks.get(need);
    const fitting = helper && task && team.includes(id) ? fit(helper, task) : undefined;
    if (fitting?.allowed) minutes += fitting.minutes;
  }
  return minutes;
}

/** Whose place the learner could take, at the least cost; undefined where it is not worth it. */
function cheapestSwap(
  ground: Ground,
  task: Task,
  team: readonly string[],
  id: string,
  mentor: string,
  busy: number,
): string | undefined {
  const helper = ground.helperById.get(id);
  const need = ground.needs.get(task.id);
  if (!helper || !need || ground.bend(helper, task) === null) return undefined;
  const mine = fit({ ...helper, room: helper.room - busy }, task);
  if (!mine.allowed) return undefined;
  const places = ground.openPlaces(need);
  const worth = team.flatMap((other) => {
    const one = ground.helperById.get(other);
    const theirs = one && other !== mentor ? fit(one, task) : undefined;
    const now = team.map((each) => (each === other ? id : each));
    const can = now.map((each) => fits(ground.people.get(each)!, places));
    const shared = now.reduce((bits, each) => bits & (ground.helperById.get(each)?.halves ?? 0), task.halves);
    if (!theirs?.allowed || !shared || !seat(can, places.length)) return [];
    return [{ other, more: mine.cost - theirs.cost }];
  });
  const [best] = worth.filter(({ more }) => more <= WORTH).sort((a, b) => a.more - b.more);
  return best?.other;
}
