import { expect } from 'vitest';
import type { Application } from '$lib/domain/application/application.ts';
import { plant, type Area, type Level } from '$lib/domain/area/area.ts';
import { apply, type Applied } from '$lib/domain/apply.ts';
import type { Arguments, Command, Name } from '$lib/domain/command.ts';
import type { Clip } from '$lib/domain/clip/clip.ts';
import type { Device, Role, Who } from '$lib/domain/device/device.ts';
import type { Gathering } from '$lib/domain/gathering/gathering.ts';
import type { Household } from '$lib/domain/household/household.ts';
import { decide, type NeedCommand, type NeedEvent, type NeedRefusal } from '$lib/domain/need/decide.ts';
import { evolve } from '$lib/domain/need/evolve.ts';
import type { Need, Outcome, Result } from '$lib/domain/need/need.ts';
import { row, type Kind, type Kinds, type Row, type World } from '$lib/domain/row.ts';
import type { Routine } from '$lib/domain/routine/routine.ts';
import type { Sheet } from '$lib/domain/sheet/sheet.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Place, Volunteer } from '$lib/domain/volunteer/volunteer.ts';

/** A small village for tests. Everybody in it is invented. */

export const NOW = Date.UTC(2025, 6, 1, 2);
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

// --- Areas: county > township > village > 3 grids > groups, a pasture, and another village next door.

const tree: [id: string, parent: string | null, level: Level][] = [
  ['county', null, 'county'],
  ['township', 'county', 'township'],
  ['village', 'township', 'community'],
  ['grid1', 'village', 'grid'],
  ['grid2', 'village', 'grid'],
  ['grid3', 'village', 'grid'],
  ['group1', 'grid1', 'group'],
  ['group2', 'grid2', 'group'],
  ['group3', 'grid3', 'group'],
  ['pasture', 'village', 'pasture'],
  ['next', 'township', 'community'],
  ['next-grid', 'next', 'grid'],
];

export const areas = new Map<string, Area>();
for (const [id, parent, level] of tree) {
  const above = parent === null ? null : areas.get(parent);
  if (above === undefined) throw new Error(`no area ${parent}`);
  areas.set(id, plant({ id, level, name: { 'zh-CN': id } }, above));
}

// --- Services

const service = (id: string, places: Place[], more: Partial<Service> = {}): Service => ({
  id,
  name: { 'zh-CN': id },
  icon: id,
  minutes: 60,
  places,
  takeWithin: 24,
  doneWithin: 72,
  about: 'household',
  goods: false,
  active: true,
  ...more,
});

export const mower: Place = { skill: 'hay', tool: 'mower' };
export const hand: Place = { skill: 'hay' };
export const anybody: Place = {};

export const services = {
  hay: service('hay', [mower, hand, hand, hand], { minutes: 240 }),
  haircut: service('haircut', [{ skill: 'haircut' }]),
  cleaning: service('cleaning', [anybody, anybody]),
  place: service('place', [anybody], { about: 'place' }),
};

// --- People

export function volunteer(id: string, more: Partial<Volunteer> = {}): Volunteer {
  const nothing = { skills: [], posts: [], tools: [], languages: [], free: [], weeklyHours: 4 };
  return {
    id,
    name: id,
    area: 'grid1',
    phone: `phone-of-${id}`,
    wall: false,
    status: 'active',
    ...nothing,
    ...more,
  };
}

export const volunteers: Volunteer[] = [
  volunteer('aman', { skills: ['hay'], tools: ['mower'], wall: true, posts: ['hay'] }),
  volunteer('bek', { skills: ['hay'] }),
  volunteer('chen', { skills: ['hay'], area: 'group2' }),
  volunteer('dana', { skills: ['hay', 'cleaning'], area: 'grid2', wall: true }),
  volunteer('erlan', { skills: ['hay'], area: 'pasture' }),
  volunteer('fatima', { skills: ['haircut'], area: 'grid3' }),
  volunteer('gone', { skills: ['hay'], status: 'left', wall: true }),
  volunteer('outsider', { skills: ['hay', 'haircut'], tools: ['mower'], area: 'next-grid', wall: true }),
];

/** What must never reach those who have no business with it: any of these in an answer is a leak. */
export const secrets = {
  household: 'SECRET-household-id',
  name: 'SECRET-name',
  phone: 'SECRET-phone',
  place: 'SECRET-door',
  note: 'SECRET-note',
  code: 'SECRET-slip-code',
};

export const household: Household = {
  id: secrets.household,
  area: 'group1',
  name: secrets.name,
  phone: secrets.phone,
  place: secrets.place,
};

