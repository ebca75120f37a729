import { describe, expect, test } from 'vitest';
import { branching } from '$lib/domain/evening/branching.ts';
import { eveningOf, type Asked, type Summary } from '$lib/domain/evening/summary.ts';
import type { Why } from '$lib/domain/evening/why.ts';
import type { Face, Need } from '$lib/domain/need/need.ts';
import type { NeedCommand } from '$lib/domain/need/decide.ts';
import * as v from '../../support/village.ts';

const { NOW, HOUR, DAY, areas } = v;
const TODAY = '2025-07-01';
/** The 1st of July at 20:00 in Beijing, ten hours after the village's needs were posted. */
const EVENING = NOW + 10 * HOUR;
const MIDNIGHT = NOW + 14 * HOUR;

const evening = (needs: Need[], asked: Partial<Asked> = {}): Summary =>
  eveningOf(needs, { day: TODAY, now: EVENING, areas, area: 'village', nameOf: (id) => id, ...asked });

let counted = 0;
/** A need of one place for this day only, after what was said to it. */
const given = (more: Partial<Need>, ...said: NeedCommand[]): Need =>
  v.given(v.team(1, { id: `need-${++counted}`, until: TODAY, ...more }), ...said).need;
const finished = (by: string, minutes = 60, at = NOW): Need =>
  given({}, v.claim(by, [0], at - HOUR), v.finish(by, 'done', minutes, at));
const up = (to: string, at = NOW, more: object = {}): NeedCommand => ({
  type: 'escalate',
  escalation: { to, at, why: 'unanswered', ...more },
});
const numbers = (list: { id: string }[]) => list.map(({ id }) => id);

describe('why a need was not met on its last day', () => {
  const mower = [0, 1, 2, 3];
  const tryAgain = { type: 'finish', by: 'bek', at: NOW + HOUR } as const;
  const table: [why: Why, ...said: NeedCommand[]][] = [
    [{ code: 'not-asked' }],
    [{ code: 'unanswered' }, v.offer('bek')],
    [{ code: 'unanswered' }, v.offer('bek'), v.lapse('bek')],
    [{ code: 'unanswered' }, v.offer('bek'), v.offer('aman'), v.decline('bek')],
    [{ code: 'all-declined' }, v.offer('bek'), v.decline('bek')],
    [{ code: 'all-declined' }, v.offer('bek'), v.decline('bek'), v.claim('aman'), v.withdraw('aman')],
    [{ code: 'absent' }, v.claim('bek'), v.absent('bek')],
    [{ code: 'not-begun' }, v.claim('bek')],
    [
      { code: 'could-not', result: 'could-not', reason: 'weather' },
      v.claim('bek'),
      { ...tryAgain, outcome: { result: 'could-not', minutes: 0, reason: 'weather' } },
    ],
    [
      { code: 'could-not', result: 'partly', reason: 'tool-missing' },
      v.claim('bek'),
      { ...tryAgain, outcome: { result: 'partly', minutes: 30, reason: 'tool-missing' } },
    ],
    [
      { code: 'could-not', result: 'could-not' },
      v.claim('bek'),
      { ...tryAgain, outcome: { result: 'could-not', minutes: 5 } },
    ],
    [{ code: 'cancelled' }, v.cancel],
    [
      { code: 'silent', heardAt: NOW - 30 * HOUR },
      v.claim('bek'),
      up('grid1', NOW + HOUR, { why: 'holder-offline', heardAt: NOW - 30 * HOUR }),
    ],
    [{ code: 'silent' }, v.claim('bek'), up('grid1', NOW + HOUR, { why: 'holder-offline' })],
  ];
  test.each(table)('%j', (why, ...said) => {
    const { unmet, overdue, counts } = evening([given({}, ...said)]);
    expect(unmet.map((each) => each.why)).toEqual([why]);
    expect(overdue).toEqual([]);
    expect(counts).toMatchObject({ unmet: 1, overdue: 0, done: 0 });
  });

  test('a team of four of which two have agreed', () => {
    const need = v.given(v.hayNeed({ until: TODAY }), v.claim('aman', mower), v.claim('bek', [1, 2, 3])).need;
    expect(evening([need]).unmet[0]?.why).toEqual({ code: 'incomplete', held: 2, places: 4 });
  });

  test('a helper who has been heard since, or another one, is not silent', () => {
    const silent = up('grid1', NOW + HOUR, { why: 'holder-offline', heardAt: NOW });
    const other = given(
      {},
      v.claim('bek'),
      silent,
      v.withdraw('bek', NOW + 2 * HOUR),
      v.claim('aman', [0], NOW + 3 * HOUR),
    );
    expect(evening([other]).unmet[0]?.why).toEqual({ code: 'not-begun' });
  });

  test('what is underway is not unmet, and late it is begun but not finished', () => {
    const begun = given({}, v.claim('bek'), v.start('bek'));
    expect(evening([begun])).toMatchObject({ unmet: [], counts: { underway: 1, overdue: 0 } });
    const next = evening([begun], { day: '2025-07-02', now: EVENING + DAY });
    expect(next.overdue.map(({ why }) => why)).toEqual([{ code: 'begun' }]);
  });
});

