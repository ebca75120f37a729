import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import type { Arguments, Name } from '$lib/domain/command.ts';
import { skills, tools } from '$lib/domain/volunteer/volunteer.ts';
import { names, objectsOf, pathsOf, withAt, type Json } from './samples.ts';

/** What there is to speak about; words that name nothing are mixed in. */
export interface Pool {
  needs: string[];
  households: string[];
  volunteers: string[];
  areas: string[];
  devices: string[];
  /** What lies in quarantine. */
  held: string[];
}

/** A request as it goes over the wire. */
export interface Noise {
  /** Index of the device that says it. */
  speaker: number;
  body: Uint8Array;
  headers: Record<string, string>;
  /** How a failure is told. */
  [fc.toStringMethod]: () => string;
}

const weighted = <T>(...parts: [weight: number, arbitrary: fc.Arbitrary<T>][]) =>
  fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** Arguments of the right shape for every command, about things of the pool. */
export function argumentsOf(pool: Pool): { [N in Name]: fc.Arbitrary<Arguments[N]> } {
  const among = (known: string[]) =>
    weighted([9, fc.constantFrom(...known)], [1, fc.constantFrom('nothing', 'fresh-1', 'fresh-2')]);
  const id = among(pool.needs);
  const volunteer = among(pool.volunteers);
  const area = among(pool.areas);
  const words = fc.constantFrom('古丽', 'گۈل', 'x', '🐎', "'; --", '<b>', '\u202e', ' a ');
  const fresh = fc.constantFrom('fresh-1', 'fresh-2');
  const digest = fc.constantFrom('A'.repeat(43), 'b'.repeat(43));
  const day = fc.constantFrom('2026-11-23', '2026-12-01', '2028-02-29', '0001-01-01', '9999-12-31');
  const number = fc.integer({ min: 0, max: 999 }).map((count) => `7-${count}`);
  const code = fc.constantFrom('0420', '8117', '0000');
  const place = fc.record(
    { skill: fc.constantFrom(...skills), tool: fc.constantFrom(...tools) },
    { requiredKeys: [] },
  );
  const places = fc.array(weighted([3, fc.constant({})], [1, place]), { minLength: 1, maxLength: 3 });
  const amount = fc.integer({ min: 0, max: 100 });
  const line = fc.record({ item: words, quantity: amount, unit: words, pledged: amount, delivered: amount });
  const goods = fc.array(
    line.filter((each) => each.unit.trim() !== ''),
    { maxLength: 2 },
  );
  const minutes = fc.integer({ min: 5, max: 1440 });
  const half = fc.constantFrom('am' as const, 'pm' as const);
  const ask = { spot: words, note: words, goods, places, minutes, from: day, until: day, half };
  const slip = { id, number, code };
  const outcome = {
    result: fc.constantFrom('done' as const, 'partly' as const, 'could-not' as const),
    minutes: fc.integer({ min: 0, max: 1440 }),
    reason: fc.constantFrom('weather' as const, 'other' as const),
  };
  const one = fc.record({ id });
  const held = fc.record({ id: fc.constantFrom(...pool.held) });
  const whom = fc.record({ id, volunteer });
  const finish = fc.record({ id, ...outcome }, { requiredKeys: ['id', 'result', 'minutes'] });
  const texts = fc.record({ 'zh-CN': words, ug: words, en: words }, { requiredKeys: ['zh-CN'] });
  const phone = fc.constantFrom('13900000000', '+86 139', '000');
  return {
    'need.post': fc.record(
      {
        ...{ ...slip, ...ask, area, household: among(pool.households), urgent: fc.boolean() },
        service: fc.constantFrom('carrying', 'hay', 'goods', 'nothing'),
        channel: fc.constantFrom('kiosk' as const, 'desk' as const),
      },
      {
        requiredKeys: [
          ...(['id', 'number', 'code', 'area', 'service', 'goods', 'places', 'minutes'] as const),
          ...(['from', 'until', 'urgent', 'channel'] as const),
        ],
      },
    ),
    'need.edit': fc.record({
      id,
      changes: fc.record({ ...ask, urgent: fc.boolean() }, { requiredKeys: [] }),
    }),
    'need.cancel': one,
    'need.offer': whom,
    'need.assign': whom,
    'need.claim': one,
    'need.accept': one,
    'need.decline': one,
    'need.withdraw': fc.record({ id, volunteer }, { requiredKeys: ['id'] }),
    'need.absent': whom,
    'need.start': one,
    'need.finish': finish,
    'need.report': finish,
    'need.rate': fc.record(
      {
        ...{ id, code, face: fc.constantFrom('good' as const, 'okay' as const, 'bad' as const) },
        ...{ proxy: fc.boolean(), repair: fc.record(slip) },
      },
      { requiredKeys: ['id', 'face', 'proxy', 'repair'] },
    ),
    'need.reopen': fc.record({ id, repair: fc.record(slip) }),
    'need.escalate': fc.record({ id, why: fc.constantFrom('unanswered' as const, 'not-done' as const) }),
    'need.lapse': whom,
    'need.give-up': one,
    'household.keep': fc.record(
      {
        ...{ id: among(pool.households), area, name: words, phone, place: words },
        consent: fc.constant({ version: 1, mode: 'staff' as const }),
      },
      { requiredKeys: ['id', 'area', 'name', 'place'] },
    ),
    'volunteer.keep': fc.record(
      {
        ...{ id: volunteer, name: words, area, phone, posts: fc.array(words, { maxLength: 2 }) },
        skills: fc.subarray([...skills], { maxLength: 3 }),
        tools: fc.subarray([...tools], { maxLength: 3 }),
        languages: fc.constant(['zh']),
        free: fc.constantFrom(['mon-am' as const], []),
        ...{
          weeklyHours: fc.integer({ min: 0, max: 80 }),
          mentor: volunteer,
          wall: fc.boolean(),
          awayUntil: day,
        },
        status: weighted<'active' | 'left'>([9, fc.constant('active')], [1, fc.constant('left')]),
      },
      {
        requiredKeys: [
          ...(['id', 'name', 'area', 'skills', 'posts', 'tools', 'languages', 'free'] as const),
          ...(['weeklyHours', 'wall', 'status'] as const),
        ],
      },
    ),
    'volunteer.away': fc.record({ id: volunteer, until: day }, { requiredKeys: ['id'] }),
    'area.keep': fc.record({
      ...{ id: area, name: texts },
      parent: weighted<string | null>([4, area], [1, fc.constant(null)]),
      level: fc.constantFrom('group' as const, 'grid' as const, 'community' as const, 'county' as const),
    }),
    'service.keep': fc.record({
      ...{
        id: fc.constantFrom('carrying', 'fresh-1'),
        name: texts,
        icon: fc.constant('snow'),
        minutes,
        places,
      },
      ...{ takeWithin: fc.integer({ min: 1, max: 1440 }), doneWithin: fc.integer({ min: 1, max: 8760 }) },
      about: fc.constantFrom('household' as const, 'place' as const),
      ...{ goods: fc.boolean(), active: fc.boolean() },
    }),
    'routine.keep': fc.record(
      {
        ...{ ...ask, id: among(pool.needs), area, household: among(pool.households), urgent: fc.boolean() },
        service: fc.constantFrom('carrying', 'hay', 'nothing'),
        rule: fc.constantFrom('FREQ=WEEKLY;BYDAY=FR', 'FREQ=DAILY;INTERVAL=3', 'FREQ=MONTHLY;BYMONTHDAY=-1'),
        ...{ from: fc.constantFrom('2026-11-23', '2028-02-29'), until: fc.constant('2028-12-31') },
        ...{ ahead: fc.integer({ min: 0, max: 14 }), paused: fc.boolean() },
      },
      {
        requiredKeys: [
          ...(['id', 'area', 'service', 'goods', 'places', 'minutes', 'from', 'urgent'] as const),
          ...(['rule', 'ahead', 'paused'] as const),
        ],
      },
    ),
    'routine.end': one,
    'device.rename': fc.record({ id: among(pool.devices), name: words }),
    'device.revoke': fc.record({ id: among(pool.devices) }),
    'need.ask-erasure': fc.record({ id, code }, { requiredKeys: ['id'] }),
    'need.pledge': fc.record({ id, item: words, quantity: amount }),
    'need.deliver': fc.record(
      { id, item: words, quantity: amount, volunteer },
      { requiredKeys: ['id', 'item', 'quantity'] },
    ),
    'need.reveal': one,
    'need.hand-over': fc.record({ id, phone: digest }),
    'household.reveal': fc.record({ id: among(pool.households) }),
    'volunteer.available': fc.record({
      ...{ id: volunteer, free: fc.constantFrom(['mon-am' as const], []) },
      weeklyHours: fc.integer({ min: 0, max: 80 }),
    }),
    'volunteer.show': fc.record({ id: volunteer, wall: fc.boolean() }),
    'application.post': fc.record({ id: fresh, area, name: words, skills: fc.subarray([...skills]) }),
    'application.close': fc.record({ id: fresh }),
    'device.guard': fc.record({
      id: among(pool.devices),
      pin: fc.record({ salt: digest, hash: digest, rounds: fc.constant(600_000) }),
    }),
    'clip.keep': fc.record({
      ...{ id: fresh, area, prompt: fresh, locale: fc.constantFrom('ug' as const, 'en' as const) },
      ...{ type: fc.constant('audio/webm' as const), data: fc.constantFrom('', 'GkXfow=='), length: minutes },
    }),
    'clip.drop': fc.record({ id: fresh }),
    'sheet.keep': fc.record({
      ...{ id: fresh, area, title: texts, body: texts },
      about: fc.constantFrom('know-how' as const, 'notice' as const),
    }),
    'sheet.drop': fc.record({ id: fresh }),
    'gathering.keep': fc.record({
      ...{ id: fresh, area, title: texts, spot: words, minutes },
      startsAt: fc.constantFrom(0, 1_790_000_000_000, 8.64e15),
    }),
    'gathering.cancel': fc.record({ id: fresh }),
    'gathering.join': fc.record({ id: fresh }),
    'gathering.leave': fc.record({ id: fresh }),
    'gathering.came': fc.record({ id: fresh, volunteer }, { requiredKeys: ['id'] }),
    'household.erase': fc.record({ id: among(pool.households) }),
    'quarantine.accept': held,
    'quarantine.dismiss': held,
  };
}

