import { within } from './area/area.ts';
import { coordinates, type Who } from './device/device.ts';
import type { Gathering } from './gathering/gathering.ts';
import type { Contact, Household } from './household/household.ts';
import { inReach } from './may.ts';
import { shown, contactUntil } from './need/project.ts';
import type { Need } from './need/need.ts';
import { row, type Row, type World } from './row.ts';
import type { Volunteer } from './volunteer/volunteer.ts';

/**
 * The row as `who` may see it, or nothing. Every read of every edge goes through here.
 * `world` need only know the areas.
 */
export function project(one: Row, who: Who, world: World): Row | undefined {
  const mine = (area: string) => within(world.get('area', area), who.area);
  switch (one.kind) {
    case 'area':
      return related(one.body.path, who, world) ? one : undefined;
    case 'service':
      return one;
    case 'household':
    case 'quarantine':
    case 'routine':
      return coordinates(who) && mine(one.body.area) ? one : undefined;
    case 'application':
      return coordinates(who) && mine(one.body.area) ? one : undefined;
    case 'device': {
      if (one.id === who.device) return one;
      const { pin: _pin, ...device } = one.body;
      return coordinates(who) && mine(device.area) ? row('device', device) : undefined;
    }
    case 'clip':
      return (coordinates(who) || who.role === 'kiosk') && inReach(who, one.body.area, world)
        ? one
        : undefined;
    case 'sheet':
      return inReach(who, one.body.area, world) ? one : undefined;
    case 'gathering':
      return inReach(who, one.body.area, world) ? row('gathering', attendedBy(one.body, who)) : undefined;
    case 'volunteer':
      return volunteerFor(one.body, who, world);
    case 'need': {
      const involved = one.body.assignments.some((each) => each.volunteer === who.person);
      return involved || inReach(who, one.body.area, world) ? row('need', shown(one.body, who)) : undefined;
    }
  }
}

/** The areas on the way up from one's own, and those of one's village or below. */
function related(path: string[], who: Who, world: World): boolean {
  const own = world.get('area', who.area);
  const id = path.at(-1) ?? '';
  return !!own && (own.path.includes(id) || path.includes(own.id) || inReach(who, id, world));
}

function volunteerFor(one: Volunteer, who: Who, world: World): Row | undefined {
  if (one.id === who.person) return row('volunteer', one);
  if (coordinates(who)) return inReach(who, one.area, world) ? row('volunteer', one) : undefined;
  if (one.status === 'left' || !inReach(who, one.area, world)) return undefined;
  // Fellows know each other by name; the kiosk shows only those who agreed to stand on its wall.
  const { id, name, area, wall, status } = one;
  const card = { tools: [], languages: [], free: [], weeklyHours: 0, id, name, area, wall, status };
  // Who learns from him a mentor knows: they go together.
  const learner = one.mentor === who.person && { mentor: one.mentor };
  if (who.role === 'volunteer') return row('volunteer', { ...card, ...learner, skills: [], posts: [] });
  return wall ? row('volunteer', { ...card, skills: one.skills, posts: one.posts }) : undefined;
}

/** How many come is everybody's; who it is, his own and the coordinators' business. */
function attendedBy(one: Gathering, who: Who): Gathering {
  if (coordinates(who)) return one;
  const attendance = one.attendance.map((each) =>
    each.volunteer === who.person ? each : { ...each, volunteer: null },
  );
  return { ...one, attendance };
}

/** The household behind a need, or the volunteer who asks somebody who knows, for a helper who has agreed to come and for as long as he needs it. */
export function contactFor(
  need: Need,
  home: Pick<Household, 'name' | 'phone' | 'place'> | undefined,
  who: Who,
  now: number,
): Contact | undefined {
  if (who.role !== 'volunteer' || !home) return undefined;
  const until = contactUntil(need, who.person, now);
  if (until === undefined) return undefined;
  const contact = {
    id: need.id,
    name: home.name,
    place: home.place,
    ...(home.phone && { phone: home.phone }),
  };
  return until === Infinity ? contact : { ...contact, expiresAt: until };
}
