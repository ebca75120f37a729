import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Database } from '$lib/device/database.ts';
import { commandsFor, Draft } from '$lib/device/kiosk-draft.svelte.ts';
import { Staff } from '$lib/device/kiosk-staff.svelte.ts';
import { Tries } from '$lib/device/kiosk-tries.svelte.ts';
import { Kiosk, Visit } from '$lib/device/kiosk-visit.svelte.ts';
import { NOTICE } from '$lib/domain/household/household.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { services } from '$tests/support/village.ts';

const slip = { id: 'need-1', number: '7-23', code: '0042' };

function filled(): Draft {
  const draft = new Draft();
  const answers = {
    from: '2025-07-01',
    until: '2025-07-03',
    name: ' 马大爷 ',
    phone: '13812345678',
    area: 'group1',
  };
  return Object.assign(draft, answers, { marks: ['shop'] });
}

describe('what is said for a draft', () => {
  test('a household and its need, with the team of the service', () => {
    const [keep, post] = commandsFor(filled(), services.hay, slip, { place: '商店旁', nameless: '？' });
    expect(keep).toMatchObject({
      name: 'household.keep',
      args: { area: 'group1', name: '马大爷', phone: '13812345678', place: '商店旁' },
    });
    expect(keep?.args, 'S04: to which wording they agreed, and that they did so themselves').toMatchObject({
      consent: { version: NOTICE, mode: 'self' },
    });
    expect(post).toMatchObject({
      name: 'need.post',
      args: { ...slip, household: keep?.args.id, channel: 'kiosk', places: services.hay.places },
    });
    expect(post?.args).not.toHaveProperty('spot');
  });

  test('no phone goes along when they are reached through the office', () => {
    const draft = filled();
    draft.office = true;
    expect(
      commandsFor(draft, services.hay, slip, { place: 'x', nameless: '？' })[0]?.args,
    ).not.toHaveProperty('phone');
  });

  test('about a place: a spot, and nobody', () => {
    const said = commandsFor(filled(), services.place, slip, { place: '桥', nameless: '？' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ name: 'need.post', args: { spot: '桥' } });
    expect(said[0]?.args).not.toHaveProperty('household');
    expect(JSON.stringify(said)).not.toMatch(/马大爷|138/);
  });
});

describe('a visit', () => {
  test('a need about a place asks for nobody, there and back', () => {
    const visit = new Visit();
    visit.choose(services.place);
    visit.next();
    expect(visit.step).toBe(4);
    visit.back();
    expect(visit.step).toBe(2);
  });

  test('a changed answer leads back to the reading', () => {
    const visit = new Visit();
    visit.choose(services.hay);
    visit.step = 5;
    visit.change(2);
    visit.next();
    expect([visit.step, visit.changing]).toEqual([5, false]);
  });

  test('a change from a place to a household asks whom to call after all', () => {
    const visit = new Visit();
    visit.choose(services.place);
    visit.step = 5;
    visit.change(1);
    visit.choose(services.hay);
    visit.next();
    expect(visit.step).toBe(3);
  });

  test('S04, S06: who is too young or does not agree leaves nothing behind, and nothing says how old he is', () => {
    for (const why of ['young', 'disagree'] as const) {
      const visit = new Visit();
      visit.draft = filled();
      visit.halt(why);
      expect(visit.halted).toBe(why);
      const { name, phone, area, marks, house } = visit.draft;
      expect({ name, phone, area, marks, house }).toEqual({
        name: '',
        phone: '',
        area: undefined,
        marks: [],
        house: '',
      });
    }
    const said = commandsFor(filled(), services.hay, slip, { place: 'x', nameless: '？' });
    expect(Object.keys(said[0]?.args ?? {}).sort()).toEqual([
      'area',
      'consent',
      'id',
      'name',
      'phone',
      'place',
    ]);
    expect(Object.keys(said[1]?.args ?? {}).filter((key) => /grown|adult|age|young/.test(key))).toEqual([]);
  });

  test('K04: its end leaves nothing of it, not even the language', () => {
    const spoken: string[] = [];
    let left = 0;
    const staff = new Staff(new Database());
    const world = { speak: (locale: Locale) => spoken.push(locale), leave: () => left++ };
    const kiosk = new Kiosk('zh-CN', world, staff);
    staff.open = true;
    kiosk.speak('ug');
    kiosk.visit.draft.name = 'SECRET';
    const before = kiosk.visit;
    kiosk.end();
    expect(kiosk.visit).not.toBe(before);
    expect(kiosk.visit.draft.name).toBe('');
    expect(staff.open).toBe(false);
    expect([kiosk.locale, spoken, left]).toEqual(['zh-CN', ['ug', 'zh-CN'], 1]);
  });
});

describe('wrong codes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('five of them cost a minute', () => {
    const tries = new Tries();
    for (let wrong = 0; wrong < 4; wrong++) tries.wrong();
    expect([tries.left, tries.wait]).toEqual([1, 0]);
    tries.wrong();
    expect(tries.wait).toBe(60);
    vi.advanceTimersByTime(59_000);
    expect(tries.wait).toBe(1);
    vi.advanceTimersByTime(1000);
    expect([tries.wait, tries.left]).toEqual([0, 5]);
  });

  test('a right one gives all tries back', () => {
    const tries = new Tries();
    tries.wrong();
    tries.right();
    expect(tries.left).toBe(5);
  });
});
