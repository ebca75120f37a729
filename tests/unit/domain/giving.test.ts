import { describe, expect, test } from 'vitest';
import { bearer } from '$lib/domain/device/device.ts';
import { heads } from '$lib/domain/gathering/gathering.ts';
import { contactFor, project } from '$lib/domain/project.ts';
import { row } from '$lib/domain/row.ts';
import * as v from '../../support/village.ts';

const flour = { item: '面粉', quantity: 3, unit: '袋', pledged: 0, delivered: 0 };
const goods = () => v.village(v.team(1, { goods: [flour] }));
const line = (village: v.Village) => village.get('need', 'need')?.goods[0];

describe('goods', () => {
  test('given two who promise, when the second promises more than is wanted, then only the first counts', () => {
    const village = goods();
    expect(village.say(v.phone('bek'), 'need.pledge', { id: 'need', item: '面粉', quantity: 2 }).ok).toBe(
      true,
    );
    expect(village.say(v.phone('chen'), 'need.pledge', { id: 'need', item: '面粉', quantity: 2 })).toEqual({
      ok: false,
      code: 'enough',
    });
    expect(village.say(v.phone('chen'), 'need.pledge', { id: 'need', item: '面粉', quantity: 1 }).ok).toBe(
      true,
    );
    expect(line(village)).toMatchObject({ pledged: 3, delivered: 0 });
  });

  test('given a promise, when he takes it back, then others may promise again', () => {
    const village = goods();
    village.say(v.phone('bek'), 'need.pledge', { id: 'need', item: '面粉', quantity: 3 });
    village.say(v.phone('bek'), 'need.pledge', { id: 'need', item: '面粉', quantity: 0 });
    expect(line(village)).toMatchObject({ pledged: 0 });
    expect(village.get('need', 'need')?.pledges).toEqual([]);
  });

  test('what was brought counts without a promise, said twice counts once, and cannot be taken back', () => {
    const village = goods();
    for (let times = 0; times < 2; times++)
      village.say(v.phone('bek'), 'need.deliver', { id: 'need', item: '面粉', quantity: 2 });
    expect(line(village)).toMatchObject({ pledged: 2, delivered: 2 });
    village.say(v.phone('bek'), 'need.pledge', { id: 'need', item: '面粉', quantity: 0 });
    expect(line(village)).toMatchObject({ pledged: 2, delivered: 2 });
  });

  test('what is not on the list is refused', () => {
    expect(goods().say(v.phone('bek'), 'need.pledge', { id: 'need', item: '米', quantity: 1 })).toMatchObject(
      { code: 'unknown-item' },
    );
  });

  test('fellows see the sums, not who promised', () => {
    const village = goods();
    village.say(v.phone('bek'), 'need.pledge', { id: 'need', item: '面粉', quantity: 2 });
    const need = village.get('need', 'need');
    if (!need) throw new Error('gone');
    const seen = (who: typeof v.desk) => project(row('need', need), who, village)?.body;
    expect(seen(v.phone('chen'))).toMatchObject({ pledges: [{ volunteer: null, quantity: 2 }] });
    expect(seen(v.phone('bek'))).toMatchObject({ pledges: [{ volunteer: 'bek' }] });
    expect(seen(v.desk)).toMatchObject({ pledges: [{ volunteer: 'bek' }] });
  });
});

