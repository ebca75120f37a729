import { apply, type Applied } from '$lib/domain/apply.ts';
import type { Command } from '$lib/domain/command.ts';
import { touches } from '$lib/domain/touches.ts';
import type { Who } from '$lib/domain/device/device.ts';
import { erasure } from '$lib/domain/erasure.ts';
import { shown } from '$lib/domain/need/project.ts';
import { kinds, type Key, type Kind, type Kinds, type Row, type World } from '$lib/domain/row.ts';
import type { Table } from 'dexie';
import { laid, type Database, type Pending } from './database.ts';
import { keyOf, nameOf, type Rows } from './rebase.ts';

type Body = Kinds[Kind];

/**
 * The believed rows: what the server told, with what was said here and is still unsent on top. Must be used inside
 * one transaction over all tables; nothing here waits for anything but the database. `write` ends it.
 */
export class Believed implements World {
  readonly #rows = new Map<string, Body | null>();
  /** The rows that were changed here, as they were before. */
  readonly #before = new Map<string, { key: Key; body: Body | null }>();

  constructor(
    readonly database: Database,
    readonly who: Who,
  ) {}

  get = ((kind: Kind, id: string) => this.#rows.get(nameOf(kind, id)) ?? undefined) as World['get'];

  /** Judges a command here and now, on top of those before it. A refusal changes nothing. */
  async say(command: Command, at: number): Promise<Applied> {
    await this.#load(touches(command, this.who.person));
    await this.#load(touches(command, this.who.person, this)); // what lies in quarantine touches more
    if (command.name === 'household.erase') await this.#loadAbout(command.args.id);
    return this.#judge(command, at);
  }

  /** Says again what is unsent, on top of what the server has just told. Refusals come with the server's answer. */
  async again(pending: readonly Pending[]): Promise<void> {
    if (pending.length === 0) return;
    const said = pending.map(({ name, args, at }) => ({ command: { name, args } as Command, at }));
    await this.#load(said.flatMap(({ command }) => touches(command, this.who.person)));
    await this.#load(said.flatMap(({ command }) => touches(command, this.who.person, this)));
    for (const { command } of said)
      if (command.name === 'household.erase') await this.#loadAbout(command.args.id);
    for (const { command, at } of said) this.#judge(command, at);
  }

  /** Lays what has changed over the server's rows, and keeps those as they were for when the server answers. */
  async write(): Promise<void> {
    const changed = [...this.#before.values()];
    if (changed.length === 0) return;
    const kept = await this.database.base.bulkGet(changed.map(({ key }) => [key.kind, key.id]));
    const fresh = changed.filter((_, index) => !kept[index]);
    await this.database.base.bulkPut(fresh.map(({ key, body }) => ({ ...key, body })));
    for (const kind of kinds) {
      const here = changed.flatMap(({ key }) => (key.kind === kind ? key.id : []));
      await this.take(
        kind,
        here.flatMap((id) => this.get(kind, id) ?? []),
      );
      const gone = here.filter((id) => !this.get(kind, id));
      if (gone.length > 0) await this.#table(kind).bulkDelete(gone);
    }
    this.#before.clear();
  }

  /** Puts those of the rows that unsent commands touched back to what the server last told; what is `coming` anyway is not. */
  async restore(rows: Rows, coming: ReadonlySet<string>): Promise<void> {
    const { base: kept } = this.database;
    if ((await kept.count()) === 0) return;
    const keys = rows && [...rows].map(keyOf);
    const wanted = keys?.filter(([kind, id]) => !coming.has(nameOf(kind, id)));
    const base = wanted ? (await kept.bulkGet(wanted)).filter((each) => !!each) : await kept.toArray();
    for (const kind of kinds) {
      const here = base.filter((each) => each.kind === kind && !coming.has(nameOf(kind, each.id)));
      await this.take(
        kind,
        here.flatMap(({ body }) => body ?? []),
      );
      const posted = here.filter(({ body }) => !body);
      if (posted.length > 0) await this.#table(kind).bulkDelete(posted.map(({ id }) => id));
    }
    if (keys) await kept.bulkDelete(keys);
    else await kept.clear();
  }

  /** Lays rows down as they are. */
  async take(kind: Kind, bodies: readonly Body[]): Promise<void> {
    if (bodies.length === 0) return;
    const rows = bodies.map((body) => laid({ kind, id: body.id, body } as Row, this.who) as Body);
    await this.#table(kind).bulkPut(rows);
  }

  /** Brings into memory what the rules will ask for. */
  async #load(keys: readonly Key[]): Promise<void> {
    if (this.#rows.size === 0)
      for (const kind of ['area', 'service'] as const)
        for (const body of await this.#table(kind).toArray()) this.#rows.set(nameOf(kind, body.id), body);
    for (const kind of kinds) {
      const ids = keys.flatMap(({ kind: of, id }) =>
        of === kind && !this.#rows.has(nameOf(of, id)) ? id : [],
      );
      if (ids.length === 0) continue;
      const bodies = await this.#table(kind).bulkGet(ids);
      ids.forEach((id, index) => this.#rows.set(nameOf(kind, id), bodies[index] ?? null));
    }
  }

  async #loadAbout(household: string): Promise<void> {
    for (const kind of ['need', 'routine'] as const)
      for (const body of await this.#table(kind).where('household').equals(household).toArray())
        if (!this.#rows.has(nameOf(kind, body.id))) this.#rows.set(nameOf(kind, body.id), body);
  }

  #judge(command: Command, at: number): Applied {
    const answer = apply(command, this.who, at, this);
    if (!answer.ok) return answer;
    for (const each of answer.rows) {
      // The device holds what the server would show it, not more: a kiosk forgets whom it has just posted for.
      if (this.who.role === 'kiosk' && (each.kind === 'household' || each.kind === 'application')) continue;
      this.#change(each, each.kind === 'need' ? shown(each.body, this.who) : each.body);
    }
    for (const key of answer.gone ?? []) this.#change(key, null);
    if (command.name === 'household.erase') this.#erase(command.args.id, at);
    return answer;
  }

  /** What leads to an erased household goes at once, before the server says so. */
  #erase(household: string, at: number) {
    const known = [...this.#rows].flatMap(([name, body]) =>
      body ? ({ kind: name.split(' ', 1)[0], id: body.id, body } as Row) : [],
    );
    for (const each of erasure(household, known, at).rows) this.#change(each, each.body);
  }

  #change({ kind, id }: Key, body: Body | null) {
    const name = nameOf(kind, id);
    if (!this.#before.has(name))
      this.#before.set(name, { key: { kind, id }, body: this.#rows.get(name) ?? null });
    this.#rows.set(name, body);
  }

  #table(kind: Kind): Table<Body, string> {
    return this.database.table(kind);
  }
}
