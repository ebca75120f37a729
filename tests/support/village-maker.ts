import { plant, type Area, type Level } from '$lib/domain/area/area.ts';
import { DAY, daysAfter, startOf } from '$lib/domain/days.ts';
import { clock, type Who } from '$lib/domain/device/device.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { row } from '$lib/domain/row.ts';
import type { HalfDay, Place, Skill, Tool, Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { knownHelpers, type Village } from '$lib/matching/village.ts';
import { Random } from '$lib/server/demo/random.ts';
import { services, world, type Village as World } from './village.ts';

/** Invented villages by the dozen: the same seed makes the same one. Needs are played, command by command. */
export interface Wanted {
  volunteers?: number;
  needs?: number;
  communities?: number;
  /** 'YYYY-MM-DD', and the hour of it (Beijing) at which the plan is made; less than 0 for the evening before. */
  day?: string;
  hour?: number;
  /** Share of the needs of which something has become already. */
  lively?: number;
  /** Are the areas on the map? Otherwise some are. */
  mapped?: boolean;
}

const HOUR = DAY / 24;
export const office: Who = { device: 'office', role: 'administrator', person: 'office', area: 'county' };
const halves = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].flatMap(
  (day) => [`${day}-am`, `${day}-pm`] as HalfDay[],
);
const trades: { skills: Skill[]; tools: Tool[] }[] = [
  { skills: ['hay', 'carrying'], tools: ['mower'] },
  { skills: ['hay'], tools: [] },
  { skills: ['hay', 'cleaning'], tools: ['scythe'] },
  { skills: ['cleaning'], tools: [] },
  { skills: ['cleaning', 'carrying'], tools: [] },
  { skills: ['haircut'], tools: ['clippers'] },
  { skills: ['plumbing', 'carrying'], tools: ['toolbox'] },
  { skills: ['carrying'], tools: ['van'] },
];
const mower: Place = { skill: 'hay', tool: 'mower' };
const teams: { places: Place[]; minutes: number }[] = [
  { places: [{}], minutes: 60 },
  { places: [{ skill: 'haircut' }], minutes: 30 },
  { places: [{ skill: 'plumbing', tool: 'toolbox' }], minutes: 90 },
  { places: [{ skill: 'cleaning' }, { skill: 'cleaning' }], minutes: 90 },
  { places: [{}, {}, { skill: 'carrying' }], minutes: 45 },
  { places: [mower, { skill: 'hay' }, { skill: 'hay' }, { skill: 'hay' }], minutes: 150 },
  { places: [mower, { skill: 'hay' }, {}, {}, {}, {}], minutes: 120 },
];

/** A village as a plan of the morning reads it. */
export function madeVillage(seed: number, wanted: Wanted = {}): Village {
  const random = new Random(seed);
  const { communities = 1, volunteers: people = 20, needs: count = 15, day = '2025-07-02' } = wanted;
  const now = startOf(day) + (wanted.hour ?? random.pick([-4, 7, 7, 12, 16])) * HOUR;
  const areas = treeOf(communities, random, wanted.mapped);
  const volunteers = peopleOf(people, areas, random, day);
  const told = world([
    ...areas.map((each) => row('area', each)),
    ...Object.values(services).map((each) => row('service', each)),
    ...volunteers.map((each) => row('volunteer', each)),
  ]);
  const teller = new Teller(told, volunteers, areas, random, day, now);
  for (let nth = 0; nth < Math.ceil(count / 5); nth++) teller.past(`past-${nth}`);
  for (let nth = 0; nth < count; nth++) teller.present(`need-${nth}`, wanted.lively ?? 0.6);
  const needs = told.all().flatMap((each) => (each.kind === 'need' ? [each.body] : []));
  return {
    day,
    now,
    area: communities > 1 ? 'county' : 'community-0',
    areas: new Map(areas.map((each) => [each.id, each])),
    volunteers,
    needs,
    known: knownHelpers(needs),
  };
}

/** The world in which this village's people speak. */
export const worldOf = (village: Village): World =>
  world([
    ...[...village.areas.values()].map((each) => row('area', each)),
    ...Object.values(services).map((each) => row('service', each)),
    ...village.volunteers.map((each) => row('volunteer', each)),
    ...village.needs.map((each) => row('need', each)),
  ]);

/** County, township, and so many communities, each with three grids of two groups, and a pasture. */
function treeOf(communities: number, random: Random, mapped = random.below(2) === 0): Area[] {
  const areas = new Map<string, Area>();
  const hang = (id: string, parent: string | null, level: Level, at?: [number, number]) => {
    const point = at && { point: { latitude: 43.9 + at[0] / 111.2, longitude: 81.3 + at[1] / 80 } };
    const above = parent === null ? null : (areas.get(parent) ?? null);
    areas.set(id, plant({ id, level, name: { 'zh-CN': id }, ...(mapped && point) }, above));
  };
  hang('county', null, 'county');
  hang('township', 'county', 'township');
  for (let nth = 0; nth < communities; nth++) {
    const middle: [number, number] = [random.below(120) / 10, random.below(120) / 10];
    const near = (km: number): [number, number] => [
      middle[0] + (random.next() - 0.5) * km,
      middle[1] + (random.next() - 0.5) * km,
    ];
    hang(`community-${nth}`, 'township', 'community', middle);
    for (let grid = 0; grid < 3; grid++) {
      hang(`grid-${nth}-${grid}`, `community-${nth}`, 'grid', near(4));
      for (let group = 0; group < 2; group++)
        hang(`group-${nth}-${grid}-${group}`, `grid-${nth}-${grid}`, 'group', near(4));
    }
    hang(`pasture-${nth}`, `community-${nth}`, 'pasture', random.below(2) ? near(16) : undefined);
  }
  return [...areas.values()];
}

