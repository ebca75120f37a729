import { describe, expect, test } from 'vitest';
import { fits } from '$lib/domain/volunteer/volunteer.ts';
import { hangsUnder, homesOf, plant, steps, within, type Area } from '$lib/domain/area/area.ts';
import { touches } from '$lib/domain/touches.ts';
import { clock } from '$lib/domain/device/device.ts';
import { minutesGiven } from '$lib/domain/need/given.ts';
import { status } from '$lib/domain/need/need.ts';
import { inSeason } from '$lib/domain/service/service.ts';
import { text } from '$lib/domain/texts.ts';
import * as v from '../../support/village.ts';

const { NOW, HOUR, village, desk, kiosk, phone, secrets } = v;
const slip = (id = 'repair') => ({ id, number: '7-9', code: '9999' });
const rating = (code = secrets.code, id = 'need') => ({
  id,
  code,
  face: 'bad' as const,
  proxy: false,
  repair: slip(),
});
const no = (code: string) => ({ ok: false, code });
const nothing = { ok: true, rows: [] };

function area(id: string): Area {
  const found = v.areas.get(id);
  if (!found) throw new Error(`no area ${id}`);
  return found;
}

describe('posting', () => {
  const later = ['assignments', 'reports', 'escalations', 'postedAt', 'takeBy', 'doneBy'] as const;
  const ask = { ...v.less(v.hayNeed(), ...later), id: 'new', code: '1234' };

  test('makes the need, with the times of its service counted from now', () => {
    const here = village();
    const applied = here.say(kiosk, 'need.post', ask);
    expect(applied).toMatchObject({ ok: true, rows: [{ kind: 'need', id: 'new' }] });
    expect(here.need('new')).toEqual({
      ...ask,
      postedAt: NOW,
      takeBy: NOW + 24 * HOUR,
      doneBy: NOW + 72 * HOUR,
      assignments: [],
      reports: [],
      escalations: [],
    });
  });

  test('said twice, makes one', () => {
    const here = village();
    here.say(kiosk, 'need.post', ask);
    expect(here.say(kiosk, 'need.post', ask, NOW + 1)).toEqual(nothing);
  });

  test.each([
    ['an unknown service', { service: 'none' }, 'unknown-service'],
    ['an unknown area', { area: 'none' }, 'unknown-area'],
    ['no team', { places: [] }, 'bad-team'],
    ['a team of 21', { places: Array.from({ length: 21 }, () => v.anybody) }, 'bad-team'],
    ['an end before its beginning', { from: '2025-07-02', until: '2025-07-01' }, 'bad-dates'],
    ['another village', { area: 'next-grid' }, 'not-allowed'],
  ])('is refused for %s', (_, flaw, code) => {
    expect(village().say(kiosk, 'need.post', { ...ask, ...flaw })).toEqual(no(code));
  });

  test('a volunteer does not post', () => {
    expect(village().say(phone('bek'), 'need.post', ask)).toEqual(no('not-allowed'));
  });
});

describe('editing', () => {
  test('keeps what was asked valid', () => {
    const here = village(v.need());
    expect(here.say(desk, 'need.edit', { id: 'need', changes: { until: '2025-06-01' } })).toEqual(
      no('bad-dates'),
    );
    expect(here.say(desk, 'need.edit', { id: 'need', changes: { places: [] } })).toEqual(no('bad-team'));
    expect(here.say(desk, 'need.edit', { id: 'need', changes: { spot: 'bridge' } }).ok).toBe(true);
    expect(here.need().spot).toBe('bridge');
  });

  test('an unknown need is told as such', () => {
    expect(village().say(desk, 'need.edit', { id: 'none', changes: {} })).toEqual(no('unknown-need'));
  });
});

