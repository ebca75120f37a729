import { apply } from '$lib/domain/apply.ts';
import type { Arguments, Name } from '$lib/domain/command.ts';
import type { Who } from '$lib/domain/device/device.ts';
import type { Kind, Kinds, Row, World } from '$lib/domain/row.ts';
import { parse } from '../commands.ts';

/** A world in memory on which the demo's people speak; the same rules judge them as judge everybody. */
export class Stage implements World {
  readonly #rows = new Map<string, Row>();

  constructor(rows: readonly Row[]) {
    this.#put(rows);
  }

  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    return this.#rows.get(`${kind} ${id}`)?.body as Kinds[K] | undefined;
  }

  /** @throws Error where the rules refuse, or where nothing comes of it: then the story is told wrongly. */
  say<N extends Name>(name: N, args: Arguments[N], who: Who, at: number): void {
    const said = `${who.person} says ${name} ${args.id}`;
    const command = parse(name, args);
    if (typeof command === 'string') throw new Error(`${said}: ${command}`);
    const answer = apply(command, who, at, this);
    if (!answer.ok) throw new Error(`${said}: ${answer.code}`);
    if (answer.rows.length === 0) throw new Error(`${said}: nothing came of it`);
    this.#put(answer.rows);
  }

  rows(): Row[] {
    return [...this.#rows.values()];
  }

  #put(rows: readonly Row[]): void {
    for (const row of rows) this.#rows.set(`${row.kind} ${row.id}`, row);
  }
}
