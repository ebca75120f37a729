import { describe, expect, test } from 'vitest';
import type { NeedCommand } from '$lib/domain/need/decide.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { mendings } from '$lib/matching/mend.ts';
import { ask, at, village } from '../support/morning.ts';
import { absent, claim, decline, given, lapse, offer, volunteer, withdraw, yes } from '../support/village.ts';

const people = ['bek', 'chen', 'dana', 'erlan'].map((id) => volunteer(id));
const asked = (by: string, hour = 16): NeedCommand => ({ ...offer(by), startsAt: at(hour) }) as NeedCommand;
/** Wednesday at nine. */
const mended = (needs: Need[], volunteers = people) =>
  mendings(village({ now: at(9), volunteers, needs }), 1);
const week = { until: '2025-07-08' };

describe('what has come apart', () => {
  test.each([
    ['declined', decline],
    ['lapsed', lapse],
  ] as const)('an offer that was %s is repaired at the same time by somebody else', (what, say) => {
    const need = given(ask('a', week), asked('bek'), say('bek')).need;
    const [mending, ...more] = mended([need]);
    expect(more).toEqual([]);
    expect(mending).toMatchObject({
      need: 'a',
      why: { what, volunteer: 'bek' },
      repair: { startsAt: at(16) },
    });
    expect(mending!.repair!.team.map(({ volunteer }) => volunteer)).not.toContain('bek');
  });

  test.each([
    ['withdrawn', withdraw],
    ['absent', absent],
  ] as const)(
    'whoever has said yes and is %s is replaced, and his team mate keeps time and place',
    (what, say) => {
      const before = [asked('bek'), yes('bek'), asked('chen'), yes('chen')];
      const need = given(ask('a', { ...week, places: [{}, {}] }), ...before, say('bek')).need;
      const [mending] = mended([need]);
      expect(mending).toMatchObject({ why: { what, volunteer: 'bek' }, repair: { startsAt: at(16) } });
      expect(mending!.repair!.team).toHaveLength(1);
      expect(['dana', 'erlan']).toContain(mending!.repair!.team[0]!.volunteer);
    },
  );

  test('where somebody stands by, he is asked by the need itself, and nothing is to be repaired', () => {
    const need = given(ask('a', week), asked('bek'), yes('bek'), claim('chen'), withdraw('bek')).need;
    expect(mended([need])).toEqual([]);
  });

  test('something urgent that nobody was asked for, and a household’s last day', () => {
    const needs = [ask('a', { urgent: true, ...week }), ask('b', { until: '2025-07-02' }), ask('c', week)];
    expect(mended(needs).map(({ need, why, repair }) => [need, why.what, !!repair])).toEqual([
      ['a', 'urgent', true],
      ['b', 'last-day', true],
    ]);
  });

  test('a visit that is planned and has not enough people', () => {
    const need = given(ask('a', { ...week, places: [{}, {}] }), asked('bek'), yes('bek')).need;
    expect(mended([need])).toMatchObject([{ why: { what: 'incomplete' }, repair: { startsAt: at(16) } }]);
  });

  test('nobody able: the reason, and no repair', () => {
    const need = given(ask('a', week), asked('bek'), decline('bek')).need;
    const [mending] = mended([need], [volunteer('bek')]);
    expect(mending).toMatchObject({ need: 'a', unmet: { why: 'all-asked' } });
    expect(mending!.repair).toBeUndefined();
  });

  test('who is busy at that hour is not taken away from there: another hour, or another helper', () => {
    const busy = given(ask('b', week), asked('chen'), yes('chen')).need;
    const need = given(ask('a', week), asked('bek'), decline('bek')).need;
    const one = mended([need, busy], [volunteer('bek'), volunteer('chen', { weeklyHours: 8 })]);
    expect(one).toHaveLength(1);
    expect(one[0]!.repair!.team[0]!.volunteer).toBe('chen');
    const { startsAt } = one[0]!.repair!;
    expect(startsAt + 60 * 60_000 <= at(16) || startsAt >= at(17)).toBe(true);
    expect(mended([need, busy]).at(0)!.repair).toMatchObject({ startsAt: at(16) });
  });

  test('nothing has come apart', () => {
    expect(mended([given(ask('a', week), asked('bek'), yes('bek')).need, ask('b', week)])).toEqual([]);
  });
});
