import { describe, expect, test } from 'vitest';
import { decide, type NeedCommand } from '$lib/domain/need/decide.ts';
import { evolve } from '$lib/domain/need/evolve.ts';
import { status, type Need } from '$lib/domain/need/need.ts';
import * as say from '../../support/village.ts';
import { given, team } from '../../support/village.ts';

/**
 * Every command in every state. A cell is what follows: event types joined by '+', '-' for "said already, nothing
 * follows", '!code' for a refusal. A change of a cell is a change of the law.
 */

/** How bek came to stand as the column says, in a team of three of which chen holds one place. */
const bek: Record<string, NeedCommand[]> = {
  none: [],
  offered: [say.offer('bek')],
  accepted: [say.claim('bek')],
  started: [say.claim('bek'), say.start('bek')],
  done: [say.claim('bek'), say.finish('bek', 'done', 60)],
  partly: [say.claim('bek'), say.finish('bek', 'partly', 60)],
  declined: [say.offer('bek'), say.decline('bek')],
  lapsed: [say.offer('bek'), say.lapse('bek')],
  withdrawn: [say.claim('bek'), say.withdraw('bek')],
  absent: [say.claim('bek'), say.absent('bek')],
  standby: [say.claim('dana'), say.claim('erlan'), say.claim('bek')],
};

const bekSays: Record<string, NeedCommand> = {
  offer: say.offer('bek'),
  assign: say.assign('bek'),
  claim: say.claim('bek'),
  accept: say.yes('bek'),
  decline: say.decline('bek'),
  withdraw: say.withdraw('bek'),
  absent: say.absent('bek'),
  start: say.start('bek'),
  finish: say.finish('bek', 'done', 45),
  'could-not': say.finish('bek', 'could-not', 5),
  again: say.finish('bek', 'done', 60),
  report: say.report('bek', 'done', 45),
  lapse: say.lapse('bek'),
};

const table = (text: string): [command: string, state: string, expected: string][] => {
  const [head = '', ...lines] = text.trim().split('\n');
  const states = head.trim().split(/\s+/).slice(1);
  return lines.flatMap((line) => {
    const [command = '', ...cells] = line.trim().split(/\s+/);
    if (cells.length !== states.length) throw new Error(`${command}: ${cells.length} cells`);
    return cells.map((cell, index): [string, string, string] => [command, states[index] ?? '', cell]);
  });
};

function answer(need: Need | undefined, command: NeedCommand): string {
  const decision = decide(need, command);
  if (!decision.ok) return `!${decision.code}`;
  return decision.events.map((event) => event.type).join('+') || '-';
}

function look<T>(record: Record<string, T>, key: string): T {
  const found = record[key];
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
}

const three = team(3);

describe('while a place is free', () => {
  test.each(
    table(`
      bek        none        offered    accepted   started    done              partly            declined   lapsed     withdrawn   absent
      offer      offered     -          -          -          !already-finished !already-finished offered    offered    offered     offered
      assign     taken       taken      -          -          -                 -                 taken      taken      taken       taken
      claim      taken       taken      -          -          -                 -                 taken      taken      taken       taken
      accept     !not-yours  taken      -          -          -                 -                 taken      taken      !withdrawn  !withdrawn
      decline    !not-yours  declined   withdrawn  withdrawn  !already-finished !already-finished -          -          -           -
      withdraw   !not-yours  withdrawn  withdrawn  withdrawn  !already-finished !already-finished -          -          -           -
      absent     !not-yours  withdrawn  absent     absent     !already-finished !already-finished -          -          -           -
      start      !not-yours  !not-yours started    -          -                 -                 !not-yours !not-yours !withdrawn  !withdrawn
      finish     reported    reported   finished   finished   finished          finished          reported   reported   reported    reported
      could-not  reported    reported   finished   finished   finished          finished          reported   reported   reported    reported
      again      reported    reported   finished   finished   -                 finished          reported   reported   reported    reported
      report     reported    reported   reported   reported   reported          reported          reported   reported   reported    reported
      lapse      -           lapsed     -          -          -                 -                 -          -          -           -
    `),
  )('%s where bek is %s: %s', (command, state, expected) => {
    const { need } = given(three, say.claim('chen'), ...look(bek, state));
    expect(answer(need, look(bekSays, command))).toBe(expected);
  });
});

