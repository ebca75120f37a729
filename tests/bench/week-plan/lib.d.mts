export interface Volunteer {
  x: number;
  y: number;
  grid: number;
  skills: number;
  mower: number;
  mode: number;
  maxMin: number;
  slots: number;
  minutes: number;
  langs: number;
  gender: number;
}
export interface Need {
  x: number;
  y: number;
  grid: number;
  kind: number;
  team: number;
  mower: number;
  minutes: number;
  prio: number;
  slots: number;
  lang: number;
  langHard: number;
  gender: number;
  genderHard: number;
  known: number[];
}
export interface Instance {
  volunteers: Volunteer[];
  needs: Need[];
}
export type Solution = ({ team: number[]; slot?: number } | null)[];
export interface Score {
  Z: number;
  unserved: number;
  travel: number;
  pref: number;
  fairness: number;
  served: number;
  of: number;
}
export function pair(volunteer: Volunteer, index: number, need: Need): { c: number; a: number } | null;
export function evaluate(instance: Instance, solution: Solution): Score;
