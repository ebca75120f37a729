import { laid } from '$lib/device/database.ts';
import { forgetContacts } from '$lib/device/contact.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { project } from '$lib/domain/project.ts';
import { kinds, type Row } from '$lib/domain/row.ts';
import { recognise } from '$lib/server/identity/identity.ts';
import { Tree } from '$lib/server/tree.ts';
import type { Answer } from '$lib/sync/protocol.ts';
import type { SimDevice } from './device.ts';
import type { Ledger } from './ledger.ts';
import { marked } from './marks.ts';
import { nature } from './nature.ts';
import type { Server } from './server.ts';
import { readContact } from '../support/contact.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/**
 * May this volunteer know whom the need is for, now? Written again from SPEC.md (V2), not taken from the product: while his
 * own work there is agreed, and for a day after he has finished or the household has closed it.
 */
export function mayKnow(need: Need | undefined, person: string): boolean {
  if (!need?.household || need.cancelledAt || need.unfilledAt) return false;
  const mine = need.assignments.find(({ volunteer }) => volunteer === person);
  if (mine?.status === 'finished') return nature.now < (mine.finishedAt ?? 0) + DAY;
  if (mine?.status !== 'accepted' && mine?.status !== 'started') return false;
  return !need.rating || nature.now < need.rating.at + DAY;
}

export const rowsOf = (server: Server): Promise<Row[]> =>
  server.real.read(async (tx) =>
    (await Promise.all(kinds.map((kind) => tx.all(kind)))).flat().map(({ row }) => row),
  );

/** What one answer tells, held against what may be told at this moment (I5, I6). */
export async function checkAnswer(
  server: Server,
  ledger: Ledger,
  device: SimDevice,
  answer: Answer,
): Promise<void> {
  const { put, you } = answer;
  const needs = new Map(
    (await rowsOf(server)).flatMap((row) => (row.kind === 'need' ? [[row.id, row.body] as const] : [])),
  );
  const text = JSON.stringify(answer);
  for (const household of marked(text))
    if (ledger.gone.has(household))
      ledger.fail('I6', `${device.name} was told of ${household}, which was erased`);
  if (you.role === 'kiosk' && marked(text).size > 0)
    ledger.fail('I5', `a kiosk was told of ${[...marked(text)].join()}`);
  if (you.role !== 'volunteer') return;
  for (const { id } of put.contact ?? [])
    if (!mayKnow(needs.get(id), you.person)) ledger.fail('I5', `${device.name} was told whom ${id} is for`);
  const { contact: _contact, need: told = [], ...others } = put;
  if (marked(JSON.stringify(others)).size > 0) ledger.fail('I5', `${device.name} was told of a household`);
  for (const { id, note, ...rest } of told) {
    if (marked(JSON.stringify(rest)).size > 0 || 'household' in rest || 'code' in rest)
      ledger.fail('I5', `${device.name} was told too much of ${id}`);
    const holds = needs.get(id)?.assignments.some((each) => each.volunteer === you.person && each.takenAt);
    if (note && !holds) ledger.fail('I5', `${device.name} was told the note of ${id}`);
  }
}

/** No team is over-full, whenever one looks (I3). */
export async function checkTeams(server: Server, ledger: Ledger): Promise<void> {
  for (const row of await rowsOf(server)) {
    if (row.kind !== 'need') continue;
    const { assignments, places, id } = row.body;
    const held = assignments.filter(
      ({ status, outcome }) =>
        status === 'accepted' ||
        status === 'started' ||
        (status === 'finished' && outcome?.result === 'done'),
    );
    if (held.length > places.length) ledger.fail('I3', `${id} has ${held.length} of ${places.length}`);
  }
}

/** What a phone without network may still open, its clock being right (I5). */
export async function checkLease(ledger: Ledger, device: SimDevice): Promise<void> {
  if (!device.trusty || device.dead || !device.heardAt || device.empty) return;
  if (nature.now - device.heardAt <= 72 * HOUR) return;
  device.act();
  for (const { id } of await device.database.contact.toArray())
    if (await readContact(device.database, id))
      ledger.fail('I5', `${device.name} opens ${id} after 72 hours of silence`);
}

/** When all is quiet: everybody holds what he may, and nothing is left to say. */
export async function checkQuiet(
  server: Server,
  ledger: Ledger,
  devices: readonly SimDevice[],
): Promise<void> {
  const rows = await rowsOf(server);
  for (const household of marked(JSON.stringify(rows)))
    if (ledger.gone.has(household)) ledger.fail('I6', `the server holds ${household}, which was erased`);
  checkFacts(rows, ledger, devices);
  checkRoutines(rows, ledger);
  for (const device of devices) {
    device.act();
    const caller = await recognise(server.real, device.secret);
    if (!caller) continue; // enrolled after the copy that was put back was made, and not yet let in again
    if (caller.revoked || ledger.revoked.has(device.id)) await checkEmpty(ledger, device);
    // Emptied while it was shut out, and let in again since: it begins anew when its app is opened.
    else if (!device.empty) await checkDevice(server, ledger, device, rows, caller.who);
  }
}

