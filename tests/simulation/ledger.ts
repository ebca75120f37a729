import type { Command } from '$lib/domain/command.ts';
import type { Request, Result } from '$lib/sync/protocol.ts';
import type { SimDevice } from './device.ts';
import type { Witness } from './server.ts';

/** A fact that somebody said: "I did it, in so many minutes". The minutes are its name. */
interface Fact {
  minutes: number;
  person: string;
  need: string;
  device: SimDevice;
  life: number;
}

/** What was said and what the server took, kept beside both: by it they are judged. */
export class Ledger implements Witness {
  commands = 0;
  readonly facts = new Map<number, Fact>();
  /** Households that were erased for good. */
  readonly gone = new Set<string>();
  readonly violations: string[] = [];
  /** Facts that were refused, dismissed by a coordinator, or lost with their only copy: whoever said them was told. */
  readonly excused = new Set<number>();
  /** What the server has run, by stream and number. */
  readonly #ran = new Map<string, string>();
  /** What the authors of commands must be told, by device, life, stream and number. */
  readonly owed = new Map<string, { device: SimDevice; life: number; id: string; what: string }>();
  /** Devices that were shut out, by their ids: for good. */
  readonly revoked = new Set<string>();
  /** What lies in quarantine, by its id there. */
  readonly #held = new Map<string, number>();
  #heard = new Map<string, string>();
  readonly #runs = new Set<string>();

  said(device: SimDevice, person: string, commands: readonly Command[]): void {
    this.commands += commands.length;
    for (const { name, args } of commands)
      if (name === 'need.finish' || name === 'need.report')
        this.facts.set(args.minutes, {
          minutes: args.minutes,
          person,
          need: args.id,
          device,
          life: device.life,
        });
  }

  /** The server has heard these ops and is about to answer. */
  hears({ ops, stream }: Request): void {
    this.#heard = new Map(ops.map((op) => [`${stream}:${op.n}`, nameOf(op)]));
  }

  receipts(stream: string, results: readonly Result[], again: boolean): void {
    for (const { n } of results) this.#ran.set(`${stream}:${n}`, this.#heard.get(`${stream}:${n}`) ?? '');
    if (again) this.fail('I1', `ops of ${stream} from ${results[0]?.n} were run again`);
  }

  /** What the answer to a question means for the facts in it. */
  judged(device: SimDevice, { ops, stream }: Request, results: readonly Result[], late: boolean): void {
    const by = new Map(results.map((result) => [result.n, result]));
    for (const { n, name, args } of ops) {
      const result = by.get(n);
      if (!result) continue;
      const key = `${stream}:${n}`;
      if (this.#ran.get(key) !== nameOf({ name, args }))
        this.fail('I1', `${device.name} was answered for ${name}, but what ran was ${this.#ran.get(key)}`);
      const what = result.ok ? result.told : result.code;
      const owed = `${device.name} ${device.life} ${key}`;
      // Who has heard what came of it is not told again because an old question was heard once more.
      if (what && !late) this.owed.set(owed, { device, life: device.life, id: `op ${stream} ${n}`, what });
      if (!what) this.owed.delete(owed);
      const { minutes, id } = args as { minutes?: number; id?: string };
      if (name === 'device.revoke' && result.ok && result.told !== 'held') this.revoked.add(id ?? '');
      if (name === 'quarantine.dismiss' && result.ok) this.excused.add(this.#held.get(id ?? '') ?? -1);
      if (minutes === undefined || !this.facts.has(minutes)) continue;
      if (result.ok) this.excused.delete(minutes);
      else this.excused.add(minutes);
      if (result.ok && result.told === 'held') this.#held.set(`${stream}:${n}`, minutes);
    }
  }

  /** A copy was put back, and this device has nothing any more to say again. */
  lostWith(device: SimDevice, kept: ReadonlySet<number> = new Set()): void {
    for (const fact of this.facts.values())
      if (fact.device === device && fact.life === device.life && !kept.has(fact.minutes))
        this.excused.add(fact.minutes);
  }

  erased(ids: readonly string[]): void {
    for (const id of ids) this.gone.add(id);
  }

  fail(invariant: string, what: string): void {
    const line = `${invariant}: ${what}`;
    if (!this.#runs.has(line)) this.violations.push(line);
    this.#runs.add(line);
  }
}

/** A command by its name and what it is about: words in it may be blanked, these not. */
const nameOf = ({ name, args }: { name: string; args: unknown }) => `${name} ${(args as { id: string }).id}`;
