import { describe, expect, test } from 'vitest';
import type { Arguments, Name } from '$lib/domain/command.ts';
import { bearer, clock, type Who } from '$lib/domain/device/device.ts';
import { may } from '$lib/domain/may.ts';
import { row } from '$lib/domain/row.ts';
import * as v from '../../support/village.ts';

const ask = v.team(1);
const slip = { id: 'repair', number: '7-2', code: '1111' };
const changed = { ...v.outcome(), id: 'need' };
const bek = v.volunteer('bek');
const next = v.need({ id: 'elsewhere', area: 'next-grid' });
const nextHome = { ...v.household, id: 'next-home', area: 'next-grid' };
const world = v.village(ask, next);
const held = {
  id: 'held',
  area: 'grid1',
  who: v.phone('bek'),
  command: v.command('need.claim', { id: 'need' }),
  at: 0,
};
world.put([
  row('application', v.application),
  row('clip', v.clip),
  row('sheet', v.sheet),
  row('gathering', v.gathering),
]);
world.put([row('household', nextHome), row('quarantine', held), row('routine', v.routine())]);

const said: { [N in Name]: Arguments[N] } = {
  'need.post': { ...ask, id: 'new', code: '1111' },
  'need.edit': { id: 'need', changes: {} },
  'need.cancel': { id: 'need' },
  'need.offer': { id: 'need', volunteer: 'bek' },
  'need.assign': { id: 'need', volunteer: 'bek' },
  'need.claim': { id: 'need' },
  'need.accept': { id: 'need' },
  'need.decline': { id: 'need' },
  'need.withdraw': { id: 'need', volunteer: 'bek' },
  'need.absent': { id: 'need', volunteer: 'bek' },
  'need.start': { id: 'need' },
  'need.finish': changed,
  'need.report': changed,
  'need.rate': { id: 'need', code: v.secrets.code, face: 'good', proxy: false, repair: slip },
  'need.reopen': { id: 'need', repair: slip },
  'need.escalate': { id: 'need', why: 'unanswered' },
  'need.lapse': { id: 'need', volunteer: 'bek' },
  'need.give-up': { id: 'need' },
  'household.keep': { ...v.household, id: 'new-home' },
  'volunteer.keep': bek,
  'volunteer.away': { id: 'bek' },
  'area.keep': { id: 'grid1', parent: 'village', level: 'grid', name: { 'zh-CN': 'x' } },
  'service.keep': v.services.hay,
  'routine.keep': v.routine(),
  'routine.end': { id: 'routine' },
  'device.rename': { id: 'phone-bek', name: 'x' },
  'device.revoke': { id: 'phone-bek' },
  'need.ask-erasure': { id: 'need', code: v.secrets.code },
  'need.pledge': { id: 'need', item: '面粉', quantity: 1 },
  'need.deliver': { id: 'need', item: '面粉', quantity: 1 },
  'need.reveal': { id: 'need' },
  'need.hand-over': { id: 'need', phone: 'hash' },
  'household.reveal': { id: v.household.id },
  'volunteer.available': { id: 'bek', free: [], weeklyHours: 2 },
  'volunteer.show': { id: 'bek', wall: false },
  'application.post': { id: 'new', area: 'grid1', name: 'x', skills: [] },
  'application.close': { id: 'application' },
  'device.guard': { id: 'kiosk', pin: { salt: 's', hash: 'h', rounds: 600_000 } },
  'clip.keep': {
    ...{
      id: 'a:ug',
      area: 'village',
      prompt: 'a',
      locale: 'ug',
      type: 'audio/webm',
      data: 'AAAA',
      length: 9,
    },
  },
  'clip.drop': { id: 'clip' },
  'sheet.keep': { ...v.sheet, id: 'new' },
  'sheet.drop': { id: 'sheet' },
  'gathering.keep': { ...v.asKept(v.gathering), id: 'new' },
  'gathering.cancel': { id: 'gathering' },
  'gathering.join': { id: 'gathering' },
  'gathering.leave': { id: 'gathering' },
  'gathering.came': { id: 'gathering' },
  'household.erase': { id: v.household.id },
  'quarantine.accept': { id: 'held' },
  'quarantine.dismiss': { id: 'held' },
};