describe('when others hold every place', () => {
  const others = [say.claim('dana'), say.claim('erlan')];
  test.each(
    table(`
      bek        none        offered    standby    declined   lapsed     withdrawn   absent
      offer      !full       -          -          !full      !full      !full       !full
      assign     !full       !full      !full      !full      !full      !full       !full
      claim      stood-by    stood-by   -          stood-by   stood-by   stood-by    stood-by
      accept     !not-yours  stood-by   -          stood-by   stood-by   !withdrawn  !withdrawn
      decline    !not-yours  declined   declined   -          -          -           -
      withdraw   !not-yours  withdrawn  withdrawn  -          -          -           -
      absent     !not-yours  withdrawn  withdrawn  -          -          -           -
      start      !not-yours  !not-yours !full      !not-yours !not-yours !withdrawn  !withdrawn
      finish     reported    reported   reported   reported   reported   reported    reported
      lapse      -           lapsed     -          -          -          -           -
    `),
  )('%s where bek is %s: %s', (command, state, expected) => {
    const { need } = given(three, say.claim('chen'), ...look(bek, state), ...others);
    expect(status(need)).toBe('taken');
    expect(answer(need, look(bekSays, command))).toBe(expected);
  });
});

describe('once it is cancelled', () => {
  test.each(
    table(`
      bek        none        offered    accepted   started    partly            standby    declined   lapsed     withdrawn   absent
      offer      !cancelled  -          -          -          !already-finished -          !cancelled !cancelled !cancelled  !cancelled
      assign     !cancelled  !cancelled -          -          -                 !cancelled !cancelled !cancelled !cancelled  !cancelled
      claim      !cancelled  !cancelled -          -          -                 -          !cancelled !cancelled !cancelled  !cancelled
      accept     !not-yours  !cancelled -          -          -                 -          !cancelled !cancelled !withdrawn  !withdrawn
      decline    !not-yours  declined   withdrawn  withdrawn  !already-finished declined   -          -          -           -
      withdraw   !not-yours  withdrawn  withdrawn  withdrawn  !already-finished withdrawn  -          -          -           -
      absent     !not-yours  withdrawn  absent     absent     !already-finished withdrawn  -          -          -           -
      start      !cancelled  !cancelled !cancelled !cancelled !cancelled        !cancelled !cancelled !cancelled !cancelled  !cancelled
      finish     reported    reported   reported   reported   reported          reported   reported   reported   reported    reported
      report     reported    reported   reported   reported   reported          reported   reported   reported   reported    reported
      lapse      -           lapsed     -          -          -                 -          -          -          -           -
    `),
  )('%s where bek is %s: %s', (command, state, expected) => {
    const { need } = given(three, say.claim('chen'), ...look(bek, state), say.cancel);
    expect(answer(need, look(bekSays, command))).toBe(expected);
  });
});

describe('once chen did it and the household said that it was good', () => {
  test.each(
    table(`
      bek        none        offered    accepted   started    done              standby    declined   lapsed     withdrawn   absent
      offer      !closed     -          -          -          !already-finished -          !closed    !closed    !closed     !closed
      assign     !closed     !closed    -          -          -                 !closed    !closed    !closed    !closed     !closed
      claim      !closed     !closed    -          -          -                 -          !closed    !closed    !closed     !closed
      accept     !not-yours  !closed    -          -          -                 -          !closed    !closed    !withdrawn  !withdrawn
      decline    !not-yours  declined   withdrawn  withdrawn  !already-finished declined   -          -          -           -
      start      !not-yours  !not-yours started    -          -                 !full      !not-yours !not-yours !withdrawn  !withdrawn
      finish     reported    reported   finished   finished   finished          reported   reported   reported   reported    reported
      could-not  reported    reported   finished   finished   finished          reported   reported   reported   reported    reported
      again      reported    reported   finished   finished   -                 reported   reported   reported   reported    reported
      lapse      -           lapsed     -          -          -                 -          -          -          -           -
    `),
  )('%s where bek is %s: %s', (command, state, expected) => {
    const { need } = given(
      three,
      say.claim('chen'),
      ...look(bek, state),
      say.finish('chen'),
      say.rate('good'),
    );
    expect(answer(need, look(bekSays, command))).toBe(expected);
  });
});

describe('once nobody was found', () => {
  test.each(
    table(`
      bek        none        offered    partly            declined   lapsed     withdrawn   absent
      offer      !closed     -          !already-finished !closed    !closed    !closed     !closed
      assign     !closed     !closed    -                 !closed    !closed    !closed     !closed
      claim      !closed     !closed    -                 !closed    !closed    !closed     !closed
      accept     !not-yours  !closed    -                 !closed    !closed    !withdrawn  !withdrawn
      start      !not-yours  !not-yours -                 !not-yours !not-yours !withdrawn  !withdrawn
    `),
  )('%s where bek is %s: %s', (command, state, expected) => {
    const { need } = given(three, ...look(bek, state), say.giveUp);
    expect(status(need)).toBe('unfilled');
    expect(answer(need, look(bekSays, command))).toBe(expected);
  });
});