describe('a gathering', () => {
  const gathering = () => {
    const village = v.village();
    village.put([row('gathering', v.gathering)]);
    return village;
  };
  const at = v.gathering.startsAt;

  test('given two who come and one who cannot, then two heads are counted', () => {
    const village = gathering();
    village.say(v.phone('bek'), 'gathering.join', { id: 'gathering' });
    village.say(v.phone('bek'), 'gathering.join', { id: 'gathering' });
    village.say(v.phone('chen'), 'gathering.join', { id: 'gathering' });
    village.say(v.phone('chen'), 'gathering.leave', { id: 'gathering' });
    const now = village.get('gathering', 'gathering');
    expect(now && heads(now)).toEqual({ coming: 1, came: 0 });
  });

  test('nobody came before it began; whoever came counts though he had not said so', () => {
    const village = gathering();
    expect(village.say(v.phone('bek'), 'gathering.came', { id: 'gathering' }, at - v.DAY)).toMatchObject({
      code: 'too-early',
    });
    village.say(v.phone('bek'), 'gathering.came', { id: 'gathering' }, at);
    village.say(v.phone('bek'), 'gathering.came', { id: 'gathering' }, at + 5);
    expect(village.get('gathering', 'gathering')?.attendance).toEqual([
      { volunteer: 'bek', comes: true, cameAt: at },
    ]);
  });

  test('when the desk changes the place, those who come still come; cancelled, nobody can join', () => {
    const village = gathering();
    village.say(v.phone('bek'), 'gathering.join', { id: 'gathering' });
    village.say(v.desk, 'gathering.keep', { ...v.asKept(v.gathering), spot: '广场' });
    expect(village.get('gathering', 'gathering')).toMatchObject({
      spot: '广场',
      attendance: [{ comes: true }],
    });
    village.say(v.desk, 'gathering.cancel', { id: 'gathering' });
    expect(village.say(v.phone('chen'), 'gathering.join', { id: 'gathering' })).toMatchObject({
      code: 'cancelled',
    });
  });

  test('a fellow sees how many come, the desk sees who', () => {
    const village = gathering();
    village.say(v.phone('bek'), 'gathering.join', { id: 'gathering' });
    const now = village.get('gathering', 'gathering') ?? v.gathering;
    const seen = (who: typeof v.desk) => project(row('gathering', now), who, village)?.body;
    expect(seen(v.phone('chen'))).toMatchObject({ attendance: [{ volunteer: null, comes: true }] });
    expect(seen(v.desk)).toMatchObject({ attendance: [{ volunteer: 'bek' }] });
  });
});

describe('what is kept of a household', () => {
  test('S04: the consent is kept with its wording and time, and stays when the address is put right', () => {
    const village = v.village();
    const { consent: _none, reveals: _seen, ...home } = v.household;
    village.say(v.desk, 'household.keep', { ...home, consent: { version: 1, mode: 'staff' } }, v.NOW + 5);
    village.say(v.desk, 'household.keep', { ...home, place: '桥头' }, v.NOW + 9);
    expect(village.get('household', home.id)).toMatchObject({
      place: '桥头',
      consent: { version: 1, mode: 'staff', at: v.NOW + 5 },
    });
  });

  test('S04: nobody is written down who has not agreed; what stands is still put right', () => {
    const village = v.village();
    const { consent: _none, reveals: _seen, ...home } = v.household;
    const said = (args: typeof home) => village.say(v.desk, 'household.keep', args);
    expect(said({ ...home, id: 'new' })).toEqual({ ok: false, code: 'no-consent' });
    expect(village.get('household', 'new')).toBeUndefined();
    expect(said({ ...home, place: '桥头' })).toMatchObject({ ok: true });
  });

  test('S10: who was shown the number is kept, without the number, for coordinators only', () => {
    const village = v.village(v.team(1));
    village.say(v.phone('bek'), 'need.claim', { id: 'need' });
    village.say(v.phone('bek'), 'need.reveal', { id: 'need' }, v.NOW + 7);
    village.say(v.desk, 'household.reveal', { id: v.household.id }, v.NOW + 8);
    const need = village.get('need', 'need');
    if (!need) throw new Error('gone');
    expect(need.reveals).toEqual([{ person: 'bek', at: v.NOW + 7 }]);
    expect(village.get('household', v.household.id)?.reveals).toEqual([{ person: 'desk', at: v.NOW + 8 }]);
    const seen = (who: typeof v.desk) => project(row('need', need), who, village)?.body;
    expect(seen(v.desk)).toHaveProperty('reveals');
    for (const who of [v.kiosk, v.phone('bek'), v.phone('chen')])
      expect(seen(who)).not.toHaveProperty('reveals');
  });

  test('S10: who has no part in a need reveals nothing', () => {
    const village = v.village(v.team(1));
    expect(village.say(v.phone('bek'), 'need.reveal', { id: 'need' })).toMatchObject({ code: 'not-allowed' });
  });
});

