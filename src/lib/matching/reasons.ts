import type { Need } from '../domain/need/need.ts';
import type { Reason } from '../domain/plan/plan.ts';
import type { Skill, Tool, Volunteer } from '../domain/volunteer/volunteer.ts';
import { isKnown } from './fit.ts';
import type { Ground } from './village.ts';

/**
 * Why somebody is a good choice for a need beside these team mates, the weightiest reason first. The same rules that the
 * search weighs; only what holds is said, and nothing about how much or how well anybody has helped before.
 */
export function reasonsFor(ground: Ground, need: Need, id: string, team: readonly string[] = []): Reason[] {
  const volunteer = ground.people.get(id);
  if (!volunteer) return [];
  const known = ground.village.known.get(need.household ?? '') ?? [];
  return [
    ...(isKnown(known, id) ? [{ why: 'known' } as const] : []),
    ...brought(need, volunteer),
    ...mentoring(ground, volunteer, team),
    { why: 'near', ...ground.nearness(volunteer, need) } as const,
    { why: 'hours', minutes: ground.agreed.get(id) ?? 0, of: volunteer.weeklyHours * 60 } as const,
  ];
}

/** What he brings that the team asks for. */
function brought({ places }: Need, { skills, tools }: Volunteer): Reason[] {
  const asked = {
    skills: new Set(places.flatMap(({ skill }) => skill ?? [])),
    tools: new Set(places.flatMap(({ tool }) => tool ?? [])),
  };
  return [
    ...skills
      .filter((each) => asked.skills.has(each))
      .map((skill: Skill) => ({ why: 'skill', skill }) as const),
    ...tools.filter((each) => asked.tools.has(each)).map((tool: Tool) => ({ why: 'tool', tool }) as const),
  ];
}

/** A learner goes with his mentor, a mentor takes his learner along. */
function mentoring({ people }: Ground, { id, mentor }: Volunteer, team: readonly string[]): Reason[] {
  if (mentor !== undefined && team.includes(mentor)) return [{ why: 'mentor', volunteer: mentor }];
  return team
    .filter((other) => people.get(other)?.mentor === id)
    .map((volunteer) => ({ why: 'learner', volunteer }) as const);
}