function peopleOf(count: number, areas: Area[], random: Random, day: string): Volunteer[] {
  const homes = areas.filter(({ level }) => level !== 'county' && level !== 'township');
  return Array.from({ length: count }, (_, nth) => {
    const { skills, tools } = random.pick(trades);
    const free = random.below(3) === 0 ? [] : halves.filter(() => random.below(2) === 0);
    return {
      id: `volunteer-${nth}`,
      // Names are invented, and nobody shares one.
      name: `${'阿巴达古哈玉帕'[random.below(7)]}${random.below(1000)}-${nth}`,
      area: random.below(30) === 0 ? 'township' : random.pick(homes).id,
      skills: [...skills],
      posts: [],
      tools: random.below(3) ? [...tools] : [],
      languages: [],
      free,
      weeklyHours: 2 + random.below(9),
      wall: false,
      ...(nth > 3 && random.below(6) === 0 && { mentor: `volunteer-${random.below(4)}` }),
      ...(random.below(15) === 0 && { awayUntil: daysAfter(day, random.below(4) - 1) }),
      status: random.below(25) === 0 ? 'left' : 'active',
    };
  });
}

/** Plays what becomes of needs; a thing that the rules refuse is not said. */
class Teller {
  #count = 0;

  constructor(
    private readonly told: World,
    private readonly people: readonly Volunteer[],
    private readonly areas: readonly Area[],
    private readonly random: Random,
    private readonly day: string,
    private readonly now: number,
  ) {}

  /** A need of the last days that was done, as far as the rules let anybody do it. */
  past(id: string): void {
    const { told, random, now } = this;
    const at = now - (1 + random.below(5)) * DAY;
    const need = this.#post(id, at, -6, -1);
    for (const one of this.#able(need).slice(0, need.places.length)) {
      told.say(office, 'need.assign', { id, volunteer: one.id }, at);
      told.say(phoneOf(one), 'need.start', { id }, at);
      told.say(phoneOf(one), 'need.finish', { id, result: 'done', minutes: need.minutes }, at + HOUR);
    }
  }

  /** A need of these days, `lively` of them with something that has become of it. */
  present(id: string, lively: number): void {
    const { random, now } = this;
    const from = random.below(4) - 2;
    const need = this.#post(id, now - (1 + random.below(40)) * HOUR, from, Math.max(from, random.below(4)));
    if (random.next() >= lively) return;
    const startsAt = startOf(this.day) + (random.pick([0, 0, 0, 24]) + random.pick([10, 11, 16, 18])) * HOUR;
    const dated = random.below(2) === 0 ? { startsAt } : {};
    for (const one of this.#able(need).slice(0, 1 + random.below(need.places.length + 1)))
      this.#become(id, one, dated);
  }

  #become(id: string, one: Volunteer, dated: { startsAt?: number }): void {
    const { told, random, now } = this;
    const phone = phoneOf(one);
    const said = { id, volunteer: one.id };
    const at = now - HOUR / 2;
    const way = random.below(10);
    if (way < 2) told.say(phone, 'need.claim', { id }, at);
    else if (way < 4) told.say(office, 'need.assign', { ...said, ...dated }, at);
    else told.say(office, 'need.offer', { ...said, ...dated }, at);
    if (way === 5 || way === 6) told.say(phone, 'need.accept', { id }, at);
    if (way === 7) told.say(phone, 'need.decline', { id }, at);
    if (way === 8) told.say(clock, 'need.lapse', said, at);
    const then = random.below(12);
    if (then === 0) told.say(phone, 'need.withdraw', { id }, at);
    if (then === 1) told.say(office, 'need.absent', said, at);
    if (then === 2 || then === 3) told.say(phone, 'need.start', { id }, at);
    if (then === 3)
      told.say(phone, 'need.finish', { id, result: random.pick(['done', 'could-not']), minutes: 40 }, at);
  }

  #post(id: string, at: number, first: number, last: number): Need {
    const { random, day, told } = this;
    const { places, minutes } = random.pick(teams);
    const area = random.pick(this.areas.filter(({ level }) => ['group', 'group', 'pasture'].includes(level)));
    const household = { household: `household-${random.below(30)}` };
    const when = { from: daysAfter(day, first), until: daysAfter(day, last) };
    const half = random.pick([{}, {}, { half: 'am' }, { half: 'pm' }] as const);
    const about =
      random.below(8) === 0 ? { spot: 'bridge', service: 'place' } : { ...household, service: 'cleaning' };
    const slip = { id, number: `7-${++this.#count}`, code: '1234', channel: 'desk' } as const;
    const urgent = random.below(8) === 0;
    const ask = { ...slip, ...about, ...when, ...half, area: area.id, goods: [], places, minutes, urgent };
    told.say(office, 'need.post', ask, at);
    return told.need(id);
  }

  /** Whoever could take a place, in an order of chance. */
  #able({ places }: Need): Volunteer[] {
    const able = this.people.filter(({ skills, tools }) =>
      places.some(({ skill, tool }) => (!skill || skills.includes(skill)) && (!tool || tools.includes(tool))),
    );
    return this.random.shuffle(able);
  }
}

export const phoneOf = ({ id, area }: Volunteer): Who => ({
  device: `phone-${id}`,
  role: 'volunteer',
  person: id,
  area,
});
