import { describe, expect, test } from 'vitest';
import type { Need } from '$lib/domain/need/need.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { suited } from '$lib/matching/near.ts';
import { ask } from '../support/morning.ts';
import { areas, assign, claim, given, mower, NOW, offer, volunteer } from '../support/village.ts';

/** On Tuesday at ten, from the first grid. */
const seen = (needs: Need[], more: Partial<Volunteer> = {}, own: Need[] = []) =>
  suited({ volunteer: volunteer('bek', more), areas, own, now: NOW }, needs).map(({ need, misses }) =>
    misses ? `${need.id}: ${misses}` : need.id,
  );

describe('the open needs, in the order in which they suit him', () => {
  test('the nearer first', () => {
    const needs = [ask('far', { area: 'group3' }), ask('near', { area: 'group1' })];
    expect(seen(needs)).toEqual(['near', 'far']);
  });

  test('something urgent stands nearer than it is', () => {
    const needs = [ask('near', { area: 'group1' }), ask('urgent', { area: 'group3', urgent: true })];
    expect(seen(needs)).toEqual(['urgent', 'near']);
  });

  test('all else being equal, what ends sooner, and then by id', () => {
    const needs = [ask('c', { until: '2025-07-04' }), ask('b'), ask('a')];
    expect(seen(needs)).toEqual(['a', 'b', 'c']);
  });

  test('what misses his days, his reach or his hours comes last, and says so', () => {
    const needs = [
      ask('days', { until: '2025-07-02' }),
      ask('reach', { area: 'pasture', until: '2025-07-04' }),
      ask('hours', { minutes: 239, until: '2025-07-04' }),
      ask('fine', { until: '2025-07-04' }),
    ];
    expect(seen(needs, { free: ['fri-am'] })).toEqual(['fine', 'days: days', 'hours: hours', 'reach: reach']);
  });

  test('while he is away nothing suits his days', () => {
    const needs = [ask('a'), ask('b', { until: '2025-07-05' })];
    expect(seen(needs, { awayUntil: '2025-07-03' })).toEqual(['b', 'a: days']);
  });

  test('what he has agreed to counts against his hours', () => {
    const own = [given(ask('own', { minutes: 200 }), claim('bek')).need];
    expect(seen([ask('a')], {}, own)).toEqual(['a: hours']);
    expect(seen([ask('a')], { weeklyHours: 8 }, own)).toEqual(['a']);
  });

  test('only what he could take: not what asks for more than he has, nor a team that is whole', () => {
    const whole = given(ask('whole'), assign('chen')).need;
    const offered = given(ask('offered'), offer('chen')).need;
    expect(seen([ask('hay', { places: [mower] }), whole, offered])).toEqual(['offered']);
  });

  test('a place that another can change to make is a place he can take', () => {
    const places = [{ tool: 'mower' }, { skill: 'hay' }] as const;
    const need = given(ask('a', { places: [...places] }), assign('aman', [0, 1])).need;
    expect(seen([need], { tools: ['mower'] })).toEqual(['a']);
  });
});
