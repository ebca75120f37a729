import { describe, expect, test } from 'vitest';
import type { Who } from '$lib/domain/device/device.ts';
import { clock } from '$lib/domain/device/device.ts';
import type { NeedCommand } from '$lib/domain/need/decide.ts';
import { held, status, type Need } from '$lib/domain/need/need.ts';
import { contactFor, project } from '$lib/domain/project.ts';
import { row, type Row } from '$lib/domain/row.ts';
import * as v from '../../support/village.ts';
import { claim, decline, given, NOW, offer, secrets, team, withdraw } from '../../support/village.ts';

const here = v.village();
const sees = (one: Row, who: Who) => project(one, who, here);
const ids = (kind: Row['kind'], who: Who) =>
  here
    .all()
    .filter((each) => each.kind === kind && sees(each, who))
    .map((each) => each.id)
    .sort();

function seen(need: Need, who: Who): Need {
  const shown = sees(row('need', need), who);
  if (shown?.kind !== 'need') throw new Error('not seen');
  return shown.body;
}

const everybody: [string, Who][] = [
  ['kiosk', v.kiosk],
  ['next-kiosk', v.nextKiosk],
  ['bek', v.phone('bek')],
  ['outsider', v.phone('outsider')],
  ['desk', v.desk],
  ['grid2', v.gridDesk],
  ['next', v.nextDesk],
  ['township', v.townshipDesk],
  ['admin', v.administrator],
  ['clock', clock],
];

describe('who sees which rows', () => {
  // The household, the need and phone-bek are of grid1; aman and dana agreed to the wall.
  const village = 'village grid1 grid2 grid3 group1 group2 group3 pasture';
  const fellows = 'aman bek chen dana erlan fatima';
  const matrix: Record<
    string,
    { area: string; household: boolean; need: boolean; volunteer: string; device: string }
  > = {
    kiosk: {
      area: `county township ${village}`,
      household: false,
      need: true,
      volunteer: 'aman dana',
      device: 'kiosk',
    },
    'next-kiosk': {
      area: 'county township next next-grid',
      household: false,
      need: false,
      volunteer: 'outsider',
      device: 'next-kiosk',
    },
    bek: {
      area: `county township ${village}`,
      household: false,
      need: true,
      volunteer: fellows,
      device: 'phone-bek',
    },
    outsider: {
      area: 'county township next next-grid',
      household: false,
      need: false,
      volunteer: 'outsider',
      device: '',
    },
    desk: {
      area: `county township ${village}`,
      household: true,
      need: true,
      volunteer: `${fellows} gone`,
      device: 'desk kiosk phone-bek',
    },
    grid2: {
      area: 'county township village grid2 group2',
      household: false,
      need: false,
      volunteer: 'chen dana',
      device: '',
    },
    next: {
      area: 'county township next next-grid',
      household: false,
      need: false,
      volunteer: 'outsider',
      device: 'next-kiosk',
    },
    township: {
      area: `county township next next-grid ${village}`,
      household: true,
      need: true,
      volunteer: `${fellows} gone outsider`,
      device: 'desk kiosk next-kiosk phone-bek',
    },
    admin: {
      area: `county township next next-grid ${village}`,
      household: true,
      need: true,
      volunteer: `${fellows} gone outsider`,
      device: 'desk kiosk next-kiosk phone-bek',
    },
    clock: { area: '', household: false, need: false, volunteer: '', device: '' },
  };
  const words = (text: string) => text.split(' ').filter(Boolean).sort();

  test.each(everybody)('%s', (name, who) => {
    const expected = matrix[name];
    if (!expected) throw new Error(`no line for ${name}`);
    expect(ids('area', who)).toEqual(words(expected.area));
    expect(ids('service', who)).toEqual(['cleaning', 'haircut', 'hay', 'place']);
    expect(ids('household', who).length > 0).toBe(expected.household);
    expect(!!sees(row('need', v.need()), who)).toBe(expected.need);
    expect(ids('volunteer', who)).toEqual(words(expected.volunteer));
    expect(ids('device', who)).toEqual(words(expected.device));
  });

  test('what hangs on an area that is not known is shown to nobody but its own', () => {
    const lost = row('need', v.need({ area: 'none' }));
    for (const [, who] of everybody) expect(sees(lost, who)).toBeUndefined();
    const stranger = row('volunteer', v.volunteer('stranger', { area: 'none', wall: true }));
    for (const [, who] of everybody) expect(sees(stranger, who)).toBeUndefined();
  });
});

