import type { Pin } from '$lib/domain/device/device.ts';

/** OWASP's count for PBKDF2 with SHA-256; a PIN has few digits, so each guess must cost. */
export const ROUNDS = 600_000;
export const DIGITS = 6;

/** Six digits at random, each as likely as any other. */
export function randomPin(): string {
  const LIMIT = Math.floor(2 ** 32 / 1e6) * 1e6;
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn < LIMIT ? String(drawn % 1e6).padStart(DIGITS, '0') : randomPin();
}

/** The PIN as it may be kept: with a fresh salt, by `rounds` of PBKDF2. */
export async function hashed(pin: string, rounds = ROUNDS): Promise<Pin> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  return { salt: spelled(salt), hash: spelled(await derived(pin, salt, rounds)), rounds };
}

/** Is it this PIN? */
export async function isPin(pin: string, { salt, hash, rounds }: Pin): Promise<boolean> {
  const tried = spelled(await derived(pin, read(salt), rounds));
  let differs = tried.length ^ hash.length;
  for (let at = 0; at < tried.length; at++) differs |= tried.charCodeAt(at) ^ hash.charCodeAt(at);
  return differs === 0;
}

async function derived(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}

const spelled = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const read = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
