import { describe, expect, test } from 'vitest';
import { fold } from '$lib/device/desk-search.ts';
import { faces, reasons } from '$lib/domain/need/outcome.ts';
import { parse } from '$lib/server/commands.ts';

/** What may be written into a field, and what two spellings of a word are one. */
const home = { id: 'h1', area: 'grid', name: '马大爷', phone: '199 0000 0001', place: '东头第三家' };
const household = (more: object) => parse('household.keep', { ...home, ...more });
const slip = { id: 'n1', number: '1-1', code: '1234' };
const taken = (said: ReturnType<typeof parse>) => typeof said === 'object';

test('S01: of a household nothing is taken but how to call it, one number, and where it is', () => {
  expect(taken(household({}))).toBe(true);
  for (const field of [
    'idNumber',
    'ethnicity',
    'religion',
    'politics',
    'health',
    'income',
    'photo',
    'remark',
  ])
    expect(taken(household({ [field]: 'x' })), field).toBe(false);
});

test('S02: neither language nor clock nor script is kept for a household', () => {
  for (const field of ['locale', 'language', 'lang', 'clock', 'timeZone', 'script'])
    expect(taken(household({ [field]: 'ug' })), field).toBe(false);
});

describe('a name', () => {
  test('L08: is one field of 1 to 64 signs, dots and spaces among them, not parted', () => {
    const long = '阿卜杜热合曼·阿卜杜克热木江·买买提明';
    expect([...long].length).toBeGreaterThan(16);
    for (const name of [long, '古丽•阿依', '古丽・阿依', 'Aigul A. Bek', '一', 'x'.repeat(64)])
      expect(taken(household({ name })), name).toBe(true);
    for (const name of ['', ' ', 'x'.repeat(65)]) expect(taken(household({ name })), name).toBe(false);
    expect(taken(household({ surname: '马' }))).toBe(false);
  });
});

test('S03: a note to a task has at most 140 signs, and a household has none', () => {
  const edit = (note: string) => taken(parse('need.edit', { id: 'n1', changes: { note } }));
  expect(edit('x'.repeat(140))).toBe(true);
  expect(edit('x'.repeat(141))).toBe(false);
  expect(taken(household({ note: 'x' }))).toBe(false);
});

test('S16: help is rated by one of three faces and nothing else, a household by nothing', () => {
  const rate = (more: object) =>
    taken(parse('need.rate', { id: 'n1', code: '1234', face: 'good', proxy: false, repair: slip, ...more }));
  expect([...faces]).toEqual(['good', 'okay', 'bad']);
  for (const face of faces) expect(rate({ face }), face).toBe(true);
  for (const more of [{ face: 'awful' }, { face: 5 }, { remark: 'x' }, { household: 'h1' }, { stars: 3 }])
    expect(rate(more), JSON.stringify(more)).toBe(false);
  const finish = (reason: string) =>
    taken(parse('need.finish', { id: 'n1', result: 'could-not', minutes: 0, reason }));
  for (const reason of reasons) expect(finish(reason), reason).toBe(true);
  expect(finish('they were rude')).toBe(false);
});

describe('L06: a search finds what another keyboard wrote', () => {
  test.each([
    ['ٴ', 'ء', 'the hamza of Kazakh'],
    ['ه', 'ە', 'heh and ae'],
    ['ھ', 'ه', 'heh doachashmee'],
    ['ي', 'ى', 'yeh and alef maksura'],
    ['ی', 'ي', 'the yeh of Persian keyboards'],
    ['ك', 'ک', 'kaf and keheh'],
  ])('%s and %s are one: %s', (one, other) => {
    expect(fold(`ئا${one}ب`)).toBe(fold(`ئا${other}ب`));
    expect(one.normalize('NFKC')).not.toBe(other.normalize('NFKC'));
  });

  test('letters that differ stay apart', () => {
    expect(fold('ۇ')).not.toBe(fold('ۈ'));
    expect(fold('ك')).not.toBe(fold('گ'));
  });
});