describe('claims and offers', () => {
  test('the last place: one has it, the other stands by and is told', () => {
    const here = village(v.team(1));
    expect(here.say(phone('bek'), 'need.claim', { id: 'need' })).toMatchObject({ ok: true });
    expect(here.say(phone('chen'), 'need.claim', { id: 'need' })).toMatchObject({
      ok: true,
      told: 'standby',
    });
    here.say(phone('bek'), 'need.withdraw', { id: 'need' });
    expect(here.need().assignments.at(-1)).toMatchObject({ volunteer: 'chen', status: 'offered' });
    expect(here.say(phone('chen'), 'need.accept', { id: 'need' })).not.toHaveProperty('told');
    expect(status(here.need())).toBe('taken');
  });

  test('hay: five are offered it, the one with the mower gets his place whenever he answers', () => {
    const here = village(v.hayNeed());
    const five = ['bek', 'chen', 'dana', 'aman', 'erlan'];
    for (const id of five)
      expect(here.say(desk, 'need.offer', { id: 'need', volunteer: id })).toMatchObject({ ok: true });
    for (const id of ['bek', 'chen', 'aman', 'dana']) here.say(phone(id), 'need.accept', { id: 'need' });
    expect(status(here.need())).toBe('taken');
    expect(here.say(phone('erlan'), 'need.accept', { id: 'need' })).toMatchObject({ told: 'standby' });
    here.say(phone('aman'), 'need.start', { id: 'need' });
    expect(status(here.need())).toBe('underway');
    for (const id of ['bek', 'chen', 'aman', 'dana'])
      here.say(phone(id), 'need.finish', { id: 'need', ...v.outcome() });
    expect(status(here.need())).toBe('done');
    expect(minutesGiven(here.need())).toBe(240);
  });

  test('only what he can do decides which places somebody could fill', () => {
    const here = village(v.hayNeed());
    expect(here.say(phone('fatima'), 'need.claim', { id: 'need' })).toEqual(no('does-not-fit'));
    here.say(phone('aman'), 'need.claim', { id: 'need' });
    here.say(phone('bek'), 'need.claim', { id: 'need' });
    expect(here.need().assignments.map((each) => each.can)).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3],
    ]);
    expect(fits({ skills: ['hay'], tools: [] }, [v.mower, v.hand, v.anybody])).toEqual([1, 2]);
  });

  test('stay in the village', () => {
    const here = village(v.team(1), v.team(1, { id: 'elsewhere', area: 'next-grid' }));
    expect(here.say(phone('outsider'), 'need.claim', { id: 'need' })).toEqual(no('not-allowed'));
    expect(here.say(phone('bek'), 'need.claim', { id: 'elsewhere' })).toEqual(no('not-allowed'));
    expect(here.say(desk, 'need.offer', { id: 'need', volunteer: 'outsider' })).toEqual(no('other-area'));
    expect(here.say(v.townshipDesk, 'need.assign', { id: 'need', volunteer: 'outsider' })).toEqual(
      no('other-area'),
    );
    expect(here.need().assignments).toEqual([]);
  });

  test('reach the pasture, which belongs to the village', () => {
    const here = village(v.team(1));
    expect(here.say(phone('erlan'), 'need.claim', { id: 'need' })).toMatchObject({ ok: true });
  });

  test('are not made to people who left, or whom nobody knows, or for needs that nobody knows', () => {
    const here = village(v.team(1));
    expect(here.say(desk, 'need.offer', { id: 'need', volunteer: 'gone' })).toEqual(no('unknown-volunteer'));
    expect(here.say(desk, 'need.offer', { id: 'need', volunteer: 'none' })).toEqual(no('unknown-volunteer'));
    expect(here.say(phone('bek'), 'need.claim', { id: 'none' })).toEqual(no('unknown-need'));
  });
});

describe('what cannot be dropped', () => {
  test('a need cancelled at the desk but done by an offline volunteer becomes a report with its hours', () => {
    const here = village(v.team(1));
    here.say(phone('bek'), 'need.claim', { id: 'need' });
    here.say(desk, 'need.cancel', { id: 'need' });
    const late = here.say(phone('bek'), 'need.finish', { id: 'need', ...v.outcome('done', 90) });
    expect(late).toMatchObject({ ok: true, told: 'reported' });
    expect(status(here.need())).toBe('cancelled');
    expect(minutesGiven(here.need())).toBe(90);
  });

  test('an outcome keeps its reason and carries no id of the need', () => {
    const here = village(v.team(1));
    here.say(phone('bek'), 'need.claim', { id: 'need' });
    here.say(phone('bek'), 'need.finish', {
      id: 'need',
      result: 'could-not',
      minutes: 10,
      reason: 'weather',
    });
    expect(here.need().assignments[0]?.outcome).toEqual({
      result: 'could-not',
      minutes: 10,
      reason: 'weather',
    });
  });
});

