import 'fake-indexeddb/auto'; // before dexie: it looks for indexedDB once, at import
import { liveQuery } from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { entries } from '$lib/device/calendar.ts';
import { Database, laid } from '$lib/device/database.ts';
import { meetings, nextGatherings } from '$lib/device/gatherings.ts';
import { pieces } from '$lib/device/phone-hours.ts';
import { agenda, sights } from '$lib/device/phone.ts';
import { ownKey, seal } from '$lib/device/seal.ts';
import { dayAt, daysAfter, startOf } from '$lib/domain/days.ts';
import type { Gathering } from '$lib/domain/gathering/gathering.ts';
import type { Assignment, Need } from '$lib/domain/need/need.ts';
import { project } from '$lib/domain/project.ts';
import { row } from '$lib/domain/row.ts';
import type { You } from '$lib/sync/protocol.ts';
import { areas, need, services, volunteer, world } from '../support/village.ts';
import { readContact } from '../support/contact.ts';

const HOUR = 60 * 60_000;
const now = Date.now();
const TODAY = dayAt(now);
const TOMORROW = daysAfter(TODAY, 1);
const you: You = {
  device: 'phone',
  role: 'volunteer',
  person: 'anna',
  name: 'anna',
  area: 'group1',
  series: 1,
};

let count = 0;
let database: Database;
beforeEach(async () => {
  database = new Database(`life-${++count}`);
  await database.area.bulkPut([...areas.values()]);
  await database.service.bulkPut(Object.values(services));
  await database.volunteer.put(volunteer('anna', { area: 'group1' }));
});
afterEach(() => database.delete());

async function lay(...some: (Partial<Need> & { id: string })[]): Promise<void> {
  const made = some.map((more) =>
    need({ from: TODAY, until: TOMORROW, number: more.id, places: [{}], ...more }),
  );
  await database.need.bulkPut(
    made.map((body) => laid(row('need', body), { role: 'volunteer', person: 'anna' })) as never[],
  );
}
const mine = (status: Assignment['status'], more: Partial<Assignment> = {}): Assignment[] => [
  { volunteer: 'anna', status, can: [0], via: 'offer', ...more },
];
const at = (day: string, hour: number) => startOf(day) + hour * HOUR;
const ids = (list: { id: string }[]) => list.map(({ id }) => id);
const gathering = (id: string, more: Partial<Gathering> = {}): Gathering => ({
  id,
  area: 'grid1',
  title: { 'zh-CN': id },
  spot: '村口',
  startsAt: now + HOUR,
  minutes: 60,
  attendance: [],
  ...more,
});

test('what is offered and what is accepted stand in one order: by the hour of the day, else its half, then the day', async () => {
  for (const status of ['offered', 'accepted'] as const) {
    await database.need.clear();
    await lay(
      { id: 'tomorrow-9', assignments: mine(status, { startsAt: at(TOMORROW, 9) }) },
      { id: 'today-afternoon', half: 'pm', assignments: mine(status) },
      { id: 'today-15', assignments: mine(status, { startsAt: at(TODAY, 15) }) },
      { id: 'tomorrow', from: TOMORROW, assignments: mine(status) },
      { id: 'today-morning', half: 'am', assignments: mine(status) },
      { id: 'today-9', from: TOMORROW, assignments: mine(status, { startsAt: at(TODAY, 9) }) },
      { id: 'since-long', from: daysAfter(TODAY, -5), assignments: mine(status) },
    );
    const { offers, tasks } = await agenda(database, you);
    expect(ids((status === 'offered' ? offers : tasks).map((sight) => sight.need))).toEqual([
      ...['today-9', 'today-morning', 'today-15', 'since-long', 'today-afternoon'],
      ...['tomorrow-9', 'tomorrow'],
    ]);
  }
});

