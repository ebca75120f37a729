import { inflateSync } from 'node:zlib';

/** What stands on a PDF that Chromium printed, as a reader's eye meets it; and its pages, with their size in points. */
export interface Printed {
  text: string;
  pages: { width: number; height: number }[];
}

/** Reads text by the fonts' own tables of characters. Knows no more of the format than Chromium writes: it is for tests only. */
export function read(pdf: Buffer): Printed {
  const objects = new Map<string, { head: string; stream: () => string }>();
  const source = pdf.toString('latin1');
  for (const [, id = '', body = ''] of source.matchAll(/(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    const at = body.indexOf('stream\n');
    const head = at < 0 ? body : body.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const stream = () =>
      inflateSync(Buffer.from(body.slice(at + 7, at + 7 + length), 'latin1')).toString('latin1');
    objects.set(id, { head, stream });
  }
  const fonts = new Map<string, Map<string, string>>();
  const pages: Printed['pages'] = [];
  let text = '';
  for (const { head } of objects.values()) {
    if (!/\/Type \/Page\n/.test(head)) continue;
    const [width = 0, height = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(head)?.slice(1) ?? []).map(
      Number,
    );
    pages.push({ width, height });
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(head)?.[1] ?? '')?.stream() ?? '';
    for (const [, block = ''] of content.matchAll(/BT\n(.*?)ET\n/gs)) text += words(block);
  }
  return { text: plain(text), pages };

  function words(block: string): string {
    let font = '';
    let found = '';
    for (const [, name, hex] of block.matchAll(/\/F(\d+) [\d.]+ Tf|<([0-9A-F]+)>/g)) {
      if (name !== undefined) font = name;
      else found += letters(font, hex ?? '');
    }
    return found;
  }

  function letters(font: string, hex: string): string {
    const table = fonts.get(font) ?? tableOf(font);
    fonts.set(font, table);
    const [key = ''] = table.keys();
    const codes = hex.match(new RegExp(`.{${key.length || 4}}`, 'g')) ?? [];
    return codes.map((code) => table.get(code) ?? '').join('');
  }

  function tableOf(font: string): Map<string, string> {
    const id = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)?.head ?? '')?.[1] ?? '';
    const table = new Map<string, string>();
    const map = objects.get(id)?.stream() ?? '';
    for (const [, list = ''] of map.matchAll(/beginbfchar\n(.*?)endbfchar/gs))
      for (const [, code = '', to = ''] of list.matchAll(/<(\w+)> <(\w+)>/g)) table.set(code, spelled(to));
    for (const [, list = ''] of map.matchAll(/beginbfrange\n(.*?)endbfrange/gs))
      for (const [, first = '', last = '', to = ''] of list.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
        for (let code = parseInt(first, 16), step = 0; code <= parseInt(last, 16); code++, step++)
          table.set(hexOf(code, first.length), String.fromCodePoint(parseInt(to, 16) + step));
    return table;
  }
}

const hexOf = (code: number, length: number) => code.toString(16).toUpperCase().padStart(length, '0');
const spelled = (hex: string) =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));

// A font may know a character only as a radical; for some of those Unicode has no way back to the character.
const radicals =
  '⺟母⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟';
const characters = new Map(
  [...radicals.matchAll(/(.)(.)/gu)].map(([, radical, character]) => [radical, character]),
);
const plain = (text: string) =>
  text.normalize('NFKC').replaceAll(/[\u2e80-\u2eff]/g, (radical) => characters.get(radical) ?? radical);
