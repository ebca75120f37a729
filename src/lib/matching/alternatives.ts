import type { Need } from '../domain/need/need.ts';
import type { Alternative, Bends, Plan } from '../domain/plan/plan.ts';
import { fits } from '../domain/volunteer/volunteer.ts';
import { fit } from './fit.ts';
import { reasonsFor } from './reasons.ts';
import { Ground, type Village } from './village.ts';

/**
 * Who else could take part in a need, those whom nothing stands against first, the cheapest first: the same rules and the same
 * points as the plan's. Only people who can fill an open place are named.
 */
export function alternatives(village: Village, plan: Plan, bends: Bends, id: string): Alternative[] {
  const ground = new Ground(village, { ...bends, leftOut: bends.leftOut.filter((each) => each !== id) });
  const need = ground.needs.get(id);
  if (!need) return [];
  const visit = plan.visits.find((each) => each.need === id);
  const inside = new Set(visit?.team.map(({ volunteer }) => volunteer));
  const task = ground.tasks.find((each) => each.id === id);
  if (!task) return [];
  return [...ground.people.values()]
    .filter((one) => !inside.has(one.id) && ground.reaches(one, need) && fits(one, need.places).length > 0)
    .map((one) => {
      const helper = ground.helperById.get(one.id)!;
      const found = fit(helper, task);
      const against =
        standsAgainst(ground, need, one.id, bends) ?? (found.allowed ? undefined : found.because);
      const has = plan.visits.filter(({ team }) => team.some(({ volunteer }) => volunteer === one.id));
      return {
        volunteer: one.id,
        reasons: reasonsFor(ground, need, one.id, [...inside]),
        has: has.map((each) => each.need),
        cost: found.allowed ? found.cost : Infinity,
        ...(against && { against }),
      };
    })
    .sort(
      (a, b) =>
        Number(!!a.against) - Number(!!b.against) ||
        (a.cost < b.cost ? -1 : a.cost > b.cost ? 1 : 0) ||
        (a.volunteer < b.volunteer ? -1 : 1),
    )
    .map(({ cost: _cost, ...each }) => each);
}

function standsAgainst(
  ground: Ground,
  need: Need,
  volunteer: string,
  { barred }: Bends,
): 'asked' | 'barred' | undefined {
  if (barred.some((pair) => pair.need === need.id && pair.volunteer === volunteer)) return 'barred';
  return ground.asked(need, volunteer) ? 'asked' : undefined;
}
