import { describe, expect, test } from 'vitest';
import { firstName } from '$lib/ui/kiosk/first-name.ts';
import { doorMarks, placeWords, spotMarks } from '$lib/ui/kiosk/marks.ts';
import { halves, letters, withLetter, withoutLast, withSpace } from '$lib/ui/kiosk/name-pad.ts';

describe('the name pad', () => {
  test('holds the 32 letters of Uyghur and the hamza of Kazakh', () => {
    expect(letters.ug).toHaveLength(32 + 1); // and the hamza on its seat
    expect(letters.kk).toContain('ء');
    for (const keys of Object.values(letters)) expect(new Set(keys).size).toBe(keys.length);
  });

  test('begins each Latin word with a capital', () => {
    const typed = [...'ANNA'].reduce(withLetter, '');
    expect([...'LI'].reduce(withLetter, withSpace(typed))).toBe('Anna Li');
  });

  test('never grows beyond what a name may be', () => {
    expect(withLetter('x'.repeat(64), 'A')).toHaveLength(64);
  });

  test('takes a Han call-name apart', () => {
    expect(halves('马大爷')).toEqual({ surname: '马', form: '大爷' });
    expect(halves('师傅')).toEqual({ surname: '', form: '师傅' });
  });

  test('takes away one letter, not half of one', () => {
    expect(withoutLast('𠮷')).toBe('');
  });
});

test('the wall calls people by their first name', () => {
  expect(firstName('گۈلنار ئەھمەت')).toBe('گۈلنار');
  expect(firstName('努尔波拉提·别克')).toBe('努尔波拉提');
});

describe('the way to a door', () => {
  test('S02: is kept in the base language, whatever was spoken', () => {
    expect(placeWords(['shop', 'blue'], '12', 'zh-CN')).toBe('商店旁、蓝色大门、门牌 12 号');
    expect(placeWords(['shop'], '', 'ug')).toBe('دۇكاننىڭ يېنى');
  });

  test('fits into the field that keeps it, with every tile pressed', () => {
    const all = new Set([...doorMarks, ...spotMarks].map(({ code }) => code));
    expect(placeWords([...all], '9999', 'zh-CN').length).toBeLessThanOrEqual(140);
  });
});
