import type { Household } from '$lib/domain/household/household.ts';
import type { Place } from '$lib/domain/volunteer/volunteer.ts';
import { fits, type Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { Area } from '$lib/domain/area/area.ts';
import type { Random } from './random.ts';
import type { Part, Story } from './story.ts';

export const ME = 'volunteer-01';

/** Who plays which part: the least busy who fits, so that work is spread as a village would spread it. */
export class Cast {
  readonly #helpers: Volunteer[];
  readonly #homes: Household[];
  readonly #busy = new Map<string, number>();

  constructor(
    volunteers: Volunteer[],
    households: Household[],
    private readonly areas: Map<string, Area>,
    random: Random,
  ) {
    this.#helpers = random.shuffle(volunteers.filter(({ id, awayUntil }) => id !== ME && !awayUntil));
    this.#homes = random.shuffle(households);
  }

  /** A household that has not asked yet, from where the story wants it. */
  home(where: Story['where']): Household {
    const wanted = where === 'pasture' ? 'pasture' : where === 'near' ? 'grid-1' : undefined;
    const index = this.#homes.findIndex(({ area }) => {
      const path = this.areas.get(area)?.path ?? [];
      return wanted ? path.includes(wanted) : !path.includes('grid-1') && !path.includes('pasture');
    });
    const [home] = this.#homes.splice(index, index < 0 ? 0 : 1);
    if (!home) throw new Error(`no household left ${where ?? 'elsewhere'}`);
    return home;
  }

  /** The volunteer who plays `part` for a team of `places`, other than those who are on it already. */
  helper(part: Part, places: readonly Place[], others: readonly string[]): string {
    if (part === 'me') return ME;
    const seat = Math.min('abcdefg'.indexOf(part), places.length - 1);
    let best: Volunteer | undefined;
    for (const each of this.#helpers)
      if (fits(each, places).includes(seat) && !others.includes(each.id))
        if (!best || this.#load(each) < this.#load(best)) best = each;
    if (!best) throw new Error(`nobody can play ${part}`);
    this.#busy.set(best.id, (this.#busy.get(best.id) ?? 0) + 1);
    return best.id;
  }

  /** Work where a skill is asked goes by the same count, but whoever has a rare one is spared the rest. */
  #load({ id, skills }: Volunteer): number {
    const rare = skills.some((skill) =>
      ['haircut', 'plumbing', 'electrics', 'phones', 'translation'].includes(skill),
    );
    return (this.#busy.get(id) ?? 0) * 2 + (rare ? 3 : 0);
  }
}
