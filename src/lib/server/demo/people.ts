import type { Area } from '$lib/domain/area/area.ts';
import type { Household } from '$lib/domain/household/household.ts';
import type { HalfDay, Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { doors, longest, writings, yurts, type Writing } from './names.ts';
import type { Random } from './random.ts';
import { trades } from './trades.ts';

const WALL = 40;
const HOUSEHOLDS = 60;
const AWAY_DAYS = [3, 12];
const MENTORED = 6;

/** The volunteers, sixty-six of them. `day` words the day so many days from now. */
export function demoVolunteers(areas: Area[], random: Random, day: (offset: number) => string): Volunteer[] {
  const taken = new Set([longest]);
  const groups = areas.filter((each) => each.level === 'group').map((each) => each.id);
  const all: Volunteer[] = [];
  for (const { post, count, skills, also, tools } of trades)
    for (let nth = 0; nth < count; nth++) {
      const { name, language } = person(random, taken);
      const more = nth % 2 === 1 ? [random.pick(also)] : [];
      all.push({
        id: `volunteer-${two(all.length + 1)}`,
        name: all.length === 1 ? longest : name,
        // Every third herder is up on the pasture.
        area: post === '养殖能手' && nth % 3 === 2 ? 'pasture' : cyclic(groups, all.length),
        phone: phone(all.length + 1),
        skills: [...skills, ...more],
        posts: [post],
        tools: [...(tools[nth] ?? tools.at(-1) ?? [])],
        languages: [...new Set(['zh-CN', language, random.pick(['zh-CN', 'ug', 'kk-Arab'])])],
        free: halfDays(random),
        weeklyHours: 2 + random.below(9),
        wall: false,
        status: 'active',
      });
    }
  return adorned(all, random, day);
}

/** Sixty households, six of them up on the summer pasture; one in eight is reached through the office only. */
export function demoHouseholds(areas: Area[], random: Random): Household[] {
  const taken = new Set<string>();
  const groups = areas.filter((each) => each.level === 'group');
  const own = new Map(areas.map((each) => [each.id, each.name['zh-CN']]));
  return Array.from({ length: HOUSEHOLDS }, (_, index) => {
    const camp = yurts[index - (HOUSEHOLDS - yurts.length)];
    const area = camp ? 'pasture' : cyclic(groups, index).id;
    const place = `${own.get(area)} · ${camp ?? cyclic(doors, index + Math.floor(index / doors.length))}`;
    const reached = random.below(8) > 0 ? { phone: phone(1001 + index) } : {};
    return { id: `household-${two(index + 1)}`, area, name: person(random, taken).called, ...reached, place };
  });
}

/** Mentors, the wall, and who is away; the one whose phone the demo hands out has all his days free. */
function adorned(all: Volunteer[], random: Random, day: (offset: number) => string): Volunteer[] {
  const others = all.slice(1);
  const wall = new Set([
    'volunteer-01',
    ...random
      .shuffle(others)
      .slice(0, WALL - 1)
      .map(({ id }) => id),
  ]);
  const away = random.shuffle(others.filter(({ tools }) => tools.length === 0)).slice(0, AWAY_DAYS.length);
  let learners = 0;
  return all.map((each) => {
    const mentor = all.find((one) => one.posts[0] === each.posts[0]);
    const last = all.findLast((one) => one.posts[0] === each.posts[0]) === each;
    const learns = mentor && mentor !== each && last && learners++ < MENTORED;
    const until = AWAY_DAYS[away.indexOf(each)];
    return {
      ...each,
      wall: wall.has(each.id),
      ...(each.id === 'volunteer-01' && { free: [], weeklyHours: 8 }),
      ...(learns && { mentor: mentor.id }),
      ...(until !== undefined && { awayUntil: day(until) }),
    };
  });
}

/** A name nobody else in the village has, and what the neighbours call that person. */
function person(random: Random, taken: Set<string>) {
  for (;;) {
    const writing = chosen(random);
    const sex = random.pick(['she', 'he'] as const);
    const given = random.pick(writing.given[sex]);
    const other = random.pick(writing.other);
    const name = writing.join(given, other);
    const called = writing.name(given, random.pick(writing.call[sex]), other);
    if (taken.has(name) || taken.has(called)) continue;
    taken.add(name).add(called);
    return { name, called, language: writing.language };
  }
}

function chosen(random: Random): Writing {
  let left = random.below(writings.reduce((sum, { share }) => sum + share, 0));
  for (const writing of writings) if ((left -= writing.share) < 0) return writing;
  return random.pick(writings);
}

function halfDays(random: Random): HalfDay[] {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const halves = days.flatMap((each) => [`${each}-am`, `${each}-pm`] as const);
  if (random.below(3) === 0) return [];
  const kept = new Set(random.shuffle(halves).slice(0, 6));
  return halves.filter((each) => kept.has(each));
}

function cyclic<T>(list: readonly T[], index: number): T {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('nothing to go round');
  return one;
}

const two = (count: number) => String(count).padStart(2, '0');
/** An obviously made-up pattern, eleven digits like any other number. */
const phone = (count: number) => `1990000${String(count).padStart(4, '0')}`;
