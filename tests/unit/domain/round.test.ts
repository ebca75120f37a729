import { describe, expect, test } from 'vitest';
import type { NeedCommand } from '$lib/domain/need/decide.ts';
import { minutesGiven } from '$lib/domain/need/given.ts';
import { assignmentOf, free, held, open, status } from '$lib/domain/need/need.ts';
import {
  absent,
  anybody,
  cancel,
  claim,
  decline,
  edit,
  editTeam,
  finish,
  given,
  hayNeed,
  HOUR,
  lapse,
  NOW,
  offer,
  assign,
  rate,
  reopen,
  report,
  start,
  team,
  withdraw,
  yes,
} from '../../support/village.ts';

const withMower = [0, 1, 2, 3];
const withoutMower = [1, 2, 3];

describe('the last place', () => {
  test('goes to whoever the server hears first; the next one stands by', () => {
    const first = given(team(1))
      .when(claim('bek', [0], NOW + 5))
      .then('taken');
    const second = given(first)
      .when(claim('chen', [0], NOW))
      .then('stood-by');
    expect(assignmentOf(second, 'bek')).toMatchObject({ status: 'accepted', takenAt: NOW + 5, via: 'claim' });
    expect(assignmentOf(second, 'chen')).toMatchObject({ status: 'standby', via: 'claim' });
  });

  test('of a hay team is kept for the mower: the fourth without one does not take it', () => {
    const three = [claim('bek', withoutMower), claim('chen', withoutMower), claim('dana', withoutMower)];
    const { need } = given(hayNeed(), ...three);
    expect(free(need)).toBe(1);
    expect(open(need, withoutMower)).toBe(false);
    expect(open(need, withMower)).toBe(true);
    given(need).when(claim('aman', withMower)).then('taken');
  });

  test('is found by moving the one with a mower over', () => {
    // aman could sit anywhere; that he came first does not keep three more from joining.
    given(hayNeed(), claim('aman', withMower), claim('bek', withoutMower), claim('chen', withoutMower))
      .when(claim('dana', withoutMower))
      .then('taken');
  });

  test('is not given to somebody who fits no place', () => {
    given(hayNeed()).when(claim('fatima', [])).thenRefused('does-not-fit');
    given(hayNeed()).when(offer('fatima', [])).thenRefused('does-not-fit');
    given(hayNeed()).when(assign('fatima', [])).thenRefused('does-not-fit');
  });

  test('may be offered to more people than there are places: a yes that comes too late stands by', () => {
    const asked = given(team(1), offer('bek'), offer('chen'), yes('chen'));
    const late = asked.when(yes('bek')).then('stood-by');
    expect(assignmentOf(late, 'bek')?.offeredAt).toBe(NOW);
  });
});

