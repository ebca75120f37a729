import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Tokens = Map<string, string>;

const css = readFileSync('src/lib/ui/base/tokens.css', 'utf8').replace(/\/\*.*?\*\//gs, '');

/** What the rules with just this selector say, the later one winning. */
function block(selector: string): Tokens {
  const from = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(
    ([, which = '']) => which.trim() === selector,
  );
  if (from.length === 0) throw new Error(`no rule for ${selector}`);
  return new Map(
    from.flatMap(([, , body = '']) =>
      [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']): [string, string] => [
        name,
        value.trim(),
      ]),
    ),
  );
}

const light = block(':root');
const over = (selector: string): Tokens => new Map([...light, ...block(selector)]);
const themes = {
  light: { tokens: light, text: 4.5, shape: 3 },
  dark: { tokens: over(":root[data-theme='dark']"), text: 4.5, shape: 3 },
  outdoors: { tokens: over(":root[data-theme='outdoors']"), text: 7, shape: 4.5 },
};

/** Relative luminance of a colour #rrggbb, by WCAG 2.2. */
function luminance(colour: string): number {
  const parts = /^#(..)(..)(..)$/.exec(colour)?.slice(1) ?? [];
  if (parts.length !== 3) throw new Error(`not #rrggbb: ${colour}`);
  const [r = 0, g = 0, b = 0] = parts
    .map((part) => parseInt(part, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, from 1 to 21, by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const states = [...light.keys()].flatMap((name) => /^(.+)-bg$/.exec(name)?.[1] ?? []);
const grounds = ['paper', 'surface', 'sunken'];

/** Every pair of what is read and what it stands on; `ink` stands on notices of all tones, too. */
const texts: [string, string][] = [
  ...['ink', 'soft', 'brand-ink', 'danger', 'problem-ink'].flatMap((ink) =>
    grounds.map((ground): [string, string] => [ink, ground]),
  ),
  ...states.map((state): [string, string] => [`${state}-ink`, `${state}-bg`]),
  ...['info', 'good', 'attention', 'problem'].map((tone): [string, string] => ['ink', `${tone}-bg`]),
  ...['ink', 'brand-ink'].map((ink): [string, string] => [ink, 'brand-soft']),
  ['on-brand', 'brand'],
  ['on-brand', 'brand-press'],
  ['on-danger', 'danger'],
];

/** What has to be seen, not read: the edge of a control, the ring of the focus, a mark of the brand. */
const shapes: [string, string][] = ['edge', 'focus', 'brand'].flatMap((shape) =>
  grounds.map((ground): [string, string] => [shape, ground]),
);

describe.each(Object.entries(themes))('by %s', (_, { tokens, text, shape }) => {
  const colour = (name: string) => tokens.get(name) ?? '';
  const low = (pairs: [string, string][], least: number) =>
    pairs
      .map(([ink, ground]) => ({ pair: `${ink} on ${ground}`, is: contrast(colour(ink), colour(ground)) }))
      .filter(({ is }) => is < least)
      .map(({ pair, is }) => `${pair}: ${is.toFixed(2)}`);

  test(`A04: every text and every state can be read, ${text} to 1`, () => {
    expect(states.length).toBeGreaterThanOrEqual(12);
    expect(low(texts, text)).toEqual([]);
  });

  test(`A04: every edge and ring can be seen, ${shape} to 1`, () => {
    expect(low(shapes, shape)).toEqual([]);
  });
});

test('A04: a theme names each colour anew, so that none is left from another', () => {
  const colours = [...light].filter(([, value]) => value.startsWith('#')).map(([name]) => name);
  for (const theme of ['dark', 'outdoors']) {
    const named = block(`:root[data-theme='${theme}']`);
    expect(
      colours.filter((name) => !named.has(name)),
      theme,
    ).toEqual([]);
  }
});

test('night is the same whether the device or the person says so', () => {
  expect(block(":root:not([data-theme='light'], [data-theme='outdoors'])")).toEqual(
    block(":root[data-theme='dark']"),
  );
});

describe('sizes', () => {
  const pixels = (size: string) => 16 * Number(/([\d.]+)rem/.exec(size)?.[1]);
  const kiosk = block("[data-face='kiosk']");
  const hand = block(':root,\n[data-face]');
  const letters = (name: string) => Number(block(`[data-letters='${name}']`).get('letters'));

  test('A02: the kiosk reads at 22 to 24 px, at 30 and more when asked, and no letter there is under 18', () => {
    const body = pixels(kiosk.get('text-m') ?? '');
    expect(body).toBeGreaterThanOrEqual(22);
    expect(body).toBeLessThanOrEqual(24);
    expect(body * letters('large')).toBeGreaterThanOrEqual(30);
    expect(body * letters('largest')).toBeGreaterThan(30);
    for (const [name, size] of kiosk)
      if (name.startsWith('text-')) expect(pixels(size), name).toBeGreaterThanOrEqual(18);
  });

  test('A02: lines stand 1.3 apart at least, those in Arabic script 1.6', () => {
    const arabic = block('[lang]:lang(ug),\n[lang]:lang(kk-Arab)');
    for (const name of ['leading', 'leading-tight']) {
      expect(Number(light.get(name)), name).toBeGreaterThanOrEqual(1.3);
      expect(Number(arabic.get(name)), name).toBeGreaterThanOrEqual(1.6);
    }
  });

  test('A03: what is pressed is 60 px at the kiosk, 44 elsewhere, with 8 px between', () => {
    expect(pixels(kiosk.get('target') ?? '')).toBeGreaterThanOrEqual(60);
    expect(pixels(hand.get('target') ?? '')).toBeGreaterThanOrEqual(44);
    for (const face of [kiosk, hand]) expect(pixels(face.get('gap') ?? '')).toBeGreaterThanOrEqual(8);
  });

  test('whoever asked the device for less motion gets next to none', () => {
    const still =
      [...css.matchAll(/prefers-reduced-motion: reduce\)\s*\{\s*:root\s*\{([^}]*)\}/g)][0]?.[1] ?? '';
    const motions = [...light.keys()].filter((name) => name.startsWith('motion-'));
    expect(motions.length).toBeGreaterThan(0);
    for (const name of motions) expect(still).toContain(`--${name}: 0.01ms`);
  });
});

test('P06: no style is looked for through the whole page: with hundreds of cards each new one would wait for that', () => {
  const sources = ['src/lib/ui', 'src/routes'].flatMap((folder) =>
    readdirSync(folder, { encoding: 'utf8', recursive: true })
      .filter((file) => /\.(svelte|css)$/.test(file))
      .map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8').replace(/\/\*.*?\*\//gs, '')] as const),
  );
  expect(sources.length).toBeGreaterThan(100);
  const found = sources.filter(([, text]) => /(html|:root)\S*:has\(/.test(text)).map(([file]) => file);
  expect(found).toEqual([]);
});
