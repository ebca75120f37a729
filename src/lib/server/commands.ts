import * as v from 'valibot';
import { recurs } from '$lib/domain/routine/recur.ts';
import { MOST_AHEAD } from '$lib/domain/routine/routine.ts';
import { LONGEST, MOST_SOUND, sounds } from '$lib/domain/clip/clip.ts';
import { levels } from '$lib/domain/area/levels.ts';
import type { Arguments, Command, Name } from '$lib/domain/command.ts';
import { faces, reasons, results } from '$lib/domain/need/outcome.ts';
import { subjects } from '$lib/domain/sheet/sheet.ts';
import { locales } from '$lib/domain/texts.ts';
import { skills, tools } from '$lib/domain/volunteer/volunteer.ts';
import { MOST_KEPT, MOST_MOVES, type PlanRequest, type Unfit } from '$lib/sync/protocol.ts';
import type { SlipRequest } from '$lib/sync/slip.ts';
import { upcast } from './upcast.ts';

/**
 * The exact shape of every command. Objects are strict: a field that is not listed is refused, so that nobody's app can
 * begin to collect what a help desk has no business to hold.
 */
const id = v.pipe(v.string(), v.regex(/^[\w:-]{1,64}$/));
const words = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most));
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
/** A day that the calendar has: the 31st of February looks like one, too. */
const onCalendar = (text: string) => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
const day = v.pipe(
  v.string(),
  v.isoDate(),
  v.check((text) => !Number.isNaN(Date.parse(text)) && onCalendar(text)),
);
const monthAndDay = v.pipe(
  v.string(),
  v.regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
  v.check((text) => onCalendar(`2024-${text}`)),
);
const phone = v.pipe(v.string(), v.regex(/^\+?[\d -]{3,20}$/));
const list = <T extends v.GenericSchema>(item: T, most: number) => v.pipe(v.array(item), v.maxLength(most));

const textsOf = (most: number) =>
  v.strictObject({
    'zh-CN': words(most),
    ug: v.optional(words(most)),
    'kk-Arab': v.optional(words(most)),
    en: v.optional(words(most)),
  });
const texts = textsOf(60);
const quantity = v.pipe(v.number(), v.minValue(0), v.maxValue(100_000));
/** SHA-256, base64url. */
const digest = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
const moment = whole(0, 8.64e15);
/** A list would pass for an object without fields. */
const noList = v.custom<unknown>((input) => !Array.isArray(input));
const place = v.pipe(
  noList,
  v.strictObject({ skill: v.optional(v.picklist(skills)), tool: v.optional(v.picklist(tools)) }),
);
const goods = v.strictObject({
  item: words(40),
  quantity,
  unit: words(12),
  pledged: quantity,
  delivered: quantity,
});
const half = v.picklist(['am', 'pm']);
const slip = {
  id,
  number: v.pipe(v.string(), v.regex(/^\d{1,6}-\d{1,6}$/)),
  code: v.pipe(v.string(), v.regex(/^\d{4}$/)),
  secrets: v.optional(v.strictObject({ paper: digest, screen: v.optional(digest) })),
};
const consent = v.optional(v.strictObject({ version: whole(1, 1000), mode: v.picklist(['self', 'staff']) }));
const outcome = {
  result: v.picklist(results),
  minutes: whole(0, 24 * 60),
  reason: v.optional(v.picklist(reasons)),
};
const changes = v.pipe(
  noList,
  v.strictObject({
    spot: v.optional(words(140)),
    note: v.optional(words(140)),
    goods: v.optional(list(goods, 20)),
    places: v.optional(v.pipe(v.array(place), v.minLength(1), v.maxLength(20))),
    minutes: v.optional(whole(5, 24 * 60)),
    from: v.optional(day),
    until: v.optional(day),
    half: v.optional(half),
    urgent: v.optional(v.boolean()),
  }),
);
const one = v.strictObject({ id });
/** Prompt and language: '…:kk-Arab'. */
const clip = v.pipe(v.string(), v.regex(/^[\w:-]{1,100}$/));
/** Stream and number. */
const held = v.pipe(v.string(), v.regex(/^[\da-f-]{36}:\d{1,16}$/));
const whom = v.strictObject({ id, volunteer: id });
const whomAndWhen = v.strictObject({ id, volunteer: id, startsAt: v.optional(moment) });
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const halfDays = days.flatMap((each) => [`${each}-am`, `${each}-pm`] as const);

const free = list(v.picklist(halfDays), 14);
const weeklyHours = v.pipe(v.number(), v.minValue(0), v.maxValue(80));

