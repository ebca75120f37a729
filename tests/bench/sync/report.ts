import { cpus, loadavg } from 'node:os';
import { median, ms, table } from '../table.ts';
import { contenders, type Name } from './bundle.ts';
import type { Took } from './timed.ts';

export type Phase = 'first' | 'push' | 'pull' | 'page';
export type Run = Record<Phase, Took>;
const TARGET = 1.5;
const SIZE = 45_000;

/** Prints who took how long for what, with ratios to the floor, and where ours spent it. */
export function report(
  runs: Record<Name, Run[]>,
  phases: Record<Phase, string>,
  sizes: Record<Name, number>,
  about: string,
): void {
  const load = loadavg().map((each) => each.toFixed(1));
  console.log(`\n\n${about}, Node ${process.versions.node}, ${cpus().length} cores, load ${load.join(' ')};`);
  console.log(`${runs.ours.length} counted runs in turns, after 1; median (least–most) in ms, × the floor\n`);
  const names = Object.keys(phases) as Phase[];
  const lines = [['', 'floor', 'ours', 'RxDB', 'PouchDB', `ours ≤ ${TARGET} ×`]];
  for (const phase of names) {
    const of = (name: Name) => runs[name].map((run) => run[phase].ms);
    const floor = median(of('floor'));
    const cell = (name: Name) => `${spread(of(name))} = ${(median(of(name)) / floor).toFixed(2)} ×`;
    const held = median(of('ours')) / floor <= TARGET ? 'yes' : 'no';
    lines.push([phases[phase], spread(of('floor')), cell('ours'), cell('rxdb'), cell('pouchdb'), held]);
  }
  const kilo = (name: Name) => `${(sizes[name] / 1000).toFixed(1)} kB`;
  const [ours, floor, rxdb, pouchdb] = contenders.map(kilo);
  const small = sizes.ours <= SIZE ? 'yes (≤ 45 kB)' : 'no (≤ 45 kB)';
  lines.push(['JavaScript, gzip', floor ?? '', ours ?? '', rxdb ?? '', pouchdb ?? '', small]);
  console.log(table(lines), '\n');
  console.log(table(inside(runs.ours, runs.floor, phases)), '\n');
  console.log('server: until its first byte; wire: zip, transfer, parse; device: rules, rebase, database.');
  console.log('Pairs are ours / floor. Ours without Svelte, which the screens need anyhow, with Dexie.');
}

function inside(ours: Run[], floor: Run[], phases: Record<Phase, string>): string[][] {
  const lines = [['medians: ours / floor', 'server', 'wire', 'device', 'requests', 'kB received']];
  for (const phase of Object.keys(phases) as Phase[]) {
    const pair = (pick: (took: Took) => number, digits = 0) =>
      [ours, floor].map((runs) => median(runs.map((run) => pick(run[phase]))).toFixed(digits)).join(' / ');
    lines.push([
      phases[phase],
      pair(({ server }) => server),
      pair(({ wire }) => wire),
      pair((took) => took.ms - took.server - took.wire),
      pair(({ requests }) => requests),
      pair(({ bytes }) => bytes / 1000, 1),
    ]);
  }
  return lines;
}

function spread(list: number[]): string {
  return `${ms(median(list))} (${ms(Math.min(...list))}–${ms(Math.max(...list))})`;
}
