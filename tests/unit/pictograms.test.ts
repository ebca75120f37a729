import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '$lib/server/catalogue.ts';
import { pictogram, serviceIcons } from '$lib/ui/base/service-icons.ts';

/** The symbols of one file of drawings, by name. */
const symbols = (file: string, prefix = '') =>
  new Map(
    [
      ...readFileSync(`src/lib/ui/base/${file}`, 'utf8').matchAll(
        /<symbol id="([\w-]+)"([^>]*)>(.*?)<\/symbol>/gs,
      ),
    ].map(([, id = '', how = '', body = '']) => [
      id.startsWith(prefix) ? id.slice(prefix.length) : `without ${prefix}: ${id}`,
      { how, body },
    ]),
  );
const drawn = symbols('pictograms.svg');
const signs = symbols('signs.svg', 'sign-');

test('A07: every picture a service may choose is drawn, once, on the same grid', () => {
  expect([...drawn.keys()].sort()).toEqual([...serviceIcons].sort());
  for (const [id, { how }] of drawn) expect(how, id).toBe(' viewBox="0 0 48 48"');
  const bodies = [...drawn.values()].map(({ body }) => body);
  expect(new Set(bodies).size).toBe(bodies.length);
});

test('A07: a picture brings neither a colour nor a stroke of its own, so that each theme can show it', () => {
  const own =
    /(?:fill|stroke)="(?!none")[^"]*"|stroke-width|style=|class=|opacity|<(?:text|image|style|script)/;
  for (const [id, { body }] of [...drawn, ...signs]) expect(own.exec(body)?.[0], id).toBeUndefined();
});

test('A07: each service of a fresh village has a picture that no other one has', () => {
  const keys = catalogue.map(({ icon }) => icon);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.map(pictogram)).toEqual(keys);
});

test('a picture that this app does not know yet is a helping hand', () => {
  expect(pictogram('submarine')).toBe('help');
  expect(pictogram('')).toBe('help');
});

test('every sign that stands beside a word is drawn', () => {
  const sources = readdirSync('src/lib/ui', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.svelte'),
  );
  const named = sources.flatMap((file) =>
    [
      ...readFileSync(`src/lib/ui/${file}`, 'utf8').matchAll(
        /<Sign\s[^>]*name="([\w-]+)"|label: [^\n]*icon: '([\w-]+)'/g,
      ),
    ].map(([, name, icon]) => name ?? icon),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !signs.has(name ?? ''))).toEqual([]);
  const states = ['saved', 'waiting', 'sent', 'failed', 'info', 'good', 'attention', 'problem'];
  expect(states.filter((name) => !signs.has(name))).toEqual([]);
});
