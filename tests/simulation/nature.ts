import 'fake-indexeddb/auto'; // before dexie: it looks for indexedDB once, at import
import { Random } from './random.ts';

/** What a browser and a machine give, made to follow the seed: time, chance, and locks of each device's own. */
export const nature = {
  /** True time, epoch milliseconds. */
  now: 0,
  /** How far the clock of whoever acts now is off. */
  skew: 0,
  /** Locks of the device that acts now. */
  locks: new Map<string, Promise<unknown>>(),
  random: new Random(0),
};

/** Puts time and chance under the seed's rule. Nothing real is left to differ from run to run. */
export function begin(seed: number, now: number): void {
  nature.now = now;
  nature.skew = 0;
  nature.random = new Random(seed);
}

const bytes = <T extends ArrayBufferView | null>(view: T): T => {
  if (!view) return view;
  const all = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let i = 0; i < all.length; i++) all[i] = nature.random.whole(256);
  return view;
};

function uuid(): `${string}-${string}-${string}-${string}-${string}` {
  const hex = [...bytes(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

Date.now = () => nature.now + nature.skew;
Math.random = () => nature.random.next();
performance.now = () => nature.now;
crypto.randomUUID = uuid;
crypto.getRandomValues = bytes;

/** As the browser's: one after the other by name, over all tabs of one device. */
const request = async (name: string, ...rest: unknown[]): Promise<unknown> => {
  const { locks } = nature;
  const before = locks.get(name);
  const work = rest.at(-1) as () => Promise<unknown>;
  const mine = (before ?? Promise.resolve()).catch(() => undefined).then(work);
  locks.set(name, mine);
  return mine;
};
Object.defineProperty(globalThis.navigator, 'locks', { value: { request }, configurable: true });
