import { apply, type Applied } from '$lib/domain/apply.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Who } from '$lib/domain/device/device.ts';
import { erasure } from '$lib/domain/erasure.ts';
import { anonymised } from '$lib/domain/need/forget.ts';
import { row, type Key, type Row, type World } from '$lib/domain/row.ts';
import { touches } from '$lib/domain/touches.ts';
import type { Result } from '$lib/sync/protocol.ts';
import { read, type Said } from './commands.ts';
import type { Entry, Journal } from './journal.ts';
import { lookAgain } from './forget.ts';
import { placed } from './placed.ts';
import { householdOf } from './quarantine.ts';
import type { Stored, Writing } from './store/port.ts';
import type { Tree } from './tree.ts';

const keyOf = ({ kind, id }: Key) => `${kind} ${id}`;

/**
 * Judges a push, command by command, each against what the ones before it left; then writes all rows at once.
 * A command is whole or not at all: its rows are taken over only when its rule has answered.
 */
export async function judge(
  tx: Writing,
  tree: Tree,
  journal: Journal,
  who: Who,
  ops: readonly Said[],
  now: number,
): Promise<Result[]> {
  const heard = ops.map((op) => ({ n: op.n, at: op.at, command: read(op) }));
  const fit = heard.filter((each): each is Fit & { n: number } => typeof each.command === 'object');
  const answers = new Map<unknown, Applied>();
  for (const [index, answer] of (await sayAll(tx, tree, journal, who, fit, now)).entries())
    answers.set(fit[index], answer);
  return heard.map((each): Result => {
    const { n, command } = each;
    if (typeof command !== 'object') return { n, ok: false, code: command };
    const answer = answers.get(each);
    if (!answer?.ok) return { n, ok: false, code: answer?.code ?? 'unknown-command' };
    return answer.told ? { n, ok: true, told: answer.told } : { n, ok: true };
  });
}

interface Fit {
  command: Command;
  at: number;
}

/** Judges commands of the right shape in order, writes what follows, and answers what came of each. */
export async function sayAll(
  tx: Writing,
  tree: Tree,
  journal: Journal,
  who: Who,
  commands: readonly Fit[],
  now: number,
): Promise<Applied[]> {
  const world = new Pushed(tree);
  await world.load(
    tx,
    commands.map(({ command }) => command),
    who,
  );
  const answers = commands.map(({ command, at }) => {
    const answer = judged(command, who, at, world);
    if (answer.ok) world.keep(answer);
    return answer;
  });
  await world.save(tx, journal, now);
  return answers;
}

/** The domain's rule, after what only the server can know: which households are there, and which were erased. */
function judged(command: Command, who: Who, at: number, world: Pushed): Applied {
  const inner = world.inside(command);
  const household = householdOf(inner) ?? '';
  if (keeps(inner) && world.erased.has(household)) return { ok: false, code: 'erased' };
  if (command.name === 'need.post' && world.erased.has(household))
    return postedTooLate(command, who, at, world);
  if (!vouched(inner, who, world)) return { ok: false, code: 'unknown-household' };
  const answer = apply(command, who, at, world);
  return answer.ok && inner.name === 'household.erase' ? world.erase(household, answer, at) : answer;
}

const keeps = ({ name }: Command) => name === 'household.keep' || name === 'routine.keep';

/** A need of an erased household is kept without a word about it and is off: what helpers did for it must find it. */
function postedTooLate(command: Command, who: Who, at: number, world: World): Applied {
  const answer = apply(command, who, at, world);
  if (!answer.ok) return answer;
  const rows = answer.rows.map((each) =>
    each.kind === 'need' ? row('need', anonymised(each.body, at)) : each,
  );
  return { ok: true, rows, told: 'erased' };
}

/** Nobody posts for a household that is not there, or of another village; the kiosk cannot know, so the server looks. */
function vouched(command: Command, who: Who, world: World): boolean {
  if (command.name !== 'need.post' && command.name !== 'routine.keep') return true;
  // Who asks somebody who knows asks for himself.
  if (who.role === 'volunteer') return command.args.household === undefined;
  const about = world.get('service', command.args.service)?.about;
  if (command.args.household === undefined) return about !== 'household';
  const household = world.get('household', command.args.household);
  const home = (area: string) => world.get('area', area)?.home;
  return !!household && home(household.area) === home(command.args.area);
}

