import { createHash, randomUUID } from 'node:crypto';
import { laid } from '$lib/device/database.ts';
import { plant, type Area } from '$lib/domain/area/area.ts';
import type { Who } from '$lib/domain/device/device.ts';
import type { Need } from '$lib/domain/need/need.ts';
import { project } from '$lib/domain/project.ts';
import { row, type Row, type World } from '$lib/domain/row.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { catalogue } from '$lib/server/catalogue.ts';
import { openStore } from '$lib/server/store/open.ts';
import type { Placed } from '$lib/server/store/port.ts';

export { TestServer } from '../../support/server.ts';

/** One village a run, so that each phone begins with needs that nobody has touched, on a server that is warm. */
export interface Village {
  /** Invites the phone of one of its volunteers. */
  code: string;
  /** Its needs, in no order that a phone could know. */
  needs: string[];
  /** The same needs as the phone holds them: what the floor fetches. */
  floor: object[];
}
export interface Seeded {
  villages: Village[];
  /** Invites an administrator's desk over all the villages. */
  desk: string;
}

const HOUSEHOLDS = 500;
const VOLUNTEERS = 66;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Writes so many villages with so many needs each through the store of the server. */
export async function seed(path: string, villages: number, needs: number): Promise<Seeded> {
  const store = await openStore(path);
  const now = Date.now();
  const county = plant({ id: randomUUID(), level: 'county', name: { 'zh-CN': '县' } }, null);
  const desk = randomUUID();
  await store.write(async (tx) => {
    await tx.put([row('area', county), ...catalogue.map((each) => row('service', each))].map(everywhere));
    await tx.keepInvitation({ ...invitation(desk, now), role: 'administrator', area: county.id });
  });
  const seeded: Village[] = [];
  for (let index = 0; index < villages; index++) {
    const area = plant({ id: randomUUID(), level: 'community', name: { 'zh-CN': `村${index}` } }, county);
    const people = Array.from({ length: VOLUNTEERS }, (_, which) => volunteer(area, which));
    const homes = Array.from({ length: HOUSEHOLDS }, (_, which) => household(area, which));
    const asked = Array.from({ length: needs }, (_, which) =>
      need(
        which,
        index,
        area,
        homes[which % HOUSEHOLDS]?.id ?? '',
        people[which % VOLUNTEERS]?.id ?? '',
        now,
      ),
    );
    const code = randomUUID();
    const own = people[0]?.id ?? '';
    await store.write(async (tx) => {
      await tx.put([everywhere(row('area', area))]);
      const placed: Placed[] = [...people.map((each) => row('volunteer', each)), ...homes].map((each) => ({
        row: each,
        home: area.home,
      }));
      for (const body of asked)
        placed.push({
          row: row('need', body),
          home: area.home,
          ...(body.household && { parent: body.household }),
        });
      await tx.put(placed);
      await tx.keepInvitation({ ...invitation(code, now), role: 'volunteer', area: area.id, volunteer: own });
    });
    seeded.push({ code, needs: asked.map(({ id }) => id), floor: seenBy(own, area, county, asked) });
  }
  await store.close();
  return { villages: seeded, desk };
}

function seenBy(person: string, area: Area, county: Area, needs: Need[]): object[] {
  const who: Who = { device: '', role: 'volunteer', person, area: area.id };
  const areas = new Map([area, county].map((each) => [each.id, each]));
  const world = { get: (kind: string, id: string) => (kind === 'area' ? areas.get(id) : undefined) } as World;
  return needs.flatMap((each) => {
    const seen = project(row('need', each), who, world);
    return seen ? laid(seen, who) : [];
  });
}

const everywhere = (each: Row): Placed => ({ row: each, home: '' });

const invitation = (code: string, now: number) => ({
  hash: createHash('sha256').update(code).digest('hex'),
  name: 'bench',
  invitedBy: 'bench',
  expiresAt: now + HOUR,
});

function volunteer(area: Area, which: number): Volunteer {
  return {
    id: randomUUID(),
    name: `志愿者${which}`,
    area: area.id,
    skills: ['hay', 'haircut'],
    posts: [],
    tools: [],
    languages: ['zh'],
    free: [],
    weeklyHours: 6,
    wall: true,
    status: 'active',
  };
}

const household = (area: Area, which: number) =>
  row('household', {
    id: randomUUID(),
    area: area.id,
    name: `住户${which}`,
    phone: `1990000${String(which).padStart(4, '0')}`,
    place: `${which % 20}巷 ${which} 号`,
  });

const services = ['cleaning', 'carrying', 'haircut', 'pipe', 'growing'] as const;

/** Two of three for a household, one about a place; one of two has been offered to somebody who could not. */
function need(
  which: number,
  village: number,
  area: Area,
  household: string,
  asked: string,
  now: number,
): Need {
  const postedAt = now - (which % 20) * DAY - which;
  const day = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10);
  return {
    id: randomUUID(),
    number: `${village + 1}-${which}`,
    code: String(which % 10_000).padStart(4, '0'),
    area: area.id,
    service: services[which % services.length] ?? 'cleaning',
    ...(which % 3
      ? { household, note: '门口有狗，先打电话' }
      : { spot: `${which % 20}巷口的水渠旁边，桥下` }),
    goods: [],
    places: [{}, {}],
    minutes: 60 + (which % 4) * 30,
    from: day(which % 14),
    until: day((which % 14) + 1 + (which % 5)),
    half: which % 2 ? 'am' : 'pm',
    urgent: which % 11 === 0,
    postedAt,
    takeBy: postedAt + DAY,
    doneBy: postedAt + 3 * DAY,
    channel: which % 2 ? 'kiosk' : 'desk',
    assignments:
      which % 2 && which % VOLUNTEERS
        ? [{ volunteer: asked, status: 'declined', can: [0, 1], via: 'offer', offeredAt: postedAt + HOUR }]
        : [],
    reports: [],
    escalations: [],
  };
}
