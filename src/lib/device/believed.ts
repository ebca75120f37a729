import { apply, type Applied } from '$lib/domain/apply.ts';
import { touches, type Command } from '$lib/domain/command.ts';
import type { Who } from '$lib/domain/device/device.ts';
import { shown } from '$lib/domain/need/project.ts';
import { kinds, row, type Key, type Kind, type Kinds, type Row, type World } from '$lib/domain/row.ts';
import type { Table } from 'dexie';
import { laid, type Database, type Pending } from './database.ts';

/**
 * The believed rows: what the server told, with what was said here and is still unsent on top. Must be used inside
 * one transaction over all tables; nothing here waits for anything but the database.
 */
export class Believed implements World {
  readonly #rows = new Map<string, Kinds[Kind] | null>();

  constructor(
    readonly database: Database,
    readonly who: Who,
  ) {}

  get = ((kind: Kind, id: string) => this.#rows.get(`${kind} ${id}`) ?? undefined) as World['get'];

  /** Brings into memory what the rules will ask for. */
  async load(keys: readonly Key[]) {
    if (this.#rows.size === 0)
      for (const kind of ['area', 'service'] as const)
        for (const body of await this.table(kind).toArray()) this.#rows.set(`${kind} ${body.id}`, body);
    for (const kind of kinds) {
      const ids = keys.filter((key) => key.kind === kind && !this.#rows.has(`${kind} ${key.id}`));
      if (ids.length === 0) continue;
      const bodies = await this.table(kind).bulkGet(ids.map((key) => key.id));
      ids.forEach((key, index) => this.#rows.set(`${kind} ${key.id}`, bodies[index] ?? null));
    }
  }

  /** Judges a command here and now, and lays its rows over the server's. A refusal changes nothing. */
  async say({ name, args }: Command, at: number): Promise<Applied> {
    const command = { name, args } as Command;
    await this.load(touches(command, this.who.person));
    const answer = apply(command, this.who, at, this);
    if (answer.ok) await this.#lay(answer.rows.filter((each) => this.#keeps(each)));
    return answer;
  }

  /** Says again what is unsent, on top of what the server has just told. Refusals come with the server's answer. */
  async again(pending: readonly Pending[]) {
    await this.load(
      pending.flatMap((each) => touches({ name: each.name, args: each.args } as Command, this.who.person)),
    );
    for (const { name, args, at } of pending) await this.say({ name, args } as Command, at);
  }

  /** Puts the rows that unsent commands touched back to what the server last told. */
  async restore() {
    const base = await this.database.base.toArray();
    for (const { kind, id, body } of base) {
      if (body) await this.table(kind).put(laid(row(kind, body), this.who.person) as Kinds[Kind]);
      else await this.table(kind).delete(id);
    }
    await this.database.base.clear();
    this.#rows.clear();
  }

  table(kind: Kind): Table<Kinds[Kind], string> {
    return this.database.table(kind);
  }

  async #lay(rows: Row[]) {
    for (const each of rows) {
      const { kind, id } = each;
      if (!(await this.database.base.get([kind, id])))
        await this.database.base.put({ kind, id, body: this.#rows.get(`${kind} ${id}`) ?? null });
      // The device holds what the server would show it, not more: a kiosk forgets whom it has just posted for.
      const seen = each.kind === 'need' ? row('need', shown(each.body, this.who)) : each;
      await this.table(kind).put(laid(seen, this.who.person) as Kinds[Kind]);
      this.#rows.set(`${kind} ${id}`, seen.body);
    }
  }

  #keeps = (each: Row) => each.kind !== 'household' || this.who.role !== 'kiosk';
}