/** The world as a push leaves it, command after command, before any of it is written. */
class Pushed implements World {
  /** Households that were erased for good, as far as this push asks for them. */
  readonly erased = new Set<string>();
  readonly #rows = new Map<string, Row>();
  readonly #before = new Map<string, Row>();
  readonly #changed = new Set<string>();
  readonly #gone = new Map<string, Key>();
  #erasedBefore = new Set<string>();

  constructor(readonly tree: Tree) {}

  get = ((kind: Key['kind'], id: string) =>
    this.#rows.get(keyOf({ kind, id }))?.body ?? this.tree.get(kind, id)) as World['get'];

  /** What is taken up out of quarantine is held to the same as what is said now. */
  inside(command: Command): Command {
    const held = command.name === 'quarantine.accept' ? this.get('quarantine', command.args.id) : undefined;
    return held?.command ?? command;
  }

  async load(tx: Writing, commands: Command[], who: Who) {
    await this.#fetch(
      tx,
      commands.flatMap((command) => touches(command, who.person)),
    );
    const taken = commands.filter(({ name }) => name === 'quarantine.accept');
    await this.#fetch(
      tx,
      taken.flatMap((command) => touches(command, who.person, this)),
    );
    const inner = commands.map((command) => this.inside(command));
    const erasing = inner.filter(({ name }) => name === 'household.erase');
    for (const { args } of erasing)
      for (const kind of ['need', 'routine'] as const) this.#know(await tx.children(kind, args.id));
    if (erasing.length > 0) this.#know(await tx.all('quarantine'));
    this.#erasedBefore = new Set(await tx.erased(inner.flatMap((command) => householdOf(command) ?? [])));
    for (const id of this.#erasedBefore) this.erased.add(id);
  }

  keep({ rows, gone = [] }: { rows: Row[]; gone?: Key[] }) {
    for (const row of rows) {
      this.#rows.set(keyOf(row), row);
      this.#changed.add(keyOf(row));
    }
    for (const key of gone) {
      this.#rows.delete(keyOf(key));
      this.#gone.set(keyOf(key), key);
    }
  }

  /** Adds to what a household's erasure does all that leads to it, and remembers that it may not come back. */
  erase(household: string, answer: Extract<Applied, { ok: true }>, at: number): Applied {
    this.erased.add(household);
    const { rows, gone } = erasure(household, [...this.#rows.values()], at);
    return { ...answer, rows: [...answer.rows, ...rows], gone: [...(answer.gone ?? []), ...gone] };
  }

  async save(tx: Writing, journal: Journal, now: number) {
    const rows = [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []);
    const all = new Map(rows.map((row) => [keyOf(row), placed(row, this, now)]));
    const erased = [...this.erased].filter((id) => !this.#erasedBefore.has(id));
    const entries: Entry[] = erased.map((id) => ({ at: now, erase: id }));
    for (const row of rows) {
      const before = this.#before.get(keyOf(row));
      if (row.kind === 'device' && row.body.revokedAt)
        entries.push({ at: row.body.revokedAt, revoke: row.id });
      // A household's new phone must reach those on their way to it: their needs count as changed too.
      if (row.kind === 'household' && before)
        for (const each of await tx.children('need', row.id))
          if (!all.has(keyOf(each.row))) all.set(keyOf(each.row), each);
      // Whoever works elsewhere from now on sees other rows: his devices start anew.
      if (row.kind === 'volunteer' && before?.kind === 'volunteer' && before.body.area !== row.body.area)
        for (const each of await tx.children('device', row.id)) await tx.bump(each.row.id);
    }
    // Written down outside before it is done: a restored database must not bring it back.
    if (entries.length > 0) await journal.append(entries);
    await tx.put([...all.values()]);
    await tx.remove([...this.#gone.values()]);
    await tx.markErased(erased);
    await lookAgain(tx, this.#left(), now);
  }

  /** Households to which a routine does not lead any more. */
  #left(): string[] {
    const ofRoutine = (row: Row | undefined) => (row?.kind === 'routine' ? row.body.household : undefined);
    return [...this.#before].flatMap(([key, row]) => {
      const before = ofRoutine(row);
      return before !== undefined && before !== ofRoutine(this.#rows.get(key)) ? before : [];
    });
  }

  async #fetch(tx: Writing, keys: Key[]) {
    const unique = new Map(keys.filter((key) => !this.#rows.has(keyOf(key))).map((key) => [keyOf(key), key]));
    this.#know(await tx.rows([...unique.values()]));
  }

  #know(stored: readonly Stored[]) {
    for (const { row } of stored) {
      this.#rows.set(keyOf(row), row);
      this.#before.set(keyOf(row), row);
    }
  }
}
