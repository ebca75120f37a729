import type { Service } from '$lib/domain/service/service.ts';

/**
 * What a fresh village can be asked for. A start, not a rule: the committee changes, adds and switches off at the desk.
 * Team, time and names only; who may ask is nobody's question.
 */
export const catalogue: Service[] = [
  {
    ...service('hay', 'hay', '打草', 'ئوت ئورۇش', 'ءشوپ شابۋ', 'Hay cutting'),
    ...{ minutes: 240, takeWithin: 48, doneWithin: 240 },
    places: [{ skill: 'hay', tool: 'mower' }, {}, {}, {}],
    season: { from: '08-01', until: '11-30' },
  },
  {
    ...service('cleaning', 'cleaning', '打扫卫生', 'تازىلىق قىلىش', 'ءۇي تازالاۋ', 'House cleaning'),
    ...{ minutes: 90, takeWithin: 24, doneWithin: 96 },
    places: [{}, {}],
  },
  {
    ...service('haircut', 'haircut', '理发', 'چاچ ياساش', 'شاش الۋ', 'Haircut'),
    ...{ minutes: 30, takeWithin: 24, doneWithin: 120 },
    places: [{ skill: 'haircut' }],
  },
  {
    ...service('pipe', 'pipe', '修水管', 'تۇرۇبا رېمونتى', 'قۇبىر جوندەۋ', 'Leaking pipe'),
    ...{ minutes: 60, takeWithin: 6, doneWithin: 48 },
    places: [{ skill: 'plumbing' }],
  },
  {
    ...service('electricity', 'electricity', '修电路', 'توك رېمونتى', 'توك جوندەۋ', 'Electricity'),
    ...{ minutes: 60, takeWithin: 6, doneWithin: 48 },
    places: [{ skill: 'electrics' }],
  },
  {
    ...service('carrying', 'carrying', '搬运', 'يۈك توشۇش', 'جۇك تاسۋ', 'Carrying'),
    ...{ minutes: 60, takeWithin: 24, doneWithin: 72 },
    places: [{}, {}],
  },
  {
    ...service('goods', 'goods', '物品', 'بۇيۇم', 'زاتتار', 'Goods'),
    ...{ minutes: 30, takeWithin: 48, doneWithin: 168 },
    places: [{}],
    goods: true,
  },
  {
    ...service(
      'growing',
      'growing',
      '土豆种植请教',
      'ياڭيۇ تېرىش مەسلىھىتى',
      'كارتوپ ەگۋ كەڭەسى',
      'Potato growing advice',
    ),
    ...{ minutes: 45, takeWithin: 48, doneWithin: 168 },
    places: [{ skill: 'growing' }],
    advice: true,
    // From choosing the seed to laying the harvest in the cellar.
    season: { from: '02-15', until: '11-30' },
  },
  {
    ...service(
      'herding',
      'herding',
      '养殖请教',
      'چارۋىچىلىق مەسلىھىتى',
      'مال شارۋاشىلىعى كەڭەسى',
      'Herding advice',
    ),
    ...{ minutes: 60, takeWithin: 48, doneWithin: 168 },
    places: [{ skill: 'herding' }],
    advice: true,
  },
  {
    ...service('phone-help', 'phone', '教用手机', 'تېلېفون ئىشلىتىش', 'تەلەفون قولدانۋ', 'Help with a phone'),
    ...{ minutes: 30, takeWithin: 48, doneWithin: 120 },
    places: [{ skill: 'phones' }],
    advice: true,
  },
  {
    ...service(
      'office',
      'company',
      '陪同办事、翻译',
      'بىللە بېرىش، تەرجىمە',
      'بىرگە بارۋ، اۋدارما',
      'Going along, translating',
    ),
    ...{ minutes: 120, takeWithin: 24, doneWithin: 120 },
    places: [{ skill: 'translation' }],
  },
  {
    ...service(
      'place',
      'place',
      '公共地方的问题',
      'ئاممىۋى جاي مەسىلىسى',
      'قوعامدىق ورىن ماسەلەسى',
      'Problem with a place',
    ),
    ...{ minutes: 60, takeWithin: 24, doneWithin: 168 },
    places: [{}],
    about: 'place',
  },
];

function service(id: string, icon: string, zh: string, ug: string, kk: string, en: string) {
  const name = { 'zh-CN': zh, ug, 'kk-Arab': kk, en };
  return { id, icon, name, about: 'household' as const, goods: false, active: true };
}
