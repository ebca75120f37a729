import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type NeedCommand } from '$lib/domain/need/decide.ts';
import { nextLook, offerKept, sayings, type Known } from '$lib/domain/need/due.ts';
import { evolve } from '$lib/domain/need/evolve.ts';
import type { Escalation, Need } from '$lib/domain/need/need.ts';
import * as v from '../../support/village.ts';

const { NOW, HOUR, DAY, areas } = v;

/**
 * The need is posted on the 1st at 10:00 in Beijing for the 1st to the 3rd, to be taken within a day and done within three.
 * 'aman' carries a phone that was just heard, 'bek' one that was last heard on the evening before, 'chen' carries none;
 * 'dana' was not heard since then either, but said that she is away until the 5th.
 */
const heard: Record<string, number> = { bek: NOW - 14 * HOUR, dana: NOW - 14 * HOUR };
const knownAt = (at: number): Known => ({
  above: (area) => areas.get(area)?.parent,
  awayUntil: (volunteer) => (volunteer === 'dana' ? '2025-07-05' : undefined),
  heardAt: (volunteer) => (volunteer === 'aman' ? at : heard[volunteer]),
});

const up = (why: Escalation['why'], at: number, to = 'grid1'): Escalation => ({ why, at, to });
const given = (need: Need, ...before: NeedCommand[]) => v.given(need, ...before).need;
const one = (more: Partial<Need> = {}) => v.team(1, more);
const [hours, days] = [(count: number) => NOW + count * HOUR, (count: number) => NOW + count * DAY];
/** Midnight after the last day; and after the 5th, until which 'dana' is away. */
const [OVER, BACK] = [hours(62), hours(110)];
const done = v.finish('aman', 'done', 60, hours(20));

/** What the clock says to it at that time, in short: 'lapse bek', 'unanswered', 'holder-offline 07-01', 'give-up'. */
const said = (need: Need, at: number): string =>
  sayings(need, at, knownAt(at))
    .map(({ name, args }) => {
      if (name === 'need.lapse') return `lapse ${args.volunteer}`;
      return name === 'need.give-up' ? 'give-up' : `${args.why}${args.heardAt === undefined ? '' : ' since'}`;
    })
    .join(', ');

