import './nature.ts';
import { Problem } from '$lib/server/problem.ts';
import { MemoryStore } from '$lib/server/store/memory.ts';
import type { Store } from '$lib/server/store/port.ts';
import type { Reply, Request } from '$lib/sync/protocol.ts';
import type { Silence } from '$lib/device/wire.ts';
import type { Wish } from '$lib/server/identity/identity.ts';
import { checkAnswer, checkLease, checkQuiet, checkTeams, factsOf, rowsOf } from './checks.ts';
import { Died, SimDevice, type Listener } from './device.ts';
import { Ledger } from './ledger.ts';
import { markOf } from './marks.ts';
import { begin, nature } from './nature.ts';
import { fates, plan, type Event } from './plan.ts';
import { Random } from './random.ts';
import { Server, volunteers } from './server.ts';
import { silence, speech } from './speech.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** What happens on any day. */
const QUIET = ['say', 'sync', 'minutes', 'arrive', 'backup', 'join', 'new-app'];
const START = 1_800_000_000_000;

const cast: Wish[] = [
  { role: 'coordinator', area: 'village', name: 'desk' },
  { role: 'administrator', area: 'county', name: 'office' },
  { role: 'kiosk', area: 'grid1', name: 'kiosk' },
  ...volunteers
    .slice(0, 3)
    .map((volunteer): Wish => ({ role: 'volunteer', area: 'grid1', volunteer, name: volunteer })),
];

/** What came of one story. */
export interface Report {
  seed: number;
  violations: string[];
  /** What happened, line by line. */
  story: string[];
  commands: number;
  faults: { [fault: string]: number };
}

/** The events that a seed stands for. */
export const eventsOf = (seed: number, length = 90): Event[] => plan(seed, length, cast.length);

/** Plays one story on the real code, and looks whether the promises of sync.md were kept. */
export async function play(
  seed: number,
  events = eventsOf(seed),
  open?: () => Promise<Store>,
): Promise<Report> {
  begin(seed, START);
  silence();
  const store = await (open?.() ??
    new MemoryStore(
      () => crypto.randomUUID(),
      () => nature.now,
    ));
  const world = await World.found(store);
  try {
    for (const event of events) {
      await world.happen(event);
      if (world.ledger.violations.length > 0) break;
    }
    if (world.ledger.violations.length === 0) await world.settle();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    world.ledger.fail('error', `in ${world.last}: ${text}`);
  }
  const { ledger, story, faults } = world;
  await world.close();
  return { seed, violations: ledger.violations, story, commands: ledger.commands, faults };
}

class World implements Listener {
  readonly ledger = new Ledger();
  readonly story: string[] = [];
  readonly faults: { [fault: string]: number } = {};
  devices: SimDevice[] = [];

  #last = '';

  private constructor(readonly server: Server) {}

  /** What was going on when an error came up that nobody expected. */
  get last(): string {
    return this.#last;
  }

  static async found(store: Store): Promise<World> {
    const ledger: { is?: Ledger } = {};
    const server = await Server.open(store, {
      hears: (request) => ledger.is?.hears(request),
      receipts: (...told) => ledger.is?.receipts(...told),
      erased: (ids) => ledger.is?.erased(ids),
    });
    const world = new World(server);
    ledger.is = world.ledger;
    world.devices = cast.map((wish) => new SimDevice(wish.name, wish, server, world));
    for (const device of world.devices) {
      await device.join();
      await device.sync([]);
    }
    return world;
  }

  async close(): Promise<void> {
    for (const device of this.devices) {
      await device.reopen();
      await device.database.delete();
    }
    await this.server.real.close();
  }

  async answered(device: SimDevice, request: Request, reply: Reply | Silence, late = false): Promise<void> {
    if (typeof reply !== 'object' || 'again' in reply) return;
    if ('results' in reply) this.ledger.judged(device, request, reply.results, late);
    if (!('cursor' in reply)) return;
    if (this.ledger.revoked.has(device.id))
      this.ledger.fail('I8', `${device.name} was shut out and is told rows`);
    const { cursor } = request;
    if (cursor && !reply.reset && reply.cursor.seq < cursor.seq)
      this.ledger.fail(
        'I7',
        `${device.name} was set back from ${cursor.seq} to ${reply.cursor.seq} without a reset`,
      );
    device.heardAt = nature.now;
    await checkAnswer(this.server, this.ledger, device, reply);
  }

