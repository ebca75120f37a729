import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { wordings } from '$lib/server/words.ts';
import { misplaced, placeholders } from '$lib/sync/words.ts';

const locales = ['zh-CN', 'ug', 'kk-Arab', 'en'] as const;
const topics = readdirSync('messages').filter((name) => name !== 'reviewed');
const texts = (topic: string, locale: string) =>
  JSON.parse(readFileSync(`messages/${topic}/${locale}.json`, 'utf8')) as Record<string, string>;

describe('the words of the interface', () => {
  test.each(topics)('%s: every string is there in four languages, with the same names in braces', (topic) => {
    const base = texts(topic, 'zh-CN');
    for (const locale of locales) {
      const own = texts(topic, locale);
      expect([locale, Object.keys(own).sort()]).toEqual([locale, Object.keys(base).sort()]);
      const wrong = Object.keys(base).filter((key) => misplaced(own[key] ?? '', base[key] ?? '').length > 0);
      expect([locale, wrong]).toEqual([locale, []]);
    }
  });

  test('every topic is known to the compiler', () => {
    const settings = readFileSync('project.inlang/settings.json', 'utf8');
    for (const topic of topics) expect(settings).toContain(`./messages/${topic}/{locale}.json`);
  });
});

describe('L10: native review', () => {
  test('a language is marked as a draft for as long as a string of it is not reviewed', () => {
    const picker = readFileSync('src/lib/ui/base/LanguagePicker.svelte', 'utf8');
    for (const locale of ['ug', 'kk-Arab']) {
      const words = wordings(locale) ?? [];
      expect(words.length).toBeGreaterThan(500);
      const draft = words.some(({ reviewed }) => !reviewed);
      const marked = new RegExp(`locale: '${locale}'[^}]*draft: m\\.common_draft`).test(picker);
      expect([locale, marked]).toEqual([locale, draft]);
    }
  });

  test('what was reviewed was reviewed as it is written now, or counts no more', () => {
    for (const locale of ['ug', 'kk-Arab']) {
      const reviewed = JSON.parse(readFileSync(`messages/reviewed/${locale}.json`, 'utf8')) as Record<
        string,
        string
      >;
      const known = new Set((wordings(locale) ?? []).map(({ key }) => key));
      expect(Object.keys(reviewed).filter((key) => !known.has(key))).toEqual([]);
    }
  });

  test('a correction may lose no name in braces, and make up none', () => {
    expect(placeholders('{b} and {a}, {a}')).toEqual(['a', 'b']);
    expect(misplaced('{count} left', '{count} kaldi')).toEqual([]);
    expect(misplaced('left', '{count} kaldi')).toEqual(['count']);
    expect(misplaced('{number} left', '{count} kaldi')).toEqual(['count', 'number']);
  });

  test('nobody reviews Chinese here, or a language that is not there', () => {
    expect([wordings('zh-CN'), wordings('../common/en'), wordings('')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
