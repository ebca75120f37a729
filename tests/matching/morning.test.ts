import { describe, expect, test } from 'vitest';
import { commandsOf, straight, type Reason } from '$lib/domain/plan/plan.ts';
import { alternatives } from '$lib/matching/alternatives.ts';
import { ask, at, planned, teamOf, village } from '../support/morning.ts';
import {
  areas,
  assign,
  claim,
  given,
  hand,
  mower,
  offer,
  start,
  volunteer,
  yes,
} from '../support/village.ts';

const hay = (id: string, ...tools: 'mower'[]) => volunteer(id, { skills: ['hay'], tools });

describe('who is sent', () => {
  test('whoever the household knows comes first', () => {
    const known = new Map([['house', ['dana']]]);
    const volunteers = ['bek', 'chen', 'dana', 'erlan'].map((id) => volunteer(id));
    const plan = planned(village({ volunteers, needs: [ask('a', { household: 'house' })], known }));
    expect(teamOf(plan, 'a')).toEqual(['dana']);
    expect(plan.visits[0]!.team[0]!.reasons[0]).toEqual({ why: 'known' });
  });

  test('whoever lives near, all else being equal', () => {
    const volunteers = [volunteer('far', { area: 'group3' }), volunteer('near', { area: 'group1' })];
    expect(teamOf(planned(village({ volunteers, needs: [ask('a')] })), 'a')).toEqual(['near']);
  });

  test('nobody near his hours while another fits as well', () => {
    const needs = [1, 2, 3].map((nth) => ask(`${nth}`));
    const done = given(ask('done', { minutes: 200 }), assign('bek'), start('bek')).need;
    const volunteers = [volunteer('bek', { weeklyHours: 6 }), volunteer('chen', { weeklyHours: 6 })];
    const plan = planned(village({ volunteers, needs: [...needs, done] }));
    for (const { id } of needs) expect(teamOf(plan, id)).toEqual(['chen']);
  });

  test('a team is whole or not there at all', () => {
    const needs = [ask('hay', { places: [mower, hand, hand] })];
    const two = village({ volunteers: [hay('aman', 'mower'), hay('bek')], needs });
    expect(planned(two).visits).toEqual([]);
    expect(planned(two).unmet).toMatchObject([{ need: 'hay', why: 'nobody-able', there: 2, asked: 3 }]);
    const three = { ...two, volunteers: [...two.volunteers, hay('chen')] };
    expect(teamOf(planned(three), 'hay')).toEqual(['aman', 'bek', 'chen']);
  });

  test('a learner takes a place beside his mentor where that costs little', () => {
    const volunteers = [
      volunteer('mentor', { skills: ['hay'], tools: ['mower'], area: 'group1' }),
      volunteer('near', { skills: ['hay'], area: 'group1' }),
      volunteer('learner', { skills: ['hay'], area: 'group2', mentor: 'mentor' }),
    ];
    const needs = [ask('hay', { places: [mower, hand] })];
    const plan = planned(village({ volunteers, needs }));
    expect(teamOf(plan, 'hay')).toEqual(['learner', 'mentor']);
    const mentoring = plan.visits[0]!.team.flatMap(({ reasons }) =>
      reasons.filter((each: Reason) => 'volunteer' in each),
    );
    expect(mentoring).toContainEqual({ why: 'mentor', volunteer: 'mentor' });
    expect(mentoring).toContainEqual({ why: 'learner', volunteer: 'learner' });
    // Six km further on, three quarters of an hour: that is too much.
    const there = (id: string, latitude: number) =>
      [id, { ...areas.get(id)!, point: { latitude, longitude: 81.3 } }] as const;
    const mapped = new Map([...areas, there('group1', 43.9), there('group2', 43.954)]);
    const apart = planned(village({ areas: mapped, volunteers, needs }));
    expect(teamOf(apart, 'hay')).toEqual(['mentor', 'near']);
  });
});

