import type { Refusal } from '../domain/command.ts';
import type { Face } from '../domain/need/outcome.ts';
import type { Story } from '../domain/need/story.ts';

/** What the page behind a slip's QR code and the server say to each other (SPEC.md, E7–E9). No device, no credential. */
export interface SlipRequest {
  /** What stands on the slip, and the secret of one of its codes: 128 bit, base64url. */
  number: string;
  secret: string;
  /** What this phone will show instead of a code that holds only once: minted here, so that a lost reply costs nothing. */
  phone?: string;
  say?: 'rate' | 'cancel' | 'erase';
  /** With 'rate', and only with it. */
  face?: Face;
  /** Somebody answers for the household, and says so. */
  proxy?: boolean;
}

export interface SlipAnswer {
  /** The server's clock, epoch milliseconds. */
  now: number;
  /** Absent once everything was erased. */
  story?: Story;
  /** What was opened because the help was not good; `opens`: the same secret opens its own page. */
  repair?: { story: Story; opens: boolean };
  /** From now on `phone` is what opens this slip here. */
  handed: boolean;
  erased: boolean;
  /** Why what was said was not done. */
  refused?: Refusal;
}

/** So long after it was asked the code on the kiosk's screen is good, milliseconds. */
export const SCREEN_LASTS = 10 * 60_000;
/** The page, and what stands behind the '#' of its address. */
export const SLIP_PAGE = '/slip';

/** What a QR code holds: an address whose secret part no server and no log ever sees. */
export const slipAddress = (origin: string, number: string, secret: string): string =>
  `${origin}${SLIP_PAGE}#${number}.${secret}`;

/** Number and secret out of what stands behind the '#', or undefined for anything else: a code of four digits opens nothing. */
export function readSlip(fragment: string): { number: string; secret: string } | undefined {
  const [, number = '', secret = ''] = /^#?(\d{1,6}-\d{1,6})\.([\w-]{22})$/.exec(fragment) ?? [];
  return number ? { number, secret } : undefined;
}