const shapes = {
  'need.post': v.strictObject({
    ...slip,
    area: id,
    service: id,
    household: v.optional(id),
    spot: v.optional(words(140)),
    note: v.optional(words(140)),
    goods: list(goods, 20),
    places: v.pipe(v.array(place), v.minLength(1), v.maxLength(20)),
    minutes: whole(5, 24 * 60),
    from: day,
    until: day,
    half: v.optional(half),
    urgent: v.boolean(),
    channel: v.picklist(['kiosk', 'desk', 'phone']),
  }),
  'need.edit': v.strictObject({ id, changes }),
  'need.cancel': one,
  'need.offer': whomAndWhen,
  'need.assign': whomAndWhen,
  'need.claim': one,
  'need.accept': one,
  'need.decline': one,
  'need.withdraw': v.strictObject({ id, volunteer: v.optional(id) }),
  'need.absent': whom,
  'need.start': one,
  'need.finish': v.strictObject({ id, ...outcome }),
  'need.report': v.strictObject({ id, ...outcome }),
  'need.rate': v.strictObject({
    id,
    code: v.optional(slip.code),
    face: v.picklist(faces),
    proxy: v.boolean(),
    repair: v.strictObject(slip),
  }),
  'need.reopen': v.strictObject({ id, repair: v.strictObject(slip) }),
  'need.escalate': v.strictObject({ id, why: v.picklist(['unanswered', 'holder-offline', 'not-done']) }),
  'need.lapse': whom,
  'need.give-up': one,
  'need.ask-erasure': v.strictObject({ id, code: v.optional(slip.code) }),
  'need.pledge': v.strictObject({ id, item: words(40), quantity }),
  'need.deliver': v.strictObject({ id, item: words(40), quantity, volunteer: v.optional(id) }),
  'need.reveal': one,
  'need.hand-over': v.strictObject({ id, phone: digest }),
  'household.keep': v.strictObject({
    id,
    area: id,
    name: words(64),
    phone: v.optional(phone),
    place: words(140),
    consent,
  }),
  'household.erase': one,
  'household.reveal': one,
  'volunteer.keep': v.strictObject({
    id,
    name: words(64),
    area: id,
    phone: v.optional(phone),
    skills: list(v.picklist(skills), skills.length),
    posts: list(words(40), 10),
    tools: list(v.picklist(tools), tools.length),
    languages: list(words(12), 10),
    free,
    weeklyHours,
    mentor: v.optional(id),
    wall: v.boolean(),
    awayUntil: v.optional(day),
    status: v.picklist(['active', 'left']),
  }),
  'volunteer.away': v.strictObject({ id, until: v.optional(day) }),
  'volunteer.available': v.strictObject({ id, free, weeklyHours }),
  'volunteer.show': v.strictObject({ id, wall: v.boolean() }),
  'application.post': v.strictObject({
    id,
    area: id,
    name: words(64),
    phone: v.optional(phone),
    skills: list(v.picklist(skills), skills.length),
    consent,
  }),
  'application.close': one,
  'clip.keep': v.strictObject({
    id: clip,
    area: id,
    prompt: v.pipe(v.string(), v.regex(/^[\w:-]{1,80}$/)),
    locale: v.picklist(locales),
    type: v.picklist(sounds),
    data: v.pipe(v.string(), v.base64(), v.maxLength(MOST_SOUND)),
    length: whole(1, LONGEST + 1000),
  }),
  'clip.drop': v.strictObject({ id: clip }),
  'sheet.keep': v.strictObject({
    id,
    area: id,
    about: v.picklist(subjects),
    title: texts,
    body: textsOf(4000),
    service: v.optional(id),
    until: v.optional(day),
  }),
  'sheet.drop': one,
  'gathering.keep': v.strictObject({
    id,
    area: id,
    title: texts,
    spot: words(140),
    startsAt: moment,
    minutes: whole(5, 24 * 60),
    host: v.optional(id),
  }),
  'gathering.cancel': one,
  'gathering.join': one,
  'gathering.leave': one,
  'gathering.came': v.strictObject({ id, volunteer: v.optional(id) }),
  'area.keep': v.strictObject({
    id,
    parent: v.nullable(id),
    level: v.picklist(levels),
    name: texts,
    office: v.optional(phone),
    point: v.optional(
      v.strictObject({
        latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
        longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
      }),
    ),
  }),
  'service.keep': v.strictObject({
    id,
    name: texts,
    icon: id,
    minutes: whole(5, 24 * 60),
    places: v.pipe(v.array(place), v.minLength(1), v.maxLength(20)),
    takeWithin: whole(1, 24 * 60),
    doneWithin: whole(1, 24 * 365),
    season: v.optional(v.strictObject({ from: monthAndDay, until: monthAndDay })),
    about: v.picklist(['household', 'place']),
    goods: v.boolean(),
    advice: v.optional(v.boolean()),
    active: v.boolean(),
  }),
  'routine.keep': v.pipe(
    v.strictObject({
      // What is posted for a day is called by the routine and the day.
      id: v.pipe(v.string(), v.regex(/^[\w:-]{1,48}$/)),
      area: id,
      service: id,
      household: v.optional(id),
      spot: v.optional(words(140)),
      note: v.optional(words(140)),
      goods: list(goods, 20),
      places: v.pipe(v.array(place), v.minLength(1), v.maxLength(20)),
      minutes: whole(5, 24 * 60),
      half: v.optional(half),
      urgent: v.boolean(),
      rule: words(200),
      from: day,
      until: v.optional(day),
      ahead: whole(0, MOST_AHEAD),
      paused: v.boolean(),
    }),
    v.check((each) => recurs(each)),
  ),
  'routine.end': one,
  'device.rename': v.strictObject({ id, name: words(64) }),
  'device.revoke': one,
  'device.guard': v.strictObject({
    id,
    pin: v.strictObject({ salt: digest, hash: digest, rounds: whole(600_000, 10_000_000) }),
  }),
  'quarantine.accept': v.strictObject({ id: held }),
  'quarantine.dismiss': v.strictObject({ id: held }),
} satisfies { [N in Name]: v.GenericSchema<unknown, Arguments[N]> };