const table: [given: string, need: Need, when: number, then: string][] = [
  // An offer that nobody answers
  ['an offer, before the need should be taken', given(one(), v.offer('bek')), hours(23.9), ''],
  [
    'an offer, when the need should be taken',
    given(one(), v.offer('bek')),
    hours(24),
    'lapse bek, unanswered',
  ],
  [
    'an offer made late, within half a day',
    given(one(), v.offer('bek', [0], hours(20))),
    hours(31),
    'unanswered',
  ],
  [
    'an offer made late, half a day after',
    given(one(), v.offer('bek', [0], hours(20))),
    hours(32),
    'lapse bek, unanswered',
  ],
  [
    'an offer of something urgent, after two hours',
    given(one({ urgent: true }), v.offer('bek')),
    hours(2),
    '',
  ],
  [
    'an offer of something urgent, after four hours',
    given(one({ urgent: true }), v.offer('bek')),
    hours(4),
    'lapse bek',
  ],
  [
    'an offer of something urgent that should be taken in an hour, within two hours',
    given(one({ urgent: true, takeBy: hours(1) }), v.offer('bek')),
    hours(1.9),
    'unanswered',
  ],
  ['two offers', given(v.team(2), v.offer('bek'), v.offer('chen')), hours(23), ''],
  [
    'two offers, past their time',
    given(v.team(2), v.offer('bek'), v.offer('chen')),
    hours(24),
    'lapse bek, lapse chen, unanswered',
  ],
  ['an offer to one who is away, while he is', given(one(), v.offer('dana')), BACK - 1, 'unanswered'],
  ['an offer to one who was away, afterwards', given(one(), v.offer('dana')), BACK, 'lapse dana, unanswered'],

  // Nobody answers
  ['nobody asked, in time', one(), hours(23.9), ''],
  ['nobody asked, past its time', one(), hours(24), 'unanswered'],
  ['one place of two free', given(v.team(2), v.claim('aman')), hours(24), 'unanswered'],
  [
    'one place of two free while the other is at work',
    given(v.team(2), v.claim('aman'), v.start('aman')),
    hours(30),
    '',
  ],
  ['all places taken', given(one(), v.claim('aman')), hours(30), ''],

  // Passed up, one level at a time
  ['passed up half a day ago', one({ escalations: [up('unanswered', hours(24))] }), hours(36), ''],
  ['passed up a day ago', one({ escalations: [up('unanswered', hours(24))] }), hours(48), 'unanswered'],
  [
    'something urgent, passed up half a day ago',
    one({ urgent: true, escalations: [up('unanswered', hours(24))] }),
    hours(36),
    'unanswered',
  ],
  [
    'passed up late, because the server had been off: the next level gets its whole day',
    one({ escalations: [up('unanswered', hours(60))] }),
    hours(83.9),
    '',
  ],
  [
    'passed up for another reason just now',
    given(one({ escalations: [up('unanswered', days(4))] }), v.claim('aman')),
    days(4.5),
    '',
  ],
  [
    'passed up as far as it goes',
    one({ escalations: [up('unanswered', hours(24), 'county')] }),
    hours(200),
    'give-up',
  ],

  // The helper's phone is silent
  [
    'taken by one whose phone is silent, when the need should be taken',
    given(one(), v.claim('bek')),
    hours(9),
    '',
  ],
  ['silent for a day, and its day has come', given(one(), v.claim('bek')), hours(10), 'holder-offline since'],
  [
    'silent for a day, but its day is the 3rd and it need not be taken yet',
    given(one({ from: '2025-07-03' }), v.claim('bek')),
    hours(23.9),
    '',
  ],
  [
    'silent for a day, its day is the 3rd, but it should have been taken by now',
    given(one({ from: '2025-07-03' }), v.claim('bek')),
    hours(24),
    'holder-offline since',
  ],
  [
    'at work, and silent since',
    given(one(), v.claim('bek'), v.start('bek')),
    hours(10),
    'holder-offline since',
  ],
  ['taken by one who carries no phone', given(one(), v.claim('chen')), hours(40), ''],
  ['one of two silent', given(v.team(2), v.claim('aman'), v.claim('bek')), hours(10), 'holder-offline since'],
  [
    'silent, but he has finished',
    given(v.team(2), v.claim('aman'), v.claim('bek'), v.finish('bek')),
    hours(30),
    '',
  ],
  ['silent, and away as he said', given(one(), v.claim('dana')), BACK - 1, ''],
  ['silent, and not back when he said', given(one(), v.claim('dana')), BACK, 'holder-offline since'],

  // Not done
  ['taken, and its last day is over, but not its time', given(one(), v.claim('chen')), hours(71), ''],
  ['taken, and not done in its time', given(one(), v.claim('chen')), hours(72), 'not-done'],
  [
    'its time is over, but its last day is not',
    given(one({ until: '2025-07-10' }), v.claim('chen')),
    hours(72),
    '',
  ],
  [
    'one of two is away as he said, and it is not done in its time',
    given(v.team(2), v.claim('chen'), v.claim('dana')),
    hours(72),
    '',
  ],
  [
    'he was away, and it is not done now that he is back',
    given(v.team(2), v.claim('chen'), v.claim('dana')),
    BACK,
    'holder-offline since',
  ],
  ['done', given(one(), v.claim('aman'), done), days(30), ''],

  // Nobody came
  ['nobody came, within three days of its last day', one(), OVER + 3 * DAY - 1, 'unanswered'],
  ['nobody came, three days after its last day', one(), OVER + 3 * DAY, 'give-up'],
  ['somebody has it', given(one(), v.claim('chen')), OVER + 3 * DAY, 'not-done'],
  ['somebody was asked lately', given(one(), v.offer('bek', [0], days(5.5))), OVER + 3 * DAY, 'unanswered'],
  [
    'nobody came, and it was passed up',
    one({ escalations: [up('unanswered', days(5))] }),
    days(6),
    'give-up',
  ],
  ['cancelled', given(one(), v.cancel), days(30), ''],
  ['given up', given(one(), v.giveUp), days(30), ''],
];

