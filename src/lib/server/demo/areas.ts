import { plant, type Area, type Level } from '$lib/domain/area/area.ts';

type Names = [zh: string, ug: string, kk: string, en: string];

/** Id, parent, level and names, parents first. The places are invented, like the people. */
const tree: [id: string, parent: string | null, level: Level, names: Names][] = [
  ['county', null, 'county', ['云雀县', 'تورغاي ناھىيەسى', 'بوزتورعاي اۋدانى', 'Lark County']],
  ['township', 'county', 'township', ['青泉镇', 'كۆكبۇلاق بازىرى', 'كوكبۇلاق قالاشىعى', 'Kökbulaq Township']],
  ['village', 'township', 'community', ['杏园村', 'ئۆرۈكلۈك كەنتى', 'ورىكتى اۋىلى', 'Apricot Village']],
  grid(1, ['水渠', 'ئۆستەڭ بويى', 'ارىق بويى', 'Canal side']),
  grid(2, ['老磨坊', 'كونا تۈگمەن', 'ەسكى ديىرمەن', 'Old mill']),
  grid(3, ['果园', 'مېۋىلىك باغ', 'جەمىس باعى', 'Orchard']),
  ...[1, 2, 3].map((count) => group(count, 'grid-1')),
  ...[4, 5, 6].map((count) => group(count, 'grid-2')),
  ...[7, 8].map((count) => group(count, 'grid-3')),
  [
    'pasture',
    'village',
    'pasture',
    ['石门夏牧场', 'تاشدەرۋازا يايلىقى', 'تاسقاقپا جايلاۋى', 'Stone Gate summer pasture'],
  ],
];

/** The demo's areas, each with its place in the tree. */
export function demoAreas(): Area[] {
  const planted = new Map<string, Area>();
  for (const [id, parent, level, [zh, ug, kk, en]] of tree) {
    const under = parent === null ? null : planted.get(parent);
    if (under === undefined) throw new Error(`${id} hangs on ${parent}, which is not there yet`);
    planted.set(id, plant({ id, level, name: { 'zh-CN': zh, ug, 'kk-Arab': kk, en } }, under));
  }
  return [...planted.values()];
}

function grid(count: number, [zh, ug, kk, en]: Names): (typeof tree)[number] {
  const names: Names = [
    `${count}网格 · ${zh}`,
    `${count}-كاتەكچە · ${ug}`,
    `${count}-توركوز · ${kk}`,
    `Grid ${count} · ${en}`,
  ];
  return [`grid-${count}`, 'village', 'grid', names];
}

function group(count: number, parent: string): (typeof tree)[number] {
  return [
    `group-${count}`,
    parent,
    'group',
    [`${count}组`, `${count}-گۇرۇپپا`, `${count}-توپ`, `Group ${count}`],
  ];
}
