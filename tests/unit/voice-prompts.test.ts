import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BUDGET, bytesOf, judge, LONGEST, MOST_SOUND, slot, takenUp } from '$lib/domain/clip/clip.ts';
import { locales, type Locale } from '$lib/domain/texts.ts';
import { catalogue } from '$lib/server/catalogue.ts';
import { demoAreas } from '$lib/server/demo/areas.ts';
import { doorMarks, placeSpoken, spotMarks } from '$lib/ui/kiosk/marks.ts';
import { inventory } from '$lib/ui/kiosk/prompts.ts';
import { aloud, daySpoken, digits, spanSpoken } from '$lib/ui/kiosk/spoken.ts';

const parts = demoAreas().filter(({ home, id }) => home === 'village' && id !== home);
const slots = inventory(catalogue, parts).flatMap((each) => each.slots);
const known = new Set<string>(slots.map(({ prompt }) => prompt));
const KIOSK = 'src/lib/ui/kiosk';
const screens = [
  ...readdirSync(KIOSK).map((name) => `${KIOSK}/${name}`),
  'src/routes/(kiosk)/kiosk/ask/+page.svelte',
  'src/routes/(kiosk)/kiosk/apply/+page.svelte',
].filter((name) => name.endsWith('.svelte'));
/** What stands between a tag's name and its end: braces may hold a '>' of their own. */
const inTag = String.raw`(?:\{(?:[^{}]|\{[^{}]*\})*\}|"[^"]*"|[^>{"])*`;
/** The opening tags of a component in a file, with their attributes. */
const tags = (source: string, name: string) =>
  [...source.matchAll(new RegExp(`<${name}\\b${inTag}>`, 'g'))].map(([tag]) => tag);

describe('A07: every option of the kiosk is a picture, a word and a clip slot', () => {
  test.each(screens)('A07: in %s', (name) => {
    const source = readFileSync(name, 'utf8');
    // The staff and the volunteers read; whoever comes for help need not.
    const forStaff = /kiosk\/(Staff|Member|Camera)/.test(name);
    for (const tag of tags(source, 'Tile')) {
      expect(tag).toMatch(/\sword=/);
      if (!forStaff) expect(tag).toMatch(/\s(spoken=|\{spoken\})/);
    }
    // An option is never drawn without its Tile, nor a Tile without a picture.
    if (!name.endsWith('/Tile.svelte')) expect(tags(source, 'Choice')).toEqual([]);
    for (const [, inside = ''] of source.matchAll(new RegExp(`<Tile\\b${inTag}>([\\s\\S]*?)</Tile>`, 'g')))
      expect(inside).toContain('{#snippet icon()}');
    // Buttons are answers too: those of the kiosk's own pages, whatever their size.
    const buttons = [
      ...source.matchAll(new RegExp(`<Button\\b(${inTag})>([\\s\\S]*?)</Button>`, 'g')),
    ].filter(([, attributes = '']) => !forStaff && !attributes.includes('common_read_aloud'));
    for (const [, attributes = '', inside = ''] of buttons) {
      expect(attributes, name).toMatch(/data-aloud=/);
      expect(inside, name).toContain('{#snippet icon()}');
    }
  });

  test('A07: every slot that a screen names is in the inventory, and has words in all four languages', () => {
    const named = screens.flatMap((name) => {
      const source = readFileSync(name, 'utf8');
      const inAloud = [...source.matchAll(/aloud\(([^)]*)\)/g)].flatMap(([, inside = '']) =>
        [...inside.matchAll(/'([a-z]+_\w+)'/g)].map(([, prompt = '']) => prompt),
      );
      return [...inAloud, ...[...source.matchAll(/spoken="(\w+)"/g)].map(([, prompt = '']) => prompt)];
    });
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((prompt) => !known.has(prompt))).toEqual([]);
    for (const { prompt, words } of slots)
      for (const locale of locales) expect(words(locale), `${prompt} in ${locale}`).not.toBe('');
  });

  test('A07: each tile that tells the way has a slot, each digit, each day, each service and each part', () => {
    for (const { spoken } of [...doorMarks, ...spotMarks]) expect(known).toContain(spoken);
    for (const prompt of digits('0123456789')) expect(known).toContain(prompt);
    for (const { id } of catalogue) expect(known).toContain(`service:${id}`);
    for (const { id } of parts) expect(known).toContain(`area:${id}`);
  });
});

