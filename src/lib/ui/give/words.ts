/** Goods in words. */
import { wanted } from '$lib/domain/need/goods.ts';
import type { GoodsLine, Need } from '$lib/domain/need/need.ts';
import { named } from '../need/when.ts';
import { unitWord } from '../words.ts';

/** 'flour, 2 bags', each part isolated from the letters around it. */
export const goodsWords = (line: Pick<GoodsLine, 'item' | 'unit'>, quantity: number): string =>
  `${named(line.item)} \u2066${quantity}\u2069 ${unitWord(line.unit)}`;

/** What nobody has promised yet, item by item; '' for nothing. */
export function wantedWords(need: Pick<Need, 'goods' | 'pledges'>): string {
  return need.goods
    .map((line) => ({ line, left: wanted(need, line.item) }))
    .filter(({ left }) => left > 0)
    .map(({ line, left }) => goodsWords(line, left))
    .join(' · ');
}

/** What somebody promised and has not brought yet, with what he will have brought then. */
export function owed(need: Pick<Need, 'goods' | 'pledges'>, person: string) {
  return (need.pledges ?? [])
    .filter((each) => each.volunteer === person && each.quantity > each.delivered)
    .flatMap(({ item, quantity, delivered }) => {
      const line = need.goods.find((each) => each.item === item);
      return line ? [{ item, quantity, words: goodsWords(line, quantity - delivered) }] : [];
    });
}
