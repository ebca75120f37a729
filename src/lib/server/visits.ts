import { randomBytes } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Command } from '$lib/domain/command.ts';
import type { Who } from '$lib/domain/device/device.ts';
import { inReach } from '$lib/domain/may.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { VISIT_LASTS, type SignIn, type VisitAnswer } from '$lib/sync/visit.ts';
import { activeVolunteer, hashedToken, isPinOf, tried, type Tried } from './identity/badge.ts';
import type { Caller } from './identity/identity.ts';
import { sayAll } from './judge.ts';
import { Problem } from './problem.ts';
import type { Receiver } from './receive.ts';
import type { Badge, Reading, Writing } from './store/port.ts';
import type { Tree } from './tree.ts';
import { visited } from './visited.ts';

interface Visit {
  device: string;
  volunteer: string;
  expiresAt: number;
}

const MOST_KNOWN = 10_000;

/**
 * Volunteers who have signed in at a kiosk. A visit is known to this process only, belongs to the kiosk at which it began,
 * and says who speaks: nothing in a message's body does.
 */
export class Visits {
  readonly #visits = new Map<string, Visit>();
  /** Wrong tries at numbers that nobody has: they are held up like the others, so that nobody learns which there are. */
  readonly #strange = new Map<string, Tried>();
  readonly #kiosks = new RateLimiterMemory({ points: 30, duration: 60 });

  constructor(readonly receiver: Receiver) {}

  /**
   * Lets a volunteer in at a kiosk of his village.
   * @param now epoch milliseconds
   * @throws Problem 403 for a device that is no kiosk, 404 for a card that is not known, a wrong PIN or somebody who does
   * not help here, all the same; 429 after too many tries
   */
  async begin(kiosk: Caller, signIn: SignIn, now: number): Promise<VisitAnswer> {
    mustBeKiosk(kiosk);
    await this.#kiosks.consume(kiosk.device.id).catch((reply: { msBeforeNext?: number }) => {
      throw tooMany(reply.msBeforeNext ?? 60_000);
    });
    const badge =
      'token' in signIn
        ? await this.receiver.read((tx) => tx.badgeOf(hashedToken(signIn.token)))
        : await this.#byPin(kiosk, signIn, now);
    const visit = randomBytes(24).toString('base64url');
    const view = await this.receiver.read(async (tx, tree) => {
      const volunteer = badge && (await helpsHere(tx, tree, kiosk.who, badge.volunteer));
      if (!volunteer) throw new Problem(404, 'unknown-card');
      return visited(tx, tree, speaker(kiosk, volunteer), volunteer, now);
    });
    for (const [token, { expiresAt }] of this.#visits) if (expiresAt <= now) this.#visits.delete(token);
    const { id } = view.you;
    this.#visits.set(visit, { device: kiosk.device.id, volunteer: id, expiresAt: now + VISIT_LASTS });
    return { ...view, visit };
  }

  /** What he has and what he may take. @throws Problem 401 where no visit goes on */
  async look(kiosk: Caller, token: string | null, now: number): Promise<VisitAnswer> {
    const { volunteer } = this.#find(kiosk, token, now);
    return this.receiver.read(async (tx, tree) => {
      const one = await helpsHere(tx, tree, kiosk.who, volunteer);
      if (!one) throw new Problem(401, 'visit-over');
      return visited(tx, tree, speaker(kiosk, one), one, now);
    });
  }

  /** Says something as the volunteer who is signed in; the domain judges. @throws Problem 401 where no visit goes on */
  async say(kiosk: Caller, token: string | null, commands: Command[], now: number): Promise<VisitAnswer> {
    const { volunteer } = this.#find(kiosk, token, now);
    return this.receiver.write(async (tx, tree) => {
      const one = await helpsHere(tx, tree, kiosk.who, volunteer);
      if (!one) throw new Problem(401, 'visit-over');
      const who = speaker(kiosk, one);
      const said = commands.map((command) => ({ command, at: now }));
      const answers = await sayAll(tx, tree, this.receiver.journal, who, said, now);
      const refused = answers.find((each) => !each.ok);
      const told = answers.flatMap((each) => (each.ok && each.told ? each.told : []))[0];
      const view = await visited(tx, tree, who, one, now);
      return {
        ...view,
        ...(refused && !refused.ok && { refused: refused.code }),
        ...(told && { told }),
      };
    }, now);
  }

  /** He goes; saying it twice is no fault. */
  end(kiosk: Caller, token: string | null): void {
    if (this.#visits.get(token ?? '')?.device === kiosk.device.id) this.#visits.delete(token ?? '');
  }

  #find(kiosk: Caller, token: string | null, now: number): Visit {
    mustBeKiosk(kiosk);
    const visit = this.#visits.get(token ?? '');
    if (!visit || visit.device !== kiosk.device.id || visit.expiresAt <= now)
      throw new Problem(401, 'visit-over');
    return visit;
  }

  async #byPin(kiosk: Caller, { number, pin }: { number: string; pin: string }, now: number) {
    const badge = await this.receiver.write(async (tx, tree) => {
      const home = tree.get('area', kiosk.who.area)?.home ?? '';
      const found = await tx.badge(home, number);
      const key = `${home} ${number}`;
      const stood = found ?? this.#strange.get(key) ?? { tries: 0, lockedUntil: 0 };
      if (stood.lockedUntil > now) throw tooMany(stood.lockedUntil - now);
      if (found) await tx.keepBadge({ ...found, ...tried(stood, now) });
      else {
        if (this.#strange.size >= MOST_KNOWN) this.#strange.clear();
        this.#strange.set(key, tried(stood, now));
      }
      return found;
    }, now);
    // Not within the write: it takes a tenth of a second, and everybody else would wait for it.
    if (!(await isPinOf(badge, pin)) || !badge) throw new Problem(404, 'unknown-card');
    return this.receiver.write((tx) => forgiven(tx, badge), now);
  }
}

/** The right PIN makes good the wrong ones, unless another card was given meanwhile. */
async function forgiven(tx: Writing, { home, number, pin }: Badge): Promise<Badge | undefined> {
  const badge = await tx.badge(home, number);
  if (badge?.pin !== pin) return undefined;
  await tx.keepBadge({ ...badge, tries: 0, lockedUntil: 0 });
  return badge;
}

async function helpsHere(tx: Reading, tree: Tree, kiosk: Who, id: string): Promise<Volunteer | undefined> {
  const volunteer = await activeVolunteer(tx, id);
  return volunteer && inReach(kiosk, volunteer.area, tree) ? volunteer : undefined;
}

const speaker = (kiosk: Caller, { id, area }: Volunteer): Who => ({
  device: kiosk.device.id,
  role: 'volunteer',
  person: id,
  area,
});

function mustBeKiosk({ revoked, who }: Caller): void {
  if (revoked || who.role !== 'kiosk') throw new Problem(403, 'not-allowed');
}

const tooMany = (wait: number) =>
  new Problem(429, 'too-many-tries', '', { 'retry-after': String(Math.ceil(wait / 1000)) });