/** An op as it arrived, with its time corrected. Nothing says yet that it is a command. */
export interface Said {
  n: number;
  name: string;
  v: number;
  args: unknown;
  at: number;
}

/** The command that an op says, brought up to today's shape, or the word for what is wrong with it. */
export function read({ name, args, v: version }: Said): Command | Unfit {
  const today = upcast({ name, args }, version);
  return today ? parse(today.name, today.args) : 'unknown-command';
}

/** The command of this name and shape, or the word for what is wrong with it. */
export function parse(name: string, args: unknown): Command | Unfit {
  if (!Object.hasOwn(shapes, name)) return 'unknown-command';
  const shape: v.GenericSchema = shapes[name as Name];
  const parsed = v.safeParse(shape, args, { abortEarly: true });
  return parsed.success ? ({ name, args: parsed.output } as Command) : 'bad-arguments';
}

const request = v.strictObject({
  protocol: whole(1, 1000),
  stream: v.pipe(v.string(), v.uuid()),
  cursor: v.nullable(
    v.strictObject({
      epoch: v.pipe(v.string(), v.maxLength(64)),
      seq: whole(0, Number.MAX_SAFE_INTEGER),
      nonce: v.pipe(v.string(), v.maxLength(64)),
      gen: whole(0, Number.MAX_SAFE_INTEGER),
      top: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
      began: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
    }),
  ),
  ops: v.array(
    v.strictObject({
      n: whole(1, Number.MAX_SAFE_INTEGER),
      name: v.pipe(v.string(), v.maxLength(64)),
      v: whole(1, 10_000),
      args: v.unknown(),
      at: v.pipe(v.number(), v.finite()),
    }),
  ),
  left: whole(0, 1_000_000_000),
  limit: whole(1, 1_000_000),
  sent: v.pipe(v.number(), v.finite()),
  // Apps from before these were asked for go on being heard.
  app: v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
  kept: v.optional(v.nullable(v.boolean()), null),
  health: v.optional(
    v.strictObject({
      battery: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
      charging: v.nullable(v.boolean()),
      free: v.nullable(whole(0, Number.MAX_SAFE_INTEGER)),
    }),
  ),
  keeps: v.optional(list(id, MOST_KEPT), []),
});
export type Heard = v.InferOutput<typeof request>;

/** The request as it should be, or undefined if it has another shape. */
export function parseRequest(body: unknown): Heard | undefined {
  const parsed = v.safeParse(request, body, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}

/** 128 bit, base64url. */
const secret = v.pipe(v.string(), v.regex(/^[\w-]{22}$/));
const slipRequest = v.pipe(
  v.strictObject({
    number: slip.number,
    secret,
    phone: v.optional(secret),
    say: v.optional(v.picklist(['rate', 'cancel', 'erase'])),
    face: v.optional(v.picklist(faces)),
    proxy: v.optional(v.boolean()),
  }),
  v.check(({ say, face, proxy }) =>
    say === 'rate' ? face !== undefined : face === undefined && proxy === undefined,
  ),
);

/** What a slip's page asks or says, or undefined where it has another shape. */
export function parseSlipRequest(body: unknown): SlipRequest | undefined {
  const parsed = v.safeParse(slipRequest, body, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}

const planRequest = v.strictObject({ area: id, day, seed: whole(0, 1_000_000), moves: whole(1, MOST_MOVES) });

/** A desk's question for a plan, or undefined where it has another shape. */
export function parsePlanRequest(body: unknown): PlanRequest | undefined {
  const parsed = v.safeParse(planRequest, body, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}
