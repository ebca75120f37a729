import 'fake-indexeddb/auto'; // before dexie: it looks for indexedDB once, at import
import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { Database } from '$lib/device/database.ts';

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
