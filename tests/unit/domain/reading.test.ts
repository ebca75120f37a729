import { describe, expect, test } from 'vitest';
import { blocksOf } from '$lib/domain/sheet/lines.ts';
import { counts } from '$lib/domain/sheet/sheet.ts';
import { row } from '$lib/domain/row.ts';
import { project } from '$lib/domain/project.ts';
import * as v from '../../support/village.ts';

describe('the text of a sheet', () => {
  test('an empty line begins a paragraph, a dash a point; a heading may stand right above its list', () => {
    expect(blocksOf('Seed\n- whole skin\n- no rot\n\nPlant late.\nAnd deep.\n')).toEqual([
      { kind: 'paragraph', lines: ['Seed'] },
      { kind: 'list', points: ['whole skin', 'no rot'] },
      { kind: 'paragraph', lines: ['Plant late.', 'And deep.'] },
    ]);
  });

  test('two lists with an empty line between them stay two, whatever ends the lines', () => {
    expect(blocksOf('- a\r\n\r\n\r\n• b')).toEqual([
      { kind: 'list', points: ['a'] },
      { kind: 'list', points: ['b'] },
    ]);
  });

  test('a dash within a line, or without a space, is just a dash, and markup is just words', () => {
    expect(blocksOf('3-5 度\n-10 度会冻\n<b>x</b>')).toEqual([
      { kind: 'paragraph', lines: ['3-5 度', '-10 度会冻', '<b>x</b>'] },
    ]);
    expect(blocksOf(' \n \n')).toEqual([]);
  });
});

describe('a notice', () => {
  test('counts through its last day, and a sheet without one for good', () => {
    expect(counts({ until: '2025-07-01' }, '2025-07-01')).toBe(true);
    expect(counts({ until: '2025-07-01' }, '2025-07-02')).toBe(false);
    expect(counts({}, '2099-01-01')).toBe(true);
  });

  test('keeps the time at which it was first written, when the desk puts a word right', () => {
    const village = v.village();
    const { at: _at, ...sheet } = v.sheet;
    village.say(v.desk, 'sheet.keep', sheet, v.NOW + 5);
    village.say(v.desk, 'sheet.keep', { ...sheet, title: { 'zh-CN': '种洋芋' } }, v.NOW + 9);
    expect(village.get('sheet', 'sheet')).toMatchObject({ title: { 'zh-CN': '种洋芋' }, at: v.NOW + 5 });
  });

  test('is written at the desk only, and read in its own village only', () => {
    const village = v.village();
    const { at: _at, ...sheet } = v.sheet;
    for (const who of [v.kiosk, v.phone('bek'), v.nextDesk])
      expect(village.say(who, 'sheet.keep', sheet)).toMatchObject({ code: 'not-allowed' });
    const seen = (who: typeof v.desk) => project(row('sheet', v.sheet), who, village);
    for (const who of [v.kiosk, v.phone('bek'), v.phone('dana'), v.desk]) expect(seen(who)).toBeDefined();
    for (const who of [v.phone('outsider'), v.nextKiosk]) expect(seen(who)).toBeUndefined();
  });
});
