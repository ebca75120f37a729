import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Command } from '$lib/domain/command.ts';
import { coordinates, type Who } from '$lib/domain/device/device.ts';
import { closed, status, type Assignment, type Need, type Status } from '$lib/domain/need/need.ts';
import type { Kind, Kinds, Row } from '$lib/domain/row.ts';
import type { Cursor, You } from '$lib/sync/protocol.ts';
import type { KeptLock, Tries } from './lock-kept.ts';
import type { Kept } from './morning-kept.ts';
import type { Sealed } from './seal.ts';
import type { SealedTo } from './seal-to.ts';

/** A believed need with what the screens look it up by; worked out anew at every write. */
export type NeedRow = Need & {
  stands: Status;
  /** What has become of this device's own volunteer here, or ''. */
  mine: Assignment['status'] | '';
  /** Sorts by urgency, then by the last day. */
  due: string;
  /** Set where this device's own volunteer has promised something and not brought it yet. */
  gives?: 1;
  /** When the last was heard of a need that is closed, epoch milliseconds. Only the desk looks back, so only it keeps this. */
  endedAt?: number;
};

export interface Pending {
  n: number;
  name: Command['name'];
  v: number;
  /** What the device itself may go on knowing; the whole is in `sealed` where that is less. */
  args: Command['args'];
  sealed?: Sealed;
  at: number;
  /** The household or the application that its words are about, to find them by when they must go; absent once they went. */
  household?: string;
}

/** A row as the server last told it, kept only while something unsent changes it. */
interface Base {
  kind: Kind;
  id: string;
  body: Kinds[Kind] | null;
}

/** Something that happened and that the person has to be told. */
export interface Message {
  id: string;
  need: string;
  /** The command that this is the answer to; absent for what others decided. */
  deed?: Command['name'];
  what: string;
  at: number;
  seen: 0 | 1;
}

export interface KeptContact {
  id: string;
  expiresAt?: number;
  /** By the device's own key, or to the lock's. */
  sealed: Sealed | SealedTo;
}

/** Single values: who this device is, how far it has heard, what it will count next. */
export interface Meta {
  stream?: string;
  next?: number;
  slips?: number;
  you?: You;
  cursor?: Cursor;
  /** Server clock minus device clock, in milliseconds. */
  offset?: number;
  /** When the server was last heard, by the device's clock and by the server's. */
  lastSync?: number;
  heardAt?: number;
  /** The latest server time this device has known of. */
  clock?: number;
  /** Notices that were seen here. */
  noticed?: string[];
  /** Wrong tries at the staff's PIN of a kiosk, and until when no more are let through (epoch milliseconds). */
  staff?: { wrong: number; until: number };
  /** The phone's lock, wrong tries at it, and that its holder does not want one for now. */
  lock?: KeptLock;
  tries?: Tries;
  lockLater?: true;
  /** The desk's plan in the making. */
  morning?: Kept;
  /** As whom it spoke, once it has been shut out or has signed out: then it only has last words to send. */
  was?: { role: You['role']; area: string; volunteer?: string };
}

export class Database extends Dexie {
  need!: EntityTable<NeedRow, 'id'>;
  volunteer!: EntityTable<Kinds['volunteer'], 'id'>;
  household!: EntityTable<Kinds['household'], 'id'>;
  area!: EntityTable<Kinds['area'], 'id'>;
  service!: EntityTable<Kinds['service'], 'id'>;
  device!: EntityTable<Kinds['device'], 'id'>;
  quarantine!: EntityTable<Kinds['quarantine'], 'id'>;
  routine!: EntityTable<Kinds['routine'], 'id'>;
  application!: EntityTable<Kinds['application'], 'id'>;
  clip!: EntityTable<Kinds['clip'], 'id'>;
  sheet!: EntityTable<Kinds['sheet'], 'id'>;
  gathering!: EntityTable<Kinds['gathering'], 'id'>;
  contact!: EntityTable<KeptContact, 'id'>;
  base!: Table<Base, [Kind, string]>;
  outbox!: EntityTable<Pending, 'n'>;
  sent!: EntityTable<Pending, 'n'>;
  inbox!: EntityTable<Message, 'id'>;
  meta!: Table<unknown, keyof Meta>;
  key!: Table<CryptoKey, string>;

  constructor(name = 'yardem') {
    super(name, { chromeTransactionDurability: 'strict' });
    // What an older app laid down is changed to this; no version so far had to move a row. From before version 5 the
    // cursor goes: it had passed over kinds of rows that the app did not know.
    this.version(5)
      .stores({
        need: 'id, number, mine, household, [stands+due], erasureAskedAt, endedAt, gives, asker',
        volunteer: 'id',
        household: 'id',
        area: 'id',
        service: 'id',
        device: 'id',
        quarantine: 'id',
        routine: 'id, household',
        application: 'id',
        clip: 'id, locale',
        sheet: 'id',
        gathering: 'id, startsAt',
        contact: 'id, expiresAt',
        base: '[kind+id]',
        outbox: 'n, household',
        sent: 'n, household',
        inbox: 'id, seen',
        meta: '',
        key: '',
      })
      .upgrade((tx) => tx.table('meta').delete('cursor'));
  }

  async recall<K extends keyof Meta>(key: K): Promise<Meta[K]> {
    return (await this.meta.get(key)) as Meta[K];
  }

  async remember<K extends keyof Meta>(key: K, value: NonNullable<Meta[K]>): Promise<void> {
    await this.meta.put(value, key);
  }

  /** Several values at once, for the price of one. */
  async rememberAll(values: Meta): Promise<void> {
    await this.meta.bulkPut(Object.values(values), Object.keys(values) as (keyof Meta)[]);
  }
}

let opened: Database | undefined;

/** The device's database, opened when it is first needed: never while a page is rendered on the server. */
export function database(): Database {
  if (typeof indexedDB === 'undefined') throw new Error('the database lives in the browser');
  return (opened ??= new Database());
}

/** The form in which a row lies on the device of `who`. */
export function laid(row: Row, who: Pick<Who, 'person' | 'role'>): object {
  if (row.kind !== 'need') return row.body;
  const need = row.body;
  const mine = need.assignments.find((each) => each.volunteer === who.person)?.status ?? '';
  const ended = coordinates(who) &&
    closed(need) && {
      endedAt: Math.max(
        need.cancelledAt ?? 0,
        need.unfilledAt ?? 0,
        need.rating?.at ?? 0,
        ...need.assignments.map(({ finishedAt }) => finishedAt ?? 0),
        ...need.reports.map(({ at }) => at),
      ),
    };
  // What lay here before is laid down again: what holds no more has to be taken off.
  const owes = need.pledges?.some((each) => each.volunteer === who.person && each.quantity > each.delivered);
  const due = `${need.urgent ? 0 : 1} ${need.until}`;
  return { ...need, stands: status(need), mine, due, gives: owes ? 1 : undefined, ...ended };
}
