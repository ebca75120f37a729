// The screen turns round with the line of reading: what is laid out says start and end, and only what points along the line is mirrored.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(svelte|css|html)$/.test(file) && !file.includes('paraglide'))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }));

/** All that is CSS in a source: sheets, style blocks, style attributes and directives; comments left out. */
function styles(file: string, text: string): string {
  const parts = file.endsWith('.css')
    ? [text]
    : [
        ...[...text.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, css = '']) => css),
        ...[...text.matchAll(/\sstyle="([^"]*)"/g)].map(([, css = '']) => `{${css};}`),
        ...[...text.matchAll(/\sstyle:([\w-]+)=("[^"]*"|\{[^}]*\})/g)].map(
          ([, name = '', value = '']) => `{${name}: ${value.slice(1, -1)};}`,
        ),
      ];
  return parts.join('\n').replace(/\/\*.*?\*\//gs, '');
}

const sided =
  /^(?:left|right|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius)$/;
const alongWords =
  /^(?:text-align|float|clear|justify-content|justify-items|justify-self|transform-origin|object-position|background-position|background(?:-image)?)$/;

/** Why a declaration does not turn round with the line of reading; undefined if it does. */
function physical(name: string, value: string): string | undefined {
  if (sided.test(name)) return `${name}: say inline-start or inline-end`;
  if (alongWords.test(name) && /(?<![-\w])(?:left|right)(?![-\w])/.test(value)) return `${name}: ${value}`;
  if (/^(?:margin|padding|inset|border-width|border-style|border-color)$/.test(name)) {
    const sides = value.match(/(?:[\w-]*\((?:[^()]|\([^()]*\))*\)|[^\s()]+)/g) ?? [];
    if (sides.length === 4 && sides[1] !== sides[3]) return `${name}: ${value}`;
  }
  return undefined;
}

function declarations(css: string): [name: string, value: string][] {
  return [...css.matchAll(/(?<=[{;]\s*)([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(
    ([, name = '', value = '']) => [name, value.trim()],
  );
}

/** A map lies as the land does, whichever way one reads. */
const maps = ['lib/ui/need/WaySketch.svelte'];

describe('L04: only logical CSS', () => {
  test('every style says start and end, never left and right', () => {
    const turning = sources.filter(({ file }) => !maps.includes(file));
    const wrong = turning.flatMap(({ file, text }) =>
      declarations(styles(file, text)).flatMap(([name, value]) => {
        const why = physical(name, value);
        return why ? [`${file}: ${why}`] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ['a.css', 'p { margin-left: 1rem; }'],
    ['a.css', 'p { color: red; right: 0 }'],
    ['a.css', 'p { text-align: left; }'],
    ['a.css', 'p { border-top-left-radius: 1px; }'],
    ['a.css', 'p { padding: 0 1px 0 calc(2px + (1px * 2)); }'],
    ['a.css', 'p { background: linear-gradient(to right, red, blue); }'],
    ['a.svelte', '<p style="float: right">a</p>'],
    ['a.svelte', '<p style:left="1px">a</p>'],
    ['a.svelte', '<p>a</p><style>p { @media print { border-left-width: 1px; } }</style>'],
  ])('%s: %s is seen', (file, text) => {
    const seen = declarations(styles(file, text)).filter(([name, value]) => physical(name, value));
    expect(seen).toHaveLength(1);
  });

  test.each(['margin: 0 1px 0 1px', 'text-align: start', 'inset: 0 auto', 'inset-inline-start: 0'])(
    '%s is good',
    (style) => {
      expect(declarations(`p { ${style}; }`).filter(([name, value]) => physical(name, value))).toEqual([]);
    },
  );
});

/** What points along the line of reading: forward, back, sent on, given back. */
const along =
  /^(?:(?:circle-)?arrow-(?:left|right)|chevrons?-(?:left|right)|move-(?:left|right)|undo|redo|send|reply|forward|log-(?:in|out)|play|delete)(?:-|$)/;

/** Every icon of lucide that a component brings in, with each place where it is drawn or put in a table. */
function drawn(text: string) {
  const icons = [...text.matchAll(/import (\w+) from '@lucide\/svelte\/icons\/([\w-]+)'/g)];
  return icons.map(([whole, name = '', icon = '']) => {
    const rest = text.replace(whole, '');
    const uses = [
      ...rest.matchAll(new RegExp(`<${name}\\b[^>]*>|[^\\n]*(?<![\\w<'/])${name}\\b(?!:)[^\\n]*`, 'g')),
    ];
    return { icon, uses: uses.map(([use]) => use.trim()) };
  });
}

describe('L04: arrows are mirrored, clocks, phones and check marks are not', () => {
  const all = sources.flatMap(({ file, text }) => drawn(text).map((each) => ({ file, ...each })));
  const turns = /['"](?:[\w -]*\s)?mirror/;
  // The pad of digits runs from left to right in every language, and so does its key that takes one back.
  const stays = (file: string, icon: string) => icon === 'delete' && file.endsWith('NumberPad.svelte');

  test('what points along the line turns round with it', () => {
    const pointing = all.filter(({ file, icon }) => along.test(icon) && !stays(file, icon));
    expect(pointing.length).toBeGreaterThan(8);
    const still = pointing.flatMap(({ file, icon, uses }) =>
      uses.filter((use) => !turns.test(use)).map((use) => `${file}: ${icon} in ${use}`),
    );
    expect(still).toEqual([]);
  });

  test('our own signs are mirrored by the same rule', () => {
    const signs = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/<Sign\s[^>]*name="([\w-]+)"[^>]*>/g)].map(([use, name = '']) => ({
        file,
        use,
        name,
      })),
    );
    expect(signs.length).toBeGreaterThan(8);
    const wrong = signs.filter(
      ({ use, name }) => /^(repair|offered|underway)$/.test(name) !== /\smirror\b/.test(use),
    );
    expect(wrong).toEqual([]);
  });

  test('everything else looks the same in every language', () => {
    const others = all.filter(({ icon }) => !along.test(icon));
    expect(others.filter(({ icon }) => /clock|phone|check/.test(icon)).length).toBeGreaterThan(8);
    const turned = others.flatMap(({ file, icon, uses }) =>
      uses.filter((use) => turns.test(use)).map((use) => `${file}: ${icon} in ${use}`),
    );
    expect(turned).toEqual([]);
  });
});