describe('what is said of what somebody has put in', () => {
  const today = '2026-11-25'; // a Wednesday

  test('a slip number digit by digit, with a pause where its dash is', () => {
    expect(aloud(...digits('3-12'))).toBe('digit_3 pause digit_1 digit_2');
  });

  test.each([
    ['today', today, today, 'date_today'],
    ['this week', today, '2026-11-29', 'date_this_week'],
    ['until a day of this week', today, '2026-11-27', 'voice_until weekday_4'],
    ['until a day of the next', today, '2026-12-01', 'voice_until voice_next_week weekday_1'],
    ['until one of the week after', today, '2026-12-09', 'voice_until voice_week_after weekday_2'],
    ['on one day', '2026-11-26', '2026-11-26', 'weekday_3'],
  ])('%s', (_, from, until, spoken) => {
    expect(aloud(...spanSpoken(from, until, today))).toBe(spoken);
  });

  test('each of the fourteen days that can be picked has a name of its own', () => {
    const days = Array.from({ length: 14 }, (_, index) => `2026-12-${String(index + 1).padStart(2, '0')}`);
    expect(new Set(days.map((day) => aloud(...daySpoken(day, '2026-11-30')))).size).toBe(14);
    expect(daySpoken('2026-11-24', today)).toEqual([]);
  });

  test('the way: its tiles, then the number of the house', () => {
    expect(aloud(...placeSpoken(['shop', 'the-lamp'], '12'))).toBe(
      'kiosk_mark_shop kiosk_spot_lamp kiosk_house_number digit_1 digit_2',
    );
  });
});

/** Milliseconds that slow, clear speech takes: letters a second as measured in talking books, and silence around it. */
const RATE: Record<Locale, number> = { 'zh-CN': 4.5, ug: 15, 'kk-Arab': 15, en: 15 };
const lasts = (words: string, locale: Locale) =>
  300 + (words.replace(/[\s،.؟?!,。、:()«»“”·]/g, '').length / RATE[locale]) * 1000;
const BYTES_A_SECOND = 24_000 / 8;

describe('A09: a language fits into its budget', () => {
  test.each(locales)('A09: all prompts in %s at 24 kbit/s', (locale) => {
    const times = slots.map(({ words }) => lasts(words(locale), locale));
    expect(Math.max(...times)).toBeLessThanOrEqual(LONGEST);
    const bytes = (times.reduce((sum, each) => sum + each, 0) / 1000) * BYTES_A_SECOND;
    expect(Math.round(bytes / 1024)).toBeLessThanOrEqual(BUDGET / 1024);
  });

  const sound = (prompt: string, bytes: number, locale: Locale = 'ug') => ({
    ...{ id: slot('village', prompt, locale), locale },
    data: 'A'.repeat((bytes * 4) / 3),
  });
  // In threes, as base64 counts.
  const full = Array.from({ length: 64 }, (_, index) => sound(`p${index}`, BUDGET / 64));

  test('A09: what goes over the budget of its language is refused, other languages do not count', () => {
    expect(takenUp(full, 'ug')).toBe(BUDGET);
    expect(judge(full, sound('more', 30))).toBe('no-room');
    expect(judge(full, sound('more', 30, 'kk-Arab'))).toBe('fits');
  });

  test('A09: a shorter recording in the place of a long one always fits', () => {
    expect(judge(full, sound('p3', 3000))).toBe('fits');
  });

  test('A09: one that is longer than fifteen seconds is refused; fifteen seconds at 24 kbit/s are not', () => {
    expect(bytesOf({ data: 'A'.repeat(MOST_SOUND) })).toBeGreaterThanOrEqual(
      (LONGEST / 1000) * BYTES_A_SECOND,
    );
    expect(judge([], { ...sound('long', 0), data: 'A'.repeat(MOST_SOUND + 4) })).toBe('too-long');
  });

  test('a village speaks with voices of its own', () => {
    expect(slot('village', 'kiosk_title', 'ug')).not.toBe(slot('next', 'kiosk_title', 'ug'));
  });
});
