import type { Command } from '$lib/domain/command.ts';
import { assignmentOf } from '$lib/domain/need/need.ts';
import { mint } from '$lib/device/outbox.ts';
import type { NeedRow } from '$lib/device/database.ts';
import type { SimDevice } from './device.ts';
import { markOf } from './marks.ts';
import { nature } from './nature.ts';
import type { Random } from './random.ts';
import { volunteers } from './server.ts';

const day = (days: number) => new Date(nature.now + days * 86_400_000).toISOString().slice(0, 10);
const grids = ['grid1', 'grid2'];
let households = 0;
let facts = 0;
let routines = 0;

export function silence(): void {
  households = facts = routines = 0;
}

/** Something that this device could say now, by what it believes; nothing where it has nothing to say. */
export async function speech(device: SimDevice, random: Random): Promise<Command[]> {
  const you = await device.database.recall('you');
  if (!you) return [];
  const needs = await device.database.need.toArray();
  if (you.role === 'kiosk') return atKiosk(device, needs, random);
  return you.role === 'volunteer' ? onPhone(you.person, needs, random) : atDesk(device, needs, random);
}

async function posting(device: SimDevice, random: Random, channel: 'kiosk' | 'desk', household?: string) {
  const id = household ?? `h${++households}`;
  const area = random.pick(grids) ?? 'grid1';
  const mark = markOf(id);
  const consent = { version: 1, mode: 'staff' as const };
  const keep: Command = {
    name: 'household.keep',
    args: { id, area, name: `名${mark}`, place: `处${mark}`, consent },
  };
  const { slip } = await mint(device.database);
  const places = random.chance(0.3) ? [{ skill: 'hay' as const }, {}] : [{}];
  const about = { service: 'hay', household: id, note: `注${mark}`, goods: [], places, minutes: 60 };
  const when = { from: day(0), until: day(9), urgent: random.chance(0.2), channel };
  const post: Command = { name: 'need.post', args: { ...slip, area, ...about, ...when } };
  if (household === undefined) return [keep, post];
  // Who asks again will ask once more: the server's clock posts for them from now on.
  return [post, recurring(household, area, mark)];
}

function recurring(household: string, area: string, mark: string): Command {
  const ask = {
    area,
    service: 'cleaning',
    household,
    note: `常${mark}`,
    goods: [],
    places: [{}],
    minutes: 60,
  };
  const when = { rule: 'FREQ=DAILY;INTERVAL=4', from: day(0), ahead: 14, urgent: false, paused: false };
  return { name: 'routine.keep', args: { id: `r${++routines}`, ...ask, ...when } };
}

async function atKiosk(device: SimDevice, needs: NeedRow[], random: Random): Promise<Command[]> {
  const need = random.pick(needs.filter((each) => each.code));
  if (!need || random.chance(0.5)) return posting(device, random, 'kiosk');
  const code = need.code ?? '';
  if (random.chance(0.2)) return [{ name: 'need.ask-erasure', args: { id: need.id, code } }];
  const face = random.pick(['good', 'okay', 'bad'] as const) ?? 'good';
  return [
    {
      name: 'need.rate',
      args: { id: need.id, code, face, proxy: false, repair: (await mint(device.database)).slip },
    },
  ];
}

function onPhone(person: string, needs: NeedRow[], random: Random): Command[] {
  const need = random.pick(needs);
  if (!need) return [];
  const { id } = need;
  const mine = assignmentOf(need, person)?.status ?? '';
  const result = random.pick(['done', 'done', 'partly', 'could-not'] as const) ?? 'done';
  // The minutes are told once only: by them a fact is known again.
  const fact = () => ({ id, result, minutes: ++facts });
  if (mine === '' || mine === 'declined' || mine === 'lapsed') {
    if (random.chance(0.06)) return [{ name: 'need.report', args: fact() }];
    return [{ name: 'need.claim', args: { id } }];
  }
  if (mine === 'offered')
    return [{ name: random.chance(0.7) ? 'need.accept' : 'need.decline', args: { id } }];
  if (mine === 'accepted' && random.chance(0.4)) return [{ name: 'need.start', args: { id } }];
  if (random.chance(0.15)) return [{ name: 'need.withdraw', args: { id } }];
  if (random.chance(0.1)) return [{ name: 'volunteer.away', args: { id: person, until: day(3) } }];
  return [{ name: 'need.finish', args: fact() }];
}

async function atDesk(device: SimDevice, needs: NeedRow[], random: Random): Promise<Command[]> {
  const { database } = device;
  const need = random.pick(needs);
  const household = random.pick(await database.household.toArray());
  const held = random.pick(await database.quarantine.toArray());
  const other = random.pick(
    (await database.device.toArray()).filter(
      (each) => !each.revokedAt && each.id !== device.id && each.role !== 'administrator',
    ),
  );
  const volunteer = random.pick(volunteers) ?? 'anna';
  const kept = await database.volunteer.get(volunteer);
  const what = random.weighed({
    ...{ post: 30, again: 10, edit: 8, cancel: 4, offer: 8, assign: 10, reopen: 3, withdraw: 3, absent: 2 },
    ...{ household: 10, erase: 12, move: 3, leave: 0.5, revoke: 5, accept: 20, dismiss: 3 },
  });
  if (what === 'post') return posting(device, random, 'desk');
  if (household) {
    if (what === 'again') return posting(device, random, 'desk', household.id);
    if (what === 'household') {
      const { consent: _told, reveals: _seen, ...put } = household;
      return [{ name: 'household.keep', args: { ...put, place: `移${markOf(household.id)}` } }];
    }
    if (what === 'erase') return [{ name: 'household.erase', args: { id: household.id } }];
  }
  if (held && (what === 'accept' || what === 'dismiss'))
    return [{ name: `quarantine.${what}`, args: { id: held.id } }];
  if (kept && what === 'move')
    return [
      { name: 'volunteer.keep', args: { ...kept, area: random.pick([...grids, 'village']) ?? 'grid1' } },
    ];
  if (kept && what === 'leave')
    return [
      { name: 'volunteer.keep', args: { ...kept, status: kept.status === 'left' ? 'active' : 'left' } },
    ];
  if (other && what === 'revoke') return [{ name: 'device.revoke', args: { id: other.id } }];
  if (!need) return posting(device, random, 'desk');
  const { id } = need;
  if (what === 'edit')
    return [
      {
        name: 'need.edit',
        args: { id, changes: { note: need.household ? `改${markOf(need.household)}` : '改' } },
      },
    ];
  if (what === 'offer' || what === 'assign') return [{ name: `need.${what}`, args: { id, volunteer } }];
  if (what === 'withdraw' || what === 'absent') return [{ name: `need.${what}`, args: { id, volunteer } }];
  if (what === 'reopen') return [{ name: 'need.reopen', args: { id, repair: (await mint(database)).slip } }];
  return [{ name: 'need.cancel', args: { id } }];
}
