/** A string of the interface as its reviewer sees it. */
export interface Wording {
  key: string;
  topic: string;
  /** As written first, in Chinese, and in English. */
  base: string;
  english: string;
  text: string;
  /** A native speaker has accepted just this text. */
  reviewed: boolean;
  /** Name of a picture on which it is seen (/words/<name>.jpg), if there is one. */
  screen?: string;
}

/** What a reviewer says of a string: the text as it should be, and as it was when he saw it. */
export interface Verdict {
  text: string;
  was: string;
}

/** The file that a reviewer hands back; `npm run words -- <file>` takes it over. */
export interface Review {
  locale: string;
  /** 'YYYY-MM-DD'. */
  day: string;
  verdicts: Record<string, Verdict>;
}

/** The names in braces that a text must keep, sorted. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();
}

/** What a correction has lost or made up: it would show braces or hide a number. Empty where it is fine. */
export function misplaced(text: string, was: string): string[] {
  const [now, before] = [placeholders(text), placeholders(was)];
  return [...before.filter((name) => !now.includes(name)), ...now.filter((name) => !before.includes(name))];
}
