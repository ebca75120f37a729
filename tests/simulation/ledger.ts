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
  /** What lies in quarantine, by its id there. */
  readonly #held = new Map<string, number>();
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

  receipts(stream: string, results: readonly Result[], again: boolean): void {
    if (again) this.fail('I1', `ops of ${stream} from ${results[0]?.n} were run again`);
  }

  /** What the answer to a question means for the facts in it. */
  judged({ ops, stream }: Request, results: readonly Result[]): void {
    const by = new Map(results.map((result) => [result.n, result]));
    for (const { n, name, args } of ops) {
      const result = by.get(n);
      if (!result) continue;
      const { minutes, id } = args as { minutes?: number; id?: string };
      if (name === 'quarantine.dismiss' && result.ok) this.excused.add(this.#held.get(id ?? '') ?? -1);
      if (minutes === undefined || !this.facts.has(minutes)) continue;
      if (result.ok) this.excused.delete(minutes);
      else this.excused.add(minutes);
      if (result.ok && result.told === 'held') this.#held.set(`${stream}:${n}`, minutes);
    }
  }

  /** A copy was put back, and this device has nothing any more to say again. */
  lostWith(device: SimDevice): void {
    for (const fact of this.facts.values())
      if (fact.device === device && fact.life === device.life) this.excused.add(fact.minutes);
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