export const application: Application = {
  ...{
    id: 'application',
    area: 'grid1',
    name: 'SECRET-applicant',
    phone: '13900000001',
    skills: ['hay'],
    at: NOW,
  },
};
export const clip: Clip = {
  ...{ id: 'clip', area: 'village', prompt: 'kiosk_ask_what', locale: 'ug', type: 'audio/webm' },
  ...{ data: 'GkXfow==', length: 1500, at: NOW },
};
export const sheet: Sheet = {
  ...{
    id: 'sheet',
    area: 'grid1',
    about: 'know-how',
    title: { 'zh-CN': '种土豆' },
    body: { 'zh-CN': '先选种。' },
    at: NOW,
  },
};
export const gathering: Gathering = {
  ...{ id: 'gathering', area: 'grid1', title: { 'zh-CN': '扫雪' }, spot: '文化大院' },
  ...{ startsAt: NOW + DAY, minutes: 120, attendance: [] },
};
/** A gathering as somebody at the desk says it: who comes is not theirs to say. */
export const asKept = ({ attendance: _attendance, cancelledAt: _cancelled, ...rest }: Gathering) => rest;

export const device = (id: string, role: Role, area: string, more: Partial<Device> = {}): Device => ({
  id,
  role,
  area,
  name: id,
  enrolledAt: NOW,
  ...more,
});

const speaks = (id: string, role: Who['role'], area: string, person = id): Who => ({
  device: id,
  role,
  person,
  area,
});
export const phone = (id: string): Who =>
  speaks(`phone-${id}`, 'volunteer', volunteers.find((each) => each.id === id)?.area ?? 'village', id);
export const kiosk = speaks('kiosk', 'kiosk', 'village');
export const nextKiosk = speaks('next-kiosk', 'kiosk', 'next');
export const desk = speaks('desk', 'coordinator', 'village');
export const gridDesk = speaks('grid-desk', 'coordinator', 'grid2');
export const nextDesk = speaks('next-desk', 'coordinator', 'next');
export const townshipDesk = speaks('township-desk', 'coordinator', 'township');
export const administrator = speaks('office', 'administrator', 'county');

export const devices: Device[] = [
  device('kiosk', 'kiosk', 'village'),
  device('desk', 'coordinator', 'village'),
  device('phone-bek', 'volunteer', 'grid1', { volunteer: 'bek' }),
  device('next-kiosk', 'kiosk', 'next'),
];

// --- Needs

export function need(more: Partial<Need> = {}): Need {
  return {
    id: 'need',
    number: '7-1',
    code: secrets.code,
    area: 'group1',
    service: 'cleaning',
    household: secrets.household,
    note: secrets.note,
    goods: [],
    places: [anybody, anybody, anybody],
    minutes: 60,
    from: '2025-07-01',
    until: '2025-07-03',
    urgent: false,
    channel: 'kiosk',
    postedAt: NOW,
    takeBy: NOW + DAY,
    doneBy: NOW + 3 * DAY,
    assignments: [],
    reports: [],
    escalations: [],
    ...more,
  };
}

/** A need with a team of so many, where anybody can help. */
export const team = (size: number, more: Partial<Need> = {}): Need =>
  need({ places: Array.from({ length: size }, () => anybody), ...more });

export const hayNeed = (more: Partial<Need> = {}): Need =>
  need({ service: 'hay', places: services.hay.places, ...more });

// --- What is said to a need. `all` stands for "could fill any place".

const all = Array.from({ length: 20 }, (_, index) => index);
export const offer = (by: string, can = all, at = NOW): NeedCommand => ({ type: 'offer', by, can, at });
export const assign = (by: string, can = all, at = NOW): NeedCommand => ({ type: 'assign', by, can, at });
export const claim = (by: string, can = all, at = NOW): NeedCommand => ({ type: 'claim', by, can, at });
export const say = (type: 'accept' | 'decline' | 'withdraw' | 'absent' | 'start' | 'lapse') => {
  return (by: string, at = NOW): NeedCommand => ({ type, by, at });
};
export const yes = say('accept');
export const decline = say('decline');
export const withdraw = say('withdraw');
export const absent = say('absent');
export const start = say('start');
export const lapse = say('lapse');
export const outcome = (result: Result = 'done', minutes = 60): Outcome => ({ result, minutes });
export const finish = (by: string, result: Result = 'done', minutes = 60, at = NOW): NeedCommand => ({
  type: 'finish',
  by,
  outcome: outcome(result, minutes),
  at,
});
export const report = (by: string, result: Result = 'done', minutes = 60, at = NOW): NeedCommand => ({
  type: 'report',
  by,
  outcome: outcome(result, minutes),
  at,
});
export const rate = (face: 'good' | 'okay' | 'bad', at = NOW, repair = 'repair'): NeedCommand => ({
  type: 'rate',
  rating: { face, proxy: false, at },
  repair,
});
export const cancel: NeedCommand = { type: 'cancel', at: NOW };
export const giveUp: NeedCommand = { type: 'give-up', at: NOW };
export const reopen = (repair = 'repair'): NeedCommand => ({ type: 'reopen', repair });
export const edit: NeedCommand = { type: 'edit', changes: { urgent: true } };
export const editTeam: NeedCommand = { type: 'edit', changes: { places: [anybody] } };
export const escalate: NeedCommand = {
  type: 'escalate',
  escalation: { to: 'grid1', at: NOW, why: 'unanswered' },
};

