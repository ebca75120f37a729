/**
 * Brings what is typed and what is stored to one spelling, so that a search finds both. Unicode's own normal forms do not
 * join the letters that Uyghur and Kazakh keyboards exchange; the pairs are those of ux_requirements L06.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u0674\u0621]/g, '\u0621')
    .replaceAll(/[\u0647\u06be\u06d5]/g, '\u0647')
    .replaceAll(/[\u064a\u0649\u06cc]/g, '\u064a')
    .replaceAll(/[\u0643\u06a9]/g, '\u0643')
    .replaceAll(/(?<=\d)[\s-]+(?=\d)/g, '')
    .replaceAll(/[·•・.]/g, ' ')
    .trim();
}
