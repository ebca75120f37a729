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

/** Where they would lie, in km east and north of an invented village square. */
const spots: Record<string, [east: number, north: number]> = {
  village: [0, 0],
  'grid-1': [-0.9, 0.4],
  'grid-2': [0.7, 0.6],
  'grid-3': [0.2, -1.1],
  'group-1': [-1.3, 0.5],
  'group-2': [-0.8, 0.8],
  'group-3': [-0.6, 0.1],
  'group-4': [0.4, 0.4],
  'group-5': [0.9, 0.9],
  'group-6': [1.2, 0.3],
  'group-7': [-0.2, -1],
  'group-8': [0.6, -1.4],
  pasture: [6.5, 4.2],
};
const SQUARE = { latitude: 43.7, longitude: 81.9 };
/** A number that nobody has. */
const OFFICE = '19900009000';
const KM_A_DEGREE = { latitude: 111.2, longitude: 80.4 };

/** The demo's areas, each with its place in the tree. */
export function demoAreas(): Area[] {
  const planted = new Map<string, Area>();
  for (const [id, parent, level, [zh, ug, kk, en]] of tree) {
    const under = parent === null ? null : planted.get(parent);
    if (under === undefined) throw new Error(`${id} hangs on ${parent}, which is not there yet`);
    const point = pointOf(id);
    const name = { 'zh-CN': zh, ug, 'kk-Arab': kk, en };
    const office = id === 'village' ? { office: OFFICE } : {};
    planted.set(id, plant({ id, level, name, ...(point && { point }), ...office }, under));
  }
  return [...planted.values()];
}

function pointOf(id: string): Area['point'] {
  const [east, north] = spots[id] ?? [];
  if (east === undefined || north === undefined) return undefined;
  return {
    latitude: SQUARE.latitude + north / KM_A_DEGREE.latitude,
    longitude: SQUARE.longitude + east / KM_A_DEGREE.longitude,
  };
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
