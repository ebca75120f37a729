// Days of made-up villages for the tests, and the rules of a plan written down once more, without the kernel.
import fc from 'fast-check';
import { planDay, roadMinutes } from '../../src/lib/matching/day.ts';
import type { DayHelper, DayPlan, DayVisit } from '../../src/lib/matching/day.ts';
import { Random } from '../../src/lib/matching/kernel/random.ts';

/** A village for a day: own homes, two paces, single visits, teams of up to four, pairs one after the other. */
export const village = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    helpers: fc.integer({ min: 5, max: 9 }),
    visits: fc.integer({ min: 1, max: 14 }),
  })
  .map(({ seed, helpers: many, visits: count }) => {
    const random = new Random(seed);
    const helpers: DayHelper[] = Array.from({ length: many }, (_, i) => ({
      id: `h${i}`,
      x: random.below(80) / 10,
      y: random.below(80) / 10,
      speed: i % 2 ? 12 : 4,
      readyAt: random.below(60),
    }));
    const visits: DayVisit[] = Array.from({ length: count }, (_, i) => {
      const earliest = random.below(300);
      const shape = random.below(3);
      const team = shape === 0 ? 1 : shape === 1 ? 2 : 2 + random.below(3);
      const skip = random.below(many);
      return {
        id: `v${i}`,
        x: random.below(80) / 10,
        y: random.below(80) / 10,
        earliest,
        latest: earliest + 60,
        kind: shape === 1 ? { min: 5, max: 40 } : 'together',
        jobs: Array.from({ length: team }, () => ({
          minutes: 10 + random.below(50),
          helpers: helpers.map(({ id }) => id).filter((_, h) => h !== skip),
        })),
      };
    });
    return { helpers, visits };
  });

/** What is wrong with a plan; written from the rules, knows nothing of the kernel. */
export function faults(plan: DayPlan, helpers: readonly DayHelper[], visits: readonly DayVisit[]): string[] {
  const found: string[] = [];
  let [travel, late, latest] = [0, 0, 0];
  const starts = new Map<string, Map<string, number>>();
  for (const { helper: id, stops } of plan.routes) {
    const helper = helpers.find((one) => one.id === id)!;
    let at: { x: number; y: number } = helper;
    let free = helper.readyAt;
    for (const stop of stops) {
      const visit = visits.find((one) => one.id === stop.visit)!;
      const leg = roadMinutes(Math.hypot(at.x - visit.x, at.y - visit.y), helper.speed);
      if (stop.travel !== leg) found.push(`${id} needs ${leg} to ${visit.id}`);
      if (stop.start < free + leg) found.push(`${id} cannot be at ${visit.id} yet`);
      if (stop.start < (visit.fixed ?? visit.earliest)) found.push(`${visit.id} is not open yet`);
      if (starts.get(visit.id)?.has(id)) found.push(`${id} is twice at ${visit.id}`);
      starts.set(visit.id, (starts.get(visit.id) ?? new Map<string, number>()).set(id, stop.start));
      const over =
        Math.max(0, stop.start - (visit.fixed ?? visit.latest)) * (visit.fixed === undefined ? 1 : 1000);
      [travel, late, latest] = [travel + leg, late + over, Math.max(latest, over)];
      [at, free] = [visit, stop.end];
    }
    if (stops.length) travel += roadMinutes(Math.hypot(at.x - helper.x, at.y - helper.y), helper.speed);
  }
  for (const visit of visits) {
    const team = plan.visits.find((one) => one.visit === visit.id)?.team ?? [];
    const begun = team.map((id) => starts.get(visit.id)?.get(id) ?? NaN);
    if (team.length !== visit.jobs.length || begun.some(Number.isNaN))
      found.push(`${visit.id} lacks somebody`);
    visit.jobs.forEach((job, i) => {
      if (!job.helpers.includes(team[i]!)) found.push(`${team[i]} may not help at ${visit.id}`);
      const stop = plan.routes
        .find((one) => one.helper === team[i])
        ?.stops.find((one) => one.visit === visit.id);
      if (stop && stop.end - stop.start !== job.minutes) found.push(`${visit.id} takes ${job.minutes}`);
    });
    if (visit.kind === 'together' && new Set(begun).size > 1)
      found.push(`${visit.id} does not start together`);
    if (visit.kind !== 'together') {
      const gap = begun[1]! - begun[0]!;
      if (gap < visit.kind.min || gap > visit.kind.max) found.push(`${visit.id} has a gap of ${gap}`);
    }
  }
  if (Math.abs(plan.travel - travel) + Math.abs(plan.late - late) + Math.abs(plan.latest - latest) > 1e-6)
    found.push('the sums are wrong');
  return found;
}

/** The plan after so many moves. */
export const searched = (helpers: DayHelper[], visits: DayVisit[], iterations = 3000, from?: DayPlan) => {
  const search = planDay(helpers, visits, { seed: 7, budget: { iterations }, ...(from && { from }) });
  while (search.step());
  return search.plan();
};
