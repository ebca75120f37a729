import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '$lib/server/store/port.ts';
import { badge, invitation, memory, openStore, postgres, sqlite, stream } from './stores.ts';

/** What every store keeps of those who speak: their streams and receipts, credentials, invitations and cards. */
describe.each([memory, sqlite(), postgres()])('$name', (maker) => {
  let store: Store;
  beforeAll(() => maker.start(), 60_000);
  afterAll(() => maker.stop());
  beforeEach(async () => {
    store = await openStore(await maker.fresh());
  });
  afterEach(() => store.close());

  describe('streams and receipts', () => {
    test('given streams, then each has a series of its own, for ever', async () => {
      const series = await Promise.all(
        Array.from({ length: 10 }, (_, i) => store.write((tx) => tx.keepStream(stream(`s${i}`)))),
      );
      expect(series.map((s) => s.series).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const kept = await store.write((tx) =>
        tx.keepStream({ ...stream('s3'), lastOp: 7, left: 2, seenAt: 5e12 }),
      );
      expect(kept).toEqual({ ...series[3], lastOp: 7, left: 2, seenAt: 5e12 });
      expect(await store.read((tx) => tx.stream('s3'))).toEqual(kept);
      expect((await store.write((tx) => tx.keepStream(stream('next')))).series).toBe(11);
    });

    test('given receipts, then those asked for come in order, of this stream only', async () => {
      const results = Array.from({ length: 2500 }, (_, i) => ({ n: 2500 - i, ok: true as const }));
      await store.write(async (tx) => {
        await tx.keepReceipts('s', results);
        await tx.keepReceipts('t', [{ n: 2, ok: false, code: 'bad-arguments' }]);
        await tx.keepReceipts('t', []);
        expect(await tx.receipts('s', 1, 1)).toEqual([{ n: 1, ok: true }]);
      });
      await store.read(async (tx) => {
        expect((await tx.receipts('s', 9, 12)).map(({ n }) => n)).toEqual([9, 10, 11, 12]);
        expect(await tx.receipts('s', 1, 9999)).toHaveLength(2500);
        expect(await tx.receipts('t', 1, 9)).toEqual([{ n: 2, ok: false, code: 'bad-arguments' }]);
        expect(await tx.receipts('s', 12, 9)).toEqual([]);
      });
    });

    test('given a verified backup, when it is marked, then every op so far is safe and later ones are not', async () => {
      await store.write(async (tx) => {
        await tx.keepStream({ ...stream('s'), lastOp: 5 });
        await tx.keepStream({ ...stream('t'), lastOp: 9, safeOp: 3 });
        await tx.markSafe();
      });
      await store.write((tx) => tx.keepStream({ ...stream('s'), lastOp: 6, safeOp: 5 }));
      const safe = async (id: string) => (await store.read((tx) => tx.stream(id)))?.safeOp;
      expect([await safe('s'), await safe('t')]).toEqual([5, 9]);
    });
  });

  describe('who comes in', () => {
    test('given a credential, when a new one is set, then the old one opens nothing', async () => {
      await store.write((tx) => tx.keepCredential({ hash: 'one', device: 'd', gen: 1 }));
      await store.write((tx) => tx.keepCredential({ hash: 'two', device: 'd', gen: 4 }));
      expect(await store.read((tx) => tx.credential('one'))).toBeUndefined();
      expect(await store.read((tx) => tx.credential('two'))).toEqual({ hash: 'two', device: 'd', gen: 4 });
    });

    test('given two devices, then they cannot share a credential', async () => {
      await store.write((tx) => tx.keepCredential({ hash: 'one', device: 'd', gen: 1 }));
      const stolen = store.write((tx) => tx.keepCredential({ hash: 'one', device: 'e', gen: 1 }));
      await expect(stolen).rejects.toThrow();
      expect(await store.read((tx) => tx.credential('one'))).toMatchObject({ device: 'd' });
    });

    test('given a bump, then the generation of one device, or of all, goes up by one', async () => {
      await store.write(async (tx) => {
        await tx.keepCredential({ hash: 'one', device: 'd', gen: 1 });
        await tx.keepCredential({ hash: 'two', device: 'e', gen: 1 });
      });
      await store.write((tx) => tx.bump('d'));
      await store.write((tx) => tx.bump('nobody'));
      await store.write((tx) => tx.bump());
      const gens = await store.read(async (tx) => [await tx.credential('one'), await tx.credential('two')]);
      expect(gens.map((credential) => credential?.gen)).toEqual([3, 2]);
    });

    test('given an invitation, when it is used, then it says so', async () => {
      await store.write((tx) => tx.keepInvitation(invitation));
      expect(await store.read((tx) => tx.invitation('i'))).toEqual(invitation);
      await store.write((tx) => tx.keepInvitation({ ...invitation, usedAt: 7 }));
      expect(await store.read((tx) => tx.invitation('i'))).toEqual({ ...invitation, usedAt: 7 });
    });

    test('given one invitation and many who use it at once, then one gets in', async () => {
      await store.write((tx) => tx.keepInvitation(invitation));
      const tries = Array.from({ length: 10 }, (_, i) =>
        store.write(async (tx) => {
          const found = await tx.invitation('i');
          if (!found || found.usedAt) return false;
          await tx.keepInvitation({ ...found, usedAt: i + 1 });
          return true;
        }),
      );
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    });

    test('given a kiosk card, when a new one is given, then the old number and code open nothing', async () => {
      const keep = (card: typeof badge) => store.write((tx) => tx.keepBadge(card));
      const find = (home: string, number: string) => store.read((tx) => tx.badge(home, number));
      await keep(badge);
      await keep({ ...badge, volunteer: 'w', home: 'south', token: 'u' });
      expect(await find('north', '4711')).toEqual(badge);
      expect(await find('south', '4711')).toMatchObject({ volunteer: 'w' });
      expect(await store.read((tx) => tx.badgeOf('t'))).toEqual(badge);
      const fresh = { ...badge, number: '4712', token: 't2', tries: 3, lockedUntil: 1_800_000_000_000 };
      await keep(fresh);
      expect([await find('north', '4711'), await find('north', '4712')]).toEqual([undefined, fresh]);
      expect(await store.read((tx) => tx.badgeOf('t'))).toBeUndefined();
      expect((await store.read((tx) => tx.meta())).seq, 'no device is told').toBe(0);
    });

    test('given two volunteers, then they share neither number nor code', async () => {
      const other = { ...badge, volunteer: 'w' };
      await store.write((tx) => tx.keepBadge(badge));
      await expect(store.write((tx) => tx.keepBadge({ ...other, token: 'u' }))).rejects.toThrow();
      await expect(store.write((tx) => tx.keepBadge({ ...other, number: '1' }))).rejects.toThrow();
      await expect(
        store.write(async (tx) => {
          await tx.keepBadge({ ...badge, tries: 5 });
          throw new Error('not after all');
        }),
      ).rejects.toThrow();
      expect(await store.read((tx) => tx.badgeOf('t'))).toEqual(badge);
    });
  });
});