describe('standing by', () => {
  const full = [claim('bek'), claim('chen'), claim('dana')];

  test.each([
    ['withdraws', withdraw('bek'), 'withdrawn'],
    ['is absent', absent('bek'), 'absent'],
    ['could not do it', finish('bek', 'could-not', 10), 'finished'],
    ['did it only partly', finish('bek', 'partly', 10), 'finished'],
  ] as const)('the first is asked when a helper %s', (_, command, event) => {
    const after = given(team(1), ...full)
      .when(command)
      .then(event, 'asked');
    expect(assignmentOf(after, 'chen')).toMatchObject({ status: 'offered', via: 'offer', offeredAt: NOW });
    expect(assignmentOf(after, 'dana')?.status).toBe('standby');
    given(after).when(yes('chen')).then('taken');
  });

  test('nobody is asked when a helper has done it', () => {
    given(team(2), claim('aman'), ...full)
      .when(finish('bek'))
      .then('finished');
  });

  test('the order is that of arrival, and who claims anew goes to the end', () => {
    const again = given(team(1), ...full, withdraw('chen'), claim('chen'));
    expect(again.when(withdraw('bek')).events.at(-1)).toMatchObject({ type: 'asked', by: 'dana' });
  });

  test('the first who fits what is left is asked, not the first of all', () => {
    const withoutScythe = [0];
    const two = given(
      team(2),
      claim('aman', [0]),
      claim('bek', [1]),
      claim('chen', withoutScythe),
      claim('dana', [1]),
    );
    expect(two.when(withdraw('bek')).events.at(-1)).toMatchObject({ type: 'asked', by: 'dana' });
    expect(two.when(withdraw('aman')).events.at(-1)).toMatchObject({ type: 'asked', by: 'chen' });
  });

  test('two who leave bring two who stood by', () => {
    const after = given(team(2), claim('aman'), ...full, withdraw('aman'), withdraw('bek')).need;
    expect(
      after.assignments.filter((each) => each.status === 'offered').map((each) => each.volunteer),
    ).toEqual(['chen', 'dana']);
  });

  test('nobody is asked for a need that was cancelled or rated', () => {
    given(team(1), ...full, cancel)
      .when(withdraw('bek'))
      .then('withdrawn');
    given(team(1), ...full, rate('good'))
      .when(withdraw('bek'))
      .then('withdrawn');
  });

  test('the next is asked when the first one asked says no', () => {
    given(team(1), ...full, withdraw('bek'))
      .when(decline('chen'))
      .then('declined', 'asked');
  });

  test('the next is asked when the first one asked lets it lapse', () => {
    given(team(1), ...full, withdraw('bek'))
      .when(lapse('chen'))
      .then('lapsed', 'asked');
  });

  test('the first is asked when a done is corrected to a could-not', () => {
    given(team(1), ...full, finish('bek'))
      .when(finish('bek', 'could-not', 5))
      .then('finished', 'asked');
  });

  test('who stands by beside a free place takes it by saying yes or claiming again', () => {
    // However it came about: nobody may be told "you stand by" while there is room for him.
    const { need } = given(team(1), ...full);
    const room = { ...need, assignments: need.assignments.filter((each) => each.volunteer !== 'bek') };
    given(room).when(claim('chen')).then('taken');
    given(room).when(yes('chen')).then('taken');
  });
});

describe('a late yes', () => {
  test('is still a yes after the offer lapsed', () => {
    const after = given(team(1), offer('bek'), lapse('bek'))
      .when(yes('bek', NOW + 9))
      .then('taken');
    expect(assignmentOf(after, 'bek')).toMatchObject({
      status: 'accepted',
      takenAt: NOW + 9,
      offeredAt: NOW,
    });
  });

  test('stands by where somebody else came in the meantime', () => {
    given(team(1), offer('bek'), lapse('bek'), claim('chen')).when(yes('bek')).then('stood-by');
  });

  test('is still a yes after a no', () => {
    given(team(1), offer('bek'), decline('bek')).when(yes('bek')).then('taken');
  });

  test('does not undo a coordinator who took the offer back', () => {
    given(team(1), offer('bek'), withdraw('bek')).when(yes('bek')).thenRefused('withdrawn');
  });

  test('a lapse that comes after the yes changes nothing', () => {
    given(team(1), offer('bek'), yes('bek')).when(lapse('bek')).then();
  });
});

