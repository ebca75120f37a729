import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change, Store } from '$lib/server/store/port.ts';
import {
  household,
  invitation,
  key,
  memory,
  openStore,
  postgres,
  pull,
  sqlite,
  stream,
  word,
} from './stores.ts';

/** What every store owes the server (src/lib/server/store/port.ts). Files and servers have more to keep: lasting.test.ts. */
describe.each([memory, sqlite(), postgres()])('$name', (maker) => {
  let store: Store;
  beforeAll(() => maker.start(), 60_000);
  afterAll(() => maker.stop());
  beforeEach(async () => {
    store = await openStore(await maker.fresh());
  });
  afterEach(() => store.close());

  const put = (...rows: ReturnType<typeof household>[]) => store.write((tx) => tx.put(rows));
  const changed = (after = 0, limit = 100, homes: string[] | null = null) =>
    store.read((tx) => tx.changed(after, limit, homes));
  const words = async (...args: Parameters<typeof changed>) => (await changed(...args)).map(word);

  describe('a new store', () => {
    test('given nothing, when it is asked, then it has an epoch and nothing else', async () => {
      const meta = await store.read((tx) => tx.meta());
      expect(meta).toEqual({ epoch: expect.stringMatching(/.{8}/) as string, seq: 0, floor: 0 });
      expect(await changed()).toEqual([]);
      await store.read(async (tx) => {
        expect(await tx.rows([key('a')])).toEqual([]);
        expect(await tx.rows([])).toEqual([]);
        expect(await tx.all('need')).toEqual([]);
        expect(await tx.stream('s')).toBeUndefined();
        expect(await tx.credential('h')).toBeUndefined();
        expect(await tx.invitation('h')).toBeUndefined();
        expect(await tx.badge('north', '1')).toBeUndefined();
        expect(await tx.badgeOf('h')).toBeUndefined();
        expect(await tx.receipts('s', 1, 9)).toEqual([]);
      });
    });

    test('given two new stores, then their epochs differ', async () => {
      const other = await openStore(await maker.fresh());
      const epoch = async (of: Store) => (await of.read((tx) => tx.meta())).epoch;
      expect(await epoch(other)).not.toBe(await epoch(store));
      await other.close();
    });
  });

  describe('rows', () => {
    test('given rows, when they are asked for by key, then those that exist come once each', async () => {
      await put(household('a'), { ...household('b'), parent: 'p' });
      const rows = await store.read((tx) => tx.rows([key('b'), key('a'), key('b'), key('none')]));
      expect(rows.sort((x, y) => x.seq - y.seq)).toEqual([
        { ...household('a'), seq: 1 },
        { ...household('b'), parent: 'p', seq: 2 },
      ]);
    });

    test('given two kinds with one id, then each is a row of its own', async () => {
      const name = { zh: '甲', ug: '', 'kk-Arab': '', en: 'A' } as never;
      const area = { id: 'a', parent: null, level: 'community' as const, name, path: ['a'], home: 'a' };
      await put(household('a'), { row: { kind: 'area', id: 'a', body: area }, home: '' });
      expect(await store.read((tx) => tx.all('area'))).toMatchObject([{ row: { body: area }, home: '' }]);
      expect(await store.read((tx) => tx.all('household'))).toHaveLength(1);
      await store.write((tx) => tx.remove([{ kind: 'area', id: 'a' }]));
      expect(await store.read((tx) => tx.rows([key('a')]))).toHaveLength(1);
    });

    test('given children, when their parent or home changes, then they are found where they now belong', async () => {
      await put({ ...household('a'), parent: 'p' }, { ...household('b'), parent: 'p' }, household('c'));
      await put({ ...household('b', 'south'), parent: 'q' });
      const of = async (parent: string) =>
        (await store.read((tx) => tx.children('household', parent))).map(word);
      expect([await of('p'), await of('q'), await of('')]).toEqual([['a'], ['b'], []]);
      await put(household('a'));
      expect(await of('p')).toEqual([]);
      expect((await store.read((tx) => tx.rows([key('a')])))[0]).not.toHaveProperty('parent');
    });

    test('given slips, when a need loses its own, then its number leads nowhere any more', async () => {
      await put({ ...household('a'), slip: '7-1' }, { ...household('b'), slip: '7-2' }, household('c'));
      const of = async (number: string) => (await store.read((tx) => tx.slips(number))).map(word);
      expect([await of('7-1'), await of('7-2'), await of('7-3'), await of('')]).toEqual([
        ['a'],
        ['b'],
        [],
        [],
      ]);
      expect(await store.write((tx) => tx.slips('7-1'))).toMatchObject([{ slip: '7-1' }]);
      await put(household('a'));
      expect(await of('7-1')).toEqual([]);
      await store.write((tx) => tx.remind([{ kind: 'household', id: 'b', dueAt: 5 }]));
      expect(await of('7-2')).toEqual(['b']);
    });

    test('given words of every script and odd signs, then a body comes back as it went in', async () => {
      const odd = '买买提·艾力 مەمەت ئەلى ‏مامبەت 👨‍👩‍👧 "\\\' \n\t\u0000\u2028 $1 ? :a --';
      const placed = {
        ...household('ئ?$1', '北村', { name: odd, place: '\ud800 half a pair' }),
        parent: '户',
      };
      await put(placed);
      expect(await changed(0, 9, ['北村'])).toEqual([{ ...placed, seq: 1 }]);
      expect(await store.read((tx) => tx.children('household', '户'))).toHaveLength(1);
    });

    test('given a body that is changed after it was put or read, then the store does not notice', async () => {
      const placed = household('a');
      await put(placed);
      (placed.row.body as { place: string }).place = 'elsewhere';
      const [row] = await store.read((tx) => tx.rows([key('a')]));
      expect(row?.row.body).toHaveProperty('place', 'Behind the well');
      (row!.row.body as { place: string }).place = 'elsewhere';
      const [again] = await store.read((tx) => tx.rows([key('a')]));
      expect(again?.row.body).toHaveProperty('place', 'Behind the well');
    });

    test('given 5,000 rows in one put, then all are there, each with the next seq', async () => {
      const many = Array.from({ length: 5000 }, (_, i) => household(`h${i}`, `v${i % 7}`));
      await put(...many);
      const heard = await pull(store, 0, 777);
      expect(heard.map(({ seq }) => seq)).toEqual(many.map((_, i) => i + 1));
      expect(heard.map(word)).toEqual(many.map(({ row }) => row.id));
      expect(await store.read((tx) => tx.rows(many.map(({ row }) => row)))).toHaveLength(5000);
      await store.write((tx) => tx.remove(many.map(({ row }) => row)));
      expect(await store.read((tx) => tx.all('household'))).toEqual([]);
      expect((await store.read((tx) => tx.meta())).seq).toBe(10_000);
    });
  });

  describe('seq', () => {
    test('given several puts, then every row has a seq of its own, in the order they were put (S12)', async () => {
      await put(household('a'), household('b'));
      await put(household('c'));
      await put(household('a'));
      expect((await changed()).map((c) => [word(c), c.seq])).toEqual([
        ['b', 2],
        ['c', 3],
        ['a', 4],
      ]);
      expect((await store.read((tx) => tx.meta())).seq).toBe(4);
    });

    test('given a row put twice in one transaction, then it is there once, as put last', async () => {
      await store.write(async (tx) => {
        await tx.put([household('a'), household('b'), household('a', 'north', { name: 'second' })]);
        await tx.put([household('a', 'north', { name: 'third' })]);
        await tx.put([]);
      });
      const changes = await changed();
      expect(changes.map(word)).toEqual(['b', 'a']);
      expect(changes[1]).toMatchObject({ row: { body: { name: 'third' } } });
      expect(changes[1]!.seq).toBe((await store.read((tx) => tx.meta())).seq);
    });

    test('given a transaction under way, then it sees its own rows, seq and changes', async () => {
      await put(household('a'));
      await store.write(async (tx) => {
        await tx.put([household('b'), { ...household('c'), parent: 'p' }]);
        expect((await tx.meta()).seq).toBe(3);
        expect((await tx.changed(1, 9, null)).map(word)).toEqual(['b', 'c']);
        expect(await tx.rows([key('b')])).toHaveLength(1);
        expect(await tx.children('household', 'p')).toHaveLength(1);
      });
    });
  });

  describe('changed', () => {
    test.each([1, 2, 3, 7, 100])(
      'given pages of %i, then nothing is left out or told twice',
      async (limit) => {
        await put(...Array.from({ length: 20 }, (_, i) => household(`h${i}`, i % 3 ? 'north' : 'south')));
        await put(...Array.from({ length: 5 }, (_, i) => household(`h${i}`, 'east')));
        await store.write((tx) => tx.remove([key('h19'), key('h18')]));
        for (const homes of [null, ['north', 'south', 'east'], ['north'], ['east', 'south']]) {
          const paged = await pull(store, 0, limit, homes);
          expect(paged).toEqual(await changed(0, 1000, homes));
          expect(new Set(paged.map(({ seq }) => seq)).size).toBe(paged.length);
          expect(paged.map(({ seq }) => seq)).toEqual(paged.map(({ seq }) => seq).sort((a, b) => a - b));
        }
      },
    );

    test('given homes, then only their rows come, and those of everybody', async () => {
      await put(household('all', ''), household('a'), household('b', 'south'), household('c', 'east'));
      expect(await words(0, 9, ['north'])).toEqual(['all', 'a']);
      expect(await words(0, 9, ['south', 'north', 'north', ''])).toEqual(['all', 'a', 'b']);
      expect(await words(0, 9, [])).toEqual(['all']);
      expect(await words(0, 9, null)).toEqual(['all', 'a', 'b', 'c']);
      expect(await words(1, 1, ['east', 'north'])).toEqual(['a']);
      expect(await words(4, 9, ['north'])).toEqual([]);
      expect(await words(0, 0, null)).toEqual([]);
    });

    test('given more homes than one statement takes, then they are merged in order', async () => {
      const villages = Array.from({ length: 100 }, (_, i) => `v${i}`);
      await put(...Array.from({ length: 300 }, (_, i) => household(`h${i}`, `v${(i * 37) % 100}`)));
      await put(household('elsewhere', 'far'), household('h7', 'v3'));
      const [whole, all] = [await pull(store, 0, 50, villages), await changed(0, 1000, null)];
      expect(whole).toEqual(all.filter((change) => word(change) !== 'elsewhere'));
      const exactly = Array.from({ length: 15 }, (_, i) => `v${i}`); // with '' as many as one statement takes
      expect(await changed(0, 5, exactly)).toEqual(
        all.filter(({ home }) => exactly.includes(home)).slice(0, 5),
      );
    });

    test('given a move, then the old home gets a tombstone and the new one the row', async () => {
      await put(household('a'), household('b'));
      await put(household('a', 'south'));
      expect(await changed(2, 9, ['north'])).toEqual([{ gone: key('a'), home: 'north', seq: 3 }]);
      expect(await changed(2, 9, ['south'])).toEqual([{ ...household('a', 'south'), seq: 4 }]);
      // Somebody who sees both hears that it went before he hears where it is.
      expect(await words(2, 9, ['north', 'south'])).toEqual(['-a', 'a']);
      expect(await words(2, 9, null)).toEqual(['-a', 'a']);
      expect(await words(2, 9, ['east'])).toEqual([]);
    });

    test('given a move there and back, then the first home ends with the row', async () => {
      await put(household('a'));
      await put(household('a', 'south'));
      await put(household('a'));
      expect((await words(0, 9, ['north'])).at(-1)).toBe('a');
      expect((await words(0, 9, ['south'])).at(-1)).toBe('-a');
    });

    test('given a removal, then its home alone hears of it, and it can come again', async () => {
      await put(household('a'), household('b', 'south'));
      await store.write((tx) => tx.remove([key('a'), key('a'), key('none')]));
      expect(await changed(2, 9, null)).toEqual([{ gone: key('a'), home: 'north', seq: 3 }]);
      expect(await words(2, 9, ['south'])).toEqual([]);
      expect(await store.read((tx) => tx.rows([key('a')]))).toEqual([]);
      await put(household('a'));
      expect(await words(2, 9, ['north'])).toEqual(['-a', 'a']);
    });
  });

  describe('all or nothing', () => {
    test('given a work that throws, then it leaves no trace, not even a seq', async () => {
      await put(household('a'));
      await store.write((tx) => tx.keepCredential({ hash: 'h', device: 'd', gen: 1 }));
      const before = await store.read((tx) => tx.meta());
      const failing = store.write(async (tx) => {
        await tx.put([household('a', 'south'), household('b')]);
        await tx.remove([key('a')]);
        await tx.keepStream(stream('s'));
        await tx.keepReceipts('s', [{ n: 1, ok: true }]);
        await tx.keepCredential({ hash: 'other', device: 'd', gen: 2 });
        await tx.bump();
        await tx.keepInvitation(invitation);
        await tx.markSafe();
        await tx.markErased(['a']);
        await tx.prune(9e12);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await store.read(async (tx) => {
        expect(await tx.meta()).toEqual(before);
        expect(await tx.changed(0, 9, null)).toEqual([{ ...household('a'), seq: 1 }]);
        expect(await tx.nonce(2)).toBeUndefined();
        expect(await tx.stream('s')).toBeUndefined();
        expect(await tx.receipts('s', 0, 9)).toEqual([]);
        expect(await tx.credential('h')).toEqual({ hash: 'h', device: 'd', gen: 1 });
        expect(await tx.credential('other')).toBeUndefined();
        expect(await tx.invitation(invitation.hash)).toBeUndefined();
        expect(await tx.erased(['a'])).toEqual([]);
      });
      await put(household('b'));
      expect((await changed()).map(({ seq }) => seq)).toEqual([1, 2]);
      expect((await store.write((tx) => tx.keepStream(stream('s')))).series).toBe(1);
    });

    test('given a work that throws before or between others, then the others are kept', async () => {
      const works = Array.from({ length: 9 }, (_, i) =>
        store.write(async (tx) => {
          await tx.put([household(`h${i}`)]);
          if (i % 3 === 0) throw new Error('no');
          return i;
        }),
      );
      const ended = await Promise.allSettled(works);
      expect(ended.map(({ status }) => status === 'fulfilled')).toEqual(works.map((_, i) => i % 3 !== 0));
      expect(await words()).toEqual(['h1', 'h2', 'h4', 'h5', 'h7', 'h8']);
    });

    test('given a transaction kept after its end, then it writes nothing', async () => {
      const late = await store.write((tx) => Promise.resolve({ tx }));
      await expect(late.tx.put([household('a')])).rejects.toThrow('over');
      await expect(late.tx.markErased(['a'])).rejects.toThrow('over');
      await expect(late.tx.prune(1)).rejects.toThrow('over');
      expect(await changed()).toEqual([]);
    });

    test('given a reader under way, when somebody writes, then it goes on seeing what it saw first', async () => {
      await put(household('a'));
      let go = () => {};
      const written = new Promise<void>((resolve) => (go = resolve));
      const reading = store.read(async (tx) => {
        const first = await tx.meta();
        await written;
        return { first, then: await tx.meta(), rows: await tx.changed(0, 9, null), nonce: await tx.nonce(2) };
      });
      await sleep(20);
      await store.write(async (tx) => {
        await tx.put([household('a', 'south'), household('b')]);
      });
      go();
      const { first, then, rows, nonce } = await reading;
      expect(then).toEqual(first);
      expect(rows.map(word)).toEqual(['a']);
      expect(nonce).toBeUndefined();
      expect(await words()).toEqual(['-a', 'a', 'b']);
    });

    test('given a writer under way, when somebody reads, then he sees nothing of it', async () => {
      let seen: Change[] = [];
      await store.write(async (tx) => {
        await tx.put([household('a')]);
        seen = await changed();
      });
      expect(seen).toEqual([]);
      expect(await words()).toEqual(['a']);
    });
  });

  describe('nonce', () => {
    const nonce = (seq: number) => store.read((tx) => tx.nonce(seq));

    test('given a commit of several rows, then every seq in it has its nonce', async () => {
      await put(household('a'), household('b'), household('c'));
      await put(household('d'));
      const all = [await nonce(1), await nonce(2), await nonce(3), await nonce(4)];
      expect(all[0]).toMatch(/.{8}/);
      expect(all).toEqual([all[0], all[0], all[0], all[3]]);
      expect(all[3]).not.toBe(all[0]);
      expect(await nonce(5)).toBeUndefined();
    });

    test('given an empty store, then seq 0 has a nonce too, which stays', async () => {
      const birth = await nonce(0);
      expect(birth).toMatch(/.{8}/);
      expect(await nonce(1)).toBeUndefined();
      await put(household('a'));
      expect(await nonce(0)).toBe(birth);
      expect(await nonce(1)).not.toBe(birth);
    });

    test('given a transaction under way, then it knows the nonce its rows will have', async () => {
      await put(household('a'));
      const told = await store.write(async (tx) => {
        expect(await tx.nonce(2)).toBeUndefined();
        await tx.put([household('b'), household('c')]);
        expect(await tx.nonce(1)).toBeDefined();
        expect(await tx.nonce(4)).toBeUndefined();
        return [await tx.nonce(2), await tx.nonce(3)];
      });
      expect(told).toEqual([await nonce(2), await nonce(3)]);
      expect(told[0]).toBe(told[1]);
    });

    test('given a transaction that wrote no rows, then there is no commit', async () => {
      await put(household('a'));
      const before = await nonce(1);
      await store.write((tx) => tx.keepReceipts('s', [{ n: 1, ok: true }]));
      await store.write((tx) => tx.put([]));
      expect((await store.read((tx) => tx.meta())).seq).toBe(1);
      expect(await nonce(1)).toBe(before);
    });
  });

  test('I10: given 20 writers at once and readers paging all the while, then no row is missed', async () => {
    let over = false;
    const readers = [1, 3, 50].map(async (limit) => {
      const heard: Change[] = [];
      for (let last = false; ; last = over) {
        heard.push(
          ...(await pull(store, heard.at(-1)?.seq ?? 0, limit, limit === 3 ? ['north', 'south'] : null)),
        );
        if (last) return heard;
        await sleep(1);
      }
    });
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let i = 0; i < 5; i++)
          await store.write(async (tx) => {
            await tx.put([household(`${writer}-${i}-a`), household(`${writer}-${i}-b`, 'south')]);
            await sleep(Math.random() * 3);
            await tx.put([household(`${writer}-${i}-c`)]);
          });
      }),
    );
    over = true;
    for (const heard of await Promise.all(readers)) {
      expect(heard.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
      expect(new Set(heard.map(word)).size).toBe(300);
    }
  });
});