describe('a slip', () => {
  const slip = { paper: 'P', screen: 'S' };

  test('its hashes are told to no device at all', () => {
    const need = v.team(1, { slip });
    const village = v.village(need);
    for (const who of [v.kiosk, v.phone('bek'), v.desk, v.administrator])
      expect(project(row('need', need), who, village)?.body).not.toHaveProperty('slip');
  });

  test('K14: the code on the screen is spent when it is handed over', () => {
    const village = v.village(v.team(1, { slip }));
    const bearer1 = bearer('need', 'grid1');
    expect(village.say(bearer1, 'need.hand-over', { id: 'need', phone: 'A' }).ok).toBe(true);
    expect(village.get('need', 'need')?.slip).toEqual({ paper: 'P', phone: 'A', spent: 'S' });
    expect(village.say(bearer1, 'need.hand-over', { id: 'need', phone: 'B' })).toMatchObject({
      code: 'spent',
    });
  });

  test('whoever bears it rates without the code, cancels, asks to be erased; of another need he says nothing', () => {
    const village = v.village(v.team(1, { slip }), v.team(1, { id: 'other' }));
    const who = bearer('need', 'grid1');
    expect(village.say(who, 'need.ask-erasure', { id: 'need' }).ok).toBe(true);
    expect(village.say(who, 'need.cancel', { id: 'need' }).ok).toBe(true);
    expect(village.say(who, 'need.cancel', { id: 'other' })).toMatchObject({ code: 'not-allowed' });
  });
});

describe('asking somebody who knows', () => {
  const advice = { ...v.services.hay, id: 'advice', places: [{}], advice: true };
  const question = {
    ...{ id: 'question', number: '9-1', code: '1111', area: 'grid1', service: 'advice', note: '羊不吃草' },
    ...{ goods: [], places: [{}], minutes: 30, from: '2025-07-01', until: '2025-07-03', urgent: false },
    channel: 'phone' as const,
  };
  const asked = () => {
    const village = v.village();
    village.put([row('service', advice)]);
    village.say(v.phone('bek'), 'need.post', question);
    return village;
  };

  test('a volunteer may ask for advice, and for nothing else', () => {
    const village = asked();
    expect(village.get('need', 'question')).toMatchObject({ asker: 'bek' });
    expect(
      village.say(v.phone('bek'), 'need.post', { ...question, id: 'hay', service: 'hay' }),
    ).toMatchObject({ code: 'not-allowed' });
  });

  test('fellows read the question and who asks; whoever says yes gets his number', () => {
    const village = asked();
    village.say(v.phone('chen'), 'need.claim', { id: 'question' });
    const need = village.get('need', 'question');
    if (!need) throw new Error('gone');
    expect(project(row('need', need), v.phone('chen'), village)?.body).toMatchObject({
      note: '羊不吃草',
      asker: 'bek',
    });
    const reach = { name: '别克', phone: '139', place: '' };
    expect(contactFor(need, reach, v.phone('chen'), v.NOW)).toMatchObject({ phone: '139' });
    expect(contactFor(need, reach, v.phone('bek'), v.NOW)).toBeUndefined();
  });

  test('he who asked may take his question back', () => {
    const village = asked();
    expect(village.say(v.phone('chen'), 'need.cancel', { id: 'question' })).toMatchObject({
      code: 'not-allowed',
    });
    expect(village.say(v.phone('bek'), 'need.cancel', { id: 'question' }).ok).toBe(true);
  });
});

describe('S03: the note of a task', () => {
  const noted = () => {
    const village = v.village(v.team(1, { note: '带绳子' }));
    village.say(v.phone('bek'), 'need.claim', { id: 'need' });
    village.say(v.phone('bek'), 'need.start', { id: 'need' });
    village.say(v.phone('bek'), 'need.finish', { id: 'need', result: 'done', minutes: 30 });
    return village;
  };
  const rated = (face: 'good' | 'bad') => ({
    ...{ id: 'need', code: v.secrets.code, face, proxy: false },
    repair: { id: 'repair', number: '7-2', code: '1111' },
  });

  test('goes when the household has rated, and with a need that is called off', () => {
    const village = noted();
    expect(village.get('need', 'need')).toHaveProperty('note');
    village.say(v.kiosk, 'need.rate', rated('good'));
    expect(village.get('need', 'need')).not.toHaveProperty('note');
    const other = v.village(v.team(1, { note: '带绳子' }));
    other.say(v.desk, 'need.cancel', { id: 'need' });
    expect(other.get('need', 'need')).not.toHaveProperty('note');
  });

  test('goes along to those who put it right', () => {
    const village = noted();
    village.say(v.kiosk, 'need.rate', rated('bad'));
    expect(village.get('need', 'need')).not.toHaveProperty('note');
    expect(village.get('need', 'repair')).toMatchObject({ note: '带绳子' });
  });
});