describe('facts that come late', () => {
  test.each([
    ['who only stood by', [claim('chen'), claim('bek')]],
    ['whose offer was not answered', [offer('bek')]],
    ['who withdrew and came all the same', [claim('bek'), withdraw('bek')]],
    ['who was thought absent', [claim('bek'), absent('bek')]],
    ['whom nobody expected', []],
    ['whose need was cancelled', [claim('bek'), start('bek'), cancel]],
  ])('the work of one %s is kept as a report and its time counts', (_, before) => {
    const after = given(team(1), ...before)
      .when(finish('bek', 'done', 90, NOW + 7))
      .then('reported');
    expect(after.reports).toEqual([
      { volunteer: 'bek', outcome: { result: 'done', minutes: 90 }, at: NOW + 7 },
    ]);
    expect(minutesGiven(after)).toBe(90);
  });

  test('a need that was cancelled stays cancelled, though it was done', () => {
    expect(status(given(team(1), claim('bek'), cancel, finish('bek')).need)).toBe('cancelled');
  });

  test('a finish that comes after the rating still finishes', () => {
    const after = given(team(1), claim('bek'), rate('good'))
      .when(finish('bek', 'done', 30))
      .then('finished');
    expect(status(after)).toBe('rated');
    expect(minutesGiven(after)).toBe(30);
  });

  test('a finish with other minutes corrects the first and is counted once', () => {
    const after = given(team(1), claim('bek'), finish('bek', 'done', 60)).when(
      finish('bek', 'done', 45),
    ).need;
    expect(minutesGiven(after)).toBe(45);
  });

  test('the same report said twice is counted once', () => {
    const twice = given(team(1), report('bek')).when(report('bek'));
    expect(minutesGiven(twice.need)).toBe(60);
    expect(given(team(1), claim('bek'), cancel, finish('bek')).when(finish('bek')).need.reports).toHaveLength(
      1,
    );
  });

  test('a finish said again after the need was cancelled is not counted twice', () => {
    const again = given(team(2), claim('bek'), finish('bek', 'partly'), cancel).when(finish('bek', 'partly'));
    expect(minutesGiven(again.need)).toBe(60);
  });

  test('a could-not corrected to done, after somebody else took the place, becomes a report', () => {
    const { need } = given(team(1), claim('bek'), finish('bek', 'could-not', 5), claim('chen'));
    const after = given(need).when(finish('bek', 'done', 60)).need;
    expect(held(after).length).toBeLessThanOrEqual(after.places.length);
    expect(after.reports).toHaveLength(1);
  });

  test('a could-not corrected to done keeps the place where it is still free', () => {
    const after = given(team(1), claim('bek'), finish('bek', 'could-not', 5)).when(finish('bek', 'done', 60));
    expect(status(after.then('finished'))).toBe('done');
  });

  test('correcting a finish does not move the hour at which it was finished', () => {
    const first = given(team(1), claim('bek'), finish('bek', 'done', 60, NOW)).need;
    const later = given(first).when(finish('bek', 'done', 61, NOW + 1000)).need;
    expect(assignmentOf(later, 'bek')?.finishedAt).toBe(NOW);
  });
});

describe('rating', () => {
  test('is taken before the server knows of the finish', () => {
    expect(status(given(team(1), claim('bek')).when(rate('good')).then('rated'))).toBe('rated');
  });

  test('is taken for work that exists only as a report', () => {
    given(team(1), report('bek')).when(rate('okay')).then('rated');
  });

  test('is refused where nobody ever took the need', () => {
    given(team(1), offer('bek')).when(rate('good')).thenRefused('nothing-to-rate');
  });

  test('a second, other rating is kept as a report and does not replace the first', () => {
    const after = given(team(1), claim('bek'), finish('bek'), rate('good'))
      .when(rate('bad', NOW + 1))
      .then('reported');
    expect(after.rating?.face).toBe('good');
    expect(after.reports).toEqual([{ volunteer: null, at: NOW + 1, rating: 'bad' }]);
    expect(after.repairedBy).toBeUndefined();
  });

  test('the same rating said twice changes nothing, also when it was kept as a report', () => {
    given(team(1), claim('bek'), rate('good')).when(rate('good')).then();
    given(team(1), claim('bek'), rate('good'), rate('bad', NOW + 1))
      .when(rate('bad', NOW + 1))
      .then();
    given(team(1), claim('bek'), cancel, rate('good')).when(rate('good')).then();
  });

  test('"not good" opens exactly one repair', () => {
    const bad = given(team(1), claim('bek'), finish('bek')).when(rate('bad')).then('rated', 'reopened');
    expect(bad.repairedBy).toBe('repair');
    given(bad)
      .when(rate('bad', NOW + 1, 'second'))
      .then('reported');
    given(bad).when(reopen('second')).thenRefused('already-reopened');
    given(bad).when(reopen('repair')).then();
  });

  test('"not good" after the coordinator opened a repair opens no second one', () => {
    const after = given(team(1), claim('bek'), finish('bek'), reopen('first'))
      .when(rate('bad'))
      .then('rated');
    expect(after.repairedBy).toBe('first');
  });

  test.each(['good', 'okay'] as const)('%s opens none', (face) => {
    given(team(1), claim('bek'), finish('bek')).when(rate(face)).then('rated');
  });
});

