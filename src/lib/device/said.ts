import type { Command } from '$lib/domain/command.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Database, Message, Pending } from './database.ts';

/** Something that was said, and what it was about as far as this device knows. */
export interface Said {
  key: string;
  /** Absent where only the answer to it was kept. */
  name: Command['name'] | undefined;
  at: number;
  service: Service | undefined;
  number: string | undefined;
}

/** What became of everything that was said here. */
export interface Ledger {
  /** On this device only, in the order in which it was said. */
  here: Said[];
  /** Heard by the server, the latest first. */
  heard: Said[];
  /** Heard, too, but more than is listed. */
  more: number;
  /** Was more said than is kept here? Then a backup holds it. */
  covered: boolean;
  /** What came to nothing or to something else, and why. */
  refused: (Said & { code: string })[];
}

const LISTED = 30;
/** Answers that are no refusals, though the person is told of them. */
const GRANTED = ['standby', 'reported'];

export async function ledger(database: Database): Promise<Ledger> {
  const [pending, latest, count, answers, next] = await Promise.all([
    database.outbox.orderBy('n').toArray(),
    database.sent.orderBy('n').reverse().limit(LISTED).toArray(),
    database.sent.count(),
    database.inbox.toArray(),
    database.recall('next'),
  ]);
  const refused = answers
    .filter(({ id, what }) => id.startsWith('op ') && !GRANTED.includes(what))
    .sort((a, b) => b.at - a.at)
    .slice(0, LISTED);
  const said = await saidOf(database, [
    ...pending.map(spoken),
    ...latest.map(spoken),
    ...refused.map(({ id, deed, need, at }: Message) => ({ key: id, name: deed, args: { id: need }, at })),
  ]);
  const heard = said.slice(pending.length, pending.length + latest.length);
  return {
    here: said.slice(0, pending.length),
    heard,
    more: count - heard.length,
    covered: (next ?? 1) - 1 > pending.length + count,
    refused: said
      .slice(pending.length + latest.length)
      .map((each, index) => ({ ...each, code: refused[index]?.what ?? '' })),
  };
}

interface Spoken {
  key: string;
  name: Command['name'] | undefined;
  args: Command['args'] | { id: string };
  at: number;
}

const spoken = ({ n, name, args, at }: Pending): Spoken => ({ key: String(n), name, args, at });

/** With the service and the number of the need that each is about; a fresh need carries its own. */
export async function saidOf(database: Database, some: readonly Spoken[]): Promise<Said[]> {
  const needs = await database.need.bulkGet(some.map(({ args }) => args.id));
  const services = new Map((await database.service.toArray()).map((each) => [each.id, each]));
  return some.map(({ key, name, args, at }, index) => {
    const own = 'service' in args && 'number' in args ? args : undefined;
    const need = needs[index] ?? own;
    return { key, name, at, service: services.get(need?.service ?? ''), number: need?.number };
  });
}
