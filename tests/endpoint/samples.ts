import type { Arguments, Name } from '$lib/domain/command.ts';

const digest = 'A'.repeat(43);

/** One full set of arguments for every command, each optional field filled in: what tests bend and break. */
export const samples: { [N in Name]: Arguments[N] } = {
  'need.post': {
    ...{ id: 'fresh', number: '3-9', code: '1234', area: 'grid-1', service: 'carrying', household: 'h1' },
    ...{ spot: '桥头', note: '带绳子', places: [{ skill: 'hay', tool: 'mower' }, {}], minutes: 60 },
    goods: [{ item: '面粉', quantity: 2, unit: '袋', pledged: 0, delivered: 0 }],
    ...{ from: '2026-11-23', until: '2026-12-30', half: 'am', urgent: false, channel: 'desk' },
    secrets: { paper: digest, screen: digest },
  },
  'need.edit': {
    id: 'n1',
    changes: {
      ...{ spot: '桥头', note: '带绳子', places: [{ skill: 'hay', tool: 'mower' }], minutes: 60 },
      goods: [{ item: '面粉', quantity: 2, unit: '袋', pledged: 1, delivered: 0 }],
      ...{ from: '2026-11-23', until: '2026-12-30', half: 'pm', urgent: true },
    },
  },
  'need.cancel': { id: 'n1' },
  'need.offer': { id: 'n1', volunteer: 'anna' },
  'need.assign': { id: 'n1', volunteer: 'anna' },
  'need.claim': { id: 'n1' },
  'need.accept': { id: 'n1' },
  'need.decline': { id: 'n1' },
  'need.withdraw': { id: 'n1', volunteer: 'anna' },
  'need.absent': { id: 'n1', volunteer: 'anna' },
  'need.start': { id: 'n1' },
  'need.finish': { id: 'n1', result: 'could-not', minutes: 10, reason: 'weather' },
  'need.report': { id: 'n1', result: 'done', minutes: 10, reason: 'other' },
  'need.rate': {
    ...{ id: 'n1', code: '0420', face: 'bad', proxy: false },
    repair: { id: 'repair', number: '3-10', code: '4321', secrets: { paper: digest, screen: digest } },
  },
  'need.reopen': {
    id: 'n1',
    repair: { id: 'repair', number: '3-10', code: '4321', secrets: { paper: digest, screen: digest } },
  },
  'need.escalate': { id: 'n1', why: 'unanswered' },
  'need.lapse': { id: 'n1', volunteer: 'anna' },
  'need.give-up': { id: 'n1' },
  'household.keep': {
    ...{ id: 'fresh', area: 'grid-1', name: '白大爷', phone: '+86 139-0000', place: '磨坊后' },
    consent: { version: 1, mode: 'staff' },
  },
  'volunteer.keep': {
    ...{
      id: 'fresh',
      name: '新来的',
      area: 'grid-1',
      phone: '13900000000',
      skills: ['hay'],
      posts: ['割草能手'],
    },
    ...{ tools: ['mower'], languages: ['zh'], free: ['mon-am'], weeklyHours: 6, mentor: 'anna', wall: true },
    ...{ awayUntil: '2026-12-01', status: 'active' },
  },
  'volunteer.away': { id: 'anna', until: '2026-12-01' },
  'area.keep': {
    ...{ id: 'fresh', parent: 'grid-1', level: 'group' },
    name: { 'zh-CN': '一组', ug: '1-گۇرۇپپا', 'kk-Arab': '1-توپ', en: 'Group 1' },
    point: { latitude: 43.8, longitude: 87.6 },
    office: '0990 000 000',
  },
  'service.keep': {
    ...{ id: 'fresh', name: { 'zh-CN': '扫雪', ug: 'قار', 'kk-Arab': 'قار', en: 'Snow' }, icon: 'snow' },
    ...{ minutes: 30, places: [{ skill: 'carrying', tool: 'van' }], takeWithin: 6, doneWithin: 24 },
    ...{ season: { from: '11-01', until: '03-31' }, about: 'place', goods: false, active: true },
    advice: true,
  },
  'routine.keep': {
    ...{ id: 'fresh', area: 'grid-1', service: 'cleaning', household: 'h1', spot: '桥头', note: '带绳子' },
    goods: [{ item: '面粉', quantity: 2, unit: '袋', pledged: 0, delivered: 0 }],
    ...{ places: [{ skill: 'hay', tool: 'mower' }, {}], minutes: 60, half: 'am', urgent: false },
    ...{ rule: 'FREQ=WEEKLY;BYDAY=FR', from: '2026-11-23', until: '2026-12-30', ahead: 3, paused: false },
  },
  'routine.end': { id: 'routine' },
  'device.rename': { id: 'device', name: '旧平板' },
  'device.revoke': { id: 'device' },
  'need.ask-erasure': { id: 'need', code: '0420' },
  'need.pledge': { id: 'n1', item: '面粉', quantity: 1 },
  'need.deliver': { id: 'n1', item: '面粉', quantity: 1, volunteer: 'anna' },
  'need.reveal': { id: 'n1' },
  'need.hand-over': { id: 'n1', phone: digest },
  'household.reveal': { id: 'h1' },
  'volunteer.available': { id: 'anna', free: ['mon-am'], weeklyHours: 4 },
  'volunteer.show': { id: 'anna', wall: true },
  'application.post': {
    ...{ id: 'fresh', area: 'grid-1', name: '想帮忙的', phone: '13900000000', skills: ['hay'] },
  },
  'application.close': { id: 'application' },
  'device.guard': { id: 'device', pin: { salt: digest, hash: digest, rounds: 600_000 } },
  'clip.keep': {
    ...{ id: 'kiosk_ask_what:ug', area: 'grid-1', prompt: 'kiosk_ask_what', locale: 'ug' },
    ...{ type: 'audio/webm', data: 'GkXfow==', length: 1500 },
  },
  'clip.drop': { id: 'kiosk_ask_what:ug' },
  'sheet.keep': {
    ...{ id: 'fresh', area: 'grid-1', about: 'know-how', service: 'hay', until: '2026-12-30' },
    title: { 'zh-CN': '种土豆', ug: 'ياڭيۇ', 'kk-Arab': 'كارتوپ', en: 'Potatoes' },
    body: { 'zh-CN': '先选种。', ug: 'ئاۋۋال', 'kk-Arab': 'اۋەلى', en: 'First the seed.' },
  },
  'sheet.drop': { id: 'sheet' },
  'gathering.keep': {
    ...{
      id: 'fresh',
      area: 'grid-1',
      spot: '文化大院',
      startsAt: 1_790_000_000_000,
      minutes: 120,
      host: 'anna',
    },
    title: { 'zh-CN': '扫雪', ug: 'قار', 'kk-Arab': 'قار', en: 'Snow' },
  },
  'gathering.cancel': { id: 'gathering' },
  'gathering.join': { id: 'gathering' },
  'gathering.leave': { id: 'gathering' },
  'gathering.came': { id: 'gathering', volunteer: 'anna' },
  'household.erase': { id: 'household' },
  'quarantine.accept': { id: '7d4f7f3c-5a0f-4a51-9f0e-0d6d1c7b1a11:7' },
  'quarantine.dismiss': { id: '7d4f7f3c-5a0f-4a51-9f0e-0d6d1c7b1a11:7' },
};
export const names = Object.keys(samples) as Name[];

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Path = (string | number)[];