async function checkEmpty(ledger: Ledger, device: SimDevice) {
  if (device.empty) return;
  for (const table of device.database.tables)
    if ((await table.count()) > 0)
      ledger.fail('I8', `${device.name} was shut out and still holds ${table.name}`);
}

async function checkDevice(
  server: Server,
  ledger: Ledger,
  device: SimDevice,
  rows: Row[],
  who: Parameters<typeof project>[1],
) {
  const { database, name } = device;
  const unsent = await database.outbox.count();
  if (unsent > 0) ledger.fail('I9', `${name} cannot get rid of ${unsent} commands`);
  if ((await database.base.count()) > 0) ledger.fail('I4', `${name} keeps old rows beside what it believes`);
  const tree = await server.real.read((tx) => new Tree().catchUp(tx));
  for (const kind of kinds) {
    const may = rows.flatMap((row) => (row.kind === kind ? (project(row, who, tree) ?? []) : []));
    const should = new Map(may.map((row) => [row.id, canon(laid(row, who))]));
    const holds = new Map(
      (await database.table(kind).toArray()).map((row: { id: string }) => [row.id, canon(row)]),
    );
    for (const [id, text] of should)
      if (holds.get(id) !== text)
        ledger.fail(
          'I4',
          `${name} believes of ${kind} ${id}: ${holds.get(id) ?? 'nothing'}, but it is ${text}`,
        );
    for (const id of holds.keys())
      if (!should.has(id)) ledger.fail('I4', `${name} holds ${kind} ${id}, which it should not`);
  }
  for (const owed of ledger.owed.values()) {
    if (owed.device !== device || owed.life !== device.life) continue;
    const told = await database.inbox.get(owed.id);
    if (told?.what !== owed.what)
      ledger.fail('I12', `${name} was not told ${owed.what} (${told?.what ?? 'nothing'})`);
  }
  await forgetContacts(database);
  const needs = new Map(rows.flatMap((row) => (row.kind === 'need' ? [[row.id, row.body] as const] : [])));
  const contacts = new Set(await database.contact.toCollection().primaryKeys());
  for (const id of contacts)
    if (!mayKnow(needs.get(id), who.person)) ledger.fail('I5', `${name} still knows whom ${id} is for`);
  if (who.role === 'volunteer')
    for (const [id, need] of needs)
      if (mayKnow(need, who.person) && !contacts.has(id))
        ledger.fail('I4', `${name} lacks whom ${id} is for`);
  const tables = await Promise.all(database.tables.map((table) => table.toArray()));
  for (const household of marked(JSON.stringify(tables)))
    if (ledger.gone.has(household)) ledger.fail('I6', `${name} holds ${household}, which was erased`);
  for (const each of [...(await database.outbox.toArray()), ...(await database.sent.toArray())])
    if (each.sealed && ledger.gone.has(each.household ?? ''))
      ledger.fail('I6', `${name} keeps ${each.household} sealed, which was erased`);
  const there = new Set(rows.map(({ id }) => id));
  for (const { household, sealed, args } of await database.sent.toArray())
    if (household !== undefined && !there.has(household) && (sealed || marked(JSON.stringify(args)).size > 0))
      ledger.fail('I5', `${name} keeps words about ${household}, which time has taken`);
}

/** The facts that the server knows of: in needs and in quarantine. */
export function factsOf(rows: readonly Row[]): { key: string; minutes: number }[] {
  return rows.flatMap((row) => {
    if (row.kind === 'need')
      return [...row.body.assignments, ...row.body.reports].flatMap(({ volunteer, outcome }) =>
        outcome ? { key: `${row.id} ${volunteer}`, minutes: outcome.minutes } : [],
      );
    if (row.kind !== 'quarantine') return [];
    const { name, args } = row.body.command;
    return name === 'need.finish' || name === 'need.report' ? { key: '', minutes: args.minutes } : [];
  });
}

/** Every fact that was said and whose device lives on is in the need, in a report, in quarantine, or was refused (I2). */
function checkFacts(rows: Row[], ledger: Ledger, devices: readonly SimDevice[]) {
  const found = factsOf(rows);
  const kept = new Set(found.map(({ minutes }) => minutes));
  const latest = new Map<string, number>();
  for (const { key, minutes } of found) latest.set(key, Math.max(latest.get(key) ?? 0, minutes));
  for (const { minutes, need, person, device, life } of ledger.facts.values()) {
    const corrected = (latest.get(`${need} ${person}`) ?? 0) > minutes;
    if (kept.has(minutes) || corrected || ledger.excused.has(minutes)) continue;
    if (!devices.includes(device) || device.life !== life) continue;
    ledger.fail('I2', `${device.name} did ${need} in ${minutes} minutes, and nobody knows`);
  }
}

/** No day of a routine is posted twice, whatever was put back in between. */
function checkRoutines(rows: Row[], ledger: Ledger) {
  const posted = rows.flatMap(({ body }) =>
    'routine' in body && body.routine ? `${body.routine} on ${body.from}` : [],
  );
  for (const day of new Set(posted))
    if (posted.filter((each) => each === day).length > 1) ledger.fail('S24', `${day} was posted twice`);
}

/** The same text for the same thing, whatever the order of its fields. */
const canon = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
