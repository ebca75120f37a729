import type { GoodsLine, Need, Pledge } from './need.ts';

/** How much of an item nobody else has promised yet. */
export function wanted(need: Pick<Need, 'goods' | 'pledges'>, item: string, by?: string): number {
  const asked = need.goods.find((line) => line.item === item)?.quantity ?? 0;
  const others = (need.pledges ?? []).filter((each) => each.item === item && each.volunteer !== by);
  return Math.max(0, asked - sum(others, 'quantity'));
}

export const pledgeOf = (need: Pick<Need, 'pledges'>, item: string, by: string): Pledge | undefined =>
  need.pledges?.find((each) => each.item === item && each.volunteer === by);

/** The need with this pledge in the place of the same volunteer's earlier one, and the sums of the lines worked out anew. */
export function pledged(need: Need, pledge: Pledge): Need {
  const others = (need.pledges ?? []).filter(
    (each) => each.item !== pledge.item || each.volunteer !== pledge.volunteer,
  );
  const pledges = pledge.quantity > 0 || pledge.delivered > 0 ? [...others, pledge] : others;
  return { ...need, pledges, goods: summed(need.goods, pledges) };
}

/** The lines with what was promised and brought of each. */
export function summed(goods: readonly GoodsLine[], pledges: readonly Pledge[]): GoodsLine[] {
  return goods.map((line) => {
    const own = pledges.filter(({ item }) => item === line.item);
    return { ...line, pledged: sum(own, 'quantity'), delivered: sum(own, 'delivered') };
  });
}

const sum = (pledges: readonly Pledge[], what: 'quantity' | 'delivered') =>
  pledges.reduce((total, each) => total + each[what], 0);