const speakers: [string, Who][] = [
  ['kiosk', v.kiosk],
  ['bek', v.phone('bek')],
  ['chen', v.phone('chen')],
  ['outsider', v.phone('outsider')],
  ['desk', v.desk],
  ['grid2', v.gridDesk],
  ['next', v.nextDesk],
  ['township', v.townshipDesk],
  ['admin', v.administrator],
  ['clock', clock],
  ['slip', bearer('need', 'grid1')],
];

// The need, the household and bek are of grid1 in the village; 'grid2' coordinates another grid of it, 'next' the village next door.
const law = `
  need.post       kiosk                    desk township admin  clock
  need.edit                                desk township admin
  need.cancel                              desk township admin        slip
  need.offer                               desk township admin
  need.assign                              desk township admin
  need.claim            bek chen
  need.accept           bek chen outsider
  need.decline          bek chen outsider
  need.withdraw         bek                desk township admin
  need.absent                              desk township admin
  need.start            bek chen outsider
  need.finish           bek chen
  need.report           bek chen
  need.rate       kiosk                    desk township admin        slip
  need.reopen                              desk township admin
  need.escalate                                                 clock
  need.lapse                                                    clock
  need.give-up                             desk township admin  clock
  household.keep  kiosk                    desk township admin
  volunteer.keep                           desk township admin
  volunteer.away        bek                desk township admin
  area.keep                                desk township admin
  service.keep                                           admin
  routine.keep                             desk township admin
  routine.end                              desk township admin
  device.rename                            desk township admin
  device.revoke         bek                desk township admin
  need.ask-erasure kiosk                                              slip
  need.pledge           bek chen
  need.deliver          bek chen
  need.reveal                              desk township admin
  need.hand-over                                                      slip
  household.reveal                         desk township admin
  volunteer.available   bek                desk township admin
  volunteer.show        bek                desk township admin
  application.post kiosk                   desk township admin
  application.close                        desk township admin
  device.guard                             desk township admin
  clip.keep       kiosk                    desk township admin
  clip.drop       kiosk                    desk township admin
  sheet.keep                               desk township admin
  sheet.drop                               desk township admin
  gathering.keep                           desk township admin
  gathering.cancel                         desk township admin
  gathering.join        bek chen
  gathering.leave       bek chen
  gathering.came        bek chen
  household.erase                          desk township admin        slip
  quarantine.accept                        desk township admin
  quarantine.dismiss                       desk township admin
`;
const allowed = new Map(
  law
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([name = '', ...who]) => [name, new Set(who)] as const),
);

describe('who may say what', () => {
  test('the table knows every command', () => {
    expect([...allowed.keys()].sort()).toEqual(Object.keys(said).sort());
  });

  const cases = (Object.keys(said) as Name[]).flatMap((name) =>
    speakers.map(([speaker, who]) => [name, speaker, allowed.get(name)?.has(speaker) ?? false, who] as const),
  );
  test.each(cases)('%s by %s: %s', (name, _, expected, who) => {
    expect(may(who, v.command(name, said[name]), world)).toBe(expected);
  });
});

