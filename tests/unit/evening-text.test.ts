import { afterEach, describe, expect, test } from 'vitest';
import { eveningOf, type Summary } from '$lib/domain/evening/summary.ts';
import type { NeedCommand } from '$lib/domain/need/decide.ts';
import { locales, type Locale } from '$lib/domain/texts.ts';
import type { Service } from '$lib/domain/service/service.ts';
import { baseLocale, overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { eveningText } from '$lib/ui/desk/evening/text.ts';
import * as v from '../support/village.ts';

const { NOW, HOUR, areas } = v;
const services = new Map<string, Service>(Object.entries(v.services));
const names: Record<string, string> = { aman: '阿曼', bek: 'بېك' };
const TODAY = '2025-07-01';

const said = (id: string, more: object, ...what: NeedCommand[]) =>
  v.given(v.team(1, { id, number: `7-${id}`, until: TODAY, spot: 'SECRET-spot', ...more }), ...what).need;
const rated = [1, 2, 3, 4, 5].map((count) =>
  said(`5${count}`, {}, v.claim('aman'), v.finish('aman', 'done', 30, NOW + HOUR), v.rate('good')),
);
const summary: Summary = eveningOf(
  [
    ...rated,
    said('1', {}, v.offer('bek')),
    said('2', { places: [{}, {}, {}] }, { ...v.claim('bek'), startsAt: NOW + 24 * HOUR } as NeedCommand),
    said('3', {}, v.claim('bek'), {
      type: 'escalate',
      escalation: { to: 'grid1', at: NOW + HOUR, why: 'holder-offline', heardAt: NOW },
    }),
    said('4', { from: '2025-06-01', until: '2025-06-02' }),
    said('6', {}, v.claim('bek'), v.finish('bek', 'could-not', 20)),
    said('8', {}, v.claim('bek'), v.absent('bek')),
    said('9', {}, v.giveUp),
  ],
  { day: TODAY, now: NOW + 10 * HOUR, areas, area: 'village', nameOf: (id) => names[id] },
);

const textIn = (locale: Locale) => {
  overwriteGetLocale(() => locale);
  return eveningText(summary, { areas, services }, locale);
};
afterEach(() => overwriteGetLocale(() => baseLocale));

/** What stands outside all isolates, and whether each that begins also ends, in its own line. */
function outside(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let depth = 0;
      let rest = '';
      for (const letter of line) {
        if (letter === '\u2066' || letter === '\u2068') depth++;
        else if (letter === '\u2069') depth--;
        else if (depth === 0) rest += letter;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth, line).toBe(0);
      return rest;
    })
    .join('\n');
}

describe('the text that is shared', () => {
  test('tells the day in Chinese', () => {
    expect(textIn('zh-CN')).toBe(
      `晚总结
village · 2025年7月1日 星期二
截至 20:00 北京时间

已完成：5
帮助小时数：2.8
帮忙人数：2
进行中：0
未满足：5
已逾期：1
已上报：1
无人接单结案：1

完成了什么
· cleaning：5

当天评价数：5
· 满意：5
· 一般：0
· 不满意：0

在哪一级解决（最近 7 天）
· 小组：5（100%）
不出社区（村）：100%
不出街道（乡镇）：100%

未满足：5
· cleaning 7-1 · grid1 › group1 · 无人应答
· cleaning 7-2 · grid1 › group1 · 小组还差人：1/3
· cleaning 7-3 · grid1 › group1 · 接单人手机没有联系，最近一次：7月1日 周二 10:00 北京时间
· cleaning 7-6 · grid1 › group1 · 没能做
· cleaning 7-8 · grid1 › group1 · 约好的人没有到

已逾期：1
· cleaning 7-4 · grid1 › group1 · 还没有请人

已上报：1
· cleaning 7-3 · grid1 › group1 · 小组 → 网格 · 接单人手机没有联系，最近一次：7月1日 周二 10:00 北京时间

无人接单结案：1
· cleaning 7-9 · grid1 › group1

转到次日：6
· cleaning 7-4 · grid1 › group1 · 6月1–2日 · 待接单
· cleaning 7-1 · grid1 › group1 · 7月1日 周二 · 已派单
· cleaning 7-2 · grid1 › group1 · 7月1日 周二 · 待接单 · 已约好 1/3 · 7月2日 周三 10:00 北京时间开始
· cleaning 7-3 · grid1 › group1 · 7月1日 周二 · 已接单 · 已约好 1/1
· cleaning 7-6 · grid1 › group1 · 7月1日 周二 · 待接单
· cleaning 7-8 · grid1 › group1 · 7月1日 周二 · 待接单

各片区
· grid1 · 已完成：5 · 未满足：5 · 已逾期：1

感谢帮忙的各位
阿曼、بېك`,
    );
  });

  test.each(['ug', 'kk-Arab'] as const)('L03: isolates every number, time and name: %s', (locale) => {
    const text = textIn(locale);
    const bare = outside(text);
    // Digits that a language writes inside its own words (a date, "7 days") are no numbers to be turned round.
    expect(bare).not.toMatch(/\d[-–:/.]\d|%/);
    for (const what of ['7-1', '1/3', '20:00', '10:00', '2.8', '100%'])
      expect(text).toContain(`\u2066${what}\u2069`);
    for (const name of Object.values(names)) expect(text).toContain(`\u2068${name}\u2069`);
    expect(text).toContain('\u2068grid1 ‹ group1\u2069');
  });

  test.each(['zh-CN', 'en'] as const)('has no marks where nothing has to be turned round: %s', (locale) => {
    expect(textIn(locale)).not.toMatch(/[\u2066-\u2069]/);
  });

  test.each(locales)(
    'says the same in every language, and nothing that leads to a household: %s',
    (locale) => {
      const text = textIn(locale).replaceAll(/[\u2066-\u2069]/g, '');
      expect(text).not.toMatch(/SECRET|undefined|null|NaN|evening_|—/);
      for (const { number } of [...summary.unmet, ...summary.overdue, ...summary.carried])
        expect(text).toContain(number);
      expect(text.split('\n')).toHaveLength(textIn('en').split('\n').length);
      expect(text).toMatch(/: ?5\n|：5\n/);
    },
  );

  test.each(locales)('names people only to thank them: %s', (locale) => {
    const [before = '', after = ''] = textIn(locale).split(lastTitle(locale));
    for (const name of Object.values(names)) {
      expect(before).not.toContain(name);
      expect(after).toContain(name);
    }
    expect(after.replaceAll(/[^\d]/g, '')).toBe('');
  });

  const lastTitle = (locale: Locale) => (textIn(locale).split('\n\n').at(-1) ?? '').split('\n')[0] ?? '';
});
