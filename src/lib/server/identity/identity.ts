import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { plant, within } from '$lib/domain/area/area.ts';
import { coordinates, who, type Device, type Who } from '$lib/domain/device/device.ts';
import { row, type Row } from '$lib/domain/row.ts';
import { catalogue } from '../catalogue.ts';
import { heirOf, placed } from '../placed.ts';
import { Problem } from '../problem.ts';
import { Tree } from '../tree.ts';
import type { Invitation, Reading, Store, Writing } from '../store/port.ts';

/** The device that is calling, as its credential says. */
export interface Caller {
  device: Device;
  who: Who;
  gen: number;
  /** Shut out: it is heard once more, for the coordinator, and told to forget everything. */
  revoked: boolean;
}

export const INVITATION_LASTS = 10 * 60_000;
const SETUP_LASTS = 24 * 60 * 60_000;

/** Secrets are random, so a plain hash keeps them: there is nothing to guess. */
const hashed = (secret: string) => createHash('sha256').update(secret).digest('hex');
/** Without the letters that look alike, for whoever has to type it: 60 bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

function freshCode(): string {
  return Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** Who calls with this credential, or undefined for nobody we know. */
export async function recognise(store: Store, secret: string | undefined): Promise<Caller | undefined> {
  if (!secret || secret.length > 200) return undefined;
  return store.read(async (tx) => {
    const credential = await tx.credential(hashed(secret));
    if (!credential) return undefined;
    const [found] = await tx.rows([{ kind: 'device', id: credential.device }]);
    if (found?.row.kind !== 'device') return undefined;
    const device = found.row.body;
    const { gen } = credential;
    const revoked = device.revokedAt !== undefined;
    if (!device.volunteer) return { device, who: who(device), gen, revoked };
    const [person] = await tx.rows([{ kind: 'volunteer', id: device.volunteer }]);
    if (person?.row.kind !== 'volunteer') return { device, who: who(device), gen, revoked: true };
    // Where he works is written with the volunteer, and moves with him.
    const { area, status } = person.row.body;
    return { device, who: { ...who(device), area }, gen, revoked: revoked || status === 'left' };
  });
}

export interface Wish {
  role: Invitation['role'];
  area: string;
  volunteer?: string;
  name: string;
}

/** Makes a one-time code that lets one device in. @throws Problem if the caller may not give this. */
export async function invite(
  store: Store,
  by: Caller,
  wish: Wish,
  now: number,
): Promise<{ code: string; expiresAt: number }> {
  return store.write(async (tx) => {
    if (by.revoked || !coordinates(by.who)) throw new Problem(403, 'not-allowed');
    if (wish.role === 'administrator' && by.who.role !== 'administrator')
      throw new Problem(403, 'not-allowed');
    const area = await bodyOf(tx, 'area', wish.area);
    if (!area) throw new Problem(404, 'unknown-area');
    if (!within(area, by.who.area)) throw new Problem(403, 'not-allowed');
    if ((wish.role === 'volunteer') !== (wish.volunteer !== undefined)) throw new Problem(400, 'malformed');
    if (wish.volunteer !== undefined) {
      const person = await bodyOf(tx, 'volunteer', wish.volunteer);
      if (!person || person.status === 'left') throw new Problem(404, 'unknown-volunteer');
      const there = await bodyOf(tx, 'area', person.area);
      if (!within(there, by.who.area)) throw new Problem(403, 'not-allowed');
      wish = { ...wish, area: person.area };
    }
    return keep(tx, { ...wish, invitedBy: by.device.id }, now + INVITATION_LASTS);
  });
}

/** The set-up code of a server that has no device yet; undefined once there is one. */
export async function setUpCode(store: Store, now: number): Promise<string | undefined> {
  return store.write(async (tx) => {
    if ((await tx.all('device')).length > 0) return undefined;
    const first = { role: 'administrator' as const, name: 'set-up', invitedBy: 'set-up' };
    return (await keep(tx, first, now + SETUP_LASTS)).code;
  });
}

async function keep(tx: Writing, wish: Omit<Invitation, 'hash' | 'expiresAt'>, expiresAt: number) {
  const code = freshCode();
  await tx.keepInvitation({ ...wish, hash: hashed(code), expiresAt });
  return { code, expiresAt };
}

/** As whom a browser spoke before it was let in anew, if it still holds what that one said. */
export type Was = Pick<Device, 'role' | 'area' | 'volunteer'>;

/**
 * Turns a code into a device with a secret of its own; the code is used up in the same transaction.
 * `heir` says whether what lies unsent in this browser may go on being said: it was said by the same person.
 * @throws Problem 404 for a code nobody gave, 410 for one used or expired, 400 if a set-up lacks the village's name,
 * 409 if something unsent of somebody else lies in the browser: nothing was used up yet.
 */
export async function enrol(
  store: Store,
  code: string,
  village: string | undefined,
  now: number,
  was?: Was,
): Promise<{ secret: string; device: Device; heir: boolean }> {
  return store.write(async (tx) => {
    const invitation = await tx.invitation(hashed(code));
    if (!invitation) throw new Problem(404, 'unknown-invitation');
    if (invitation.usedAt) throw new Problem(410, 'invitation-used');
    if (invitation.expiresAt <= now) throw new Problem(410, 'invitation-expired');
    const area = invitation.area ?? (await found(tx, village));
    const heir = was !== undefined && heirOf(was, { ...invitation, area });
    if (was && !heir) throw new Problem(409, 'unsent-of-another');
    const secret = randomBytes(32).toString('base64url');
    const { role, volunteer, name } = invitation;
    const device: Device = {
      id: randomUUID(),
      role,
      area,
      name,
      enrolledAt: now,
      ...(volunteer && { volunteer }),
    };
    const tree = await new Tree().catchUp(tx);
    await tx.put([placed(row('device', device), tree, now)]);
    await tx.keepCredential({ hash: hashed(secret), device: device.id, gen: 1 });
    await tx.keepInvitation({ ...invitation, usedAt: now });
    return { secret, device, heir };
  });
}

/** The first area and the usual services of a new village. */
async function found(tx: Writing, village: string | undefined): Promise<string> {
  const name = village?.trim();
  if (!name || name.length > 60) throw new Problem(400, 'village-name-missing');
  if ((await tx.all('device')).length > 0) throw new Problem(410, 'invitation-used');
  const area = plant({ id: randomUUID(), level: 'community', name: { 'zh-CN': name } }, null);
  const rows: Row[] = [row('area', area), ...catalogue.map((service) => row('service', service))];
  await tx.put(rows.map((each) => ({ row: each, home: '' })));
  return area.id;
}

async function bodyOf<K extends 'area' | 'volunteer'>(tx: Reading, kind: K, id: string) {
  const [stored] = await tx.rows([{ kind, id }]);
  return stored?.row.kind === kind ? (stored.row.body as Extract<Row, { kind: K }>['body']) : undefined;
}
