/** What stands against calling somebody at what was put in: nothing, no number at all, or one that lacks digits. */
export type Reach = 'reachable' | 'none' | 'short';

/**
 * Whether somebody can be called, as far as a pad can tell. Mobile numbers of China have eleven digits and begin with 1
 * (电信网编号计划, 2017); a number of a house has seven or eight, without its area's code.
 * @param office whoever leaves no number comes to the office
 */
export function reach(phone: string, office: boolean): Reach {
  if (office) return 'reachable';
  if (phone === '') return 'none';
  return phone.length < (phone.startsWith('1') ? 11 : 7) ? 'short' : 'reachable';
}
