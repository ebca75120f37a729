import 'fake-indexeddb/auto'; // before dexie: it looks for indexedDB once, at import
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Database, laid } from '$lib/device/database.ts';
import { alternatives, openAround, openNear, pageOf } from '$lib/device/suggest.ts';
import { dayAt, daysAfter } from '$lib/domain/days.ts';
import type { Assignment, Need } from '$lib/domain/need/need.ts';
import { row } from '$lib/domain/row.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { You } from '$lib/sync/protocol.ts';
import { areas, need, services, volunteer } from '../support/village.ts';

const TODAY = dayAt(Date.now());
const TOMORROW = daysAfter(TODAY, 1);
const LATER = daysAfter(TODAY, 9);
const you: You = {
  device: 'phone',
  role: 'volunteer',
  person: 'anna',
  name: 'anna',
  area: 'group1',
  series: 1,
};

let count = 0;
let database: Database;
beforeEach(async () => {
  database = new Database(`suggest-${++count}`);
  await database.area.bulkPut([...areas.values()]);
  await database.service.bulkPut(Object.values(services));
  await anna();
});
afterEach(() => database.delete());

const anna = (more: Partial<Volunteer> = {}) =>
  database.volunteer.put(
    volunteer('anna', { area: 'group1', skills: ['hay'], tools: ['mower'], weeklyHours: 10, ...more }),
  );
/** Lays needs down as the exchange does; each from tomorrow on, in the first group, for one helper. */
async function lay(...some: (Partial<Need> & { id: string })[]): Promise<void> {
  const days = { from: TOMORROW, until: TOMORROW, postedAt: Date.now(), doneBy: Date.now() + 1e9 };
  const made = some.map((more) => need({ ...days, number: more.id, places: [{}], ...more }));
  await database.need.bulkPut(
    made.map((body) => laid(row('need', body), { role: 'volunteer', person: 'anna' })) as never[],
  );
}
const part = (volunteer: string, status: Assignment['status']): Assignment[] => [
  { volunteer, status, can: [0], via: 'claim', takenAt: Date.now() },
];
const ids = (list: { need: { id: string } }[]) => list.map((each) => each.need.id);

test('what is open near him comes in the order of the plan: near, then far; what stands against it comes last, and is said', async () => {
  await anna({ free: [] });
  await lay(
    { id: 'pasture', area: 'pasture' },
    { id: 'group3', area: 'group3' },
    { id: 'group1' },
    { id: 'long', minutes: 11 * 60 },
    { id: 'urgent', area: 'group2', urgent: true },
  );
  const near = await openNear(database, you);
  expect(ids(near).slice(0, 2)).toEqual(['urgent', 'group1']);
  expect(ids(near)[2]).toBe('group3');
  expect(near.map(({ misses }) => misses)).toEqual([undefined, undefined, undefined, 'hours', 'reach']);
});

test('what he has agreed to counts against his hours', async () => {
  await anna({ weeklyHours: 4 });
  await lay({ id: 'open', minutes: 120 });
  expect((await openNear(database, you))[0]).not.toHaveProperty('misses');
  await lay({ id: 'mine', minutes: 180, assignments: part('anna', 'accepted') });
  expect(await openNear(database, you)).toMatchObject([{ need: { id: 'open' }, misses: 'hours' }]);
});

test('only what he could take is suggested: not what he is in, what is full, what asks for another skill', async () => {
  await lay(
    { id: 'open' },
    { id: 'declined', assignments: part('anna', 'declined') },
    { id: 'mine', assignments: part('anna', 'accepted') },
    { id: 'offered', assignments: part('anna', 'offered') },
    { id: 'given-back', assignments: part('anna', 'withdrawn') },
    { id: 'full', assignments: part('bek', 'accepted') },
    { id: 'haircut', places: [{ skill: 'haircut' }] },
    { id: 'cancelled', cancelledAt: 1 },
  );
  expect(ids(await openNear(database, you)).sort()).toEqual(['declined', 'open']);
  expect(await openNear(database, you, 1)).toHaveLength(1);
  expect(await openNear(database, { ...you, person: 'nobody' })).toEqual([]);
});

test('the screen is handed how each suits him, and what he has just taken stands apart', async () => {
  await lay({ id: 'hay', places: [{ skill: 'hay', tool: 'mower' }] }, { id: 'claimed' });
  await database.outbox.add({ n: 1, name: 'need.claim', v: 1, args: { id: 'claimed' }, at: Date.now() });
  await lay({ id: 'claimed', assignments: part('anna', 'accepted') });
  const { taken, near } = await openAround(database, you, 6);
  expect(ids(taken)).toEqual(['claimed']);
  expect(near).toMatchObject([
    { need: { id: 'hay' }, suits: { far: { place: 'group' }, tools: ['mower'], skills: ['hay'] } },
  ]);
  expect(near[0]!.suits).not.toHaveProperty('points');
});

test('instead of a lost need comes what lies near it in place and in time', async () => {
  await lay(
    { id: 'lost', area: 'group3', assignments: part('bek', 'accepted') },
    { id: 'home' },
    { id: 'there', area: 'group3' },
    { id: 'there-later', area: 'group3', from: LATER, until: LATER },
  );
  expect(ids(await openNear(database, you))[0]).toBe('home');
  expect(ids(await alternatives(database, you, 'lost', 3))).toEqual(['there', 'home', 'there-later']);
  expect(ids(await alternatives(database, you, 'lost', 1))).toEqual(['there']);
});

test('where the lost need is gone from the phone, what suits him is suggested all the same', async () => {
  await lay({ id: 'home' }, { id: 'there', area: 'group3' });
  expect(ids(await alternatives(database, you, 'gone', 1))).toEqual(['home']);
});

test.each([
  ['standby', { assignments: [...part('bek', 'accepted'), ...part('anna', 'standby')] }],
  ['withdrawn', { assignments: part('anna', 'withdrawn') }],
  ['full', { assignments: part('bek', 'accepted') }],
  ['cancelled, though he had agreed', { cancelledAt: 1, assignments: part('anna', 'accepted') }],
  ['unfilled', { unfilledAt: 1 }],
  ['another skill', { places: [{ skill: 'haircut' as const }] }],
  [
    'finished',
    { assignments: [{ ...part('anna', 'finished')[0]!, outcome: { result: 'done' as const, minutes: 5 } }] },
  ],
])('the page of a need that is over for him (%s) says what else there is', async (_, more) => {
  await lay({ id: 'lost', ...more }, { id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' });
  const page = await pageOf(database, you, 'lost');
  expect(page?.sight.need.id).toBe('lost');
  expect(ids(page?.instead ?? [])).toEqual(['a', 'b', 'c']);
});

test.each([
  ['open', {}],
  ['offered', { assignments: part('anna', 'offered') }],
  ['accepted', { assignments: part('anna', 'accepted') }],
  ['started', { assignments: part('anna', 'started') }],
])('the page of a need in which he has something to do (%s) does not', async (_, more) => {
  await lay({ id: 'his', ...more }, { id: 'a' });
  expect((await pageOf(database, you, 'his'))?.instead).toEqual([]);
});

test('a need that is not on this phone has no page', async () => {
  expect(await pageOf(database, you, 'gone')).toBeNull();
});
