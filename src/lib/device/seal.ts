/** AES-GCM with a key that cannot leave this browser: what lies on the disk says nothing without it. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

interface KeyShelf {
  get(name: string): PromiseLike<CryptoKey | undefined>;
  add(key: CryptoKey, name: string): PromiseLike<unknown>;
}

/** The device's own key, made the first time it is asked for. */
export async function ownKey(shelf: KeyShelf): Promise<CryptoKey> {
  const kept = await shelf.get('seal');
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  try {
    await shelf.add(made, 'seal');
    return made;
  } catch {
    // Another tab made one in the meantime: its key is the one.
    return (await shelf.get('seal')) ?? made;
  }
}

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) };
}

export async function unseal<T>(key: CryptoKey, { iv, data }: Sealed): Promise<T> {
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data);
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}
