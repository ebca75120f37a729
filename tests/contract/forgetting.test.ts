import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change, Store } from '$lib/server/store/port.ts';
import { household, key, memory, openStore, postgres, sqlite, word } from './stores.ts';

/** What every store owes those who asked to be forgotten, and how it forgets what nobody needs any more. */
describe.each([memory, sqlite(), postgres()])('$name', (maker) => {
  let store: Store;
  let now = 0;
  beforeAll(() => maker.start(), 60_000);
  afterAll(() => maker.stop());
  beforeEach(async () => {
    now = 1000;
    store = await openStore(await maker.fresh(), () => now);
  });
  afterEach(() => store.close());

  const put = (...rows: ReturnType<typeof household>[]) => store.write((tx) => tx.put(rows));
  const until = (id: string, dueAt: number) => ({ ...household(id), dueAt });
  const due = async (at: number, limit = 9) => (await store.read((tx) => tx.due(at, limit))).map(word);

  describe('due', () => {
    test('given rows that must go, then those whose time has come are due, the longest overdue first', async () => {
      await put(until('late', 300), household('never'), until('early', 100), until('now', 200));
      expect(await due(99)).toEqual([]);
      expect(await due(200)).toEqual(['early', 'now']);
      expect(await due(Date.now())).toEqual(['early', 'now', 'late']);
      expect(await due(Date.now(), 2)).toEqual(['early', 'now']);
      expect(await due(Date.now(), 0)).toEqual([]);
    });

    test('given two with one time, then the one that changed longer ago is first', async () => {
      await put(until('b', 100), until('a', 100));
      await put(until('b', 100));
      expect(await due(100)).toEqual(['a', 'b']);
    });

    test('given a row that says when, then it says so wherever it is read', async () => {
      await put({ ...until('a', 1_900_000_000_000), parent: 'p' });
      const row = { ...household('a'), parent: 'p', dueAt: 1_900_000_000_000, seq: 1 };
      await store.read(async (tx) => {
        expect(await tx.rows([key('a')])).toEqual([row]);
        expect(await tx.all('household')).toEqual([row]);
        expect(await tx.children('household', 'p')).toEqual([row]);
        expect(await tx.changed(0, 9, ['north'])).toEqual([row]);
        expect(await tx.due(1_900_000_000_000, 9)).toEqual([row]);
      });
    });

    test('given a row that is put again without a time, or removed, then it is not due any more', async () => {
      await put(until('a', 100), until('b', 100), until('c', 100));
      await store.write(async (tx) => {
        await tx.put([household('a'), until('b', 500)]);
        await tx.remove([key('c')]);
        expect(await tx.due(100, 9)).toEqual([]);
      });
      expect(await due(500)).toEqual(['b']);
      expect((await store.read((tx) => tx.rows([key('a')])))[0]).not.toHaveProperty('dueAt');
    });
  });

  describe('erased', () => {
    const erased = async (...ids: string[]) => (await store.read((tx) => tx.erased(ids))).sort();

    test('given ids that were erased, then it knows these and no others, each once', async () => {
      await store.write((tx) => tx.markErased(['a', '户', 'a']));
      await store.write((tx) => tx.markErased(['a', 'c']));
      await store.write((tx) => tx.markErased([]));
      expect(await erased('a', 'b', '户', 'a')).toEqual(['a', '户']);
      expect(await erased('b')).toEqual([]);
      expect(await erased()).toEqual([]);
    });

    test('given an erasure under way, then its own transaction knows, and the number of changes stays', async () => {
      await store.write(async (tx) => {
        await tx.markErased(['a']);
        expect(await tx.erased(['a', 'b'])).toEqual(['a']);
      });
      expect((await store.read((tx) => tx.meta())).seq).toBe(0);
    });

    test('given 2,500 at once, then all are known', async () => {
      const ids = Array.from({ length: 2500 }, (_, i) => `h${i}`);
      await store.write((tx) => tx.markErased(ids));
      expect(await store.read((tx) => tx.erased([...ids, 'other']))).toHaveLength(2500);
    });
  });

  describe('prune', () => {
    const meta = () => store.read((tx) => tx.meta());
    const nonce = (seq: number) => store.read((tx) => tx.nonce(seq));
    const changed = async () => (await store.read((tx) => tx.changed(0, 99, null))).map(told);
    const told = (change: Change) => `${change.seq} ${word(change)}`;
    const at = async (time: number, work: Parameters<Store['write']>[0]) => {
      now = time;
      await store.write(work);
    };
    const prune = (before: number) => store.write((tx) => tx.prune(before));
    /** Commits at 1000 (seq 1–3), 2000 (4), 3000 (5), 4000 (6). */
    beforeEach(async () => {
      await at(1000, (tx) => tx.put([household('a'), household('b'), household('c')]));
      await at(2000, (tx) => tx.remove([key('a')]));
      await at(3000, (tx) => tx.remove([key('b')]));
      await at(4000, (tx) => tx.put([household('d')]));
    });

    test('given old tombstones, then they go with their commits, the floor says so, and rows stay', async () => {
      await prune(3000);
      expect(await changed()).toEqual(['3 c', '5 -b', '6 d']);
      expect(await meta()).toMatchObject({ seq: 6, floor: 4 });
      expect(await store.read((tx) => tx.all('household'))).toHaveLength(2);
    });

    test('given a cursor at the floor or above, then its nonce is as it was; below, the floor tells', async () => {
      const before = [await nonce(4), await nonce(5), await nonce(6)];
      await prune(3000);
      expect([await nonce(4), await nonce(5), await nonce(6)]).toEqual(before);
      expect(await nonce(2)).toBe(before[0]);
      expect(await nonce(7)).toBeUndefined();
    });

    test('given nothing that is old enough, then nothing happens', async () => {
      await prune(1000);
      expect(await changed()).toEqual(['3 c', '4 -a', '5 -b', '6 d']);
      expect((await meta()).floor).toBe(0);
    });

    test('given all is old, then the newest commit stays, and the next change goes on from it', async () => {
      const last = await nonce(6);
      await prune(9e12);
      await prune(9e12);
      expect(await changed()).toEqual(['3 c', '6 d']);
      expect([await meta(), await nonce(6)]).toMatchObject([{ seq: 6, floor: 6 }, last]);
      await at(5000, (tx) => tx.remove([key('d')]));
      expect(await changed()).toEqual(['3 c', '7 -d']);
      expect(await nonce(7)).not.toBe(last);
    });

    test('given an earlier prune, then a later one goes on and an older one takes nothing back', async () => {
      await prune(3000);
      await prune(2000);
      expect((await meta()).floor).toBe(4);
      await prune(3001);
      expect([await changed(), await meta()]).toMatchObject([['3 c', '6 d'], { floor: 5 }]);
    });

    test('given a prune and changes in one transaction, then what is new is kept', async () => {
      await at(9000, async (tx) => {
        await tx.remove([key('c')]);
        await tx.prune(9e12);
        expect((await tx.meta()).floor).toBe(6);
        expect(await tx.nonce(7)).toBeDefined();
      });
      expect(await changed()).toEqual(['6 d', '7 -c']);
    });

    test('given commits of which nobody knows when, then they are old once a dated one after them is', async () => {
      await at(0, (tx) => tx.remove([key('c')]));
      await prune(9e12);
      expect([await changed(), await meta()]).toMatchObject([['6 d', '7 -c'], { floor: 6 }]);
      await at(5000, (tx) => tx.put([household('e')]));
      await prune(9e12);
      expect([await changed(), await meta()]).toMatchObject([['6 d', '8 e'], { floor: 8 }]);
    });

    test('given a clock that jumped ahead and was put right, then later commits decide', async () => {
      await at(8e12, (tx) => tx.put([household('e')]));
      await at(5000, (tx) => tx.put([household('f')]));
      await prune(4500);
      expect((await meta()).floor).toBe(6);
      await prune(6000);
      expect((await meta()).floor).toBe(8);
    });
  });

  describe('streams', () => {
    const stream = (id: string, device: string) => ({ id, device, lastOp: 0, safeOp: 0, left: 0, seenAt: 1 });

    test('given what devices told of themselves, then it is kept as told last', async () => {
      for (const kept of [null, false, true, null] as const) {
        const now = { ...stream('s', 'd'), app: '1.2.0-é', kept };
        expect(await store.write((tx) => tx.keepStream(now))).toEqual({ ...now, series: 1 });
        expect(await store.read((tx) => tx.stream('s'))).toEqual({ ...now, series: 1 });
      }
    });

    test('K16: given what a kiosk told of its tablet, then it is kept as told last', async () => {
      for (const health of [{ battery: 0.15, charging: false, free: 5e9 }, undefined]) {
        const told = { ...stream('s', 'd'), app: '', kept: null, ...(health && { health }) };
        await store.write((tx) => tx.keepStream(told));
        expect(await store.read((tx) => tx.stream('s'))).toEqual({ ...told, series: 1 });
      }
    });

    test('given streams of several devices, then those of some can be asked for, or all, in order', async () => {
      await store.write(async (tx) => {
        for (const [id, device] of [
          ['s', 'z'],
          ['t', 'a'],
          ['u', 'z'],
          ['v', 'b'],
        ] as const)
          await tx.keepStream({ ...stream(id, device), app: id, kept: id === 't' });
      });
      const ids = async (devices: string[] | null) =>
        (await store.read((tx) => tx.streams(devices))).map(({ id }) => id);
      expect(await ids(null)).toEqual(['s', 't', 'u', 'v']);
      expect(await ids(['z', 'b', 'none', 'z'])).toEqual(['s', 'u', 'v']);
      expect(await ids([])).toEqual([]);
      const [t] = await store.read((tx) => tx.streams(['a']));
      expect(t).toEqual({ ...stream('t', 'a'), series: 2, app: 't', kept: true });
    });
  });

  describe('watch', () => {
    test('given a watcher, when rows change, then it hears the seq of each commit, once, and of nothing else', async () => {
      const heard: number[] = [];
      await store.watch((seq) => heard.push(seq));
      await put(household('a'), household('b'));
      await store.write((tx) => tx.markErased(['a']));
      await store
        .write(async (tx) => {
          await tx.put([household('lost')]);
          throw new Error('no');
        })
        .catch(() => undefined);
      await put(household('c'));
      await expect.poll(() => heard).toEqual([2, 3]);
    });

    test('given two watchers, when one fails, then the other hears and the commit stands', async () => {
      const heard: number[] = [];
      await store.watch(() => {
        throw new Error('a watcher that fails, as this test wants it');
      });
      await store.watch((seq) => heard.push(seq));
      await put(household('a'));
      await expect.poll(() => heard).toEqual([1]);
      expect((await store.read((tx) => tx.meta())).seq).toBe(1);
    });
  });
});
