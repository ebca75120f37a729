import { seal, unseal, type Sealed } from './seal.ts';

/** Sealed to a public key: whoever seals it cannot open it again. `by` is the public half of a key pair made for this one thing. */
export interface SealedTo extends Sealed {
  by: ArrayBuffer;
}

export const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Seals a value to a public key of P-256: ephemeral ECDH, HKDF-SHA-256, AES-GCM (as in RFC 9180, without its framing). */
export async function sealTo(publicKey: CryptoKey, value: unknown): Promise<SealedTo> {
  const { publicKey: own, privateKey } = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const by = await crypto.subtle.exportKey('raw', own);
  return { by, ...(await seal(await shared(privateKey, publicKey, by), value)) };
}

/** Opens it with the private key; throws where it is not the one. */
export async function unsealWith<T>(privateKey: CryptoKey, sealed: SealedTo): Promise<T> {
  const their = await crypto.subtle.importKey('raw', sealed.by, CURVE, true, []);
  return unseal<T>(await shared(privateKey, their, sealed.by), sealed);
}

async function shared(privateKey: CryptoKey, publicKey: CryptoKey, by: ArrayBuffer): Promise<CryptoKey> {
  const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256);
  const secret = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: by, info: new TextEncoder().encode('yardem contact') };
  return crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}