/** `given(need, …what was said before).when(command).then(…events)` or `.thenRefused(code)`. */
export function given(from: Need, ...before: NeedCommand[]) {
  const was = before.reduce((need, command) => {
    const decision = decide(need, command);
    if (!decision.ok) throw new Error(`The given is not so: ${command.type} is refused as ${decision.code}`);
    return decision.events.reduce(evolve, need);
  }, from);
  return {
    need: was,
    when(command: NeedCommand) {
      const decision = decide(was, command);
      const now = decision.ok ? decision.events.reduce(evolve, was) : was;
      return {
        need: now,
        events: decision.ok ? decision.events : [],
        /** The types of the events, and nothing else, in this order. */
        then(...events: NeedEvent['type'][]): Need {
          expect(decision.ok ? decision.events.map((event) => event.type) : decision.code).toEqual(events);
          return now;
        },
        thenRefused(code: NeedRefusal): void {
          expect(decision).toEqual({ ok: false, code });
        },
      };
    },
  };
}

// --- The whole world

export interface Village extends World {
  put(rows: readonly Row[]): void;
  all(): Row[];
  need(id?: string): Need;
  /** Says it and keeps what follows. */
  say<N extends Name>(who: Who, name: N, args: Arguments[N], at?: number): Applied;
}

export const command = <N extends Name>(name: N, args: Arguments[N]) =>
  ({ name, args }) as unknown as Command;

/** A world that holds these rows, changed by `put` and `say`. */
export function world(rows: readonly Row[] = []): Village {
  const held = new Map<string, Row>();
  const village: Village = {
    get<K extends Kind>(kind: K, id: string) {
      return held.get(`${kind} ${id}`)?.body as Kinds[K] | undefined;
    },
    put(changed) {
      for (const each of changed) held.set(`${each.kind} ${each.id}`, each);
    },
    all: () => [...held.values()],
    need(id = 'need') {
      const found = village.get('need', id);
      if (!found) throw new Error(`no need ${id}`);
      return found;
    },
    say(who, name, args, at = NOW) {
      const applied = apply(command(name, args), who, at, village);
      // On this the device relies when it works out which of its unsent commands an answer stirs.
      const far = name === 'quarantine.accept' || name === 'household.erase';
      if (applied.ok && !far && applied.rows.some(({ kind }) => !name.startsWith(`${kind}.`)))
        throw new Error(`${name} changed rows of another noun`);
      if (applied.ok) village.put(applied.rows);
      return applied;
    },
  };
  village.put(rows);
  return village;
}

/** The village with its areas, services, people and devices, and these needs. */
export function village(...needs: Need[]): Village {
  return world([
    ...[...areas.values()].map((each) => row('area', each)),
    ...Object.values(services).map((each) => row('service', each)),
    ...volunteers.map((each) => row('volunteer', each)),
    ...devices.map((each) => row('device', each)),
    row('household', household),
    ...needs.map((each) => row('need', each)),
  ]);
}

/** A clean every Friday for the household. */
export function routine(more: Partial<Routine> = {}): Routine {
  const { area, service, household, note, goods, places, minutes, urgent } = need();
  const ask = { area, service, goods, places, minutes, urgent };
  const about = { ...(household && { household }), ...(note && { note }) };
  const when = { rule: 'FREQ=WEEKLY;BYDAY=FR', from: '2025-07-01', ahead: 3, paused: false };
  return { id: 'routine', ...ask, ...about, ...when, ...more };
}

/** The same, less some of it. */
export function less<T extends object, K extends keyof T>(whole: T, ...keys: K[]): Omit<T, K> {
  const rest = { ...whole };
  for (const key of keys) delete rest[key];
  return rest;
}
