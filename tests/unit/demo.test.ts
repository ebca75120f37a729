import { beforeAll, describe, expect, it } from 'vitest';
import type { Area } from '$lib/domain/area/area.ts';
import { hangsUnder } from '$lib/domain/area/area.ts';
import type { Household } from '$lib/domain/household/household.ts';
import { assignmentOf, free, open, status, type Need } from '$lib/domain/need/need.ts';
import { offerKept } from '$lib/domain/need/due.ts';
import { daysOf } from '$lib/domain/routine/recur.ts';
import type { Kind, Kinds, Row } from '$lib/domain/row.ts';
import { locales } from '$lib/domain/texts.ts';
import { fits, type Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { catalogue } from '$lib/server/catalogue.ts';
import { parse } from '$lib/server/commands.ts';
import { demoVillage } from '$lib/server/demo/village.ts';

const HOUR = 60 * 60 * 1000;
const NOW = Date.UTC(2026, 9, 14, 1, 30);
const TODAY = '2026-10-14';
const ME = 'volunteer-01';

let rows: Row[];
let areas: Area[];
let volunteers: Volunteer[];
let households: Household[];
let needs: Need[];

const bodies = <K extends Kind>(kind: K) =>
  rows.filter((each) => each.kind === kind).map((each) => each.body as Kinds[K]);
const need = (id: string) => {
  const found = needs.find((each) => each.id === `need-${id}`);
  if (!found) throw new Error(`no need ${id}`);
  return found;
};
const mine = (each: Need) => assignmentOf(each, ME)?.status;

beforeAll(() => {
  rows = demoVillage(NOW);
  areas = bodies('area');
  volunteers = bodies('volunteer');
  households = bodies('household');
  needs = bodies('need');
});

describe('the demo village', () => {
  it('is the same for the same seed and time, and another for another seed', () => {
    expect(demoVillage(NOW)).toEqual(rows);
    expect(demoVillage(NOW, 2)).not.toEqual(rows);
  });

  it('is told in well under a second', () => {
    const start = performance.now();
    demoVillage(NOW);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('can be told at any hour and for any seed without one refusal', () => {
    for (let hour = 0; hour < 24; hour++) demoVillage(NOW + hour * HOUR + 12_345);
    for (let seed = 0; seed < 50; seed++) expect(() => demoVillage(NOW, seed), `seed ${seed}`).not.toThrow();
    for (const midnight of [-1, 0, 1]) demoVillage(Date.UTC(2026, 9, 13, 16) + midnight);
    demoVillage(Date.UTC(2028, 1, 29, 4));
  });

  it('has one tree: county, township, village, three grids of two or three groups, a summer pasture', () => {
    const of = (level: Area['level']) => areas.filter((each) => each.level === level);
    expect([of('county'), of('township'), of('community'), of('pasture')].map((each) => each.length)).toEqual(
      [1, 1, 1, 1],
    );
    expect(of('grid')).toHaveLength(3);
    for (const grid of of('grid'))
      expect([2, 3]).toContain(of('group').filter((each) => each.parent === grid.id).length);
    for (const each of areas) {
      const parent = areas.find(({ id }) => id === each.parent);
      if (parent) expect(hangsUnder(each.level, parent.level)).toBe(true);
      expect(each.path.at(-1)).toBe(each.id);
    }
    expect(of('pasture')[0]?.home).toBe('village');
  });

  it('has names in four languages for every area and service', () => {
    for (const { name } of [...areas, ...catalogue])
      for (const locale of locales) expect(name[locale]).toBeTruthy();
  });

  it('has a catalogue of its own ids, seasons and teams', () => {
    expect(new Set(catalogue.map((each) => each.id)).size).toBe(catalogue.length);
    // The demo is played in any month: it knows no season.
    expect(bodies('service')).toEqual(catalogue.map(({ season: _season, ...each }) => each));
    expect(catalogue.find((each) => each.id === 'hay')).toMatchObject({
      season: { from: '08-01', until: '11-30' },
      places: [{ skill: 'hay', tool: 'mower' }, {}, {}, {}],
    });
    for (const { places } of catalogue)
      for (const place of places)
        expect(volunteers.some((each) => fits(each, [place]).length === 1)).toBe(true);
  });

  it('has sixty-six volunteers: six mowers, forty on the wall, two away, some with a mentor', () => {
    expect(volunteers).toHaveLength(66);
    expect(new Set(volunteers.map((each) => each.name)).size).toBe(66);
    expect(volunteers.filter((each) => each.tools.includes('mower'))).toHaveLength(6);
    expect(volunteers.filter((each) => each.wall)).toHaveLength(40);
    expect(volunteers.filter((each) => (each.awayUntil ?? '') > TODAY)).toHaveLength(2);
    const mentored = volunteers.filter((each) => each.mentor);
    expect(mentored.length).toBeGreaterThan(3);
    for (const { id, mentor } of mentored)
      expect(volunteers.some((each) => each.id === mentor && mentor !== id)).toBe(true);
  });

  it('writes names in both scripts, the longest among them, and phone numbers nobody has', () => {
    const people = [...volunteers, ...households];
    const arabic = people.filter(({ name }) => /\p{Script=Arabic}/u.test(name)).length;
    expect(arabic).toBeGreaterThan(12);
    expect(people.length - arabic).toBeGreaterThan(60);
    expect(volunteers.some(({ name }) => name.length > 12 && name.includes('·'))).toBe(true);
    const phones = people.flatMap(({ phone }) => (phone ? [phone] : []));
    for (const phone of phones) expect(phone).toMatch(/^1990000\d{4}$/);
    expect(new Set(phones).size).toBe(phones.length);
    expect(households.some((each) => !each.phone)).toBe(true);
  });

  it('passes the door that every command passes', () => {
    for (const each of volunteers) expect(parse('volunteer.keep', each), each.id).toBeTypeOf('object');
    for (const each of households) expect(parse('household.keep', each), each.id).toBeTypeOf('object');
    for (const each of catalogue) expect(parse('service.keep', each), each.id).toBeTypeOf('object');
    for (const { id, parent, level, name } of areas)
      expect(parse('area.keep', { id, parent, level, name }), id).toBeTypeOf('object');
  });

  it('S01: holds no word and no field that a help desk has no business to hold', () => {
    const said = JSON.stringify(rows);
    expect(said).not.toMatch(/族|党|宗教|信仰|维稳|政治|低保|贫困|残疾|身份证|病/);
    expect(said).not.toMatch(/ethnic|nationality|relig|politic|stabil|birth|gender|observ|score/i);
    // Areas may be on the map; nobody else is.
    const people = JSON.stringify(rows.filter(({ kind }) => kind !== 'area'));
    expect(people).not.toMatch(/latitude|longitude|"point"/i);
    for (const each of households)
      for (const field of Object.keys(each))
        expect(['id', 'area', 'name', 'phone', 'place']).toContain(field);
  });
});

describe('what comes back in it', () => {
  it('is a clean every Friday for a household near the demo phone, posted by the server’s clock', () => {
    const [routine, ...others] = bodies('routine');
    expect(others).toEqual([]);
    expect(routine).toMatchObject({ service: 'cleaning', rule: 'FREQ=WEEKLY;BYDAY=FR', from: TODAY });
    expect(households.some(({ id }) => id === routine?.household)).toBe(true);
    expect(routine && daysOf(routine, TODAY, '2026-10-31')).toEqual([
      '2026-10-16',
      '2026-10-23',
      '2026-10-30',
    ]);
    expect(parse('routine.keep', routine)).toBeTypeOf('object');
  });

  it('and nothing in the village is older than the clock would let it become', () => {
    for (const each of needs)
      for (const { status, offeredAt = 0 } of each.assignments)
        if (status === 'offered') expect(offerKept(each, offeredAt), each.id).toBeGreaterThan(NOW);
  });
});

describe('its needs', () => {
  it('stand in every status, and their helpers too', () => {
    expect(needs.length).toBeGreaterThanOrEqual(45);
    expect(new Set(needs.map(status))).toEqual(
      new Set(['posted', 'offered', 'taken', 'underway', 'done', 'rated', 'cancelled', 'unfilled']),
    );
    const helpers = new Set(needs.flatMap((each) => each.assignments).map((each) => each.status));
    expect([...helpers].sort()).toEqual(
      'absent accepted declined finished lapsed offered standby started withdrawn'.split(' '),
    );
    const outcomes = needs.flatMap((each) => each.assignments).map((each) => each.outcome?.result);
    expect(outcomes).toEqual(expect.arrayContaining(['done', 'partly', 'could-not']));
    expect(needs.map((each) => each.rating?.face)).toEqual(expect.arrayContaining(['good', 'okay', 'bad']));
  });

  it('hang on areas and households that exist, each with its own number', () => {
    expect(new Set(needs.map((each) => each.number)).size).toBe(needs.length);
    for (const each of needs) {
      expect(areas.some(({ id }) => id === each.area)).toBe(true);
      expect(each.code).toMatch(/^\d{4}$/);
      if (each.household) expect(households.find(({ id }) => id === each.household)?.area).toBe(each.area);
      else expect(each.spot).toBeTruthy();
      for (const { volunteer } of each.assignments)
        expect(volunteers.some(({ id }) => id === volunteer)).toBe(true);
      for (const { to } of each.escalations) expect(areas.some(({ id }) => id === to)).toBe(true);
    }
  });

  it('lie between eleven days ago and a week from now', () => {
    for (const each of needs) {
      expect(each.postedAt).toBeGreaterThan(NOW - 11 * 24 * HOUR);
      expect(each.postedAt).toBeLessThanOrEqual(NOW);
      expect(each.until <= '2026-10-21').toBe(true);
    }
  });

  it('link what was not good to its repair', () => {
    const bad = needs.filter((each) => each.rating?.face === 'bad');
    expect(bad).toHaveLength(2);
    for (const each of bad)
      expect(needs.find(({ id }) => id === each.repairedBy)).toMatchObject({
        repairs: each.id,
        urgent: true,
      });
  });

  it('keep what was done although it had been cancelled', () => {
    const late = need('carrying-cancelled-done');
    expect(status(late)).toBe('cancelled');
    expect(late.reports).toMatchObject([{ outcome: { result: 'done', minutes: 150 } }]);
  });

  it('tell the stories that the screens need', () => {
    expect(need('hay-one-free').places).toHaveLength(4);
    expect(free(need('hay-one-free'))).toBe(1);
    expect(need('haircut-standby').assignments.map((each) => each.status)).toEqual(['accepted', 'standby']);
    expect(need('muddy-water').escalations.map((each) => each.to)).toEqual(['grid-2', 'village']);
    expect(need('pipe-silent').escalations[0]?.why).toBe('holder-offline');
    expect(need('goods-underway').goods.map((each) => each.delivered)).toEqual([2, 0]);
    expect(need('cleaning-absent').assignments.map((each) => each.status)).toContain('offered');
    expect(needs.some((each) => each.urgent && !each.repairs)).toBe(true);
    expect(needs.some((each) => each.rating?.proxy)).toBe(true);
  });

  it('give the demo phone two tasks today, two offers and something open nearby', () => {
    const today = needs.filter((each) => each.from <= TODAY && TODAY <= each.until);
    expect(today.filter((each) => mine(each) === 'accepted')).toHaveLength(2);
    expect(needs.filter((each) => mine(each) === 'offered')).toHaveLength(2);
    const me = volunteers.find((each) => each.id === ME);
    const near = areas.filter((each) => each.path.includes('grid-1')).map((each) => each.id);
    expect(near).toContain(me?.area);
    const fitting = needs.filter(
      (each) => me && !mine(each) && near.includes(each.area) && open(each, fits(me, each.places)),
    );
    expect(fitting.length).toBeGreaterThanOrEqual(4);
  });
});

describe('what there is to read in it', () => {
  it('is three sheets about services that are there, and one notice with a last day, each in four languages', () => {
    const sheets = bodies('sheet');
    expect(sheets.map(({ about }) => about).sort()).toEqual(['know-how', 'know-how', 'know-how', 'notice']);
    for (const { about, title, body, service, until } of sheets) {
      for (const locale of locales) {
        expect(title[locale]).toBeTruthy();
        // As many points in each language: nothing was left out in one of them.
        const points = (text = '') => text.split('\n').filter((line) => line.startsWith('- ')).length;
        expect(points(body[locale])).toBe(points(body['zh-CN']));
      }
      if (about === 'notice') expect((until ?? '') > TODAY).toBe(true);
      else expect(catalogue.some(({ id }) => id === service)).toBe(true);
    }
  });

  it('and the demo phone has promised something to bring', () => {
    expect(need('goods-open').pledges).toMatchObject([{ volunteer: ME, item: '儿童棉衣', quantity: 1 }]);
  });
});
