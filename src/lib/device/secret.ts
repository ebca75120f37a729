/** Secrets of 128 bit and their hashes, base64url. Works where a page has no secure context, but for the hash. */
export function freshSecret(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}

/** SHA-256 of the secret as it is written: what a server may keep of it. */
export async function digest(secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(secret);
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