  async happen({ what, who, seed }: Event): Promise<void> {
    const random = new Random(seed);
    nature.random = new Random(seed + 1);
    const device = this.devices[who] as SimDevice;
    device.act();
    this.#last = `${what} of ${device.name}`;
    const told = await this.#happen(what, device, random);
    nature.skew = 0;
    if ((told !== undefined || device.dead) && !QUIET.includes(what))
      this.faults[what] = (this.faults[what] ?? 0) + 1;
    if (told !== undefined) this.story.push(`${new Date(nature.now).toISOString().slice(5, 16)} ${told}`);
    if (device.dead) {
      this.story.push(`             ${device.name} dies and is switched on again`);
      await device.reopen();
    }
    if (what === 'sync' || what === 'arrive') await checkTeams(this.server, this.ledger);
  }

  async #happen(what: Event['what'], device: SimDevice, random: Random): Promise<string | undefined> {
    const { name } = device;
    switch (what) {
      case 'say':
        return this.#say(device, random);
      case 'say-and-die':
        return this.#say(device, random, random.whole(14));
      case 'sync':
      case 'sync-and-die': {
        if (device.waiting || device.empty) return undefined;
        if (what === 'sync-and-die') device.dieAfter(random.whole(40));
        const fate = fates(random);
        for (const each of fate) if (each !== 'arrives') this.faults[each] = (this.faults[each] ?? 0) + 1;
        const line = `${name} syncs (${fate.join(', ')})`;
        await this.#mortal(device, () => device.sync(fate));
        return line;
      }
      case 'arrive':
        if (!device.waiting) return undefined;
        await this.#mortal(device, () => device.arrive());
        return `${name} hears at last what was on its way`;
      case 'late-question': {
        const request = random.pick(device.late);
        if (!request) return undefined;
        nature.skew = 0;
        await this.answered(
          device,
          request,
          await this.server.hear(device.secret, structuredClone(request)),
          true,
        );
        return `the server hears an old question of ${name} (cursor ${request.cursor?.seq ?? 'none'}, ${request.ops.length} ops)`;
      }
      case 'stale-answer':
        if (device.stale.length === 0 || device.waiting || device.empty) return undefined;
        await this.#hearStale(device, random);
        return `${name} hears an old answer again`;
      case 'minutes':
        nature.now += (1 + random.whole(200)) * MINUTE;
        await this.server.strike();
        return undefined;
      case 'days':
        nature.now += random.chance(0.1) ? 31 * DAY : (1 + random.whole(4)) * DAY;
        await this.server.strike();
        for (const each of this.devices) await checkLease(this.ledger, each);
        return 'days pass';
      case 'clock-off':
        device.trusty = false;
        device.skew = (random.whole(9) - 4) * DAY;
        return `the clock of ${name} is off by ${device.skew / DAY} days`;
      case 'backup':
      case 'copy':
        await this.server.copy(what === 'backup');
        return what === 'backup' ? 'a checked backup is made' : 'a copy is made';
      case 'restore':
        return this.#restore(random);
      case 'edit-while-erased':
        return this.#editWhileErased(random);
      case 'restore-after-shutting-out':
        return this.#restoreAfterShuttingOut(device);
      case 'evict':
        await device.evict();
        return `the browser of ${name} throws everything away`;
      case 'sign-out': {
        if (
          device.wish.role === 'kiosk' ||
          device.wish.role === 'administrator' ||
          !(await this.#linked(device))
        )
          return undefined;
        const answer = await device.signOut();
        return `${name} signs out (${answer.ok ? 'done' : answer.code})`;
      }
      case 'join':
        if (device.waiting || !this.#isOut(device) || !(await this.#join(device))) return undefined;
        return `${name} is let in again`;
      case 'old-app':
        device.old = true;
        return `${name} has an app that is too old`;
      case 'new-app':
        device.old = false;
        return undefined;
    }
  }

  async #say(device: SimDevice, random: Random, steps = Infinity): Promise<string | undefined> {
    if (!(await this.#linked(device))) return undefined;
    device.dieAfter(steps);
    return this.#mortal(device, async () => {
      const lines: string[] = [];
      for (let left = 1 + random.whole(3); left > 0; left--) {
        const commands = await speech(device, random);
        if (commands.length === 0) continue;
        const answer = await device.say(...commands);
        const { person } = (await device.database.recall('you')) ?? { person: '' };
        if (answer.ok) this.ledger.said(device, person, commands);
        const words = commands.map(({ name, args }) => `${name} ${args.id.slice(0, 8)}`).join(' and ');
        lines.push(`${device.name} says ${words}${answer.ok ? '' : ` (${answer.code})`}`);
      }
      return lines.length > 0 ? lines.join(', ') : undefined;
    });
  }