describe('what a volunteer’s row tells', () => {
  const fellow = v.volunteer('dana', {
    area: 'grid2',
    skills: ['hay'],
    posts: ['hay'],
    tools: ['van'],
    languages: ['kk'],
    free: ['mon-am'],
    weeklyHours: 7,
    mentor: 'aman',
    wall: true,
    awayUntil: '2025-07-09',
  });
  const dana = row('volunteer', fellow);
  const card = { id: 'dana', name: 'dana', area: 'grid2', wall: true, status: 'active' };
  const blank = { tools: [], languages: [], free: [], weeklyHours: 0 };

  test('all, to himself and to his coordinators', () => {
    for (const who of [v.phone('dana'), v.desk, v.gridDesk, v.townshipDesk])
      expect(sees(dana, who)).toEqual(dana);
  });

  test('the name, to a fellow', () => {
    expect(sees(dana, v.phone('bek'))?.body).toEqual({ ...card, ...blank, skills: [], posts: [] });
  });

  test('what he is good at, on the wall, where he agreed to it', () => {
    expect(sees(dana, v.kiosk)?.body).toEqual({ ...card, ...blank, skills: ['hay'], posts: ['hay'] });
    expect(sees(row('volunteer', { ...fellow, wall: false }), v.kiosk)).toBeUndefined();
  });

  test('nothing, once he left', () => {
    const left = row('volunteer', { ...fellow, status: 'left' });
    expect(sees(left, v.kiosk)).toBeUndefined();
    expect(sees(left, v.phone('bek'))).toBeUndefined();
    expect(sees(left, v.desk)).toEqual(left);
  });
});

