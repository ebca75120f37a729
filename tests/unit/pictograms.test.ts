import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '$lib/server/catalogue.ts';
import { pictogram, serviceIcons } from '$lib/ui/base/service-icons.ts';

const sheet = readFileSync('src/lib/ui/base/pictograms.svg', 'utf8');
const drawn = new Map(
  [...sheet.matchAll(/<symbol id="([\w-]+)"([^>]*)>(.*?)<\/symbol>/gs)].map(
    ([, id = '', how = '', body = '']) => [id, { how, body }],
  ),
);

test('A07: every picture a service may choose is drawn, once, on the same grid', () => {
  expect([...drawn.keys()].sort()).toEqual([...serviceIcons].sort());
  for (const [id, { how }] of drawn) expect(how, id).toBe(' viewBox="0 0 48 48"');
  const bodies = [...drawn.values()].map(({ body }) => body);
  expect(new Set(bodies).size).toBe(bodies.length);
});

test('A07: a picture brings neither a colour nor a stroke of its own, so that each theme can show it', () => {
  const own =
    /(?:fill|stroke)="(?!none")[^"]*"|stroke-width|style=|class=|opacity|<(?:text|image|style|script)/;
  for (const [id, { body }] of drawn) expect(own.exec(body)?.[0], id).toBeUndefined();
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