test('which day it is the server says, not the phone', async () => {
  // The phone's clock is two days behind: what began on the server's yesterday is for today all the same.
  await database.remember('offset', 48 * HOUR);
  const today = dayAt(now + 48 * HOUR);
  await lay(
    { id: 'afternoon', from: today, until: today, half: 'pm', assignments: mine('accepted') },
    { id: 'morning', from: daysAfter(today, -1), until: today, half: 'am', assignments: mine('accepted') },
    {
      id: 'earlier-afternoon',
      from: daysAfter(today, -1),
      until: today,
      half: 'pm',
      assignments: mine('accepted'),
      urgent: false,
    },
  );
  await lay({
    id: 'urgent',
    from: today,
    until: today,
    half: 'pm',
    urgent: true,
    assignments: mine('accepted'),
  });
  const { tasks } = await agenda(database, you);
  expect(ids(tasks.map((sight) => sight.need)).slice(0, 2)).toEqual(['morning', 'urgent']);
});

test('Today is read in one go: each part for itself, whom to help, and what he is told with the need it is about', async () => {
  // The time was written down long ago: whoever only reads may not write it, and reads on.
  await database.remember('clock', now - HOUR);
  await lay(
    { id: 'taken', assignments: mine('accepted') },
    { id: 'begun', assignments: mine('started') },
    { id: 'offer', assignments: mine('offered') },
    { id: 'spare', assignments: mine('standby') },
    { id: 'lost' },
  );
  const key = await ownKey(database.key);
  await database.contact.put({ id: 'taken', sealed: await seal(key, { id: 'taken', name: '古丽' }) });
  await database.inbox.bulkPut([
    { id: 'm1', need: 'lost', what: 'full', at: now, seen: 0 },
    { id: 'm2', need: 'taken', what: 'assigned', at: now - 1, seen: 0 },
    { id: 'm3', need: 'offer', what: 'offered', at: now, seen: 0 },
    { id: 'm4', need: 'gone', what: 'cancelled', at: now - 2, seen: 0 },
    { id: 'm5', need: 'lost', what: 'standby', at: now - 3, seen: 1 },
  ]);
  const { tasks, offers, standby, told } = await agenda(database, you);
  const named = (some: { need: { id: string }; contact: { name: string } | undefined }[]) =>
    some.map(({ need: { id }, contact }) => [id, contact?.name]);
  expect(named(tasks)).toEqual([
    ['begun', undefined],
    ['taken', '古丽'],
  ]);
  expect(named(offers)).toEqual([['offer', undefined]]);
  expect(named(standby)).toEqual([['spare', undefined]]);
  expect(told.map(({ message, sight }) => [message.id, sight?.need.id, sight?.contact?.name])).toEqual([
    ['m1', 'lost', undefined],
    ['m2', 'taken', '古丽'],
    ['m4', undefined, undefined],
  ]);
});

test('a contact is read within a live query, however long ago the time was written down', async () => {
  await database.remember('clock', now - HOUR);
  await database.contact.put({
    id: 'n',
    sealed: await seal(await ownKey(database.key), { id: 'n', name: '古丽' }),
  });
  const answer = await new Promise((resolve, reject) =>
    liveQuery(() => readContact(database, 'n')).subscribe({ next: resolve, error: reject }),
  );
  expect(answer).toMatchObject({ name: '古丽' });
});

test('a learner is told who shows him, a mentor who learns from him, and nobody else', async () => {
  const learner = volunteer('lena', { area: 'group1', mentor: 'anna' });
  const village = world([...areas.values()].map((area) => row('area', area)));
  const seenBy = (person: string) =>
    project(row('volunteer', learner), { device: 'd', role: 'volunteer', person, area: 'group1' }, village)
      ?.body;
  expect(seenBy('anna')).toMatchObject({ mentor: 'anna' });
  expect(seenBy('bert')).not.toHaveProperty('mentor');

  await database.volunteer.put(seenBy('anna') as never);
  await database.volunteer.put(volunteer('anna', { area: 'group1', mentor: 'marat' }));
  await database.volunteer.put(volunteer('marat', { area: 'group1' }));
  const on = (who: string): Assignment => ({
    volunteer: who,
    status: 'accepted',
    can: [0, 1, 2],
    via: 'offer',
  });
  await lay({ id: 'n', places: [{}, {}, {}, {}], assignments: ['anna', 'lena', 'marat', 'bert'].map(on) });
  const [sight] = await sights(database, you, await database.need.toArray());
  expect(sight?.fellows.map(({ name, part }) => [name, part])).toEqual([
    ['lena', 'learns'],
    ['marat', 'shows'],
    [undefined, undefined],
  ]);
});