describe('the team', () => {
  test('is done when all who hold a place are done', () => {
    const two = given(team(2), claim('bek'), claim('chen'), finish('bek'));
    expect(status(two.need)).toBe('underway');
    expect(status(two.when(finish('chen')).need)).toBe('done');
  });

  test('looks for another when one could not', () => {
    const after = given(team(2), claim('bek'), claim('chen'), finish('bek', 'could-not', 5)).need;
    expect(free(after)).toBe(1);
    expect(open(after, [0, 1])).toBe(true);
    given(after).when(claim('dana')).then('taken');
  });

  test('is not changed once somebody was asked for it', () => {
    given(team(2), offer('bek')).when(editTeam).thenRefused('already-taken');
    given(team(2), claim('bek')).when(edit).then('edited');
  });

  test('a yes to an offer from before the team was changed is not taken for the new team', () => {
    // bek could fill place 0 as it was; he declined, and place 0 became another.
    const places = [{ skill: 'driving' as const }];
    const changed = given(team(1), offer('bek', [0]), decline('bek')).when({
      type: 'edit',
      changes: { places },
    });
    given(changed.need).when(yes('bek')).thenRefused('does-not-fit');
  });

  test('an offer is not made to somebody who fits none of the places that are left', () => {
    const three = [claim('bek', withoutMower), claim('chen', withoutMower), claim('dana', withoutMower)];
    given(hayNeed(), ...three)
      .when(offer('erlan', withoutMower))
      .thenRefused('does-not-fit');
  });

  test('a yes from somebody whose kind of place was taken meanwhile stands by, as where the team is full', () => {
    const asked = given(
      hayNeed(),
      offer('erlan', withoutMower),
      claim('bek', withoutMower),
      claim('chen', withoutMower),
      claim('dana', withoutMower),
    );
    const waiting = asked.when(yes('erlan')).then('stood-by');
    given(waiting).when(withdraw('bek')).then('withdrawn', 'asked');
  });

  test('can be one alone', () => {
    expect(free(team(1))).toBe(1);
    expect(free({ places: [anybody], assignments: given(team(1), claim('bek')).need.assignments })).toBe(0);
  });
});

describe('a time to begin', () => {
  const nine = NOW + 9 * HOUR;
  const ten = NOW + 10 * HOUR;
  const at = (type: 'offer' | 'assign', startsAt: number): NeedCommand => ({
    type,
    by: 'bek',
    can: withMower,
    startsAt,
    at: NOW,
  });
  const startOf = (...said: NeedCommand[]) => assignmentOf(given(hayNeed(), ...said).need, 'bek')?.startsAt;

  test('goes with an offer, and stays when it is accepted', () => {
    expect(startOf(at('offer', nine))).toBe(nine);
    expect(startOf(at('offer', nine), yes('bek'))).toBe(nine);
  });

  test('is moved by saying it again, until the work has begun', () => {
    expect(startOf(at('offer', nine), yes('bek'), at('assign', ten))).toBe(ten);
    expect(startOf(at('offer', nine), yes('bek'), start('bek'), at('assign', ten))).toBe(nine);
  });

  test('goes with its day: whoever moves the days plans anew', () => {
    expect(startOf(at('offer', nine), edit)).toBe(nine);
    expect(startOf(at('offer', nine), { type: 'edit', changes: { until: '2026-12-31' } })).toBeUndefined();
  });

  test('is handed on to whoever stood by', () => {
    const taken = given(team(1), at('assign', nine), claim('chen', [0])).need;
    const { need } = given(taken, withdraw('bek'));
    expect(assignmentOf(need, 'chen')).toMatchObject({ status: 'offered', startsAt: nine });
  });
});
