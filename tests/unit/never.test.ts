import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What no run of the app can show to be absent, read from its own sources; the rest is in tests/journeys/k-truths.spec.ts. */
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte|html|css)$/.test(name) && !name.startsWith('lib/paraglide'))
  .map((name) => ({ name, text: readFileSync(`src/${name}`, 'utf8') }));

const using = (what: RegExp) => sources.filter(({ text }) => what.test(text)).map(({ name }) => name);

test('the sources are read at all', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(using(/\bindexedDB|from 'dexie'/)).not.toEqual([]);
});

test('A05: no gesture is the only way: nothing listens for fingers, long presses or swipes', () => {
  expect(using(/touches\.length|\.touches\b|oncontextmenu|'contextmenu'/)).toEqual([]);
});
