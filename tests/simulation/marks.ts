/** Words by which a household is known again wherever it turns up: none of them stands in anything else. */
export const markOf = (household: string) => `«${household}»`;

/** The households that a text tells of: by their words, not by their ids. */
export function marked(text: string): Set<string> {
  return new Set([...text.matchAll(/«([^»]+)»/g)].map(([, household = '']) => household));
}

export const wordsOf = (household: string) => ({
  name: `名${markOf(household)}`,
  phone: undefined,
  place: `处${markOf(household)}`,
});
