import { describe, expect, test } from 'vitest';
import type { Unmet } from '$lib/domain/plan/plan.ts';
import type { Need } from '$lib/domain/need/need.ts';
import type { HalfDay, Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { ask, planned, village } from '../support/morning.ts';
import { assign, decline, given, hand, hayNeed, mower, offer, start, volunteer } from '../support/village.ts';

/** Why the need called 'a' has nobody on Wednesday. */
function why(need: Need, volunteers: Volunteer[], ...more: Need[]): Unmet | undefined {
  return planned(village({ volunteers, needs: [need, ...more] })).unmet.find((each) => each.need === 'a');
}
const mowing = (id: string, ...free: HalfDay[]) =>
  volunteer(id, { skills: ['hay'], tools: ['mower'], free, weeklyHours: 8 });
const hair = ask('a', { places: [{ skill: 'haircut' }] });

describe('why a need has nobody, by the rule after which too few are left', () => {
  test('nobody can do it', () => {
    expect(why(hair, [volunteer('bek')])).toEqual({
      need: 'a',
      why: 'nobody-able',
      place: { skill: 'haircut' },
      there: 0,
      asked: 1,
    });
  });

  test('whoever can lives too far', () => {
    expect(why(ask('a'), [volunteer('erlan', { area: 'pasture' })])).toMatchObject({
      why: 'too-far',
      there: 0,
    });
  });

  test('everybody was asked', () => {
    const need = given(ask('a'), offer('bek'), decline('bek')).need;
    expect(why(need, [volunteer('bek')])).toMatchObject({ why: 'all-asked' });
  });

  test('nobody is free with a mower before Friday; two are if it may be Saturday', () => {
    const hands = ['bek', 'chen', 'dana'].map((id) => volunteer(id, { skills: ['hay'], weeklyHours: 8 }));
    const need = hayNeed({ id: 'a', from: '2025-07-01', until: '2025-07-03' });
    const mowers = [
      mowing('aman', 'sat-am'),
      mowing('erlan', 'sat-am', 'sun-am'),
      mowing('sunday', 'sun-am'),
    ];
    expect(why(need, [...hands, ...mowers])).toEqual({
      need: 'a',
      why: 'nobody-free',
      place: mower,
      there: 0,
      asked: 1,
      later: { day: '2025-07-05', count: 2, within: false },
    });
  });

  test('a later day within the days that the household named is told as such', () => {
    expect(why(ask('a'), [volunteer('bek', { free: ['thu-pm'] })])).toMatchObject({
      why: 'nobody-free',
      later: { day: '2025-07-03', count: 1, within: true },
    });
  });

  test('a half of the day that is over is nobody’s fault: nobody is free any more', () => {
    const day = '2025-07-01';
    const now = Date.UTC(2025, 6, 1, 7); // three in the afternoon
    const needs = [ask('a', { half: 'am' })];
    const { unmet } = planned(village({ day, now, volunteers: [volunteer('bek')], needs }));
    expect(unmet).toMatchObject([{ why: 'nobody-free', later: { day: '2025-07-02', count: 1 } }]);
  });

  test('whoever is free has no hours left this week', () => {
    const done = given(ask('b', { minutes: 200 }), assign('bek'), start('bek')).need;
    expect(why(ask('a'), [volunteer('bek')], done)).toMatchObject({ why: 'hours', there: 0, asked: 1 });
  });

  test('all are free, but never at the same time', () => {
    const volunteers = [volunteer('bek', { free: ['wed-am'] }), volunteer('chen', { free: ['wed-pm'] })];
    expect(why(ask('a', { places: [{}, {}] }), volunteers)).toEqual({ need: 'a', why: 'no-common-half' });
  });

  test('the hours of the day are full', () => {
    const volunteers = [volunteer('bek', { free: ['wed-am'], weeklyHours: 20 })];
    const agreed = given(ask('b', { minutes: 150 }), {
      ...assign('bek'),
      startsAt: Date.UTC(2025, 6, 2, 2, 15),
    } as never);
    expect(why(ask('a', { minutes: 100 }), volunteers, agreed.need)).toEqual({ need: 'a', why: 'busy' });
  });

  test('of a team, the kind of place that is short is named, the most demanding first', () => {
    const need = ask('a', { places: [hand, mower, hand] });
    const hands = ['bek', 'chen'].map((id) => volunteer(id, { skills: ['hay'] }));
    expect(why(need, hands)).toMatchObject({ why: 'nobody-able', place: mower, there: 0, asked: 1 });
    expect(why(need, [mowing('aman'), ...hands.slice(1)])).toMatchObject({ place: {}, there: 2, asked: 3 });
  });
});