describe('rating at the kiosk', () => {
  const done = () => {
    const here = village(v.team(1));
    here.say(phone('bek'), 'need.claim', { id: 'need' });
    here.say(phone('bek'), 'need.finish', { id: 'need', ...v.outcome() });
    return here;
  };

  test('needs the slip’s code', () => {
    const here = done();
    expect(here.say(kiosk, 'need.rate', rating('0000'))).toEqual(no('wrong-code'));
    expect(here.say(kiosk, 'need.rate', { ...rating(), code: undefined })).toEqual(no('wrong-code'));
    expect(here.need().rating).toBeUndefined();
  });

  test('a need without a code is not opened by saying none', () => {
    const here = village({ ...v.given(v.team(1), v.claim('bek')).need, code: undefined });
    expect(here.say(kiosk, 'need.rate', { ...rating(), code: undefined })).toEqual(no('wrong-code'));
  });

  test('the desk rates for the household without one', () => {
    const proxy = { ...v.less(rating(), 'code'), proxy: true };
    expect(done().say(desk, 'need.rate', proxy)).toMatchObject({ ok: true });
  });

  test('"not good" opens one linked repair for the same household, urgent and with nobody on it yet', () => {
    const here = done();
    const at = NOW + 5 * HOUR;
    const applied = here.say(kiosk, 'need.rate', rating(), at);
    expect(applied.ok && applied.rows.map((each) => each.id)).toEqual(['need', 'repair']);
    expect(here.need()).toMatchObject({ repairedBy: 'repair', rating: { face: 'bad', proxy: false, at } });
    const repair = here.need('repair');
    expect(repair).toMatchObject({
      ...slip(),
      repairs: 'need',
      household: secrets.household,
      note: secrets.note,
    });
    expect(repair).toMatchObject({
      urgent: true,
      assignments: [],
      reports: [],
      postedAt: at,
      from: '2025-07-01',
    });
    expect(repair.doneBy).toBe(at + 72 * HOUR);
    expect(repair.until).toBe('2025-07-04');
    expect(status(repair)).toBe('posted');
  });

  test('said twice, opens no second one', () => {
    const here = done();
    here.say(kiosk, 'need.rate', rating());
    expect(here.say(kiosk, 'need.rate', rating())).toEqual(nothing);
    const other = { ...rating(), repair: slip('second') };
    expect(here.say(kiosk, 'need.rate', other, NOW + 1)).toMatchObject({ told: 'reported' });
    expect(here.say(desk, 'need.reopen', { id: 'need', repair: slip('third') })).toEqual(
      no('already-reopened'),
    );
    expect(here.all().filter((each) => each.kind === 'need')).toHaveLength(2);
  });

  test('the coordinator opens a repair for a need that was done', () => {
    const here = done();
    expect(here.say(desk, 'need.reopen', { id: 'need', repair: slip() })).toMatchObject({ ok: true });
    expect(here.say(desk, 'need.reopen', { id: 'need', repair: slip() })).toEqual(nothing);
    expect(here.need('repair').repairs).toBe('need');
    here.say(kiosk, 'need.rate', { ...rating(), repair: slip('second') });
    expect(here.get('need', 'second')).toBeUndefined();
  });

  test('a repair does not overwrite a need that exists', () => {
    const here = done();
    expect(here.say(desk, 'need.reopen', { id: 'need', repair: slip('need') })).toEqual(no('already-there'));
    expect(status(here.need())).toBe('done');
  });

  test('the rating is kept even where its repair’s id is taken: a fact is never dropped', () => {
    const here = done();
    here.say(kiosk, 'need.rate', { ...rating(), repair: slip('need') });
    expect(here.need().rating?.face).toBe('bad');
  });
});

describe('the clock', () => {
  test('takes a need up the tree a step at a time, and says when it is at the top', () => {
    const here = village(v.team(1));
    const up = () => here.say(clock, 'need.escalate', { id: 'need', why: 'unanswered' });
    for (let step = 0; step < 4; step++) expect(up()).toMatchObject({ ok: true });
    expect(here.need().escalations.map((each) => each.to)).toEqual([
      'grid1',
      'village',
      'township',
      'county',
    ]);
    expect(up()).toEqual(no('top'));
    expect(here.say(clock, 'need.escalate', { id: 'none', why: 'unanswered' })).toEqual(no('unknown-need'));
  });

  test('lapses an offer, and a late yes is still heard', () => {
    const here = village(v.team(1));
    here.say(desk, 'need.offer', { id: 'need', volunteer: 'bek' });
    here.say(clock, 'need.lapse', { id: 'need', volunteer: 'bek' });
    expect(here.need().assignments[0]?.status).toBe('lapsed');
    here.say(phone('bek'), 'need.accept', { id: 'need' });
    expect(status(here.need())).toBe('taken');
  });

  test('gives up what nobody took, but not what somebody holds', () => {
    const here = village(v.team(1), v.team(1, { id: 'held' }));
    here.say(phone('bek'), 'need.claim', { id: 'held' });
    expect(here.say(clock, 'need.give-up', { id: 'need' })).toMatchObject({ ok: true });
    expect(status(here.need())).toBe('unfilled');
    expect(here.say(clock, 'need.give-up', { id: 'held' })).toEqual(no('already-taken'));
    expect(here.say(phone('bek'), 'need.claim', { id: 'need' })).toEqual(no('closed'));
  });

  test('does nothing else', () => {
    expect(village(v.team(1)).say(clock, 'need.cancel', { id: 'need' })).toEqual(no('not-allowed'));
  });
});