const junk: fc.Arbitrary<Json> = weighted<Json>(
  [
    4,
    fc.constantFrom<Json[]>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      2 ** 53,
      1e308,
      '',
      'x',
      [],
      {},
      [[]],
      '\0',
      '\ud800',
    ),
  ],
  [1, fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>],
);
const strange = fc.constantFrom(
  'by',
  'who',
  'ethnicity',
  'religion',
  '__proto__',
  'constructor',
  'at',
  'n',
  '',
);

/** The value with one thing in it replaced, left out, or slipped in. */
const bent = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc
    .tuple(value, fc.nat(), junk, strange, fc.constantFrom('replace', 'remove', 'add'))
    .map(([whole, at, other, field, how]) => {
      const paths = how === 'add' ? objectsOf(whole) : pathsOf(whole);
      const path = paths[at % Math.max(1, paths.length)] ?? [];
      if (how === 'add') return withAt(whole, [...path, field], other);
      return withAt(whole, path, how === 'remove' ? undefined : other);
    });

/** Requests: most of them right, many nearly right, some junk; of `speakers` devices. */
export function noise(pool: Pool, speakers: number, now: () => number): fc.Arbitrary<Noise> {
  const shapes = argumentsOf(pool);
  const said = fc.oneof(
    ...names.map((name) =>
      (shapes[name] as fc.Arbitrary<unknown>).map((args) => ({ name, args: args as Json })),
    ),
  );
  const nearly = said.chain(({ name, args }) =>
    bent(fc.constant(args)).map((other) => ({ name: name, args: other })),
  );
  const nonsense = fc.record({ name: fc.constantFrom('', 'need.burn', '__proto__', 'x'), args: junk });
  const command = weighted<{ name: string; args: Json }>([7, said], [2, nearly], [1, nonsense]);
  const op = fc.record({
    command,
    v: weighted<Json>([19, fc.constant(1)], [1, fc.constant(2)]),
    at: weighted<Json>([8, fc.integer({ min: -1e6, max: 1e6 })], [1, fc.constantFrom(-1e300, 1e300, 0.5)]),
  });
  const cursor = weighted<Json>(
    [4, fc.constant(null)],
    [
      1,
      fc.record({
        epoch: fc.string({ maxLength: 64 }),
        seq: fc.nat(),
        nonce: fc.constant('x'),
        gen: fc.nat(3),
      }),
    ],
  );
  const numbers = weighted<(index: number) => number>(
    [12, fc.constant((index) => index + 1)],
    [1, fc.constant((index) => index + 2)],
    [1, fc.constant((index) => index * 2 + 1)],
    [1, fc.constant((index) => 9 - index)],
  );
  const request = fc
    .record({
      ...{ stream: fc.uuid(), ops: fc.array(op, { maxLength: 14 }), cursor, numbers, left: fc.nat(5) },
      protocol: weighted([19, fc.constant(1)], [1, fc.constant(2)]),
      limit: fc.constantFrom(1, 2, 50, 2000, 1_000_000),
      skew: weighted([4, fc.constant(0)], [1, fc.integer({ min: -1e9, max: 1e9 })]),
    })
    .map(({ ops, numbers: n, skew, ...rest }): Json => {
      const sent = now() + skew;
      const moment = (at: Json) => (typeof at === 'number' ? sent + at : at);
      const told = ops.map(({ command: { name, args }, v, at }, index) => ({
        n: n(index),
        name,
        v,
        args,
        at: moment(at),
      }));
      return { ...rest, ops: told, sent };
    });
  const value = weighted<Json>([9, request], [2, bent(request)], [1, junk]);
  const text = fc
    .tuple(
      value.map((each) => JSON.stringify(each)),
      fc.nat(),
      fc.constantFrom(...'"{}[],:0\\\n'),
      fc.integer({ min: 0, max: 19 }),
    )
    .map(([whole, where, character, how]) => {
      const at = where % Math.max(1, whole.length);
      if (how === 0) return whole.slice(0, at);
      return how === 1 ? whole.slice(0, at) + character + whole.slice(at + 1) : whole;
    });
  return fc
    .record({
      text,
      speaker: fc.nat(speakers - 1),
      wrapping: fc.integer({ min: 0, max: 24 }),
      where: fc.nat(),
    })
    .map(({ text: whole, speaker, wrapping, where }) => {
      let body: Uint8Array = Buffer.from(whole);
      const headers: Record<string, string> = {
        'content-type': wrapping === 0 ? 'text/html' : 'application/json',
      };
      if (wrapping > 16) {
        body = gzipSync(body);
        headers['content-encoding'] = wrapping === 24 ? 'br' : 'gzip';
      }
      // A flipped byte on the way.
      if (wrapping === 1 || wrapping === 17)
        body = body.map((byte, index) => (index === where % body.length ? byte ^ 0x95 : byte));
      const tell = () => `${speaker} says ${JSON.stringify(headers)} ${whole}`;
      return { speaker, body, headers, [fc.toStringMethod]: tell };
    });
}