describe('what a need tells', () => {
  const posted = team(2);
  const some = (...said: NeedCommand[]) => given(posted, ...said).need;

  test('all, to a coordinator', () => {
    const need = some(claim('bek'), v.report('chen'));
    for (const who of [v.desk, v.townshipDesk, v.administrator]) expect(seen(need, who)).toEqual(need);
  });

  test('the code but no household and no note, to the kiosk', () => {
    expect(seen(posted, v.kiosk)).toEqual(v.less(posted, 'household', 'note'));
  });

  test('S03, S09: neither code nor household nor note, to a volunteer', () => {
    expect(seen(posted, v.phone('bek'))).toEqual(v.less(posted, 'household', 'note', 'code'));
  });

  test('the place, where the need is about a place', () => {
    const bridge = v.less(team(1, { spot: 'bridge' }), 'household');
    expect(seen(bridge, v.phone('bek')).spot).toBe('bridge');
    expect(seen(bridge, v.kiosk).spot).toBe('bridge');
  });

  test.each([
    ['before an answer', [offer('bek')], false],
    ['once he agreed', [claim('bek')], true],
    ['while he is at work', [claim('bek'), v.start('bek')], true],
    ['once he finished', [claim('bek'), v.finish('bek')], false],
    ['while he stands by', [claim('chen'), claim('dana'), claim('bek')], false],
    ['after he declined', [offer('bek'), decline('bek')], false],
    ['after he withdrew', [claim('bek'), withdraw('bek')], false],
    ['after he was absent', [claim('bek'), v.absent('bek')], false],
    ['while only another holds it', [claim('chen')], false],
  ] as const)('the note, to a helper %s: %s', (_, said, expected) => {
    expect(seen(some(...said), v.phone('bek')).note).toBe(expected ? secrets.note : undefined);
  });

  test.each([
    ['before an answer', [offer('bek')], null],
    ['once he agreed', [claim('bek')], 'chen'],
    ['while he stands by', [claim('dana'), claim('bek')], 'chen'],
    ['once he finished', [claim('bek'), v.finish('bek')], 'chen'],
    ['after he declined', [offer('bek'), decline('bek')], null],
    ['after he withdrew', [claim('bek'), withdraw('bek')], null],
  ] as const)('who else is on it, to a helper %s: %s', (_, said, expected) => {
    const need = seen(some(claim('chen', undefined, NOW + 3), ...said), v.phone('bek'));
    const [other] = need.assignments.filter((each) => each.takenAt === NOW + 3);
    expect(other?.volunteer).toBe(expected);
  });

  test('who is on it, to nobody at the kiosk; and who declined or stands by, to no fellow', () => {
    const need = some(offer('erlan'), decline('erlan'), claim('bek'), claim('chen'), claim('dana'));
    expect(seen(need, v.kiosk).assignments.map((each) => each.volunteer)).toEqual([null, null, null, null]);
    const names = seen(need, v.phone('bek')).assignments.map((each) => each.volunteer);
    expect(names).toEqual([null, 'bek', 'chen', null]);
  });

  test('his own reports and no others, to a volunteer', () => {
    const need = some(
      v.report('bek'),
      v.report('chen', 'partly'),
      claim('dana'),
      v.rate('good'),
      v.rate('bad', NOW + 1),
    );
    expect(seen(need, v.phone('bek')).reports.map((each) => each.volunteer)).toEqual(['bek']);
    expect(seen(need, v.kiosk).reports).toEqual([]);
  });

  test('a helper from elsewhere who has a part in it sees it; without a part he does not', () => {
    const part = { volunteer: 'outsider', status: 'accepted', can: [0], via: 'offer', takenAt: NOW } as const;
    expect(
      sees(row('need', { ...posted, assignments: [{ ...part, can: [0] }] }), v.phone('outsider')),
    ).toBeDefined();
    expect(sees(row('need', posted), v.phone('outsider'))).toBeUndefined();
  });

  test.each([
    ['done', [claim('chen'), v.finish('chen')]],
    ['underway: one of two is done', [claim('chen'), claim('dana'), v.finish('chen')]],
    ['open again: one could not', [claim('chen'), v.finish('chen', 'could-not', 5)]],
    ['taken', [claim('chen'), claim('dana')]],
    ['offered', [offer('chen')]],
  ])('the same standing to everybody who sees it: %s', (_, said) => {
    const need = some(...said);
    for (const who of [v.kiosk, v.phone('bek'), v.phone('chen'), v.phone('dana'), v.desk]) {
      expect(status(seen(need, who))).toBe(status(need));
      expect(held(seen(need, who))).toHaveLength(held(need).length);
    }
  });

  test('how long another worked and why he could not, to his coordinator only', () => {
    const outcome = { result: 'could-not', minutes: 47, reason: 'nobody-home' } as const;
    const need = some(claim('chen'), { type: 'finish', by: 'chen', outcome, at: NOW });
    for (const who of [v.kiosk, v.phone('bek')])
      expect(JSON.stringify(seen(need, who))).not.toMatch(/47|nobody-home/);
    expect(seen(need, v.desk).assignments[0]?.outcome).toEqual(outcome);
    expect(seen(need, v.phone('chen')).assignments[0]?.outcome).toEqual(outcome);
  });
});

