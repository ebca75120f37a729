import { describe, expect, test } from 'vitest';
import { nextLook, sayings } from '$lib/domain/need/due.ts';
import { project } from '$lib/domain/project.ts';
import { row } from '$lib/domain/row.ts';
import { candidates } from '$lib/device/desk-candidates.ts';
import { suited } from '$lib/matching/near.ts';
import { Ground } from '$lib/matching/village.ts';
import { numbered } from '$lib/matching/numbered.ts';
import { straight } from '$lib/domain/plan/plan.ts';
import * as v from '../../support/village.ts';

/** Bek asks somebody who knows; there is no household. */
const question = () => {
  const { household: _household, ...rest } = v.team(1, { id: 'question', asker: 'bek', area: 'grid1' });
  return { ...rest, note: '羊不吃草' };
};
const asked = () => v.village(question());
const now = (village: ReturnType<typeof asked>) => {
  const need = village.get('need', 'question');
  if (!need) throw new Error('gone');
  return need;
};

describe('one’s own question', () => {
  test('given that nobody has taken it, when he claims it himself or is sent there, then that is refused', () => {
    const village = asked();
    const own = { ok: false, code: 'own-question' };
    expect(village.say(v.phone('bek'), 'need.claim', { id: 'question' })).toEqual(own);
    expect(village.say(v.desk, 'need.offer', { id: 'question', volunteer: 'bek' })).toEqual(own);
    expect(village.say(v.desk, 'need.assign', { id: 'question', volunteer: 'bek' })).toEqual(own);
    expect(village.say(v.phone('chen'), 'need.claim', { id: 'question' }).ok).toBe(true);
  });

  test('is suggested to fellows, not to himself', () => {
    const seen = (id: string) =>
      suited({ volunteer: v.volunteer(id), areas: v.areas, own: [], now: v.NOW }, [question()]).length;
    expect([seen('chen'), seen('bek')]).toEqual([1, 0]);
  });

  test('is offered by the desk to others only', () => {
    const names = candidates(question(), v.volunteers, v.areas).map(({ volunteer }) => volunteer.id);
    expect(names).toContain('chen');
    expect(names).not.toContain('bek');
  });

  test('is planned for others only, also when the plan calls everybody by numbers', () => {
    const village = {
      ...{ area: 'village', day: '2025-07-01', now: v.NOW, areas: v.areas, volunteers: v.volunteers },
      ...{ needs: [question()], known: new Map<string, string[]>() },
    };
    const reached = (ground: Ground, name: string) => {
      const [need] = [...ground.needs.values()];
      const one = [...ground.people.values()].find((each) => each.name === name);
      if (!need || !one) throw new Error('not there');
      return ground.reaches(one, need);
    };
    for (const ground of [new Ground(village), new Ground(numbered(village, straight).village)])
      expect([reached(ground, 'chen'), reached(ground, 'bek')]).toEqual([true, false]);
  });

  test('he is told who answers it; another who only looks on is not', () => {
    const village = asked();
    village.say(v.phone('chen'), 'need.claim', { id: 'question' });
    const seen = (who: typeof v.desk) => project(row('need', now(village)), who, village)?.body;
    expect(seen(v.phone('bek'))).toMatchObject({ assignments: [{ volunteer: 'chen' }] });
    expect(seen(v.phone('aman'))).toMatchObject({ assignments: [{ volunteer: null }] });
  });

  test('S03: a kiosk is told neither who asks nor what', () => {
    const village = asked();
    const seen = project(row('need', now(village)), v.kiosk, village)?.body;
    expect(seen).not.toHaveProperty('asker');
    expect(seen).not.toHaveProperty('note');
  });

  test('goes up a level like any need when nobody answers in time', () => {
    const known = {
      above: (area: string) => v.areas.get(area)?.parent,
      awayUntil: () => undefined,
      heardAt: () => undefined,
    };
    const need = question();
    expect(nextLook(need, known)).toBe(need.takeBy);
    expect(sayings(need, need.takeBy, known)).toMatchObject([
      { name: 'need.escalate', args: { why: 'unanswered' } },
    ]);
  });

  test('answered by phone, it is done without a start', () => {
    const village = asked();
    village.say(v.phone('chen'), 'need.claim', { id: 'question' });
    const done = { id: 'question', result: 'done' as const, minutes: 15 };
    expect(village.say(v.phone('chen'), 'need.finish', done).ok).toBe(true);
    expect(now(village).assignments).toMatchObject([{ volunteer: 'chen', status: 'finished' }]);
  });
});
