// The strong MILP form of tests/bench/week-plan/MODEL.md as CPLEX LP text, from the pairs the product plans with.
import { FAIR, size, type WeekProblem } from '../../../src/lib/matching/kernel/week-problem.ts';

/** The model; its objective lacks the constant `lost`, what it would cost to serve nothing. */
export function model(p: WeekProblem): { text: string; lost: number } {
  const objective: string[] = [];
  const rows: string[] = [];
  const bounds: string[] = [];
  const binary: string[] = [];
  const load = Array.from(p.capacity, (): string[] => []);
  for (let j = 0; j < p.weight.length; j++) {
    const counts = p.shapes[p.shape[j]!]!;
    const pairs = range(p.pairStart[j]!, p.pairStart[j + 1]!);
    const column = (e: number, name: string, gain = 0) => {
      objective.push(`${p.cost[e]! - gain} ${name}`);
      load[p.volunteer[e]!]!.push(`${p.minutes[e]} ${name}`);
      binary.push(name);
      return name;
    };
    const served = size(counts) === 1 ? onePerson() : team();
    if (served.length === 0) continue;
    rows.push(`${served.join(' + ')} <= 1`);

    function onePerson(): string[] {
      return pairs.map((e) => column(e, `x${e}`, p.weight[j]));
    }

    /** One column a half-day in which a whole team could come; whoever comes, comes then. */
    function team(): string[] {
      const names: string[] = [];
      for (let half = 0; half < 14; half++) {
        if (!((p.halves[j]! >> half) & 1)) continue;
        const able = pairs.filter((e) => (p.free[p.volunteer[e]!]! >> half) & 1);
        if (able.length < size(counts)) continue;
        const together = `z${j}_${half}`;
        const members = able.map((e) => column(e, `x${e}_${half}`));
        names.push(together);
        binary.push(together);
        objective.push(`${-p.weight[j]!} ${together}`);
        rows.push(`${members.join(' + ')} - ${size(counts)} ${together} = 0`);
        rows.push(...members.map((name) => `${name} - ${together} <= 0`));
        // Hall's condition: of every set of place classes, enough who could fill them.
        for (let set = 1; set < (1 << counts.length) - 1; set++) {
          const wanted = size(counts.filter((_, c) => (set >> c) & 1));
          const fitting = members.filter((_, i) => p.mask[able[i]!]! & set);
          rows.push(`${[...fitting, `- ${wanted} ${together}`].join(' + ').replaceAll('+ -', '-')} >= 0`);
        }
      }
      return names;
    }
  }
  load.forEach((terms, v) => {
    if (terms.length === 0) return;
    const capacity = p.capacity[v]!;
    rows.push(`${terms.join(' + ')} - a${v} - b${v} - c${v} <= 0`);
    objective.push(`${FAIR.slope} b${v}`, `${FAIR.slope + FAIR.steepMore} c${v}`);
    bounds.push(`0 <= a${v} <= ${FAIR.from * capacity}`);
    bounds.push(`0 <= b${v} <= ${(FAIR.steepFrom - FAIR.from) * capacity}`);
    bounds.push(`0 <= c${v} <= ${(1 - FAIR.steepFrom) * capacity}`);
  });
  const text = [
    'Minimize',
    `obj: ${lines(objective).replaceAll('+ -', '- ')}`,
    'Subject To',
    ...rows.map((row, i) => `r${i}: ${lines(row.split(' + '))}`),
    'Bounds',
    ...bounds,
    'Binary',
    ...binary,
    'End',
  ].join('\n');
  return { text, lost: p.weight.reduce((sum, weight) => sum + weight, 0) };
}

/** A sum over several lines: the format limits their length. */
const lines = (terms: string[]): string =>
  terms.map((term, i) => (i === 0 ? term : (i % 10 ? ' + ' : '\n + ') + term)).join('');

const range = (from: number, end: number): number[] => Array.from({ length: end - from }, (_, i) => from + i);