describe('what belongs to the day', () => {
  test('a need with days left is unmet only if nobody took it in time, an hour was agreed, or somebody tried in vain', () => {
    const open = given({ until: '2025-07-03' });
    const late = given({ until: '2025-07-03', takeBy: EVENING });
    const agreed = given({ until: '2025-07-03' }, v.claim('bek'));
    const today = given({ until: '2025-07-03' }, { ...v.claim('bek'), startsAt: NOW + HOUR } as NeedCommand);
    const tomorrow = given({ until: '2025-07-03' }, {
      ...v.claim('bek'),
      startsAt: NOW + DAY,
    } as NeedCommand);
    const vain = given({ until: '2025-07-03' }, v.claim('bek'), v.finish('bek', 'could-not', 5));
    const { unmet } = evening([open, late, agreed, today, tomorrow, vain]);
    expect(numbers(unmet).sort()).toEqual(numbers([late, today, vain]).sort());
  });

  test('a need for later days is none of it', () => {
    const later = given(
      { from: '2025-07-02', until: '2025-07-05', doneBy: NOW, takeBy: NOW },
      v.offer('bek'),
    );
    expect(evening([later])).toMatchObject({ unmet: [], overdue: [] });
  });

  test('a cancelled need that was served all the same is not unmet; its hours count', () => {
    const need = given({}, v.claim('bek'), v.cancel, v.report('bek', 'done', 45, NOW + HOUR));
    const { unmet, counts, reported, thanks } = evening([need]);
    expect([unmet, counts.minutes, counts.done, reported, thanks]).toEqual([[], 45, 0, 1, ['bek']]);
  });

  test('overdue is what is open past its last day or its promised time', () => {
    const before = given({ from: '2025-06-29', until: '2025-06-30' });
    const promised = given({ until: '2025-07-03', doneBy: EVENING });
    const almost = given({ until: '2025-07-03', doneBy: EVENING + 1 });
    const over = given({ from: '2025-06-29', until: '2025-06-30' }, v.claim('bek'), v.finish('bek'));
    expect(numbers(evening([before, promised, almost, over]).overdue)).toEqual(numbers([before, promised]));
  });

  test('urgent ones come first, then by the last day', () => {
    const [a, b, c] = [
      given({ from: '2025-06-01', until: '2025-06-30' }),
      given({ from: '2025-06-01', until: '2025-06-20' }),
      given({ from: '2025-06-01', until: '2025-06-30', urgent: true }),
    ];
    expect(numbers(evening([a, b, c]).overdue)).toEqual(numbers([c, b, a]));
  });
});

describe('the day in Beijing time', () => {
  test('ends at midnight there, not in Greenwich', () => {
    const needs = [
      finished('bek', 10, MIDNIGHT - 1),
      finished('aman', 20, MIDNIGHT),
      finished('chen', 40, MIDNIGHT - DAY),
    ];
    const now = MIDNIGHT + HOUR;
    expect(evening(needs, { now }).counts).toMatchObject({ done: 2, minutes: 50 });
    expect(evening(needs, { now }).thanks).toEqual(['bek', 'chen']);
    expect(evening(needs, { day: '2025-07-02', now }).counts).toMatchObject({ done: 1, minutes: 20 });
    expect(evening(needs, { day: '2025-06-30', now }).counts).toMatchObject({ done: 0, minutes: 0 });
  });

  test('a need is done when its last helper finishes; hours belong to the day on which they were given', () => {
    const need = v.given(
      v.team(2, { until: '2025-07-02' }),
      v.claim('aman'),
      v.claim('bek'),
      v.finish('aman', 'done', 30, NOW + HOUR),
      v.finish('bek', 'done', 45, NOW + DAY),
    ).need;
    const now = EVENING + DAY;
    expect(evening([need], { now })).toMatchObject({
      counts: { done: 0, minutes: 30, underway: 1 },
      helpers: 1,
    });
    expect(evening([need], { now, day: '2025-07-02' }).counts).toMatchObject({ done: 1, minutes: 45 });
  });

  test('a need whose helper is still out of signal is done when the household says so', () => {
    const need = given({}, v.claim('bek'), v.rate('good', NOW + HOUR));
    expect(evening([need]).counts).toMatchObject({ done: 1, minutes: 0 });
  });

  test('a day that has passed is told as it stood at its end', () => {
    const later = NOW + 2 * DAY;
    const done = given(
      { until: TODAY },
      v.claim('bek'),
      v.start('bek', NOW + DAY),
      v.finish('bek', 'done', 30, NOW + DAY + HOUR),
      v.rate('good', later),
    );
    const asked = given({ until: TODAY }, v.offer('bek', [0], NOW + DAY));
    const called = given({ until: TODAY }, { type: 'cancel', at: NOW + DAY });
    const raised = given({ until: TODAY }, up('grid1', NOW + DAY));
    const gone = given({ until: TODAY }, { type: 'give-up', at: NOW + DAY });
    const posted = given({ until: '2025-07-05', postedAt: MIDNIGHT });
    const past = evening([done, asked, called, raised, gone, posted], { now: later });
    expect(past.at).toBe(MIDNIGHT);
    expect(past.unmet.map(({ why }) => why.code)).toEqual([
      'not-begun',
      'not-asked',
      'not-asked',
      'not-asked',
      'not-asked',
    ]);
    expect(past).toMatchObject({ escalated: [], unfilled: [], rated: { answers: 0 } });
    expect(past.carried).toHaveLength(5);
    const today = evening([done, asked, called, raised, gone, posted], { now: later, day: '2025-07-02' });
    expect(today.counts).toMatchObject({ done: 1, unfilled: 1, escalated: 1, overdue: 2 });
  });
});

