import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '$lib/domain/command.ts';
import {
  household,
  markers,
  onlookerNames,
  people,
  places,
  Scene,
  told,
  type Name,
  type Person,
  type Place,
} from './onlookers.ts';

/**
 * Asks the endpoint as everybody for everything, and reads the raw text of the answers (SPEC V1–V7). What each may know is
 * written down here by hand: it does not ask `project`.
 */
const HOUR = 60 * 60_000;
const WIPE = /^\{"wipe":true,"lastOp":\d+,"results":\[\]\}$/;

const ofHousehold = (at: Place) =>
  ['name', 'phone', 'place', 'household', 'note', 'code', 'need'].map((x) => `${x} ${at}`);
const of = (...persons: Person[]) => persons.flatMap((each) => [`person ${each}`, `mobile ${each}`]);
const devices = (...names: Name[]) => names.map((each) => `device ${each}`);
const village = ['need grid', 'need grid2', 'person anna', 'person dil', 'person gul'];

/** What each may always know, whatever becomes of the needs. */
const always: Record<Name, string[]> = {
  administrator: Object.keys(markers),
  awayCoordinator: [...ofHousehold('far'), ...of('fay'), ...devices('awayCoordinator')],
  villageCoordinator: [
    ...ofHousehold('grid'),
    ...ofHousehold('grid2'),
    ...of('anna', 'bek', 'dil', 'gul'),
    ...devices('villageCoordinator', 'gridCoordinator', 'kiosk', 'anna', 'bek', 'dil'),
  ],
  gridCoordinator: [
    ...ofHousehold('grid'),
    ...of('anna', 'bek', 'dil'),
    ...devices('gridCoordinator', 'anna', 'bek', 'dil'),
  ],
  kiosk: [...village, 'code grid', 'code grid2', 'device kiosk'],
  anna: [...village, 'person bek', 'mobile anna', 'device anna'],
  bek: [...village, 'person bek', 'mobile bek', 'device bek'],
  dil: [...village, 'person bek', 'mobile dil', 'device dil'],
  cem: ['need other', ...of('cem'), 'device cem'],
};
const contact = ['name grid', 'phone grid', 'place grid'];
const atWork = [...contact, 'note grid'];

