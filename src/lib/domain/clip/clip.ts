import type { Locale } from '../texts.ts';

/** Sound types that browsers record and play. */
export const sounds = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;

/** One prompt of the kiosk, spoken in one language by somebody of the place. */
export interface Clip {
  /** Village, prompt and language, as `slot` names them. A newer recording takes the place of the older one. */
  id: string;
  area: string;
  prompt: string;
  locale: Locale;
  type: (typeof sounds)[number];
  /** The sound itself, base64. */
  data: string;
  /** Its length in milliseconds. */
  length: number;
  /** When it was recorded, epoch milliseconds. */
  at: number;
}

/** Base64 letters of the longest clip: 15 seconds at 24 kbit/s. */
export const MOST_SOUND = 64 * 1024;
export const LONGEST = 15_000;
/**
 * Bytes of sound for each language that a kiosk keeps at hand. Requirement A09 reckons 0.5 MB for 83 prompts at 24 kbit/s; a
 * kiosk has about 200 shorter ones, its services and parts among them, and each begins and ends with a breath of silence.
 */
export const BUDGET = 1056 * 1024;

/** The name of the slot for a prompt in a language: each village speaks with voices of its own. `home` is its area. */
export const slot = (home: string, prompt: string, locale: Locale): string => `${home}:${prompt}:${locale}`;

/** Bytes of the sound that `data` stands for. */
export const bytesOf = ({ data }: Pick<Clip, 'data'>): number => Math.floor((data.length * 3) / 4);

type Weighed = Pick<Clip, 'id' | 'locale' | 'data'>;

/** Bytes of sound that clips of one language take. */
export const takenUp = (clips: readonly Weighed[], locale: Locale): number =>
  clips.reduce((sum, each) => sum + (each.locale === locale ? bytesOf(each) : 0), 0);

/**
 * May this sound be kept beside those that are? A clip has a longest length, a language its budget; what lies in the same
 * slot makes room for it. `clips` are those of one village.
 */
export function judge(clips: readonly Weighed[], fresh: Weighed): 'fits' | 'too-long' | 'no-room' {
  if (fresh.data.length > MOST_SOUND) return 'too-long';
  const others = clips.filter(({ id }) => id !== fresh.id);
  return takenUp(others, fresh.locale) + bytesOf(fresh) > BUDGET ? 'no-room' : 'fits';
}
