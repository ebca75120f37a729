/** How the lock of a phone lies on its disk. Why it is made so: 0005-the-lock-of-a-phone.md. */
export interface KeptLock {
  /** Names the key pair: it stays when only the PIN changes. */
  id: string;
  /** What is told while locked is sealed to this. */
  publicKey: CryptoKey;
  /** The way to the private key; gone once the tries are used up, and with it all that was sealed. */
  door?: Door;
}

export interface Door {
  /** A key of HMAC that cannot leave this browser: without it the PIN is not even worth guessing. */
  secret: CryptoKey;
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  iv: Uint8Array<ArrayBuffer>;
  /** The private key, wrapped by what PIN and secret come to. */
  wrapped: ArrayBuffer;
}

export interface Tries {
  wrong: number;
  /** Server time until which none is let through, epoch milliseconds. */
  until: number;
}