describe.each(['memory:', ':memory:'])('in a store at %s', (url) => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open(url);
    for (const onlooker of scene.onlookers.values()) await onlooker.hear();
  });
  afterEach(() => scene.store.close());

  const say = (name: Name, ...commands: Command[]) => scene.who(name).say(...commands);
  const claim: Command = { name: 'need.claim', args: { id: 'need-grid' } };
  const withdraw: Command = { name: 'need.withdraw', args: { id: 'need-grid' } };
  const offer = (volunteer: Person): Command => ({
    name: 'need.offer',
    args: { id: 'need-grid', volunteer },
  });
  const finish: Command = { name: 'need.finish', args: { id: 'need-grid', result: 'done', minutes: 60 } };
  const cancel: Command = { name: 'need.cancel', args: { id: 'need-grid' } };
  const rate = (face: 'good' | 'bad'): Command => ({
    name: 'need.rate',
    args: {
      ...{ id: 'need-grid', code: '8117', face, proxy: false },
      repair: { id: 'repair', number: '1-9999', code: '9999' },
    },
  });

  /** Everybody knows what he always may, without what is `gone`, and, those named, so much more: in whole, in small pages, and from what is new. */
  async function expectKnown(more: Partial<Record<Name, string[]>> = {}, gone: string[] = []) {
    for (const name of onlookerNames) {
      const onlooker = scene.who(name);
      const known = [...always[name], ...(more[name] ?? [])].filter((word) => !gone.includes(word));
      const may = [...new Set(known)].sort();
      for (const limit of [2000, 7, 1]) {
        const text = await onlooker.everything(limit);
        const rows = text.replace(/"del":\{[^}]*\}/g, '');
        expect({ name, limit, knows: told(rows).sort() }).toEqual({ name, limit, knows: may });
      }
      const fresh = await onlooker.hear();
      const unfit = told(fresh.replace(/"del":\{[^}]*\}/g, '')).filter((word) => !may.includes(word));
      expect({ name, told: unfit }).toEqual({ name, told: [] });
      expect({ name, holds: told(onlooker.holds()).sort() }).toEqual({ name, holds: may });
    }
  }

  test('S09: before anybody has taken it, nobody knows more than he always may (V1, V4, V6)', () =>
    expectKnown());

  test('offered, and declined', async () => {
    await say('gridCoordinator', offer('anna'));
    await expectKnown();
    await say('anna', { name: 'need.decline', args: { id: 'need-grid' } });
    await expectKnown();
  });

  test('offered, and lapsed or taken back', async () => {
    await say('gridCoordinator', offer('anna'), {
      name: 'need.withdraw',
      args: { id: 'need-grid', volunteer: 'anna' },
    });
    await expectKnown();
  });

  test('S09: accepted: the helper has name, phone, place and note; and the newest of each', async () => {
    await say('gridCoordinator', offer('anna'));
    await say('anna', { name: 'need.accept', args: { id: 'need-grid' } });
    await expectKnown({ anna: atWork });
    await say('anna', { name: 'need.start', args: { id: 'need-grid' } });
    await expectKnown({ anna: atWork });
    const moved = { ...household('grid'), phone: '13900001111' };
    await say('villageCoordinator', { name: 'household.keep', args: moved });
    for (const name of onlookerNames) {
      const knows = (await scene.who(name).everything(2000)).includes(moved.phone);
      const hears = (await scene.who(name).hear()).includes(moved.phone);
      const entitled = ['administrator', 'villageCoordinator', 'gridCoordinator', 'anna'].includes(name);
      expect([name, knows]).toEqual([name, entitled]);
      // Whoever said it has heard it already, in the answer.
      expect([name, hears]).toEqual([name, entitled && name !== 'villageCoordinator']);
    }
  });

  test('taken: who has it is for the team and those on standby, the household not for standby (V5)', async () => {
    await say('anna', claim);
    await say('dil', claim);
    await expectKnown({ anna: atWork });
    for (const name of ['bek', 'kiosk', 'cem'] as const)
      for (const limit of [2000, 1])
        expect(await scene.who(name).everything(limit)).not.toMatch(/"volunteer":"(anna|dil)"/);
    expect(await scene.who('dil').everything(2000)).toContain('"volunteer":"anna"');
    expect(await scene.who('anna').everything(2000)).not.toContain('"volunteer":"dil"');
  });

  test('withdrawn: nothing more; the standby has it when he has said yes', async () => {
    await say('anna', claim);
    await say('dil', claim);
    await say('anna', withdraw);
    await expectKnown();
    await say('dil', { name: 'need.accept', args: { id: 'need-grid' } });
    await expectKnown({ dil: atWork });
  });

  test('sent away by the coordinator, or reported absent', async () => {
    await say('anna', claim);
    await expectKnown({ anna: atWork });
    await say('gridCoordinator', { name: 'need.absent', args: { id: 'need-grid', volunteer: 'anna' } });
    await expectKnown();
  });

  test('cancelled', async () => {
    await say('anna', claim);
    await say('anna', { name: 'need.start', args: { id: 'need-grid' } });
    await say('gridCoordinator', cancel);
    await expectKnown({}, ['note grid']);
  });

  test('done after it was cancelled: the report gives nothing back', async () => {
    await say('anna', claim);
    await say('gridCoordinator', cancel);
    await say('anna', finish);
    await expectKnown({}, ['note grid']);
  });

  test('S03, S09: finished: for a day, to the millisecond, without the note', async () => {
    await say('anna', claim);
    await say('anna', finish);
    await expectKnown({ anna: contact });
    scene.now += 24 * HOUR - 1;
    await expectKnown({ anna: contact });
    scene.now += 1;
    await expectKnown();
    scene.now += 1000 * HOUR;
    await expectKnown();
  });

  test('finished, and then found bad: the repair is another need, and nobody’s yet', async () => {
    await say('anna', claim);
    await say('anna', finish);
    scene.now += HOUR;
    await say('kiosk', rate('bad'));
    await expectKnown({ anna: contact });
    for (const name of onlookerNames) {
      const text = await scene.who(name).everything(2000);
      const knows = ['administrator', 'villageCoordinator', 'gridCoordinator', 'kiosk'].includes(name);
      expect([name, text.includes('"9999"')]).toEqual([name, knows]);
    }
    scene.now += 23 * HOUR;
    await expectKnown();
  });

  test('closed by the household before the helper has said so: for a day', async () => {
    await say('anna', claim);
    await say('kiosk', rate('good'));
    scene.now += 24 * HOUR - 1;
    for (const limit of [2000, 1])
      expect(told(await scene.who('anna').everything(limit))).toEqual(expect.arrayContaining(contact));
    scene.now += 1;
    await expectKnown({}, ['note grid']);
  });

  test('revoked: nothing but the word to forget', async () => {
    await say('anna', claim);
    await expectKnown({ anna: atWork });
    const phones = await scene.store.read((tx) => tx.children('device', 'anna'));
    for (const { row } of phones) await say('administrator', { name: 'device.revoke', args: { id: row.id } });
    for (const limit of [2000, 1]) expect(await scene.who('anna').everything(limit)).toMatch(WIPE);
    await scene.who('anna').hear();
    expect(told(scene.who('anna').holds())).toEqual([]);
    // Her next phone is given what her work allows, and no more.
    await scene.letIn('anna');
    expect(told(await scene.who('anna').everything(1)).sort()).toEqual([...always.anna, ...atWork].sort());
  });

  test('a volunteer who left is told to forget, and is gone for the village', async () => {
    const { area, name } = { area: 'grid', name: '志愿者-anna.' };
    const blank = { skills: [], posts: [], tools: [], languages: [], free: [], weeklyHours: 0, wall: true };
    await say('administrator', {
      name: 'volunteer.keep',
      args: { id: 'anna', area, name, ...blank, status: 'left' },
    });
    expect(await scene.who('anna').everything(1)).toMatch(WIPE);
    for (const onlooker of ['bek', 'dil', 'kiosk'] as const)
      expect(told(await scene.who(onlooker).everything(7))).not.toContain('person anna');
  });

  test('what a kiosk says is not said back to it (V3)', async () => {
    const [at] = places;
    const said = {
      ...household(at),
      id: 'household-new',
      name: '新屋主',
      phone: '13012340000',
      place: '新门牌',
    };
    const text = await say(
      'kiosk',
      { name: 'household.keep', args: said },
      {
        name: 'need.post',
        args: {
          ...{ id: 'new', number: '2-1', code: '7117', area: at, service: 'carrying', household: said.id },
          ...{
            note: '新便条',
            goods: [],
            places: [{}],
            minutes: 60,
            from: '2027-01-01',
            until: '2027-01-02',
          },
          ...{ urgent: false, channel: 'kiosk' },
        },
      },
    );
    expect(text).toContain('"7117"');
    expect(text).not.toMatch(/新屋主|13012340000|新门牌|新便条|household-new/);
    expect(await scene.who('kiosk').everything(1)).not.toMatch(
      /新屋主|13012340000|新门牌|新便条|household-new/,
    );
    expect(await scene.who('gridCoordinator').everything(1)).toMatch(/新便条/);
  });

  test('a refusal tells nothing of what it refuses', async () => {
    const { cursor } = scene.who('kiosk');
    const at = scene.now;
    const ops = [
      {
        n: 1,
        name: 'household.keep' as const,
        v: 1,
        args: { ...household('grid'), phone: '13100000000' },
        at,
      },
      { n: 2, name: 'need.rate' as const, v: 1, args: { ...rate('good').args, code: '0000' }, at },
    ];
    const text = await scene.who('kiosk').ask(ops, cursor, 50);
    expect(text).toContain('not-allowed');
    expect(text).toContain('wrong-code');
    expect(told(text.replace(/"you":\{[^}]*\}/, ''))).toEqual([]);
  });

  test('an app too old for rows gets none (S15)', async () => {
    const onlooker = scene.who('administrator');
    const { recognise } = await import('$lib/server/identity/identity.ts');
    const caller = await recognise(scene.store, onlooker.secret);
    if (!caller || caller.revoked) throw new Error('gone');
    const request = {
      protocol: 2,
      stream: onlooker.stream,
      cursor: null,
      ops: [],
      left: 0,
      limit: 2000,
      sent: 0,
      app: '',
      kept: null,
      keeps: [],
    };
    const text = JSON.stringify(await scene.receiver.receive(request, caller, scene.now));
    expect(JSON.parse(text)).toMatchObject({ upgrade: true });
    expect(told(text)).toEqual([]);
  });

  test('what is to be forgotten is never more than an id of one’s own village, of a kind one may hold (V7)', async () => {
    await say('anna', claim);
    await say('dil', claim);
    await say('anna', withdraw);
    for (const at of places)
      await say('administrator', { name: 'household.keep', args: { ...household(at), phone: '131' } });
    const phones = await scene.store.read((tx) => tx.all('device'));
    for (const { row } of phones)
      await say('administrator', { name: 'device.rename', args: { id: row.id, name: '改' } });
    await say(
      'administrator',
      { name: 'need.cancel', args: { id: 'need-far' } },
      { name: 'need.cancel', args: { id: 'need-other' } },
    );
    for (const name of onlookerNames) {
      const onlooker = scene.who(name);
      await onlooker.hear();
      for (const limit of [2000, 7, 1]) await onlooker.everything(limit);
      const coordinates = name === 'administrator' || name.endsWith('Coordinator');
      const kinds = new Set(onlooker.forgotten.map(({ kind }) => kind));
      if (!coordinates)
        for (const kind of ['household', 'device', 'quarantine', 'routine'])
          expect([name, kinds.has(kind)]).toEqual([name, false]);
      if (name !== 'anna' && name !== 'dil') expect([name, kinds.has('contact')]).toEqual([name, false]);
      const home = name === 'cem' ? ['other'] : name === 'awayCoordinator' ? ['far'] : ['grid', 'grid2'];
      const allowed = new Set([
        ...home.flatMap((at) => [`need-${at}`, `household-${at}`]),
        ...Object.entries(people).flatMap(([person, at]) => (home.includes(at) ? [person] : [])),
      ]);
      const ids = onlooker.forgotten.filter(
        ({ kind }) => kind === 'need' || kind === 'household' || kind === 'volunteer',
      );
      if (name !== 'administrator')
        expect({ name, leaks: ids.filter(({ id }) => !allowed.has(id)) }).toEqual({ name, leaks: [] });
    }
  });
});