/** Every place in a value where something else could stand, the value itself aside. */
export function pathsOf(value: Json, at: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return [path, ...pathsOf(inner, path)];
  });
}

/** The paths of all objects in a value, itself included: where an extra field could be slipped in. */
export const objectsOf = (value: Json): Path[] =>
  [[], ...pathsOf(value)].filter((path) => {
    const there = valueAt(value, path);
    return there !== null && typeof there === 'object' && !Array.isArray(there);
  });

export function valueAt(value: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  return valueAt((value as { [key: string]: Json })[key] ?? null, rest);
}

/** A copy with something else at `path`; without the field where `other` is undefined. */
export function withAt(value: Json, path: Path, other: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return other ?? null;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [key: string]: Json };
  const inner = rest.length ? withAt(copy[key] ?? null, rest, other) : other;
  if (inner === undefined) delete copy[key];
  // Not by assignment: '__proto__' must become a field like any other, as it does in JSON.parse.
  else
    Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true, writable: true });
  return copy;
}

const strangers: Json[] = [null, true, 7, 'x?!', ['x?!'], [], { x: 1 }];
/** Values of every other JSON type than `value` has. */
export const otherTypes = (value: Json): Json[] => strangers.filter((each) => typeOf(each) !== typeOf(value));
const typeOf = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
