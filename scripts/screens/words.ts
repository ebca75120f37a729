// Which message stands on which screen: the rendered Chinese text beside the compiled messages.
import { globSync, readFileSync } from 'node:fs';

/** One text of a message, its parameters as wildcards. */
export interface Wording {
  key: string;
  pattern: RegExp;
  /** How much of it is fixed: the most telling fits first. */
  fixed: number;
}

/** All texts of all messages in Chinese; a message with variants has several. */
export function wordings(): Wording[] {
  return globSync('messages/*/zh-CN.json')
    .flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>))
    .flatMap(([key, value]) => textsOf(value).map((text) => wording(key, text)))
    .filter(({ fixed }) => fixed > 0)
    .sort((a, b) => b.fixed - a.fixed);
}

/** The keys of all messages that one of these texts can be. A text made of parameters alone tells nothing. */
export function keysOf(texts: readonly string[], all: readonly Wording[]): Set<string> {
  const keys = new Set<string>();
  for (const text of new Set(texts))
    for (const { key, pattern } of all) if (pattern.test(text)) keys.add(key);
  return keys;
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('http') ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => textsOf(each));
  if (value && typeof value === 'object' && 'match' in value)
    return Object.values(value.match as Record<string, string>);
  return [];
}

function wording(key: string, text: string): Wording {
  const parts = text.split(/\{[^}]*\}/);
  const escaped = parts.map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return {
    key,
    pattern: new RegExp(`^\\s*${escaped.join('\\s*.*?\\s*')}\\s*$`, 'us'),
    fixed: parts.join('').trim().length,
  };
}