describe('what is agreed', () => {
  test('keeps its time, and whoever is new comes for it', () => {
    const half = given(
      ask('a', { places: [{}, {}] }),
      { ...offer('bek'), startsAt: at(16) } as never,
      yes('bek'),
    );
    const volunteers = [volunteer('bek'), volunteer('chen')];
    const plan = planned(village({ volunteers, needs: [half.need] }));
    expect(plan.visits).toMatchObject([{ need: 'a', startsAt: at(16), endsAt: at(17) }]);
    expect(plan.visits[0]!.team.map(({ volunteer, by }) => [volunteer, by])).toEqual([
      ['bek', 'agreed'],
      ['chen', 'proposed'],
    ]);
  });

  test('is told to nobody twice: where one has begun early, the other keeps his hour and the third joins', () => {
    const told = (by: string) => ({ ...assign(by), startsAt: at(16) }) as never;
    const begun = start('bek', at(15.5));
    const { need } = given(ask('a', { places: [{}, {}, {}] }), told('bek'), told('chen'), begun);
    const volunteers = ['bek', 'chen', 'dana'].map((id) => volunteer(id));
    const plan = planned(village({ now: at(15.6), volunteers, needs: [need] }));
    expect(teamOf(plan, 'a')).toEqual(['bek', 'chen', 'dana']);
    expect(commandsOf(plan, new Map([['a', need]]), 'need.offer')).toEqual([
      { name: 'need.offer', args: { id: 'a', volunteer: 'dana', startsAt: at(15.5) } },
    ]);
  });

  test('for another day is left to that day', () => {
    const friday = { ...offer('bek'), startsAt: at(16, '2025-07-03') } as never;
    const needs = [given(ask('a', { places: [{}, {}] }), friday).need];
    const plan = planned(village({ volunteers: [volunteer('bek'), volunteer('chen')], needs }));
    expect([plan.visits, plan.unmet]).toEqual([[], []]);
  });

  test('by somebody who has left the village stops no plan', () => {
    const needs = [given(ask('a', { until: '2025-07-02' }), claim('gone')).need, ask('b')];
    const volunteers = [volunteer('gone', { status: 'left' }), volunteer('bek')];
    expect(teamOf(planned(village({ volunteers, needs })), 'b')).toEqual(['bek']);
  });

  test('by somebody who has left keeps his seat until the desk takes him out: nobody is sent alone', () => {
    const needs = [given(ask('a', { places: [{}, {}] }), claim('gone')).need];
    const volunteers = [volunteer('gone', { status: 'left' }), volunteer('bek')];
    const plan = planned(village({ volunteers, needs }));
    expect(plan.visits).toEqual([]);
    expect(plan.unmet).toMatchObject([{ need: 'a', why: 'nobody-free' }]);
  });

  test('by somebody whose row this desk does not hold counts, and stops no plan', () => {
    const needs = [given(ask('a', { places: [{}, {}] }), claim('townsman')).need];
    expect(teamOf(planned(village({ volunteers: [volunteer('bek')], needs })), 'a')).toEqual(['bek']);
  });

  test('by somebody who is away until later is not for today, and nobody else is sent alone', () => {
    const needs = [given(ask('a', { places: [{}, {}] }), claim('bek')).need];
    const volunteers = [volunteer('bek', { awayUntil: '2025-07-03' }), volunteer('chen')];
    const plan = planned(village({ volunteers, needs }));
    expect(plan.visits).toEqual([]);
    expect(plan.unmet).toMatchObject([{ need: 'a', later: { day: '2025-07-04', within: false } }]);
  });
});

describe('how a coordinator bends a plan', () => {
  const volunteers = ['bek', 'chen', 'dana'].map((id) => volunteer(id));
  const setting = village({ volunteers, needs: [ask('a')] });
  const bent = (bends: Partial<typeof straight>) => planned(setting, { ...straight, ...bends });

  test('whoever is insisted on goes, usually free or not', () => {
    const busy = { ...setting, volunteers: [...volunteers, volunteer('far', { free: ['mon-am'] })] };
    const plan = planned(busy, { ...straight, locked: [{ need: 'a', volunteer: 'far' }] });
    expect(plan.visits[0]!.team).toMatchObject([{ volunteer: 'far', by: 'locked' }]);
    expect(plan.unmet).toEqual([]);
  });

  test('nobody is insisted on for whom there is no seat', () => {
    const both = ['bek', 'chen'].map((id) => ({ need: 'a', volunteer: id }));
    expect(teamOf(bent({ locked: both }), 'a')).toEqual(['bek']);
    const hairdresser = { ...setting, needs: [ask('a', { places: [{ skill: 'haircut' }] })] };
    expect(planned(hairdresser, { ...straight, locked: both }).visits).toEqual([]);
  });

  test('whoever is barred stays away', () => {
    const barred = ['bek', 'chen'].map((id) => ({ need: 'a', volunteer: id }));
    expect(teamOf(bent({ barred }), 'a')).toEqual(['dana']);
    const all = [...barred, { need: 'a', volunteer: 'dana' }];
    expect(bent({ barred: all }).unmet).toMatchObject([{ need: 'a', why: 'all-asked' }]);
  });

  test('what is left out is left out, and said so', () => {
    expect(bent({ leftOut: ['a'] })).toMatchObject({ visits: [], unmet: [{ need: 'a', why: 'left-out' }] });
  });

  test('who else could come is told by the same rules, with what stands against him', () => {
    const more = [volunteer('far', { area: 'pasture' }), volunteer('off', { free: ['mon-am'] })];
    const wide = { ...setting, volunteers: [...volunteers, ...more] };
    const plan = planned(wide);
    const bends = { ...straight, barred: [{ need: 'a', volunteer: 'dana' }] };
    const others = alternatives(wide, plan, bends, 'a').map((each) => [each.volunteer, each.against]);
    expect(others.slice(0, 1)).toEqual([['chen', undefined]]);
    expect(others.slice(1).sort()).toEqual([
      ['dana', 'barred'],
      ['far', 'reach'],
      ['off', 'halves'],
    ]);
  });
});
