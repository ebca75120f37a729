import { apply } from '$lib/domain/apply.ts';
import { touches, VERSION, type Command } from '$lib/domain/command.ts';
import type { Who } from '$lib/domain/device/device.ts';
import { areaOf, type Key, type Row, type World } from '$lib/domain/row.ts';
import type { Op, Result } from '$lib/sync/protocol.ts';
import { parse } from './commands.ts';
import type { Placed, Writing } from './store/port.ts';
import type { Tree } from './tree.ts';

const keyOf = ({ kind, id }: Key) => `${kind} ${id}`;

/**
 * Judges a push, command by command, each against what the ones before it left; then writes all rows at once.
 * A command is whole or not at all: its rows are taken over only when its rule has answered.
 */
export async function judge(
  tx: Writing,
  tree: Tree,
  who: Who,
  ops: readonly (Omit<Op, 'name'> & { name: string })[],
): Promise<Result[]> {
  const commands = ops.map((op) => (op.v > VERSION ? 'unknown-command' : parse(op.name, op.args)));
  const world = new Pushed(tree);
  const said = commands.filter((command) => typeof command !== 'string');
  await world.load(
    tx,
    said.flatMap((command) => touches(command, who.person)),
  );
  const results = ops.map(({ n, at }, index): Result => {
    const command = commands[index];
    if (typeof command !== 'object') return { n, ok: false, code: command ?? 'unknown-command' };
    if (!vouched(command, world)) return { n, ok: false, code: 'unknown-household' };
    const answer = apply(command, who, at, world);
    if (!answer.ok) return { n, ok: false, code: answer.code };
    world.keep(answer.rows);
    return answer.told ? { n, ok: true, told: answer.told } : { n, ok: true };
  });
  await world.save(tx);
  return results;
}

/** Nobody posts for a household that is not there, or of another village; the kiosk cannot know, so the server looks. */
function vouched(command: Command, world: World): boolean {
  if (command.name !== 'need.post') return true;
  const about = world.get('service', command.args.service)?.about;
  if (command.args.household === undefined) return about !== 'household';
  const household = world.get('household', command.args.household);
  const home = (area: string) => world.get('area', area)?.home;
  return !!household && home(household.area) === home(command.args.area);
}

/** The world as a push leaves it, command after command, before any of it is written. */
class Pushed implements World {
  readonly #rows = new Map<string, Row>();
  readonly #before = new Map<string, Row>();
  readonly #changed = new Set<string>();

  constructor(readonly tree: Tree) {}

  get = ((kind: Key['kind'], id: string) =>
    this.#rows.get(keyOf({ kind, id }))?.body ?? this.tree.get(kind, id)) as World['get'];

  async load(tx: Writing, keys: Key[]) {
    const unique = new Map(keys.map((key) => [keyOf(key), key]));
    for (const { row } of await tx.rows([...unique.values()])) {
      this.#rows.set(keyOf(row), row);
      this.#before.set(keyOf(row), row);
    }
  }

  keep(rows: Row[]) {
    for (const row of rows) {
      this.#rows.set(keyOf(row), row);
      this.#changed.add(keyOf(row));
    }
  }

  async save(tx: Writing) {
    const rows = [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []);
    if (rows.length === 0) return;
    const placed = new Map(rows.map((row) => [keyOf(row), this.#place(row)]));
    for (const row of rows) {
      const before = this.#before.get(keyOf(row));
      // A household's new phone must reach those on their way to it: their needs count as changed too.
      if (row.kind === 'household' && before)
        for (const each of await tx.children('need', row.id))
          if (!placed.has(keyOf(each.row))) placed.set(keyOf(each.row), each);
      // Whoever works elsewhere from now on sees other rows: his devices start anew.
      if (row.kind === 'volunteer' && before?.kind === 'volunteer' && before.body.area !== row.body.area)
        for (const each of await tx.children('device', row.id)) await tx.bump(each.row.id);
    }
    await tx.put([...placed.values()]);
  }

  #place(row: Row): Placed {
    const area = areaOf(row);
    const home = area === undefined ? '' : (this.get('area', area)?.home ?? '');
    const parent =
      row.kind === 'need' ? row.body.household : row.kind === 'device' ? row.body.volunteer : undefined;
    return parent === undefined ? { row, home } : { row, home, parent };
  }
}