describe('the edges of reach', () => {
  test('whoever carries a device signs it out, but nobody signs out the kiosk that stands there for all', () => {
    expect(may(v.kiosk, v.command('device.revoke', { id: v.kiosk.device }), world)).toBe(false);
    expect(may(v.phone('chen'), v.command('device.revoke', { id: v.phone('chen').device }), world)).toBe(
      true,
    );
  });

  test('what an administrator said after he was shut out is not for others to take up', () => {
    world.put([row('quarantine', { ...held, id: 'high', who: v.administrator })]);
    expect(may(v.desk, v.command('quarantine.accept', { id: 'high' }), world)).toBe(false);
    expect(may(v.administrator, v.command('quarantine.accept', { id: 'high' }), world)).toBe(true);
  });

  test('a kiosk tells of a household once and never changes one', () => {
    expect(may(v.kiosk, v.command('household.keep', { ...v.household, id: 'new' }), world)).toBe(true);
    expect(may(v.kiosk, v.command('household.keep', v.household), world)).toBe(false);
    expect(may(v.nextKiosk, v.command('household.keep', { ...v.household, id: 'new' }), world)).toBe(false);
  });

  test('S04: a slip erases the household that the kiosk wrote down for it, and no other', () => {
    const bears = (need: string) => bearer(need, 'grid1');
    const erase = v.command('household.erase', { id: v.household.id });
    expect(may(bears('need'), erase, world)).toBe(true);
    world.put([row('need', v.team(1, { id: 'others', household: 'next-home' }))]);
    expect(may(bears('others'), erase, world)).toBe(false);
    expect(may(bears('nowhere'), erase, world)).toBe(false);
    const need = world.get('need', 'need');
    world.put(need ? [row('need', { ...need, channel: 'desk' })] : []);
    expect(may(bears('need'), erase, world)).toBe(false);
  });

  test('a kiosk and a volunteer stay in their village', () => {
    expect(may(v.kiosk, v.command('need.post', { ...ask, code: '1', area: 'next-grid' }), world)).toBe(false);
    expect(may(v.kiosk, v.command('need.rate', { ...said['need.rate'], id: 'elsewhere' }), world)).toBe(
      false,
    );
    expect(may(v.phone('bek'), v.command('need.claim', { id: 'elsewhere' }), world)).toBe(false);
  });

  test('nobody pulls a household or a volunteer of others over to himself', () => {
    const mine = (id: string, area: string) => ({ ...v.household, id, area });
    expect(may(v.desk, v.command('household.keep', mine('next-home', 'grid1')), world)).toBe(false);
    expect(may(v.desk, v.command('household.keep', mine(v.household.id, 'next-grid')), world)).toBe(false);
    expect(
      may(v.desk, v.command('volunteer.keep', { ...v.volunteer('outsider'), area: 'grid1' }), world),
    ).toBe(false);
  });

  test('a volunteer withdraws himself and nobody else', () => {
    expect(may(v.phone('bek'), v.command('need.withdraw', { id: 'need' }), world)).toBe(true);
    expect(may(v.phone('bek'), v.command('need.withdraw', { id: 'need', volunteer: 'bek' }), world)).toBe(
      true,
    );
    expect(may(v.phone('bek'), v.command('need.withdraw', { id: 'need', volunteer: 'chen' }), world)).toBe(
      false,
    );
  });

  test('a coordinator withdraws others, but has no work of his own to withdraw from', () => {
    expect(may(v.desk, v.command('need.withdraw', { id: 'need' }), world)).toBe(false);
  });

  test('the tree grows below one’s own area only, and gets no second root', () => {
    const area = { id: 'new', level: 'group' as const, name: { 'zh-CN': 'x' } };
    expect(may(v.desk, v.command('area.keep', { ...area, parent: 'grid1' }), world)).toBe(true);
    expect(may(v.desk, v.command('area.keep', { ...area, parent: 'next-grid' }), world)).toBe(false);
    expect(may(v.administrator, v.command('area.keep', { ...area, parent: null }), world)).toBe(false);
  });

  test('a coordinator of a village does not lock out an administrator', () => {
    world.put([row('device', v.device('office', 'administrator', 'village'))]);
    expect(may(v.desk, v.command('device.revoke', { id: 'office' }), world)).toBe(false);
    expect(may(v.administrator, v.command('device.revoke', { id: 'office' }), world)).toBe(true);
  });

  test('a volunteer of another village cannot put hours on a need that he was never given', () => {
    expect(may(v.phone('outsider'), v.command('need.finish', changed), world)).toBe(false);
    expect(may(v.phone('outsider'), v.command('need.report', changed), world)).toBe(false);
  });
});
