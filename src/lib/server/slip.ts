import { createHash, randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Command } from '$lib/domain/command.ts';
import { bearer } from '$lib/domain/device/device.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { storyOf } from '$lib/domain/need/story.ts';
import { SCREEN_LASTS, type SlipAnswer, type SlipRequest } from '$lib/sync/slip.ts';
import { sayAll } from './judge.ts';
import { mint } from './mint.ts';
import { Problem } from './problem.ts';
import type { Receiver } from './receive.ts';
import type { Reading, Writing } from './store/port.ts';
import type { Tree } from './tree.ts';

/** The need that a secret opens, and by what: 'screen' is good for one more word, the hand-over to a phone. */
interface Opened {
  need: Need;
  by: 'paper' | 'phone' | 'screen';
}

/** The door behind a slip's QR code: no credential, no name, one need. Whoever has the secret speaks for its household. */
export class SlipDoor {
  readonly #addresses = new RateLimiterMemory({ points: 30, duration: 60 });
  readonly #numbers = new RateLimiterMemory({ points: 10, duration: 10 * 60 });

  constructor(readonly receiver: Receiver) {}

  /**
   * Does what is said with the slip, if anything, and tells what became of its need.
   * @param address from where it is asked; wrong secrets are counted by it, and by the number
   * @param now epoch milliseconds
   * @throws Problem 404 for a number or secret that is not known, the same for both; 410 for a screen's code that was
   * used or is too old; 429 after too many wrong ones. Whoever has the right secret is not kept out by others' guesses.
   */
  async answer(asked: SlipRequest, address: string, now: number): Promise<SlipAnswer> {
    await refuseAfter(this.#addresses, address);
    try {
      const opened = await this.receiver.read(async (tx, tree) => {
        const found = await open(tx, asked, now);
        const quiet = asked.say === undefined && found.by !== 'screen';
        return quiet ? tell(tx, tree, found.need, asked, now) : undefined;
      });
      return opened ?? (await this.receiver.write((tx, tree) => this.#turn(tx, tree, asked, now), now));
    } catch (error) {
      if (error instanceof Problem && error.status === 404) await this.#wrong(address, asked.number);
      throw error;
    }
  }

  async #turn(tx: Writing, tree: Tree, asked: SlipRequest, now: number): Promise<SlipAnswer> {
    const opened = await open(tx, asked, now);
    const { need } = opened;
    const commands = [...handOver(opened, asked), ...(await deeds(tx, opened, asked, now))];
    const said = commands.map((command) => ({ command, at: now }));
    const who = bearer(need.id, need.area);
    const answers = await sayAll(tx, tree, this.receiver.journal, who, said, now);
    const refused = answers.find((each) => !each.ok);
    const told = await tell(tx, tree, need, asked, now);
    return refused && !refused.ok ? { ...told, refused: refused.code } : told;
  }

  async #wrong(address: string, number: string): Promise<void> {
    await Promise.all([count(this.#addresses, address), count(this.#numbers, number)]);
  }
}

const hashed = (secret: string | undefined) =>
  secret === undefined ? undefined : createHash('sha256').update(secret).digest('base64url');

async function open(tx: Reading, asked: SlipRequest, now: number): Promise<Opened> {
  const secret = hashed(asked.secret);
  for (const { row } of await tx.slips(asked.number)) {
    if (row.kind !== 'need' || !row.body.slip) continue;
    const { paper, phone, screen, spent } = row.body.slip;
    const need = row.body;
    if (secret === paper) return { need, by: 'paper' };
    if (secret === phone) return { need, by: 'phone' };
    // The very phone that was handed over to asks again: it never got the answer.
    if (secret === spent && phone !== undefined && hashed(asked.phone) === phone)
      return { need, by: 'phone' };
    if (secret === spent) throw new Problem(410, 'slip-used');
    if (secret !== screen) continue;
    if (now - need.postedAt >= SCREEN_LASTS) throw new Problem(410, 'slip-expired');
    if (asked.phone === undefined) throw new Problem(400, 'malformed');
    return { need, by: 'screen' };
  }
  throw new Problem(404, 'unknown-slip');
}

function handOver({ need, by }: Opened, asked: SlipRequest): Command[] {
  const phone = hashed(asked.phone);
  return by === 'screen' && phone ? [{ name: 'need.hand-over', args: { id: need.id, phone } }] : [];
}

/** What is said, as commands. What has been said already, perhaps by a press that got no answer, is not said again. */
async function deeds(tx: Writing, { need, by }: Opened, asked: SlipRequest, now: number): Promise<Command[]> {
  const { id, household } = need;
  const { may } = storyOf(need, undefined);
  switch (asked.say) {
    case 'rate': {
      if (!asked.face || need.rating) return [];
      const slip = (await mint(tx, 1, now))(0);
      // Whoever opened this slip opens the page of what follows from it, too.
      const paper = hashed(by === 'screen' ? asked.phone : asked.secret) ?? '';
      const repair = { id: randomUUID(), ...slip, secrets: { paper } };
      return [{ name: 'need.rate', args: { id, face: asked.face, proxy: asked.proxy ?? false, repair } }];
    }
    case 'cancel':
      return need.cancelledAt ? [] : [{ name: 'need.cancel', args: { id } }];
    case 'erase':
      if (household !== undefined && (await standsAlone(tx, household)))
        return [{ name: 'household.erase', args: { id: household } }];
      return may.erase ? [{ name: 'need.ask-erasure', args: { id } }] : [];
    case undefined:
      return [];
  }
}

/** Was the household written down at a kiosk, and leads nothing to it that an office has posted? Then nobody need be asked. */
async function standsAlone(tx: Reading, household: string): Promise<boolean> {
  const needs = await tx.children('need', household);
  const routines = await tx.children('routine', household);
  return (
    routines.length === 0 && needs.every(({ row }) => row.kind === 'need' && row.body.channel === 'kiosk')
  );
}

/** What became of it, as it is now. */
async function tell(
  tx: Reading,
  tree: Tree,
  { id }: Need,
  { secret, phone }: SlipRequest,
  now: number,
): Promise<SlipAnswer> {
  const need = await needOf(tx, id);
  if (!need?.slip) return { now, handed: false, erased: true };
  const repair = need.repairedBy === undefined ? undefined : await needOf(tx, need.repairedBy);
  const handed = phone !== undefined && need.slip.phone === hashed(phone);
  const opens = repair?.slip?.paper === hashed(handed ? phone : secret);
  const story = (one: Need) => storyOf(one, tree.get('service', one.service));
  return {
    now,
    story: story(need),
    ...(repair && { repair: { story: story(repair), opens } }),
    handed,
    erased: false,
  };
}

async function needOf(tx: Reading, id: string): Promise<Need | undefined> {
  const [stored] = await tx.rows([{ kind: 'need', id }]);
  return stored?.row.kind === 'need' ? stored.row.body : undefined;
}

/** @throws Problem 429 while this key has used up its tries */
async function refuseAfter(limiter: RateLimiterMemory, key: string): Promise<void> {
  const stood = await limiter.get(key);
  if (stood && stood.consumedPoints >= limiter.points) throw tooMany(stood.msBeforeNext);
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reply) {
    throw tooMany((reply as { msBeforeNext?: number }).msBeforeNext ?? 60_000);
  }
}

const tooMany = (wait: number) =>
  new Problem(429, 'too-many-tries', '', { 'retry-after': String(Math.ceil(wait / 1000)) });
