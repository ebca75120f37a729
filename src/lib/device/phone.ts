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
import { openContacts, readContacts, sealedContacts } from './contact.ts';
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

export interface Agenda {
  tasks: Sight[];
  offers: Sight[];
  standby: Sight[];
  /** What he has not read, with the need each is about; an offer tells itself by standing there. */
  told: Told[];
}

export interface Told {
  message: Message;
  sight: Sight | undefined;
}

/** Today: what was accepted in the order to walk it, what waits for an answer, where he stands by, what he is to be told. */
export async function agenda(database: Database, you: You): Promise<Agenda> {
  const { need, area, service, volunteer, outbox, inbox, contact, key, meta } = database;
  const tables = [need, area, service, volunteer, outbox, inbox, contact, key, meta];
  // One transaction for all: on a slow phone the opening of each costs more than what it reads.
  const read = await database.transaction('r', tables, async () => {
    const [stands, unread, now] = await Promise.all([
      standing(database),
      unseen(database),
      serverTime(database),
    ]);
    const fresh = unread.filter(({ what }) => what !== 'offered').slice(0, 10);
    const { tasks, offers, standby } = stands;
    const needs = [...tasks, ...offers, ...standby, ...(await needsOf(database, fresh))];
    const [bare, contacts] = await Promise.all([
      bareSights(database, you, needs),
      sealedContacts(database, ownOf(needs)),
    ]);
    return { ...stands, fresh, now, bare, contacts };
  });
  const all = withContacts(read.bare, await openContacts(database, read.contacts));
  const areas = all.flatMap(({ area }) => area ?? []);
  const before = walk(areas, you.person, read.now);
  const next = (some: readonly NeedRow[]) => all.splice(0, some.length);
  const walked = (some: Sight[]) => some.sort((a, b) => before(a.need, b.need));
  return {
    tasks: walked(next(read.tasks)),
    offers: walked(next(read.offers)),
    standby: next(read.standby),
    told: tell(read.fresh, all),
  };
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
  return tell(some, await sights(database, you, await needsOf(database, some)));
}

async function needsOf(database: Database, some: Message[]): Promise<NeedRow[]> {
  const needs = await database.need.bulkGet([...new Set(some.map(({ need }) => need))]);
  return needs.flatMap((need) => need ?? []);
}

function tell(some: Message[], seen: Sight[]): Told[] {
  const byId = new Map(seen.map((sight) => [sight.need.id, sight]));
  return some.map((message) => ({ message, sight: byId.get(message.need) }));
}

/** What was said here about needs and has not been heard yet. */
export async function pendingNeeds(database: Database): Promise<Pending[]> {
  return (await database.outbox.toArray()).filter(({ name }) => name.startsWith('need.'));
}

/** What the screens say about these needs. */
export async function sights(database: Database, you: You, needs: NeedRow[]): Promise<Sight[]> {
  const bare = await bareSights(database, you, needs);
  return withContacts(bare, await readContacts(database, ownOf(needs)));
}

/** The needs that this device may know the household of. */
const ownOf = (needs: NeedRow[]) => needs.filter(({ mine }) => mine).map(({ id }) => id);

/** `contacts` in the order of `ownOf`. */
function withContacts(bare: Sight[], contacts: (Contact | undefined)[]): Sight[] {
  const byNeed = new Map(ownOf(bare.map(({ need }) => need)).map((id, index) => [id, contacts[index]]));
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
