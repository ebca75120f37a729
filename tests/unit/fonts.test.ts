import { readFileSync, statSync } from 'node:fs';
import subset from 'subset-font';
import { beforeAll, describe, expect, test } from 'vitest';
import { kazakh, letters, uyghur } from '$lib/ui/base/fonts/letters.ts';

const folder = 'src/lib/ui/base/fonts';
const files = [400, 700].map((weight) => `${folder}/noto-sans-arabic-${weight}.woff2`);
const topics = (
  JSON.parse(readFileSync('project.inlang/settings.json', 'utf8')) as {
    'plugin.inlang.messageFormat': { pathPattern: string[] };
  }
)['plugin.inlang.messageFormat'].pathPattern;

/** Everything on screen in one of the two languages, as characters. */
function said(locale: string): Set<string> {
  return new Set(topics.flatMap((path) => [...readFileSync(path.replace('{locale}', locale), 'utf8')]));
}

/** The tables of an unpacked font, by name. */
function tables(font: Buffer): Map<string, Buffer> {
  const count = font.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const at = 12 + index * 16;
      const from = font.readUInt32BE(at + 8);
      return [font.toString('latin1', at, at + 4), font.subarray(from, from + font.readUInt32BE(at + 12))];
    }),
  );
}

/** Every character that a font's table of characters (format 4 of OpenType's cmap) has a shape for. */
function characters(cmap: Buffer): Set<string> {
  const found = new Set<string>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const at = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    if (at.readUInt16BE(0) !== 4) continue;
    const twice = at.readUInt16BE(6);
    for (let segment = 0; segment < twice; segment += 2) {
      const last = at.readUInt16BE(14 + segment);
      const first = at.readUInt16BE(16 + twice + segment);
      if (last !== 0xffff)
        for (let code = first; code <= last; code += 1) found.add(String.fromCodePoint(code));
    }
  }
  return found;
}

/** What a font does with letters that stand together: the names of its features. */
function features(gsub: Buffer): Set<string> {
  const list = gsub.subarray(gsub.readUInt16BE(6));
  return new Set(
    Array.from({ length: list.readUInt16BE(0) }, (_, index) =>
      list.toString('latin1', 2 + index * 6, 6 + index * 6),
    ),
  );
}

/** The ranges that the style sheet lets our font answer for. */
function ranges(): (character: string) => boolean {
  const [rule = ''] = /unicode-range:[^;]+/.exec(readFileSync('src/lib/ui/base/fonts.css', 'utf8')) ?? [];
  const spans = [...rule.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].map(([, first = '', last = first]) => [
    parseInt(first, 16),
    parseInt(last, 16),
  ]);
  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    return spans.some(([first = 0, last = 0]) => code >= first && code <= last);
  };
}

describe.each(files)('%s', (file) => {
  let held: Set<string>;
  let does: Set<string>;
  beforeAll(async () => {
    const unpacked = tables(
      await subset(readFileSync(file), undefined, { keepAllGlyphs: true, targetFormat: 'sfnt' }),
    );
    held = characters(unpacked.get('cmap') ?? Buffer.alloc(4));
    does = features(unpacked.get('GSUB') ?? Buffer.alloc(8));
  });

  test('L05: all 32 letters of Uyghur and all 33 of Kazakh have a shape', () => {
    expect(new Set(uyghur).size).toBe(32);
    expect(new Set(kazakh).size).toBe(33);
    expect([...uyghur, ...kazakh].flatMap((letter) => [...letter]).filter((one) => !held.has(one))).toEqual(
      [],
    );
  });

  test('L05: letters join as they should at the beginning, in the middle and at the end of a word', () => {
    expect([...does]).toEqual(expect.arrayContaining(['init', 'medi', 'fina', 'rlig']));
  });

  test.each(['ug', 'kk-Arab'])(
    'L05: it can write every letter and sign of the Arabic script in %s',
    (locale) => {
      const arabic = [...said(locale)].filter((one) => /[\p{Script=Arabic}،؛؟ـ\u200c\u200d]/u.test(one));
      expect(arabic.length).toBeGreaterThan(30);
      expect(arabic.filter((one) => !held.has(one))).toEqual([]);
    },
  );

  test('L05: it answers for just what it holds; digits, Latin letters and « » come from the device', () => {
    const asked = ranges();
    expect([...letters].filter((one) => !held.has(one) || !asked(one))).toEqual([]);
    expect([...'0123456789abcXYZ«»“”…·中 '].filter(asked)).toEqual([]);
    const every = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code));
    expect(every.filter((one) => asked(one) && !held.has(one))).toEqual([]);
  });
});

test('L05, P04: both weights together weigh no more than 40 kB, and their licence lies beside them', () => {
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(40_000);
  expect(readFileSync(`${folder}/OFL.txt`, 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1');
});