describe('the household behind a need', () => {
  const full = { id: 'need', name: secrets.name, phone: secrets.phone, place: secrets.place };
  const finished = [claim('bek'), v.finish('bek', 'done', 60, NOW)];
  const DAY = v.DAY;

  test.each<[string, NeedCommand[], at: number, expected: 'all' | number | undefined]>([
    ['nothing before an answer', [offer('bek')], NOW, undefined],
    ['all once he agreed', [claim('bek')], NOW + 90 * DAY, 'all'],
    ['all once he accepted an offer', [offer('bek'), v.yes('bek')], NOW, 'all'],
    ['all once he was assigned', [v.assign('bek')], NOW, 'all'],
    ['all while he is at work', [claim('bek'), v.start('bek')], NOW, 'all'],
    ['nothing while he stands by', [claim('chen'), claim('bek')], NOW, undefined],
    ['nothing after he declined', [offer('bek'), decline('bek')], NOW, undefined],
    ['nothing after the offer lapsed', [offer('bek'), v.lapse('bek')], NOW, undefined],
    ['nothing after he withdrew', [claim('bek'), withdraw('bek')], NOW, undefined],
    ['nothing after he was absent', [claim('bek'), v.absent('bek')], NOW, undefined],
    ['nothing once it is cancelled', [claim('bek'), v.cancel], NOW, undefined],
    [
      'nothing once he finished and it was cancelled',
      [claim('bek'), v.finish('bek', 'partly'), v.cancel],
      NOW,
      undefined,
    ],
    ['all for a day after he finished', finished, NOW + DAY - 1, NOW + DAY],
    ['nothing a day after he finished', finished, NOW + DAY, undefined],
    [
      'all for a day after he could not',
      [claim('bek'), v.finish('bek', 'could-not', 5, NOW)],
      NOW + 1,
      NOW + DAY,
    ],
    [
      'all for a day after the rating, if he has not finished',
      [claim('bek'), v.rate('good', NOW)],
      NOW + 1,
      NOW + DAY,
    ],
    ['nothing a day after the rating', [claim('bek'), v.rate('good', NOW)], NOW + DAY, undefined],
    [
      'a rating does not lengthen the day',
      [...finished, v.rate('good', NOW + DAY - 5)],
      NOW + DAY,
      undefined,
    ],
    ['nothing to whoever only reported', [v.report('bek')], NOW, undefined],
    ['nothing while another holds it', [claim('chen')], NOW, undefined],
  ])('tells a helper %s', (_, said, at, expected) => {
    const { need } = given(team(1), ...said);
    const contact = contactFor(need, v.household, v.phone('bek'), at);
    if (expected === undefined) expect(contact).toBeUndefined();
    else expect(contact).toEqual(expected === 'all' ? full : { ...full, expiresAt: expected });
  });

  test('tells nobody but volunteers: not the kiosk, and coordinators read the household itself', () => {
    const { need } = given(team(1), claim('bek'));
    for (const [name, who] of everybody) {
      if (name !== 'bek') expect(contactFor(need, v.household, who, NOW)).toBeUndefined();
    }
    // Even a kiosk or desk whose device id is that of the helper.
    expect(contactFor(need, v.household, { ...v.kiosk, person: 'bek' }, NOW)).toBeUndefined();
  });

  test('has no phone where the household has none, and is nothing where the need has no household', () => {
    const { need } = given(team(1), claim('bek'));
    const silent = v.less(v.household, 'phone');
    expect(contactFor(need, silent, v.phone('bek'), NOW)).not.toHaveProperty('phone');
    expect(contactFor(need, undefined, v.phone('bek'), NOW)).toBeUndefined();
    const bridge = v.less(need, 'household');
    expect(contactFor(bridge, v.household, v.phone('bek'), NOW)).toBeUndefined();
  });

  test('never tells its id', () => {
    const { need } = given(team(1), claim('bek'));
    expect(JSON.stringify(contactFor(need, v.household, v.phone('bek'), NOW))).not.toContain(
      secrets.household,
    );
  });

  test('finishing again and again does not keep the door open', () => {
    let { need } = given(team(1), ...finished);
    for (let day = 1; day < 9; day++) {
      need = given(need).when(v.finish('bek', 'done', 60 + day, NOW + day * (DAY - 1))).need;
    }
    expect(contactFor(need, v.household, v.phone('bek'), NOW + DAY)).toBeUndefined();
  });
});