describe('who went where', () => {
  test('a coordinator says that somebody did not come, and it is not the same as withdrawing', () => {
    const here = village(v.team(1));
    here.say(desk, 'need.assign', { id: 'need', volunteer: 'bek' });
    here.say(desk, 'need.absent', { id: 'need', volunteer: 'bek' });
    expect(here.need().assignments[0]?.status).toBe('absent');
    here.say(desk, 'need.assign', { id: 'need', volunteer: 'bek' });
    here.say(desk, 'need.withdraw', { id: 'need', volunteer: 'bek' });
    expect(here.need().assignments[0]?.status).toBe('withdrawn');
    here.say(desk, 'need.offer', { id: 'need', volunteer: 'bek' });
    here.say(phone('bek'), 'need.decline', { id: 'need' });
    expect(here.need().assignments).toMatchObject([{ volunteer: 'bek', status: 'declined' }]);
  });
});

describe('people, areas, services, devices', () => {
  test('a household is kept, and does not move to another village', () => {
    const here = village();
    const moved = { ...v.household, area: 'next-grid' };
    expect(here.say(desk, 'household.keep', { ...v.household, name: 'new' })).toMatchObject({ ok: true });
    expect(here.get('household', v.household.id)?.name).toBe('new');
    expect(here.say(v.administrator, 'household.keep', moved)).toEqual(no('other-area'));
    expect(here.say(desk, 'household.keep', { ...v.household, area: 'pasture' })).toMatchObject({ ok: true });
  });

  test('a volunteer is kept, likewise', () => {
    const here = village();
    const bek = { ...v.volunteer('bek'), weeklyHours: 9 };
    expect(here.say(desk, 'volunteer.keep', bek)).toMatchObject({ ok: true });
    expect(here.get('volunteer', 'bek')?.weeklyHours).toBe(9);
    expect(here.say(v.townshipDesk, 'volunteer.keep', { ...bek, area: 'next-grid' })).toEqual(
      no('other-area'),
    );
    expect(here.say(desk, 'volunteer.keep', v.volunteer('new', { area: 'none' }))).toEqual(no('not-allowed'));
  });

  test('a volunteer says until when he is away, and that he is back', () => {
    const here = village();
    here.say(phone('bek'), 'volunteer.away', { id: 'bek', until: '2025-07-09' });
    expect(here.get('volunteer', 'bek')?.awayUntil).toBe('2025-07-09');
    here.say(desk, 'volunteer.away', { id: 'bek' });
    expect(here.get('volunteer', 'bek')).not.toHaveProperty('awayUntil');
    expect(here.say(phone('bek'), 'volunteer.away', { id: 'chen' })).toEqual(no('not-allowed'));
    expect(here.say(desk, 'volunteer.away', { id: 'none' })).toEqual(no('unknown-volunteer'));
  });

  test('the tree grows and is renamed, and is not replanted', () => {
    const here = village();
    const group = { id: 'new', parent: 'grid1', level: 'group' as const, name: { 'zh-CN': 'new' } };
    here.say(desk, 'area.keep', group);
    expect(here.get('area', 'new')).toMatchObject({
      path: ['county', 'township', 'village', 'grid1', 'new'],
      home: 'village',
    });
    expect(here.say(desk, 'area.keep', { ...group, name: { 'zh-CN': 'other' } })).toMatchObject({ ok: true });
    expect(here.say(desk, 'area.keep', { ...group, parent: 'grid2' })).toEqual(no('other-area'));
    expect(here.say(desk, 'area.keep', { ...group, level: 'grid' })).toEqual(no('other-area'));
    expect(here.say(desk, 'area.keep', { ...group, id: 'wrong', level: 'grid' })).toEqual(no('other-area'));
  });

  test('a service is kept by the administrator, with a team of 1 to 20', () => {
    const here = village();
    expect(here.say(v.administrator, 'service.keep', { ...v.services.hay, minutes: 5 })).toMatchObject({
      ok: true,
    });
    expect(here.get('service', 'hay')?.minutes).toBe(5);
    expect(here.say(v.administrator, 'service.keep', { ...v.services.hay, places: [] })).toEqual(
      no('bad-team'),
    );
    expect(here.say(desk, 'service.keep', v.services.hay)).toEqual(no('not-allowed'));
  });

  test('a device is renamed and revoked once', () => {
    const here = village();
    here.say(desk, 'device.rename', { id: 'kiosk', name: 'hall' });
    here.say(desk, 'device.revoke', { id: 'kiosk' });
    expect(here.get('device', 'kiosk')).toMatchObject({ name: 'hall', revokedAt: NOW });
    expect(here.say(desk, 'device.revoke', { id: 'kiosk' }, NOW + 9)).toEqual(nothing);
    expect(here.say(desk, 'device.revoke', { id: 'none' })).toEqual(no('unknown-device'));
    expect(here.say(desk, 'device.revoke', { id: 'next-kiosk' })).toEqual(no('not-allowed'));
  });
});

