import 'fake-indexeddb/auto'; // before dexie: it looks for indexedDB once, at import
import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { Database, laid } from '$lib/device/database.ts';
import { row } from '$lib/domain/row.ts';
import { given, need, NOW } from '../support/village.ts';

const cancelled = given(need({ id: 'ended' })).when({ type: 'cancel', at: NOW + 7 }).need;

/** The tables as apps before this one laid them down. */
const first = {
  need: 'id, number, mine, household, [stands+due]',
  ...{ volunteer: 'id', household: 'id', area: 'id', service: 'id', device: 'id' },
  ...{ contact: 'id, expiresAt', base: '[kind+id]', outbox: 'n', sent: 'n', inbox: 'id, seen' },
  ...{ meta: '', key: '' },
};
const second = {
  need: 'id, number, mine, household, [stands+due], erasureAskedAt',
  ...{ quarantine: 'id', outbox: 'n, household', sent: 'n, household' },
};

const third = { routine: 'id, household' };

test.each([
  ['first', 1, first],
  ['second', 2, { ...first, ...second }],
  ['third', 3, { ...first, ...second, ...third }],
])(
  'what the %s app laid down is all there for this one, which finds it by its own indexes',
  async (_, version, tables) => {
    const name = `older-${version}`;
    const older = new Dexie(name);
    older.version(version).stores(tables);
    const said = { n: 7, name: 'need.post', v: 1, args: { id: 'n1' }, at: 1, household: 'h1' };
    await older.table('outbox').add(said);
    await older.table('need').add({ id: 'n1', number: '1-1', household: 'h1', erasureAskedAt: 5 });
    await older.table('meta').put('stream-1', 'stream');
    older.close();

    const now = new Database(name);
    expect(await now.outbox.where('household').equals('h1').toArray()).toEqual([said]);
    expect((await now.need.orderBy('erasureAskedAt').toArray()).map(({ id }) => id)).toEqual(['n1']);
    expect(await now.recall('stream')).toBe('stream-1');
    for (const table of [now.routine, now.quarantine]) expect(await table.count()).toBe(0);
    await now.delete();
  },
);

test.each([
  ['coordinator', [NOW + 7]],
  ['volunteer', []],
] as const)('what has ended is found by its time on the device of a %s', async (role, then) => {
  const name = `ended-${role}`;
  const older = new Dexie(name);
  older.version(3).stores({ ...first, ...second, ...third });
  await older.table('meta').put({ device: 'd', role, person: 'p', area: 'village', name: 'd' }, 'you');
  await older.table('need').add(laid(row('need', cancelled), { person: 'p', role: 'volunteer' }));
  await older.table('need').add(laid(row('need', need({ id: 'open' })), { person: 'p', role: 'volunteer' }));
  older.close();

  const now = new Database(name);
  expect(await now.need.orderBy('endedAt').keys()).toEqual(then);
  expect(await now.need.count()).toBe(2);
  await now.delete();
});
