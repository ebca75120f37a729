import fc from 'fast-check';
import { expect, test } from 'vitest';
import { masked } from '$lib/domain/household/masked.ts';

test.each([
  ['13812345678', '138****5678'],
  ['138 1234 5678', '138****5678'],
  ['138-1234-5678', '138****5678'],
  ['+86 138 1234 5678', '+86 138****5678'],
  ['+8613812345678', '+86 138****5678'],
  ['+7 701 123 4567', '+770****4567'],
  ['0996 8765 432', '099****5432'],
  ['099987654321', '099*****4321'],
  ['8765432', '8****32'],
  ['110', '***'],
  ['', ''],
])('S10: the number %s stands on the screen as %s', (phone, shown) => {
  expect(masked(phone)).toBe(shown);
});

test('S10: of any number at least four digits are hidden, and the rest stands where it was', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+?[\d -]{0,24}$/), (phone) => {
      const digits = phone.replace(/\D/g, '');
      const shown = masked(phone).replace(/[^\d*]/g, '');
      expect(shown).toHaveLength(digits.length);
      expect([...shown].filter((each) => each === '*').length).toBeGreaterThanOrEqual(
        Math.min(4, digits.length),
      );
      [...shown].forEach((each, at) => expect(each === '*' || each === digits[at]).toBe(true));
    }),
  );
});
