import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '$lib/domain/device/device.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { row, type Row } from '$lib/domain/row.ts';
import { Clock } from '$lib/server/clock.ts';
import { Journal } from '$lib/server/journal.ts';
import { placed } from '$lib/server/placed.ts';
import type { Store } from '$lib/server/store/port.ts';
import { Tree } from '$lib/server/tree.ts';
import * as v from '../support/village.ts';
import { household, key, memory, openStore, postgres, sqlite, word } from './stores.ts';

const { NOW, HOUR, DAY } = v;

/** What the server's clock does on every kind of database, also where several servers share one. */
describe.each([memory, sqlite(), postgres()])('$name', (maker) => {
  let store: Store;
  let other: Store;
  let now = NOW;
  beforeAll(() => maker.start(), 60_000);
  afterAll(() => maker.stop());
  beforeEach(async () => {
    now = NOW;
    const url = await maker.fresh();
    store = await openStore(url, () => now);
    other = maker.lasting ? await openStore(url, () => now) : store;
  });
  afterEach(async () => {
    await store.close();
    if (other !== store) await other.close();
  });

  describe('remind', () => {
    const due = async (at: number) => (await store.read((tx) => tx.due(at, 9))).map(word);

    test('given rows, when it is said anew when to look, then that counts, and nobody sees a change', async () => {
      await store.write((tx) =>
        tx.put([{ ...household('a'), dueAt: 100 }, household('b'), { ...household('c'), dueAt: 50 }]),
      );
      const before = await store.read((tx) => tx.meta());
      const heard: number[] = [];
      await store.watch((seq) => heard.push(seq));
      await store.write(async (tx) => {
        await tx.remind([
          { ...key('a'), dueAt: 300 },
          { ...key('b'), dueAt: -7 },
          { ...key('c'), dueAt: undefined },
          { ...key('nobody'), dueAt: 1 },
        ]);
        expect((await tx.due(299, 9)).map(word)).toEqual(['b']);
      });
      expect(await due(300)).toEqual(['b', 'a']);
      expect(await store.read((tx) => tx.meta())).toEqual(before);
      const [c] = await store.read((tx) => tx.rows([key('c')]));
      expect(c).toEqual({ ...household('c'), seq: 3 });
      await store.write((tx) => tx.put([household('d')]));
      await expect.poll(() => heard).toEqual([4]);
    });

    test('given 2,500 at once, then all are reminded; given none, then nothing happens', async () => {
      const ids = Array.from({ length: 2500 }, (_, i) => `h${i}`);
      await store.write((tx) => tx.put(ids.map((id) => household(id))));
      await store.write((tx) => tx.remind(ids.map((id) => ({ ...key(id), dueAt: 1 }))));
      await store.write((tx) => tx.remind([]));
      expect(await store.read((tx) => tx.due(1, 3000))).toHaveLength(2500);
    });
  });

  const settle = (...rows: Row[]) =>
    store.write(async (tx) => {
      await tx.put(
        v
          .village()
          .all()
          .filter(isCommon)
          .map((each) => ({ row: each, home: '' })),
      );
      const tree = await new Tree().catchUp(tx);
      await tx.put(
        [
          ...v
            .village()
            .all()
            .filter((each) => !isCommon(each)),
          ...rows,
        ].map((each) => placed(each, tree, now)),
      );
    });
  const isCommon = ({ kind }: Row) => kind === 'area' || kind === 'service';
  const journal = Journal.inMemory();
  const clocks = () => [store, other].map((each) => new Clock(each, journal, () => now));
  const strikeAt = async (at: number) => {
    now = at;
    await Promise.all(clocks().map((clock) => clock.strike()));
  };
  const need = async (id = 'need') => {
    const [found] = await store.read((tx) => tx.rows([{ kind: 'need', id }]));
    return found?.row.body as Need;
  };
  const seq = async () => (await store.read((tx) => tx.meta())).seq;

  test('given two servers that strike at the same time, then each thing is said once (S23)', async () => {
    await settle(row('need', v.given(v.team(1), v.offer('bek')).need));
    await strikeAt(NOW + 23 * HOUR);
    expect((await need()).escalations).toEqual([]);
    await strikeAt(NOW + 24 * HOUR);
    const once = { to: 'grid1', at: NOW + 24 * HOUR, why: 'unanswered' };
    expect(await need()).toMatchObject({ escalations: [once], assignments: [{ status: 'lapsed' }] });
    const after = await seq();
    for (let minutes = 0; minutes < 5; minutes++) await strikeAt(NOW + 24 * HOUR + minutes * 60_000);
    expect(await seq()).toBe(after);
    await strikeAt(NOW + 48 * HOUR);
    expect((await need()).escalations.map(({ to }) => to)).toEqual(['grid1', 'village']);
  });

  test('given servers that were off for a week, then a need goes up one level and not seven', async () => {
    await settle(row('need', v.team(1, { until: '2025-08-01' })));
    await strikeAt(NOW + 7 * DAY);
    expect((await need()).escalations.map(({ to }) => to)).toEqual(['grid1']);
  });

  test('given more needs than one transaction looks at, then all are looked at, and none again', async () => {
    const many = Array.from({ length: 450 }, (_, i) => row('need', v.team(1, { id: `n${i}` })));
    await settle(...many);
    await strikeAt(NOW + 24 * HOUR);
    const all = await store.read((tx) => tx.all('need'));
    expect(all.every(({ row: one }) => one.kind === 'need' && one.body.escalations.length === 1)).toBe(true);
    expect(await store.read((tx) => tx.due(now, 9))).toEqual([]);
  });

  test('given a helper whose phone is heard now and then, then nobody is told; once it is silent, since when', async () => {
    await settle(row('need', v.given(v.team(1), v.claim('bek')).need));
    const hear = (seenAt: number) => {
      const stream = { id: 's', device: 'phone-bek', lastOp: 0, safeOp: 0, left: 0, app: '', kept: null };
      return store.write((tx) => tx.keepStream({ ...stream, seenAt }));
    };
    for (const hours of [1, 20, 40]) {
      await hear(NOW + hours * HOUR);
      await strikeAt(NOW + hours * HOUR);
    }
    await strikeAt(NOW + 63 * HOUR);
    expect((await need()).escalations).toEqual([]);
    await strikeAt(NOW + 64 * HOUR);
    expect((await need()).escalations).toEqual([
      { to: 'grid1', at: NOW + 64 * HOUR, why: 'holder-offline', heardAt: NOW + 40 * HOUR },
    ]);
  });

  test('given a helper who comes back earlier than he said, then that is noticed within the hour', async () => {
    const device: Device = { ...v.device('phone-dana', 'volunteer', 'grid2'), volunteer: 'dana' };
    const away = (until?: string) => row('volunteer', v.volunteer('dana', until ? { awayUntil: until } : {}));
    await settle(
      away('2025-07-20'),
      row('device', device),
      row('need', v.given(v.team(1), v.claim('dana')).need),
    );
    await strikeAt(NOW + 3 * DAY);
    expect((await need()).escalations).toEqual([]);
    await store.write(async (tx) => tx.put([placed(away(), await new Tree().catchUp(tx), now)]));
    await strikeAt(NOW + 3 * DAY + HOUR);
    expect((await need()).escalations.map(({ why }) => why)).toEqual(['holder-offline']);
  });

  test('given a need for which nobody came, then it is closed, and what is personal in it goes in its time', async () => {
    await settle(row('need', v.team(1)));
    for (let days = 1; days < 9; days++) await strikeAt(NOW + days * DAY);
    expect((await need()).unfilledAt).toBe(NOW + 6 * DAY);
    await strikeAt(NOW + 35.9 * DAY);
    expect((await need()).household).toBe(v.secrets.household);
    await strikeAt(NOW + 36 * DAY);
    expect(JSON.stringify(await need())).not.toMatch(/SECRET/);
  });

  describe('routines', () => {
    const posted = async () =>
      (await store.read((tx) => tx.all('need')))
        .flatMap(({ row: one }) => (one.kind === 'need' ? one.body : []))
        .sort((a, b) => (a.from < b.from ? -1 : 1));
    const days = async () => (await posted()).map(({ from }) => from.slice(5)).join(' ');

    test('given a clean every Friday, then each is posted once, three days ahead at seven, on a slip of its own (S24)', async () => {
      await settle(row('routine', v.routine()));
      await strikeAt(NOW); // Tuesday the 1st at ten: near enough to the first Friday
      expect(await days()).toBe('07-04');
      expect((await posted())[0]).toMatchObject({ note: v.secrets.note });
      await strikeAt(NOW + 7 * DAY - 3.1 * HOUR);
      expect(await days()).toBe('07-04');
      await strikeAt(NOW + 7 * DAY - 3 * HOUR);
      await strikeAt(NOW + 8 * DAY);
      expect(await days()).toBe('07-04 07-11');
      const [first, second] = await posted();
      expect(first).toMatchObject({
        ...{ from: '2025-07-04', until: '2025-07-04', household: v.secrets.household },
        ...{ postedAt: NOW, takeBy: NOW + DAY, routine: 'routine', channel: 'desk', assignments: [] },
      });
      // Nobody came on its day: it is closed, and what was noted is gone.
      expect(first).not.toHaveProperty('note');
      expect(first?.code).toMatch(/^\d{4}$/);
      expect([first?.number, second?.number]).toEqual(['1-1', '1-2']);
    });

    test('given servers that were off on a day, then that day is not posted any more', async () => {
      await settle(row('routine', v.routine()));
      await strikeAt(NOW + 5 * DAY);
      expect(await days()).toBe('');
      await strikeAt(NOW + 9 * DAY);
      expect(await days()).toBe('07-11');
    });

    test('given one that was called off, then it does not come back', async () => {
      await settle(row('routine', v.routine()));
      await strikeAt(NOW);
      const [first] = await posted();
      await store.write(async (tx) =>
        tx.put([
          placed(row('need', { ...first!, cancelledAt: NOW }), await new Tree().catchUp(tx), now),
          placed(row('routine', v.routine({ minutes: 90 })), await new Tree().catchUp(tx), now),
        ]),
      );
      await strikeAt(NOW + HOUR);
      expect((await posted()).map(({ cancelledAt }) => cancelledAt)).toEqual([NOW]);
    });

    test.each([
      ['is paused', v.routine({ paused: true })],
      ['has ended', { ...v.routine(), endedAt: NOW }],
      ['is over', v.routine({ until: '2025-07-03' })],
      ['is of a household that is not there', v.routine({ household: 'nobody' })],
    ])('given one that %s, then nothing is posted', async (_, routine) => {
      await settle(row('routine', routine));
      for (let day = 0; day < 9; day++) await strikeAt(NOW + day * DAY);
      expect(await days()).toBe('');
    });

    test('given one of a service that is out of season or switched off, then nothing is posted until it is offered', async () => {
      const season = { from: '07-10', until: '08-31' };
      await settle(row('routine', v.routine()));
      await store.write((tx) =>
        tx.put([{ row: row('service', { ...v.services.cleaning, season }), home: '' }]),
      );
      for (let day = 0; day < 9; day++) await strikeAt(NOW + day * DAY);
      expect(await days()).toBe('07-11');
    });

    test('given one that ended, then its row goes after thirty days, and the household with it', async () => {
      await settle(row('routine', { ...v.routine(), endedAt: NOW }));
      await strikeAt(NOW + 29.9 * DAY);
      expect(await store.read((tx) => tx.all('routine'))).toHaveLength(1);
      await strikeAt(NOW + 30 * DAY);
      expect(await store.read((tx) => tx.all('routine'))).toEqual([]);
    });

    test.each([
      ['an application', row('application', v.application), v.application.at],
      ['a gathering', row('gathering', v.gathering), v.gathering.startsAt],
      ['a notice', row('sheet', { ...v.sheet, until: '2025-07-01' }), Date.UTC(2025, 6, 1, 16)],
    ])('S07: given %s, then it goes thirty days after its time, and not before', async (_, one, at) => {
      await settle(one);
      await strikeAt(at + 29.9 * DAY);
      expect(await store.read((tx) => tx.all(one.kind))).toHaveLength(1);
      await strikeAt(at + 30 * DAY);
      expect(await store.read((tx) => tx.all(one.kind))).toEqual([]);
    });

    test('given a household that only a routine leads to, then it is kept as long as the routine is', async () => {
      await settle(row('routine', v.routine({ from: '2026-01-01' })));
      await strikeAt(NOW + 40 * DAY);
      expect((await store.read((tx) => tx.all('household'))).map(word)).toEqual([v.secrets.household]);
    });
  });
});