describe('how it was', () => {
  const rated = (faces: Face[]) =>
    evening(faces.map((face, index) => given({}, v.claim(`h${index}`), v.finish(`h${index}`), v.rate(face))))
      .rated;

  test('is not told of fewer than five answers', () => {
    expect(rated(['good', 'good', 'good', 'bad'])).toEqual({ answers: 4 });
  });

  test('is told from five on, in total only', () => {
    expect(rated(['good', 'good', 'good', 'okay', 'bad'])).toEqual({
      answers: 5,
      faces: { good: 3, okay: 1, bad: 1 },
    });
    const summary = evening([given({}, v.claim('bek'), v.finish('bek'), v.rate('bad'))]);
    expect(JSON.stringify([summary.parts, summary.services, summary.solved])).not.toMatch(/good|okay|bad/);
  });
});

describe('thanks', () => {
  const names: Record<string, string> = { aman: '阿曼', bek: '别克', chen: '陈', dana: '达娜' };

  test('are by the alphabet, once each, whoever did more, and there is no count for a person anywhere', () => {
    const needs = [
      finished('dana', 600),
      finished('chen'),
      finished('bek', 5),
      finished('bek', 5),
      finished('bek', 5),
      finished('aman', 1),
    ];
    const summary = evening(needs, { nameOf: (id) => names[id] });
    expect(summary.thanks).toEqual(['阿曼', '别克', '陈', '达娜']);
    expect(summary.helpers).toBe(4);
    const { thanks: _thanks, ...rest } = summary;
    for (const of of [...Object.keys(names), ...Object.values(names)])
      expect(JSON.stringify(rest)).not.toContain(of);
  });

  test('go to those who went in vain, not to those who only said yes', () => {
    const vain = given({}, v.claim('bek'), v.finish('bek', 'could-not', 0));
    expect(evening([vain, given({}, v.claim('aman'))]).thanks).toEqual(['bek']);
  });
});

describe('the level at which needs were solved', () => {
  const solvedAt = (at: number, ...levels: string[]) =>
    given(
      { until: '2025-07-03' },
      ...levels.map((to) => up(to, at - HOUR)),
      v.claim('bek', [0], at - HOUR),
      v.finish('bek', 'done', 60, at),
    );

  test('is the highest that had heard of each, over a week and on the day', () => {
    const needs = [
      solvedAt(NOW),
      solvedAt(NOW, 'grid1', 'village'),
      solvedAt(NOW - 6 * DAY),
      solvedAt(NOW - 6 * DAY, 'grid1', 'village', 'township'),
      solvedAt(NOW - 7 * DAY, 'grid1', 'village', 'township', 'county'),
      given({}, up('grid1')),
    ];
    const { week, day } = evening(needs).solved;
    expect(day).toEqual({
      total: 2,
      levels: [
        { level: 'group', count: 1 },
        { level: 'community', count: 1 },
      ],
      inCommunity: 2,
      inTownship: 2,
    });
    expect(week).toEqual({
      total: 4,
      levels: [
        { level: 'group', count: 2 },
        { level: 'community', count: 1 },
        { level: 'township', count: 1 },
      ],
      inCommunity: 3,
      inTownship: 4,
    });
  });

  test('counts a need with which the household was not content, so that nobody can subtract', () => {
    const bad = given({}, v.claim('bek'), v.finish('bek'), v.rate('bad'));
    expect(evening([bad]).solved.day.total).toBe(1);
  });
});

