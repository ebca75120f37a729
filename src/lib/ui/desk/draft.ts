import type { Arguments } from '$lib/domain/command.ts';
import { NOTICE, type Household } from '$lib/domain/household/household.ts';
import type { Ask, GoodsLine } from '$lib/domain/need/need.ts';
import type { Place, Service } from '$lib/domain/service/service.ts';
import { addDays } from '../base/dates.ts';

/** A household that is not known yet, as it is being written down. */
export interface Newcomer {
  name: string;
  phone: string;
  viaOffice: boolean;
  area: string;
  place: string;
  /** They were told what is kept and why, and agreed. */
  told: boolean;
}

/** A need while it is being written: everything may still be missing. */
export interface Draft {
  service: string;
  household?: Household | undefined;
  newcomer?: Newcomer | undefined;
  area: string;
  spot: string;
  from: string;
  until: string;
  half: '' | 'am' | 'pm';
  urgent: boolean;
  note: string;
  goods: GoodsLine[];
  places: Place[];
  minutes: string;
}

export type Gap =
  | 'service'
  | 'household'
  | 'name'
  | 'phone'
  | 'place'
  | 'area'
  | 'told'
  | 'spot'
  | 'days'
  | 'minutes'
  | 'goods';

/** An empty draft for the coming week. */
export function blank(today: string, area: string): Draft {
  const days = { from: today, until: addDays(today, 6) };
  const empty = { service: '', spot: '', note: '', goods: [], places: [{}], minutes: '60' };
  return { ...empty, ...days, area, half: '', urgent: false };
}

export const phoneLike = (text: string): boolean => /^\+?[\d -]{3,20}$/.test(text.trim());

/** What is missing or cannot be so, in the order of the form. */
export function gapsOf(draft: Draft, service: Service | undefined): Gap[] {
  const gaps: Gap[] = [];
  if (!service) gaps.push('service');
  if (service?.about === 'place') {
    if (!draft.area) gaps.push('area');
    if (!draft.spot.trim()) gaps.push('spot');
  } else if (draft.newcomer) gaps.push(...newcomerGaps(draft.newcomer));
  else if (!draft.household) gaps.push('household');
  if (!draft.from || !draft.until || draft.from > draft.until) gaps.push('days');
  const minutes = Number(draft.minutes);
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > 1440) gaps.push('minutes');
  if (service?.goods && draft.goods.some((line) => !line.item.trim() || !(line.quantity > 0)))
    gaps.push('goods');
  return gaps;
}

/** What a new household still lacks. Without their agreement there is none. */
export function newcomerGaps({ name, phone, viaOffice, area, place, told }: Newcomer): Gap[] {
  const gaps: Gap[] = [];
  if (!name.trim()) gaps.push('name');
  if (!viaOffice && !phoneLike(phone)) gaps.push('phone');
  if (!area) gaps.push('area');
  if (!place.trim()) gaps.push('place');
  if (!told) gaps.push('told');
  return gaps;
}

/** What is said of a household; the time of its agreement is the time of the saying. */
export type Kept = Arguments['household.keep'];

/**
 * A household as it will be kept: how to call them, one number or none, how to find the door; and that they have agreed now,
 * where that was not on record before.
 */
export function householdOf(one: Newcomer, id: string = crypto.randomUUID(), agreed = false): Kept {
  const { name, phone, viaOffice, area, place } = one;
  const said: Kept = { id, area, name: name.trim(), place: place.trim() };
  if (!viaOffice) said.phone = phone.trim();
  if (one.told && !agreed) said.consent = { version: NOTICE, mode: 'staff' };
  return said;
}

/** The finished draft: what is asked, and the household if it has to be kept first. */
export function asked(draft: Draft, service: Service): { ask: Ask; household?: Kept } {
  const about = service.about === 'place';
  const fresh = !about && draft.newcomer ? householdOf(draft.newcomer) : undefined;
  const household = about ? undefined : (fresh ?? draft.household);
  const note = draft.note.trim();
  const ask: Ask = {
    area: household?.area ?? draft.area,
    service: service.id,
    ...(household ? { household: household.id } : { spot: draft.spot.trim() }),
    ...(note && { note }),
    goods: service.goods ? draft.goods.map((line) => ({ ...line, item: line.item.trim() })) : [],
    places: draft.places.map((place) => ({ ...place })),
    minutes: Number(draft.minutes),
    from: draft.from,
    until: draft.until,
    ...(draft.half && { half: draft.half }),
    urgent: draft.urgent,
  };
  return fresh ? { ask, household: fresh } : { ask };
}
