import type { Locale } from '../texts.ts';

/** Sound types that browsers record and play. */
export const sounds = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;

/** One prompt of the kiosk, spoken in one language by somebody of the place. */
export interface Clip {
  /** The prompt and the language: 'kiosk_ask_what:ug'. A newer recording takes the place of the older one. */
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
/** Bytes of sound for each language that a kiosk keeps at hand: 83 prompts at 24 kbit/s (requirement A09). */
export const BUDGET = 512 * 1024;

/** The name of the slot for a prompt in a language. */
export const slot = (prompt: string, locale: Locale): string => `${prompt}:${locale}`;

/** Bytes of the sound that `data` stands for. */
export const bytesOf = ({ data }: Pick<Clip, 'data'>): number => Math.floor((data.length * 3) / 4);