describe('the small words', () => {
  test('an area knows its way up and its village; above, itself', () => {
    expect(area('group1')).toMatchObject({
      home: 'village',
      path: ['county', 'township', 'village', 'grid1', 'group1'],
    });
    expect(area('pasture').home).toBe('village');
    expect(area('village').home).toBe('village');
    expect(area('county')).toMatchObject({ home: 'county', path: ['county'] });
    expect(plant({ id: 'lone', level: 'group', name: { 'zh-CN': 'x' } }, null).home).toBe('lone');
  });

  test('levels hang in order', () => {
    expect(hangsUnder('group', 'grid')).toBe(true);
    expect(hangsUnder('group', 'pasture')).toBe(true);
    expect(hangsUnder('pasture', 'community')).toBe(true);
    expect(hangsUnder('grid', 'group')).toBe(false);
    expect(hangsUnder('grid', 'grid')).toBe(false);
    expect(hangsUnder('county', 'county')).toBe(false);
  });

  test('within, steps and homes', () => {
    expect(within(area('group1'), 'village')).toBe(true);
    expect(within(area('village'), 'group1')).toBe(false);
    expect(within(undefined, 'village')).toBe(false);
    expect(steps(area('group1'), area('group1'))).toBe(0);
    expect(steps(area('group1'), area('grid1'))).toBe(1);
    expect(steps(area('group1'), area('group2'))).toBe(4);
    expect(homesOf(area('group1'), v.areas.values())).toEqual(['village']);
    expect(homesOf(area('village'), v.areas.values())).toEqual(['village']);
    expect(homesOf(area('township'), v.areas.values())).toEqual(['township', 'village', 'next']);
  });

  test('a season may run over new year', () => {
    const winter = { ...v.services.hay, season: { from: '11-01', until: '02-28' } };
    expect(['2025-12-31', '2026-01-01', '2026-02-28'].map((day) => inSeason(winter, day))).toEqual([
      true,
      true,
      true,
    ]);
    expect(inSeason(winter, '2025-07-01')).toBe(false);
    const summer = { ...v.services.hay, season: { from: '06-01', until: '08-31' } };
    expect(['2025-06-01', '2025-09-01'].map((day) => inSeason(summer, day))).toEqual([true, false]);
    expect(inSeason(v.services.hay, '2025-09-01')).toBe(true);
  });

  test('a name that nobody wrote in a language is given in the base language', () => {
    expect(text({ 'zh-CN': '草', ug: 'ot' }, 'ug')).toBe('ot');
    expect(text({ 'zh-CN': '草' }, 'en')).toBe('草');
    expect(text({ 'zh-CN': '草', en: '' }, 'en')).toBe('草');
  });

  test('a command names the rows it is about', () => {
    const keys = (...[name, args]: Parameters<typeof v.command>) =>
      touches(v.command(name, args), 'bek').map((key) => `${key.kind} ${key.id}`);
    expect(keys('need.claim', { id: 'need' })).toEqual(['need need', 'volunteer bek']);
    expect(keys('need.offer', { id: 'need', volunteer: 'chen' })).toEqual(['need need', 'volunteer chen']);
    expect(keys('need.rate', rating())).toEqual(['need need', 'need repair']);
    expect(keys('need.lapse', { id: 'need', volunteer: 'bek' })).toEqual(['need need']);
    expect(keys('device.revoke', { id: 'd' })).toEqual(['device d']);
    expect(keys('household.keep', v.household)).toEqual([`household ${v.household.id}`]);
    expect(keys('volunteer.away', { id: 'bek' })).toEqual(['volunteer bek']);
    expect(keys('service.keep', v.services.hay)).toEqual(['service hay']);
  });
});
