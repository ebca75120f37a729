import type { Wording } from '$lib/sync/words.ts';

type File = Record<string, unknown>;
const files = import.meta.glob<File>('/messages/*/*.json', { eager: true, import: 'default' });
const screens = import.meta.glob<Record<string, string>>('/static/words/screens.json', {
  eager: true,
  import: 'default',
});

/** All strings in a language, with what its reviewer needs beside them; undefined for a language that is not reviewed. */
export function wordings(locale: string): Wording[] | undefined {
  const reviewed = files[`/messages/reviewed/${locale}.json`];
  if (!reviewed) return undefined;
  const [seen = {}] = Object.values(screens);
  const topics = Object.keys(files).flatMap(
    (path) => /^\/messages\/(\w+)\/zh-CN\.json$/.exec(path)?.[1] ?? [],
  );
  return topics.flatMap((topic) => {
    const [base, english, texts] = ['zh-CN', 'en', locale].map(
      (of) => files[`/messages/${topic}/${of}.json`] ?? {},
    );
    return Object.entries(base ?? {}).flatMap(([key, written]): Wording[] => {
      const text = texts?.[key];
      if (typeof written !== 'string' || typeof text !== 'string' || key.startsWith('$')) return [];
      const [screen, meant] = [seen[key], english?.[key]];
      return [
        {
          ...{ key, topic, base: written, english: typeof meant === 'string' ? meant : '', text },
          reviewed: reviewed[key] === text,
          ...(screen !== undefined && { screen }),
        },
      ];
    });
  });
}