describe('what went up', () => {
  test('says from where to where, why, and since when the phone is silent', () => {
    const need = given(
      {},
      v.claim('bek'),
      up('grid1', NOW - DAY),
      up('village', NOW, { why: 'holder-offline', heardAt: NOW - 30 * HOUR }),
    );
    const [step, ...more] = evening([need]).escalated;
    expect(step).toMatchObject({
      from: 'grid1',
      to: 'village',
      why: 'holder-offline',
      heardAt: NOW - 30 * HOUR,
      at: NOW,
    });
    expect(more).toEqual([]);
  });

  test('begins at the need’s own area, and both are told apart', () => {
    const nobody = given({}, up('grid1', NOW + 1));
    const late = given({}, v.claim('bek'), up('grid1', NOW, { why: 'not-done' }));
    expect(evening([nobody, late]).escalated.map(({ from, why }) => [from, why])).toEqual([
      ['group1', 'not-done'],
      ['group1', 'unanswered'],
    ]);
  });
});

describe('what goes on tomorrow', () => {
  test('is open and meant for today, tomorrow or before; what begins later is counted only', () => {
    const overdue = given({ from: '2025-06-20', until: '2025-06-21' });
    const tomorrow = given({ from: '2025-07-02', until: '2025-07-02' });
    const later = given({ from: '2025-07-03', until: '2025-07-09' });
    const { carried, later: count } = evening([overdue, tomorrow, later, finished('bek')]);
    expect([numbers(carried), count]).toEqual([numbers([overdue, tomorrow]), 1]);
  });

  test('says what was agreed', () => {
    const said = (by: string, startsAt: number) => ({ ...v.claim(by), startsAt }) as NeedCommand;
    const need = v.given(
      v.team(3, { until: '2025-07-02' }),
      said('dana', NOW + DAY + HOUR),
      said('bek', NOW + DAY),
      said('aman', NOW),
    ).need;
    expect(evening([need]).carried).toMatchObject([
      { stands: 'taken', held: 3, places: 3, helpers: ['aman', 'bek', 'dana'], startsAt: NOW + DAY },
    ]);
  });
});

describe('by area', () => {
  const needs = [
    finished('aman', 30),
    given({ area: 'group3' }, v.claim('bek'), v.finish('bek', 'done', 15)),
    given({ area: 'village' }),
    given({ area: 'next-grid' }),
  ];

  test('only what lies below counts, one row for each area a level below, and one for the area itself', () => {
    const { parts, counts } = evening(needs);
    expect(counts).toMatchObject({ done: 2, minutes: 45, unmet: 1 });
    expect(parts.map(({ area, done, minutes, unmet }) => [area, done, minutes, unmet])).toEqual([
      ['grid1', 1, 30, 0],
      ['grid2', 0, 0, 0],
      ['grid3', 1, 15, 0],
      ['pasture', 0, 0, 0],
      ['village', 0, 0, 1],
    ]);
  });

  test('a group has no parts; the township has its villages', () => {
    expect(evening(needs, { area: 'group1' })).toMatchObject({ counts: { done: 1, unmet: 0 }, parts: [] });
    expect(evening(needs, { area: 'township' }).parts.map(({ area, unmet }) => [area, unmet])).toEqual([
      ['village', 1],
      ['next', 1],
    ]);
  });

  test('a county with one township is looked at where it branches', () => {
    expect(branching('county', areas)).toBe('township');
    expect(branching('grid3', areas), 'people live in a grid itself, too').toBe('grid3');
    const alone = new Map([...areas].filter(([id]) => !id.startsWith('next')));
    expect(branching('county', alone)).toBe('village');
  });
});

test('done is counted by service', () => {
  const cut = v.given(
    v.need({ id: 'cut', service: 'haircut', places: [{}] }),
    v.claim('bek'),
    v.finish('bek'),
  ).need;
  expect(evening([finished('aman'), finished('chen'), cut]).services).toEqual([
    { service: 'cleaning', done: 2 },
    { service: 'haircut', done: 1 },
  ]);
});

test('nothing in a summary leads to a household', () => {
  const told = JSON.stringify(
    evening([
      finished('bek'),
      given({ spot: 'SECRET-spot' }),
      given({ from: '2025-06-01', until: '2025-06-02' }, up('grid1')),
      given({}, v.giveUp),
      given({}, v.cancel),
    ]),
  );
  expect(told).not.toContain('SECRET');
});
