import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { within } from '$lib/domain/area/area.ts';
import { coordinates } from '$lib/domain/device/device.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { Carded } from '$lib/sync/visit.ts';
import { Problem } from '../problem.ts';
import type { Badge, Reading, Store } from '../store/port.ts';
import { Tree } from '../tree.ts';
import type { Caller } from './identity.ts';

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const MOST_WRONG = 5;
const LOCKED_FOR = 5 * 60_000;

const stretch = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** The secret of a card's QR code is random, so a plain hash keeps it; six digits can be tried out, so theirs is slow. */
export const hashedToken = (token: string): string => createHash('sha256').update(token).digest('hex');

async function hashedPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}$${(await stretch(pin, salt, 32, COST)).toString('base64url')}`;
}

/** Is it the PIN of this card? It takes as long where there is no card, so that nobody learns which numbers there are. */
export async function isPinOf(badge: Badge | undefined, pin: string): Promise<boolean> {
  const [salt = '', hash = ''] = (badge?.pin ?? '$').split('$');
  const found = await stretch(pin, Buffer.from(salt, 'base64url'), 32, COST);
  const right = Buffer.from(hash, 'base64url');
  return right.length === found.length && timingSafeEqual(right, found);
}

/** How a number stands with wrong PINs. */
export type Tried = Pick<Badge, 'tries' | 'lockedUntil'>;

/** One more try, counted before it is judged: as many may come at once as are left, and no more. `now` in epoch milliseconds. */
export function tried({ tries }: Tried, now: number): Tried {
  const wrong = tries + 1;
  return wrong >= MOST_WRONG ? { tries: 0, lockedUntil: now + LOCKED_FOR } : { tries: wrong, lockedUntil: 0 };
}

/**
 * A new card for a volunteer, which puts an old one out of use. What it answers is told once and never again.
 * @throws Problem 403 for who does not coordinate him, 404 for nobody who helps here
 */
export async function issue(store: Store, by: Caller, id: string): Promise<Carded> {
  if (by.revoked || !coordinates(by.who)) throw new Problem(403, 'not-allowed');
  const pin = String(randomInt(1_000_000)).padStart(6, '0');
  const token = randomBytes(24).toString('base64url');
  const kept = await hashedPin(pin);
  return store.write(async (tx) => {
    const tree = await new Tree().catchUp(tx);
    const volunteer = await activeVolunteer(tx, id);
    const area = volunteer && tree.get('area', volunteer.area);
    if (!area) throw new Problem(404, 'unknown-volunteer');
    if (!within(area, by.who.area)) throw new Problem(403, 'not-allowed');
    const number = await freshNumber(tx, area.home);
    await tx.keepBadge({
      ...{ volunteer: id, home: area.home, number, pin: kept, token: hashedToken(token) },
      ...{ tries: 0, lockedUntil: 0 },
    });
    return { number, pin, token };
  });
}

/** The volunteer, while he helps. */
export async function activeVolunteer(tx: Reading, id: string): Promise<Volunteer | undefined> {
  const [stored] = await tx.rows([{ kind: 'volunteer', id }]);
  return stored?.row.kind === 'volunteer' && stored.row.body.status === 'active'
    ? stored.row.body
    : undefined;
}

/** Short enough to be kept in mind; longer where a home has given out most of the short ones. */
async function freshNumber(tx: Reading, home: string): Promise<string> {
  for (let digits = 4; ; digits++)
    for (let times = 0; times < 20; times++) {
      const number = String(randomInt(10 ** (digits - 1), 10 ** digits));
      if (!(await tx.badge(home, number))) return number;
    }
}
