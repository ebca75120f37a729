import type { Area } from '$lib/domain/area/area.ts';
import { assignmentOf, open, type Need } from '$lib/domain/need/need.ts';
import { row } from '$lib/domain/row.ts';
import type { Service } from '$lib/domain/service/service.ts';
import { fits } from '$lib/domain/volunteer/volunteer.ts';
import type { Visited } from '$lib/sync/visit.ts';
import { laid, type NeedRow } from './database.ts';
import { walk } from './needs.ts';
import { seatOf, teamOf, type Sight } from './phone.ts';

/** What a signed-in volunteer's screen lists. */
export interface Agenda {
  tasks: Sight[];
  offers: Sight[];
  standby: Sight[];
  near: Sight[];
}

/** The same that a phone shows on its first page, from what the server told and the kiosk's own areas and services. */
export function agendaOf(
  view: Visited,
  areas: ReadonlyMap<string, Area>,
  services: ReadonlyMap<string, Service>,
): Agenda {
  const { you } = view;
  const people = new Map(Object.entries(view.fellows).map(([id, name]) => [id, { id, name }]));
  const contacts = new Map(view.contacts.map((each) => [each.id, each]));
  const rows = view.mine.map((need) => rowOf(need, you.id));
  const of = (...status: string[]) => rows.filter(({ mine }) => status.includes(mine));
  const sight = (need: NeedRow): Sight => ({
    need,
    service: services.get(need.service),
    area: areas.get(need.area),
    contact: contacts.get(need.id),
    seat: seatOf(need, you.id),
    startsAt: assignmentOf(need, you.id)?.startsAt,
    asker: people.get(need.asker ?? '')?.name,
    ...teamOf(need, you.id, people),
    fit: open(need, fits(you, need.places)),
    unsent: undefined,
  });
  const walkers = walk(areas.values(), you.id, view.now);
  return {
    tasks: of('accepted', 'started').sort(walkers).map(sight),
    offers: of('offered').sort(walkers).map(sight),
    standby: of('standby').map(sight),
    near: view.near.map((need) => sight(rowOf(need, you.id))),
  };
}

const rowOf = (need: Need, person: string) =>
  laid(row('need', need), { person, role: 'volunteer' }) as NeedRow;