describe('what the clock says', () => {
  test.each(table)('given %s', (_, need, when, then) => {
    expect(said(need, when)).toBe(then);
  });
});

describe('when the clock looks again', () => {
  test('given a need, then it is looked at just when there is something to say, and never once it is over', () => {
    for (const [name, need, when, then] of table) {
      const at = nextLook(need, knownAt(when));
      if (then) expect(at, name).toBeLessThanOrEqual(when);
      else if (at !== undefined) expect(at, name).toBeGreaterThan(when);
    }
    expect(nextLook(given(one(), v.claim('aman'), done), knownAt(NOW))).toBeUndefined();
    expect(nextLook(given(one(), v.cancel), knownAt(NOW))).toBeUndefined();
  });

  test('given an offer, then it is kept for at least two hours, and an urgent one never longer than another', () => {
    const time = fc.integer({ min: -10 * DAY, max: 10 * DAY });
    fc.assert(
      fc.property(time, time, (takeBy, offeredAt) => {
        const [calm, urgent] = [false, true].map((urgent) => offerKept({ takeBy, urgent }, offeredAt));
        expect(urgent).toBeGreaterThanOrEqual(offeredAt + 2 * HOUR);
        expect(calm).toBeGreaterThanOrEqual(urgent!);
      }),
    );
  });
});

describe('whenever the clock strikes', () => {
  const steps = fc.array(
    fc.oneof(
      fc.integer({ min: 1, max: 50 }).map((hours) => ({ hours })),
      fc
        .tuple(
          fc.constantFrom('offer', 'claim', 'yes', 'start', 'withdraw', 'finish'),
          fc.constantFrom('aman', 'bek', 'chen', 'dana'),
        )
        .map(([what, by]) => ({ what, by })),
    ),
    { maxLength: 40 },
  );
  const commands = {
    ...{ yes: v.yes, start: v.start, withdraw: v.withdraw, offer: v.offer, claim: v.claim },
  };

  test('then all it says is granted, it says it once, and no level is left out or gets less than its time', () => {
    fc.assert(
      fc.property(fc.boolean(), steps, (urgent, story) => {
        let need = v.team(2, { urgent });
        let now = NOW;
        const say = (command: NeedCommand, must: boolean) => {
          const answer = decide(need, command);
          if (must) expect(answer.ok).toBe(true);
          if (answer.ok) need = answer.events.reduce(evolve, need);
        };
        const strike = () => {
          for (const { name, args } of sayings(need, now, knownAt(now))) {
            if (name === 'need.lapse') say({ type: 'lapse', by: args.volunteer, at: now }, true);
            else if (name === 'need.give-up') say({ type: 'give-up', at: now }, true);
            else {
              const to = areas.get(need.escalations.at(-1)?.to ?? need.area)?.parent ?? '';
              say({ type: 'escalate', escalation: { to, at: now, why: args.why } }, true);
            }
          }
          // Whoever strikes a moment later, here or in another process, finds nothing to say.
          expect(sayings(need, now, knownAt(now))).toEqual([]);
        };
        for (const step of story) {
          if ('hours' in step) now += step.hours * HOUR;
          else if (step.what === 'finish') say(v.finish(step.by, 'done', 60, now), false);
          else if (step.what === 'offer' || step.what === 'claim')
            say(commands[step.what](step.by, [0, 1], now), false);
          else say(commands[step.what as 'yes'](step.by, now), false);
          strike();
        }
        const path = need.escalations.map(({ to }) => to);
        expect(path).toEqual(['grid1', 'village', 'township', 'county'].slice(0, path.length));
        for (const [index, { at }] of need.escalations.slice(1).entries())
          expect(at - need.escalations[index]!.at).toBeGreaterThanOrEqual(urgent ? DAY / 2 : DAY);
      }),
    );
  });
});