describe('what is said to the need itself', () => {
  const states: Record<string, NeedCommand[]> = {
    posted: [],
    offered: [say.offer('bek')],
    declined: [say.offer('bek'), say.decline('bek')],
    part: [say.claim('bek')],
    taken: [say.claim('bek'), say.claim('chen'), say.claim('dana')],
    underway: [say.claim('bek'), say.start('bek')],
    partly: [say.claim('bek'), say.finish('bek', 'partly')],
    done: [say.claim('bek'), say.finish('bek')],
    good: [say.claim('bek'), say.finish('bek'), say.rate('good', say.NOW + 1)],
    bad: [say.claim('bek'), say.finish('bek'), say.rate('bad', say.NOW + 1)],
    cancelled: [say.cancel],
    'called-off': [say.claim('bek'), say.cancel],
    unfilled: [say.giveUp],
  };
  const commands: Record<string, NeedCommand> = {
    post: { type: 'post', need: three },
    edit: say.edit,
    'edit-team': say.editTeam,
    cancel: say.cancel,
    'give-up': say.giveUp,
    escalate: say.escalate,
    reopen: say.reopen(),
    'other-reopen': say.reopen('another'),
    'rate-good': say.rate('good'),
    'rate-bad': say.rate('bad'),
  };

  test.each(
    table(`
      the-need      posted           offered          declined         part           taken          underway       partly         done           good             bad               cancelled        called-off     unfilled
      post          -                -                -                -              -              -              -              -              -                -                 -                -              -
      edit          edited           edited           edited           edited         edited         edited         edited         !closed        !closed          !closed           !cancelled       !cancelled     !closed
      edit-team     edited           !already-taken   edited           !already-taken !already-taken !already-taken !already-taken !closed        !closed          !closed           !cancelled       !cancelled     !closed
      cancel        cancelled        cancelled        cancelled        cancelled      cancelled      cancelled      cancelled      !closed        !closed          !closed           -                -              !closed
      give-up       unfilled         unfilled         unfilled         !already-taken !already-taken !already-taken unfilled       !closed        !closed          !closed           !closed          !closed        -
      escalate      escalated        escalated        escalated        escalated      escalated      escalated      escalated      !closed        !closed          !closed           !closed          !closed        !closed
      reopen        !not-finished    !not-finished    !not-finished    !not-finished  !not-finished  !not-finished  !not-finished  reopened       reopened         -                 reopened         reopened       reopened
      other-reopen  !not-finished    !not-finished    !not-finished    !not-finished  !not-finished  !not-finished  !not-finished  reopened       reopened         !already-reopened reopened         reopened       reopened
      rate-good     !nothing-to-rate !nothing-to-rate !nothing-to-rate rated          rated          rated          rated          rated          reported         reported          !nothing-to-rate reported       !nothing-to-rate
      rate-bad      !nothing-to-rate !nothing-to-rate !nothing-to-rate rated+reopened rated+reopened rated+reopened rated+reopened rated+reopened reported         reported          !nothing-to-rate reported       !nothing-to-rate
    `),
  )('%s where it is %s: %s', (command, state, expected) => {
    expect(answer(given(three, ...look(states, state)).need, look(commands, command))).toBe(expected);
  });

  test.each(Object.entries({ ...bekSays, ...commands }).filter(([name]) => name !== 'post'))(
    '%s to a need that nobody knows is refused as unknown',
    (_, command) => {
      expect(answer(undefined, command)).toBe('!unknown-need');
    },
  );

  test('posting makes the need, as it was asked', () => {
    const posted = decide(undefined, { type: 'post', need: three });
    expect(posted).toEqual({ ok: true, events: [{ type: 'posted', need: three }] });
    expect(evolve(team(1), { type: 'posted', need: three })).toBe(three);
  });

  test.each([
    ['posted', 'posted'],
    ['offered', 'offered'],
    ['declined', 'posted'],
    ['part', 'posted'],
    ['taken', 'taken'],
    ['underway', 'underway'],
    ['partly', 'posted'],
    ['done', 'done'],
    ['good', 'rated'],
    ['bad', 'rated'],
    ['cancelled', 'cancelled'],
    ['called-off', 'cancelled'],
    ['unfilled', 'unfilled'],
  ])('its status is worked out: what we call %s here stands as %s', (state, expected) => {
    expect(status(given(three, ...look(states, state)).need)).toBe(expected);
  });
});
