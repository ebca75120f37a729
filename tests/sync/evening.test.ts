import 'fake-indexeddb/auto'; // before dexie: it looks for indexedDB once, at import
import { expect, test } from 'vitest';
import { Database, laid, type NeedRow } from '$lib/device/database.ts';
import { dateEnded, daysBack, eveningAsked, eveningNeeds, eveningQuery } from '$lib/device/desk-evening.ts';
import type { Role } from '$lib/domain/device/device.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { row } from '$lib/domain/row.ts';
import * as v from '../support/village.ts';

const { NOW, DAY, HOUR } = v;
const TODAY = '2025-07-01';
const { need: finished } = v.given(
  v.team(1, { id: 'finished' }),
  v.claim('bek', [0], NOW - 9 * DAY),
  v.finish('bek', 'done', 30, NOW - 8 * DAY),
);

async function deviceOf(role: Role, needs: Need[]): Promise<Database> {
  const database = new Database(`evening-${role}`);
  const who = { role, person: 'bek' };
  await database.need.bulkPut(needs.map((need) => laid(row('need', need), who) as NeedRow));
  return database;
}

test('a day is read from what is open and from what closed since a week before it, not from the years behind', async () => {
  const ended = (id: string, at: number) => v.given(v.need({ id }), { type: 'cancel', at } as const).need;
  const old = Array.from({ length: 500 }, (_, index) => ended(`old-${index}`, NOW - (8 + index) * DAY));
  const rated = v.given({ ...finished, id: 'rated-today' }, v.rate('good', NOW)).need;
  const unfilled = v.given(v.need({ id: 'unfilled' }), v.giveUp).need;
  const late = v.given(ended('late-report', NOW - 30 * DAY), v.report('bek', 'done', 30, NOW)).need;
  const taken = v.given(v.team(1, { id: 'taken' }), v.claim('bek')).need;
  const begun = v.given(v.team(1, { id: 'begun' }), v.claim('bek'), v.start('bek')).need;
  const asked = v.given(
    v.need({ id: 'asked', from: '2025-03-01', until: '2025-03-01' }),
    v.offer('bek'),
  ).need;
  const edge = ended('edge', NOW - 6 * DAY - 10 * HOUR); // the first moment of the first of the seven days
  const before = ended('before', NOW - 6 * DAY - 10 * HOUR - 1);
  const desk = await deviceOf('coordinator', [
    ...old,
    finished,
    rated,
    unfilled,
    late,
    taken,
    begun,
    asked,
    edge,
    before,
    v.need({ id: 'open' }),
  ]);

  const read = (await eveningNeeds(desk, TODAY)).map(({ id }) => id);
  expect(read.sort()).toEqual([
    'asked',
    'begun',
    'edge',
    'late-report',
    'open',
    'rated-today',
    'taken',
    'unfilled',
  ]);
  const last = (await eveningNeeds(desk, '2025-06-29')).map(({ id }) => id);
  expect(last).toContain('finished');
  await desk.delete();
});

test('a phone and a kiosk keep nothing for it', async () => {
  for (const role of ['volunteer', 'kiosk'] as const) {
    const device = await deviceOf(role, [finished]);
    expect(await device.need.get('finished')).not.toHaveProperty('endedAt');
    await device.delete();
  }
});

test('what an older app laid down at a desk is dated once, what is open is not', async () => {
  const desk = await deviceOf('volunteer', [finished, { ...finished, id: 'other' }, v.need({ id: 'open' })]);
  await dateEnded(desk);
  await dateEnded(desk);
  expect(await desk.need.orderBy('endedAt').keys()).toEqual([NOW - 8 * DAY, NOW - 8 * DAY]);
  expect(await desk.need.get('finished')).toMatchObject({ ...finished, stands: 'done', due: '1 2025-07-03' });
  expect(await desk.need.get('open')).not.toHaveProperty('endedAt');
  await desk.delete();
});

test('an address asks for a day that can be looked up, or for today', () => {
  const asked = (query: string) => eveningAsked(new URLSearchParams(query), TODAY);
  expect(asked('')).toEqual({ day: TODAY, area: '' });
  expect(asked('area=grid1&day=2025-06-01')).toEqual({ day: '2025-06-01', area: 'grid1' });
  for (const day of ['2025-05-31', '2025-07-02', '2025-06-31', 'yesterday'])
    expect(asked(`day=${day}`).day).toBe(TODAY);
  for (const day of daysBack(TODAY)) {
    const query = eveningQuery({ day, area: 'grid1' }, TODAY);
    expect(asked(query.slice(1))).toEqual({ day, area: 'grid1' });
  }
  expect(eveningQuery({ day: TODAY, area: '' }, TODAY)).toBe('');
});
