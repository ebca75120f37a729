/** How large letters are for as long as somebody asked for it: the values of `data-letters` (see tokens.css). */
export const letterSizes = ['normal', 'large', 'largest'] as const;
export type LetterSize = (typeof letterSizes)[number];

/** The size that one more press brings: the next larger one, and after the largest the normal one again. */
export function nextSize(size: LetterSize): LetterSize {
  return letterSizes[letterSizes.indexOf(size) + 1] ?? 'normal';
}
