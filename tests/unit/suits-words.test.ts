import { afterAll, describe, expect, test } from 'vitest';
import type { Suits } from '$lib/domain/plan/suits.ts';
import { locales, type Locale } from '$lib/domain/texts.ts';
import { getLocale, overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { suitsWords } from '$lib/ui/need/suits-words.ts';

const before = getLocale;
afterAll(() => overwriteGetLocale(before));

const suits = (more: Partial<Suits> = {}): Suits => ({
  far: { place: 'group' },
  skills: [],
  tools: [],
  ...more,
});
function inWords(locale: Locale, more: Partial<Suits> = {}) {
  overwriteGetLocale(() => locale);
  return suitsWords(suits(more), locale);
}
const whole = {
  far: { place: 'next' as const },
  skills: ['hay' as const],
  tools: ['mower' as const],
  free: { day: '2025-07-03', half: 'pm' as const },
};

test.each<[Locale, string[]]>([
  ['zh-CN', ['在相邻小组', '用得上您的割草机', '正好您星期四下午有空']],
  [
    'ug',
    [
      'قوشنا گۇرۇپپىدا',
      'سىزدە بار: ئوت ئورۇش ماشىنىسى',
      'بوش ۋاقتىڭىزغا توغرا كېلىدۇ: پەيشەنبە چۈشتىن كېيىن',
    ],
  ],
  [
    'kk-Arab',
    ['كورشى توپتا', 'سىزدە بار: ءشوپ شاباتىن ماشينا', 'بوس ۋاقىتىڭىزعا ساي: بەيسەنبى تۇستەن كەيىن'],
  ],
  ['en', ['in the group next to yours', 'with your mower', 'fits your free Thursday afternoon']],
])('%s says why, the distance first', (locale, words) => {
  expect(inWords(locale, whole)).toEqual({ why: words, against: undefined });
});

describe.each(locales)('in %s', (locale) => {
  test('every distance has words of its own', () => {
    const places = ['group', 'close', 'next', 'village', 'beyond'] as const;
    const said = places.map((place) => inWords(locale, { far: { place } }).why.join());
    expect(new Set(said).size).toBe(places.length);
    expect(said.join()).not.toMatch(/suits_|undefined/);
  });

  test('what stands against it is said apart, each in its own words, and is only that', () => {
    const misses = (['days', 'reach', 'hours'] as const).map(
      (each) => inWords(locale, { misses: each }).against,
    );
    const away = inWords(locale, { misses: 'days', away: true }).against;
    expect(new Set([...misses, away]).size).toBe(4);
    expect(inWords(locale).against).toBeUndefined();
  });

  test('kilometres stand isolated, rounded as people say them', () => {
    const km = (length: number) => inWords(locale, { far: { place: 'village', km: length } }).why.join();
    expect(km(1.234)).toContain('\u20661.2\u2069');
    expect(km(0.31)).toContain('\u20660.3\u2069');
    expect(km(9.97)).toContain('\u206610\u2069');
    expect(km(12.4)).toContain('\u206612\u2069');
  });

  test('the tool is named rather than the skill it goes with, and a skill where no tool is asked', () => {
    expect(inWords(locale, { skills: ['hay'], tools: ['mower'] }).why).toHaveLength(2);
    expect(inWords(locale, { skills: ['hay'] }).why).toHaveLength(2);
    expect(inWords(locale).why).toHaveLength(1);
  });
});

test('a neighbour is a neighbour, whatever the map says', () => {
  expect(inWords('en', { far: { place: 'close', km: 0.4 } }).why).toEqual(['not far from your home']);
});
