import type { Application } from './application/application.ts';
import type { Area } from './area/area.ts';
import type { Clip } from './clip/clip.ts';
import type { Device } from './device/device.ts';
import type { Quarantined } from './device/quarantined.ts';
import type { Gathering } from './gathering/gathering.ts';
import type { Contact, Household } from './household/household.ts';
import type { Need } from './need/need.ts';
import type { Routine } from './routine/routine.ts';
import type { Sheet } from './sheet/sheet.ts';
import type { Service } from './service/service.ts';
import type { Volunteer } from './volunteer/volunteer.ts';

/** Everything that is held, by kind. `contact` exists only on a helper's device: the server makes it from a household. */
export interface Kinds {
  area: Area;
  service: Service;
  household: Household;
  volunteer: Volunteer;
  device: Device;
  need: Need;
  quarantine: Quarantined;
  routine: Routine;
  application: Application;
  clip: Clip;
  sheet: Sheet;
  gathering: Gathering;
}
export type Kind = keyof Kinds;
export const kinds = [
  'area',
  'service',
  'household',
  'volunteer',
  'device',
  'need',
  'quarantine',
  'routine',
  'application',
  'clip',
  'sheet',
  'gathering',
] as const;

export type Row = { [K in Kind]: { kind: K; id: string; body: Kinds[K] } }[Kind];
export interface Key {
  kind: Kind;
  id: string;
}
export type Shown = Row | { kind: 'contact'; id: string; body: Contact };

/** What rules may look at while they judge: the rows as they are now. */
export interface World {
  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined;
}

export function row<K extends Kind>(kind: K, body: Kinds[K]): Row {
  return { kind, id: body.id, body } as Row;
}

/** The area a row hangs on; areas and services belong to everybody. */
export function areaOf(row: Row): string | undefined {
  return row.kind === 'area' || row.kind === 'service' ? undefined : row.body.area;
}
