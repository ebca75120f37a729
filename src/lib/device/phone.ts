import type { EntityTable, IDType } from 'dexie';
import type { Area } from '$lib/domain/area/area.ts';
import type { Contact } from '$lib/domain/household/household.ts';
import { assignmentOf, free, held, open } from '$lib/domain/need/need.ts';
import { seat } from '$lib/domain/need/team.ts';
import type { Suits } from '$lib/domain/plan/suits.ts';
import type { Place, Service } from '$lib/domain/service/service.ts';
import { fits, type Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { You } from '$lib/sync/protocol.ts';
import { serverTime } from './clock.ts';
import { readContacts } from './contact.ts';
import type { Database, Message, NeedRow, Pending } from './database.ts';
import { unseen } from './inbox.ts';
import { standing, walk } from './needs.ts';

interface Fellow {
  name: string | undefined;
  takenAt: number | undefined;
  /** He shows this volunteer how it is done, or is shown it by him. */
  part?: 'shows' | 'learns' | undefined;
}

/** A need with all that the volunteer's screen says about it, gathered from the tables around it. */
export interface Sight {
  need: NeedRow;
  service: Service | undefined;
  area: Area | undefined;
  contact: Contact | undefined;
  /** The place of the team that is this volunteer's own, once he has one. */
  seat: Place | undefined;
  /** The name of who asks somebody who knows. */
  asker?: string | undefined;
  /** Who else has said yes: by name where this phone may know it. */
  fellows: Fellow[];
  missing: number;
  /** When he is to begin, if somebody planned it. */
  startsAt: number | undefined;
  /** He could fill a place that is still open. */
  fit: boolean;
  /** What was said here about it and has not been heard yet. */
  unsent: 'claim' | 'other' | undefined;
  /** Of what is suggested to him: how it suits him. */
  suits?: Suits;
}

/** Today: what was accepted in the order to walk it, what waits for an answer, where he stands by. */
export async function agenda(database: Database, you: You) {
  const { need, area, service, volunteer, outbox } = database;
  const tables = [need, area, service, volunteer, outbox];
  // One transaction for all: on a slow phone the opening of each costs more than what it reads.
  const reading = database.transaction('r', tables, async () => {
    const { tasks, offers, standby } = await standing(database);
    return { tasks, offers, bare: await bareSights(database, you, [...tasks, ...offers, ...standby]) };
  });
  const [{ tasks, offers, bare }, now] = await Promise.all([reading, serverTime(database)]);
  const all = await withContacts(database, bare);
  const before = walk(
    all.flatMap(({ area }) => area ?? []),
    you.person,
    now,
  );
  const walked = (some: Sight[]) => some.sort((a, b) => before(a.need, b.need));
  return {
    tasks: walked(all.slice(0, tasks.length)),
    offers: walked(all.slice(tasks.length, tasks.length + offers.length)),
    standby: all.slice(tasks.length + offers.length),
  };
}

export interface Told {
  message: Message;
  sight: Sight | undefined;
}

/** What he was told and has not read, with the need each is about; an offer tells itself by standing there. */
export async function news(database: Database, you: You): Promise<Told[]> {
  return told(database, you, (await unseen(database)).filter(({ what }) => what !== 'offered').slice(0, 10));
}

/** After these something else is offered at once: what was hoped for did not come about. */
const disappointing = [
  'standby',
  'full',
  'enough',
  'cancelled',
  'closed',
  'does-not-fit',
  'unknown-need',
  'withdrawn',
];

/** The first of these messages that tells of something lost. */
export function firstLost(some: Told[] | undefined): Message | undefined {
  return some?.find(({ message }) => disappointing.includes(message.what))?.message;
}

/** This volunteer's own row. */
export function ownRow(database: Database, you: You): Promise<Volunteer | undefined> {
  return database.volunteer.get(you.person);
}

/** These messages, with the need each is about. */
export async function told(database: Database, you: You, some: Message[]): Promise<Told[]> {
  const needs = await database.need.bulkGet([...new Set(some.map(({ need }) => need))]);
  const seen = await sights(
    database,
    you,
    needs.flatMap((need) => need ?? []),
  );
  const byId = new Map(seen.map((sight) => [sight.need.id, sight]));
  return some.map((message) => ({ message, sight: byId.get(message.need) }));
}

/** What was said here about needs and has not been heard yet. */
export async function pendingNeeds(database: Database): Promise<Pending[]> {
  return (await database.outbox.toArray()).filter(({ name }) => name.startsWith('need.'));
}

/** What the screens say about these needs. */
export async function sights(database: Database, you: You, needs: NeedRow[]): Promise<Sight[]> {
  return withContacts(database, await bareSights(database, you, needs));
}

/** Contacts come last: opening a sealed one waits for something that is not the database, which a live query must not. */
async function withContacts(database: Database, bare: Sight[]): Promise<Sight[]> {
  const own = bare.filter(({ need }) => need.mine);
  const contacts = await readContacts(
    database,
    own.map(({ need }) => need.id),
  );
  const byNeed = new Map(own.map(({ need }, index) => [need.id, contacts[index]]));
  return bare.map((sight) => ({ ...sight, contact: byNeed.get(sight.need.id) }));
}

async function bareSights(database: Database, you: You, needs: NeedRow[]): Promise<Sight[]> {
  const [own, services, areas, people, pending] = await Promise.all([
    ownRow(database, you),
    eachOnce(
      database.service,
      needs.map(({ service }) => service),
    ),
    eachOnce(
      database.area,
      needs.map(({ area }) => area),
    ),
    peopleOn(database, needs),
    pendingNeeds(database),
  ]);
  return needs.map((need) => {
    const said = pending.filter(({ args }) => args.id === need.id);
    const unsent = said.some(({ name }) => name === 'need.claim')
      ? 'claim'
      : said.length
        ? 'other'
        : undefined;
    return {
      need,
      service: services.get(need.service),
      area: areas.get(need.area),
      contact: undefined,
      seat: seatOf(need, you.person),
      asker: people.get(need.asker ?? '')?.name,
      startsAt: assignmentOf(need, you.person)?.startsAt,
      ...teamOf(need, you.person, people, own?.mentor),
      fit: !!own && need.asker !== you.person && open(need, fits(own, need.places)),
      unsent,
    };
  });
}

async function peopleOn(database: Database, needs: NeedRow[]): Promise<Map<string, Volunteer>> {
  const ids = new Set(
    needs.flatMap((need) => [need.asker ?? [], ...held(need).map(({ volunteer }) => volunteer ?? [])].flat()),
  );
  return eachOnce(database.volunteer, ids);
}

/** The rows of these ids by their id. Hundreds of needs are about a few services: each is read once. */
async function eachOnce<T extends { id: string }>(
  table: EntityTable<T, 'id'>,
  ids: Iterable<string>,
): Promise<Map<string, T>> {
  const rows = await table.bulkGet([...new Set(ids)] as IDType<T, 'id'>[]);
  return new Map(rows.flatMap((each) => (each ? [[each.id, each] as const] : [])));
}

/** Who else has said yes, and how many are missing. */
export function teamOf(
  need: NeedRow,
  own: string,
  people: Map<string, Pick<Volunteer, 'id' | 'name' | 'mentor'>>,
  mentor?: string,
) {
  const others = held(need).filter(({ volunteer }) => volunteer !== own);
  const fellows = others.map(({ volunteer, takenAt }): Fellow => {
    const who = people.get(volunteer ?? '');
    const part = who && (who.id === mentor ? 'shows' : who.mentor === own ? 'learns' : undefined);
    return { name: who?.name, takenAt, part };
  });
  return { fellows, missing: free(need) };
}

/** The place of the team that is this volunteer's own. */
export function seatOf(need: NeedRow, own: string): Place | undefined {
  const holding = held(need);
  const mine = assignmentOf(need, own);
  const index = mine ? holding.indexOf(mine) : -1;
  const seats = seat(
    holding.map(({ can }) => can),
    need.places.length,
  );
  return index < 0 ? undefined : need.places[seats?.[index] ?? mine?.can[0] ?? 0];
}