test('the hours are every piece that he finished or reported, with an area and no household', async () => {
  const done = (minutes: number) => ({ result: 'done' as const, minutes });
  await lay(
    {
      id: 'old',
      household: 'h',
      note: 'x',
      assignments: mine('finished', { finishedAt: now - 90 * 24 * HOUR, outcome: done(60) }),
    },
    { id: 'new', assignments: mine('finished', { finishedAt: now - HOUR, outcome: done(45) }) },
    { id: 'late', reports: [{ volunteer: 'anna', at: now - 2 * HOUR, outcome: done(30) }] },
    { id: 'other', assignments: [{ ...mine('finished', { outcome: done(500) })[0]!, volunteer: 'bert' }] },
    { id: 'open', assignments: mine('accepted') },
  );
  const given = await pieces(database, you);
  expect(given.map(({ minutes }) => minutes)).toEqual([45, 30, 60]);
  expect(new Set(given.flatMap((piece) => Object.keys(piece)))).toEqual(
    new Set(['key', 'at', 'minutes', 'result', 'service', 'area']),
  );
});

test('the calendar has what he agreed to and where he wants to come, and names no household', async () => {
  await lay(
    { id: 'timed', minutes: 90, assignments: mine('accepted', { startsAt: at(TOMORROW, 9) }) },
    {
      id: 'days',
      from: daysAfter(TODAY, -3),
      until: TOMORROW,
      household: 'h',
      note: '门口有狗',
      assignments: mine('accepted'),
    },
    { id: 'offer', assignments: mine('offered') },
  );
  const comes = (volunteer: string | null, word = true) => ({ volunteer, comes: word });
  await database.gathering.bulkPut([
    gathering('joined', { attendance: [comes('anna'), comes(null)] }),
    gathering('not', { attendance: [comes('anna', false)] }),
    gathering('off', { attendance: [comes('anna')], cancelledAt: now }),
  ]);
  const list = await entries(database, you, 'zh-CN');
  expect(list.map(({ id }) => id)).toEqual(['need-days', 'need-timed', 'gathering-joined']);
  expect(list[0]).toEqual(
    expect.objectContaining({
      from: TODAY,
      until: TOMORROW,
      summary: expect.anything() as string,
      location: expect.anything() as string,
    }),
  );
  expect(JSON.stringify(list)).not.toContain('门口有狗');
});

test('P10: a gathering shows itself without a push, tells of being called off to whoever wanted to come, and goes the day after', async () => {
  const comes = { volunteer: 'anna', comes: true };
  await database.gathering.bulkPut([
    gathering('yesterday', { startsAt: startOf(TODAY) - HOUR }),
    gathering('off-mine', { cancelledAt: now, attendance: [comes] }),
    gathering('off', { cancelledAt: now }),
    gathering('soon', {
      startsAt: now + 2 * HOUR,
      host: 'anna',
      attendance: [comes, { volunteer: null, comes: true, cameAt: now }],
    }),
    gathering('over', { startsAt: startOf(TODAY), minutes: 0 }),
  ]);
  const seen = await meetings(database, you);
  expect(seen.map((each) => each.gathering.id)).toEqual(['over', 'off-mine', 'soon']);
  expect(seen.at(-1)).toMatchObject({ coming: 2, came: 1, host: 'anna', own: comes, unsent: false });
  expect(ids(await nextGatherings(database, 5))).toEqual(['soon']);
});