  async #restore(random: Random): Promise<string | undefined> {
    const how = random.weighed({ 'by hand': 5, 'by script': 5, 'too old': 4 });
    if (!(await this.server.restore(random.whole(9), how))) return undefined;
    const kept = new Set(factsOf(await rowsOf(this.server)).map(({ minutes }) => minutes));
    // Whoever has nothing left cannot say again what the copy lacks; nor can anybody what only a later backup holds.
    for (const device of this.devices)
      if (!(await this.#linked(device))) this.ledger.lostWith(device, kept);
      else if (how === 'too old') this.ledger.lostWith(device, new Set([...kept, ...(await device.holds())]));
    return `a copy is put back ${how}`;
  }

  /** One desk still has a change of a household to send when the other has it erased. */
  async #editWhileErased(random: Random): Promise<string | undefined> {
    const [desk, office] = this.devices as [SimDevice, SimDevice];
    for (const each of [desk, office]) if (!(await this.#fresh(each))) return undefined;
    const household = random.pick(await desk.database.household.toArray());
    if (!household) return undefined;
    const { consent: _told, reveals: _seen, ...put } = household;
    await desk.say({ name: 'household.keep', args: { ...put, place: `移${markOf(household.id)}` } });
    await office.say({ name: 'household.erase', args: { id: household.id } });
    await office.sync([]);
    return `office erases ${household.id} while desk has a change of it to send`;
  }

  /** A device is shut out, and before it comes again an older copy is put back. */
  async #restoreAfterShuttingOut(device: SimDevice): Promise<string | undefined> {
    const office = this.devices[1] as SimDevice;
    if (device.wish.role === 'administrator' || !(await this.#fresh(office))) return undefined;
    await this.server.copy(false);
    const answer = await office.say({ name: 'device.revoke', args: { id: device.id } });
    await office.sync([]);
    if (!answer.ok || !(await this.server.restoreLatest())) return undefined;
    if (!device.waiting) await device.sync([]); // before the office says it again
    for (const each of this.devices) if (!(await this.#linked(each))) this.ledger.lostWith(each);
    return `office shuts out ${device.name}, and a copy from before is put back`;
  }

  /** An answer to an older question than the present one changes nothing (I7). */
  async #hearStale(device: SimDevice, random: Random): Promise<void> {
    const before = await device.database.recall('cursor');
    const asked = await device.hearStale(random.whole(3));
    const after = await device.database.recall('cursor');
    if (asked?.seq !== before?.seq && after?.seq !== before?.seq)
      this.ledger.fail(
        'I7',
        `${device.name} took an answer to ${asked?.seq} when it stood at ${before?.seq}`,
      );
  }

  /** It is in, and has heard all there is to hear. */
  async #fresh(device: SimDevice): Promise<boolean> {
    if (device.waiting) return false;
    await device.sync([]);
    return this.#linked(device);
  }

  /** Runs what the device may not survive. */
  async #mortal<T>(device: SimDevice, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      if (!device.dead) device.dieAfter(Infinity);
      return result;
    } catch (error) {
      if (device.dead || error instanceof Died) return undefined;
      throw error;
    }
  }

  async #linked(device: SimDevice): Promise<boolean> {
    return !device.empty && (await device.database.recall('you')) !== undefined;
  }

  /** Shut out and emptied, or not known to the server any more. */
  #isOut(device: SimDevice): boolean {
    return device.empty || device.exchange.standing === 'stranger';
  }

  /** Let in anew; a volunteer who has left is not. */
  async #join(device: SimDevice): Promise<boolean> {
    try {
      await device.join();
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  /** All faults end; everybody exchanges until there is nothing more to say or to hear. */
  async settle(): Promise<void> {
    nature.now += 10 * MINUTE;
    this.story.push('--- all is quiet ---');
    for (const device of this.devices) {
      device.skew = 0;
      device.old = false;
      if (device.waiting) await device.reopen();
    }
    // Everybody has one more thing to say: nobody is stuck for good.
    for (const device of this.devices) await this.#say(device, new Random(device.life + 3));
    for (let round = 0; round < 4; round++)
      for (const device of this.devices) {
        await device.sync([]);
        if (device.exchange.standing === 'stranger' && round === 0 && (await this.#join(device)))
          await device.sync([]);
      }
    await checkTeams(this.server, this.ledger);
    await checkQuiet(this.server, this.ledger, this.devices);
    // A month on everybody comes once more: what time has taken from the server must be nowhere else either.
    nature.now += 31 * DAY;
    await this.server.strike();
    for (const device of this.devices) await device.sync([]);
    await checkQuiet(this.server, this.ledger, this.devices);
  }
}
