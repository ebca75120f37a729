import { expect, test } from 'vitest';
import { anonymised } from '$lib/domain/need/forget.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { storyOf } from '$lib/domain/need/story.ts';
import * as v from '../../support/village.ts';

/** What a slip's page is told of a need. */
const service = { name: { 'zh-CN': '割草' }, icon: 'hay' };
const done = { result: 'done', minutes: 60 } as const;
const bek = { volunteer: 'bek', can: [0], via: 'claim' as const, takenAt: 10 };

test('K14: given a need full of names, then its story holds only what the page shows', () => {
  const need = v.team(2, {
    ...{ note: '门口有狗', spot: '桥头', slip: { paper: 'P' }, reveals: [{ person: 'bek', at: 1 }] },
    assignments: [{ ...bek, status: 'finished', startedAt: 20, finishedAt: 30, outcome: done }],
  });
  const story = storyOf(need, service);
  expect(Object.keys(story).sort()).toEqual(
    [
      'number',
      'service',
      'stands',
      'from',
      'until',
      'team',
      'held',
      'happened',
      'may',
      'erasureAsked',
    ].sort(),
  );
  const said = JSON.stringify(story);
  for (const secret of [
    'bek',
    '门口有狗',
    '桥头',
    need.household ?? '?',
    need.area,
    need.id,
    `"${need.code}"`,
  ])
    expect(said, secret).not.toContain(secret);
});

test('C07: given a need from its posting to its rating, then what happened is told in its order', () => {
  const taken = v.team(1, { postedAt: 5, assignments: [{ ...bek, status: 'accepted' }] });
  expect(storyOf(taken, service)).toMatchObject({
    ...{ stands: 'taken', team: 1, held: 1, may: { rate: true, cancel: true, erase: true } },
    happened: [
      { what: 'posted', at: 5 },
      { what: 'taken', at: 10 },
    ],
  });
  const finished: Need = {
    ...taken,
    assignments: [{ ...bek, status: 'finished', startedAt: 20, finishedAt: 30, outcome: done }],
  };
  expect(storyOf(finished, service).may).toEqual({ rate: true, cancel: false, erase: true });
  const rated = storyOf({ ...finished, rating: { face: 'good', proxy: false, at: 40 } }, service);
  expect(rated.happened.map(({ what }) => what)).toEqual(['posted', 'taken', 'started', 'finished', 'rated']);
  expect(rated).toMatchObject({ rating: 'good', may: { rate: false, cancel: false } });
});

test('given a need that was forgotten or cancelled, then nothing more can be said about it', () => {
  const story = storyOf(anonymised(v.team(1), v.NOW + 9), service);
  expect(story.may).toEqual({ rate: false, cancel: false, erase: false });
  expect(story.happened.at(-1)).toEqual({ what: 'cancelled', at: v.NOW + 9 });
});
