/**
 * Seats helpers at the places of a team so that everybody sits where he can work.
 * `can[i]` lists the places helper i could fill; the answer gives each helper his place, or null if not all can sit.
 * Kuhn's augmenting paths (1955): whoever sits already may be moved to another place he can fill.
 */
export function seat(can: readonly (readonly number[])[], places: number): number[] | null {
  const sitting = new Array<number | undefined>(places).fill(undefined);
  const settle = (helper: number, tried: Set<number>): boolean =>
    (can[helper] ?? []).some((place) => {
      if (place >= places || tried.has(place)) return false;
      tried.add(place);
      const other = sitting[place];
      if (other !== undefined && !settle(other, tried)) return false;
      sitting[place] = helper;
      return true;
    });
  for (let helper = 0; helper < can.length; helper++) if (!settle(helper, new Set())) return null;
  return can.map((_, helper) => sitting.indexOf(helper));
}
