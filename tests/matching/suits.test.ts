import { expect, test } from 'vitest';
import type { Area } from '$lib/domain/area/area.ts';
import { plant } from '$lib/domain/area/area.ts';
import { daysAfter, startOf } from '$lib/domain/days.ts';
import type { Need } from '$lib/domain/need/need.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { insteadOf, suited, type Onlooker } from '$lib/matching/index.ts';
import { areas, need, volunteer } from '../support/village.ts';

/** A Wednesday, ten o'clock in Beijing. */
const TODAY = '2025-07-02';
const NOW = startOf(TODAY) + 10 * 60 * 60 * 1000;
const THURSDAY = daysAfter(TODAY, 1);
const FRIDAY = daysAfter(TODAY, 2);

// A second group beside the first, which the small village lacks.
const grid1 = areas.get('grid1')!;
const beside = plant({ id: 'group1b', level: 'group', name: { 'zh-CN': 'group1b' } }, grid1);
const all = new Map<string, Area>([...areas, ['group1b', beside]]);

const looking = (more: Partial<Volunteer> = {}, rest: Partial<Onlooker> = {}): Onlooker => ({
  volunteer: volunteer('anna', { area: 'group1', ...more }),
  areas: all,
  own: [],
  now: NOW,
  ...rest,
});
const days = { from: TODAY, until: THURSDAY };
const ask = (id: string, more: Partial<Need> = {}): Need => need({ id, ...days, places: [{}], ...more });
const only = (onlooker: Onlooker, one: Need) => suited(onlooker, [one])[0]!;
const ids = (list: { need: Need }[]) => list.map((each) => each.need.id);

test.each([
  ['group1', 'group1', 'group'],
  ['grid1', 'grid1', 'close'],
  ['grid1', 'group1', 'close'],
  ['pasture', 'pasture', 'close'],
  ['group1', 'group1b', 'next'],
  ['group1', 'group2', 'village'],
  ['grid1', 'grid2', 'village'],
  ['village', 'village', 'village'],
  ['village', 'grid1', 'village'],
  ['group1', 'next-grid', 'beyond'],
])('from %s to %s is said as %s', (from, to, place) => {
  expect(only(looking({ area: from }), ask('a', { area: to })).far).toEqual({ place });
});

test('the distance is known in km where both places are on the map, and only there', () => {
  const at = (id: string, latitude: number) => ({ ...all.get(id)!, point: { latitude, longitude: 87 } });
  const mapped = new Map([...all, ['group1', at('group1', 44)], ['group2', at('group2', 44.01)]]);
  const onlooker = looking({}, { areas: mapped });
  const { far } = only(onlooker, ask('a', { area: 'group2' }));
  expect(far.place).toBe('village');
  expect(far.km).toBeCloseTo(1.112, 3);
  expect(only(onlooker, ask('b', { area: 'group3' })).far.km).toBeUndefined();
});

test('what he brings is what the open places ask for, not all that he has', () => {
  const onlooker = looking({ skills: ['hay', 'haircut'], tools: ['mower', 'van'] });
  const hay = ask('hay', { places: [{ skill: 'hay', tool: 'mower' }, {}] });
  expect(only(onlooker, hay)).toMatchObject({ skills: ['hay'], tools: ['mower'] });
  expect(only(onlooker, ask('anything'))).toMatchObject({ skills: [], tools: [] });
});

test('the first free half-day is named, unless it is over or he named none', () => {
  const both = looking({ free: ['wed-am', 'thu-pm'] });
  expect(only(both, ask('a')).free).toEqual({ day: TODAY, half: 'am' });
  const evening = startOf(TODAY) + 21 * 60 * 60 * 1000;
  expect(only({ ...both, now: evening }, ask('a')).free).toEqual({ day: THURSDAY, half: 'pm' });
  expect(only(looking(), ask('a'))).not.toHaveProperty('free');
});

test('who is away is told so; who is busy on those days is told that', () => {
  expect(only(looking({ awayUntil: FRIDAY }), ask('a'))).toMatchObject({ misses: 'days', away: true });
  const busy = only(looking({ free: ['mon-am'] }), ask('a'));
  expect(busy.misses).toBe('days');
  expect(busy).not.toHaveProperty('away');
});

test('what stands against them all leaves the near ones before the far ones', () => {
  const onlooker = looking({ free: ['mon-am'] });
  const found = suited(onlooker, [ask('a-far', { area: 'group3' }), ask('b-near', { area: 'group1' })]);
  expect(found.map(({ misses }) => misses)).toEqual(['days', 'days']);
  expect(ids(found)).toEqual(['b-near', 'a-far']);
});

test('a place for which somebody was only asked is his to take, with nothing said against it', () => {
  const assignments = [{ volunteer: 'bek', status: 'offered' as const, can: [1], via: 'offer' as const }];
  const one = only(looking(), ask('a', { places: [{ skill: 'hay' }, {}], assignments }));
  expect(one).not.toHaveProperty('misses');
});

test('hours count in the week in which the work would be', () => {
  const assignments = [
    { volunteer: 'anna', status: 'accepted' as const, can: [0], via: 'claim' as const, takenAt: NOW },
  ];
  const own = [ask('own', { minutes: 200, assignments })];
  const onlooker = looking({ weeklyHours: 4 }, { own });
  const next = { from: daysAfter(TODAY, 7), until: daysAfter(TODAY, 8) };
  expect(only(onlooker, ask('now')).misses).toBe('hours');
  expect(only(onlooker, ask('later', next)).misses).toBeUndefined();
});

test('instead of a lost need comes what is near to it, though it is further from home', () => {
  const onlooker = looking();
  const found = suited(onlooker, [
    ask('beside-lost', { area: 'group2' }),
    ask('at-home', { area: 'group1' }),
    ask('beyond', { area: 'pasture' }),
  ]);
  expect(ids(found)).toEqual(['at-home', 'beside-lost', 'beyond']);
  const lost = ask('lost', { area: 'group2' });
  expect(ids(insteadOf(onlooker, lost, found))).toEqual(['beside-lost', 'at-home', 'beyond']);
});

test('of two in one place the one on the days of the lost need comes first', () => {
  const friday = { from: FRIDAY, until: FRIDAY };
  const found = suited(looking(), [ask('friday', friday), ask('now')]);
  expect(ids(insteadOf(looking(), ask('lost', friday), found))).toEqual(['friday', 'now']);
  expect(ids(insteadOf(looking(), ask('lost'), found))).toEqual(['now', 'friday']);
});

test('a lost need that was overdue counts as one for today', () => {
  const found = suited(looking(), [ask('friday', { from: FRIDAY, until: FRIDAY }), ask('now')]);
  const late = ask('lost', { from: '2025-06-01', until: '2025-06-02' });
  const [first, second] = insteadOf(looking(), late, found);
  expect(ids([first!, second!])).toEqual(['now', 'friday']);
  // The way between them is the same: what is left is two days.
  expect(second!.points - first!.points).toBe(60);
});

test('what stands against a need is not forgotten when it is near to the lost one; the lost one is no answer', () => {
  const onlooker = looking({ free: ['wed-am', 'wed-pm'] });
  const friday = { from: FRIDAY, until: FRIDAY };
  const lost = ask('lost', { area: 'group1', ...friday });
  const found = suited(onlooker, [lost, ask('on-friday', friday), ask('far', { area: 'group3' })]);
  const instead = insteadOf(onlooker, lost, found);
  expect(ids(instead)).toEqual(['far', 'on-friday']);
  expect(instead[1]).toMatchObject({ misses: 'days' });
});
